"""Two at once: a mail is written once, released once, sent once. Runs on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from tests.access_world import World, make_world
from tests.doors.processes import database_url, start, wait_for
from tests.participation.conftest import drafts
from tests.participation.smtp import mail_server
from tests.together import at_once

from serai.core.actors import OPERATOR
from serai.participation import services
from serai.participation.models import Mail, MailKind
from serai.participation.outbox import Letter, write_mails

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    world = make_world()
    Mail.objects.all().delete()
    return world


def letters(world: World, count: int) -> list[Letter]:
    return [
        Letter(world.people["speaker"], "en", f"Mail {n}", f"Number {n}.", key=str(n)) for n in range(count)
    ]


def test_of_two_who_write_the_same_letters_one_writes_them(world: World) -> None:
    def write() -> int:
        return len(write_mails(OPERATOR, world.edition, MailKind.OTHER, letters(world, 30)).mails)

    assert sorted(at_once(write, write)) == ["0", "30"]
    assert Mail.objects.count() == 30


def test_a_double_click_releases_once(world: World) -> None:
    mail = drafts(world, "speaker")[0]

    def press() -> Any:
        return services.release_mails(
            actor=world.actors["secretariat"], edition=world.edition, mails=[mail.pk]
        )

    assert sorted(at_once(press, press, press)) == ["1", "nothing_to_release", "nothing_to_release"]


def test_three_workers_send_each_mail_once(world: World, settings: LazySettings) -> None:
    write_mails(OPERATOR, world.edition, MailKind.OTHER, letters(world, 40))
    services.release_mails(actor=OPERATOR, edition=world.edition, kind="all")
    with mail_server() as server:
        settings.MAIL = server.place
        send = lambda: services.send_mails(actor=OPERATOR, edition=world.edition)["sent"]  # noqa: E731
        told = at_once(send, send, send)
        bodies = [content.rpartition(b"\r\n\r\n")[2].strip() for content in server.received]
    assert sum(map(int, told)) == 40
    assert sorted(bodies) == sorted(f"Number {n}.".encode() for n in range(40))
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_a_mail_is_discarded_or_sent_never_both(world: World, settings: LazySettings) -> None:
    for _ in range(5):
        mail = drafts(world, "speaker")[0]
        services.release_mails(actor=OPERATOR, edition=world.edition, mails=[mail.pk])
        with mail_server() as server:
            settings.MAIL = server.place
            told = at_once(
                lambda: services.send_mails(actor=OPERATOR, edition=world.edition)["sent"],
                lambda pk=mail.pk: services.discard_mails(actor=OPERATOR, edition=world.edition, mails=[pk]),
            )
            mail.refresh_from_db()
            assert (mail.state, len(server.received), told) in (
                ("sent", 1, ["1", "nothing_to_discard"]),
                ("discarded", 0, ["0", "1"]),
            )


def test_kill_9_of_the_worker_sends_no_mail_twice(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server keeps the worker waiting in the middle of the third mail; then the worker dies."""
    write_mails(OPERATOR, world.edition, MailKind.OTHER, letters(world, 6))
    with mail_server() as server:
        monkeypatch.setenv("SERAI_MAIL_URL", f"smtp://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("SERAI_MAIL_FROM", "desk@example.org")
        server.stalls_at = b"Number 2."
        services.release_mails(actor=OPERATOR, edition=world.edition, kind="all")
        with start("db_worker", "--no-startup-delay", data=tmp_path, database=database_url()) as worker:
            wait_for(lambda: server.is_stalled.is_set(), "the worker is in the middle of a mail")
            worker.kill()
            worker.communicate()
        server.stalls_at = None
        assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == [
            "sent", "sent", "sending", "queued", "queued", "queued",
        ]  # fmt: skip
        services.retry_mails(actor=OPERATOR, edition=world.edition, kind="all")
        arguments = ("db_worker", "--no-startup-delay", "--batch")
        with start(*arguments, data=tmp_path, database=database_url()) as worker:
            worker.communicate(timeout=60)
        assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == [
            "sent", "sent", "sending", "sent", "sent", "sent",
        ]  # fmt: skip
        bodies = [content.rpartition(b"\r\n\r\n")[2].strip() for content in server.received]
    assert sorted(bodies) == [f"Number {n}.".encode() for n in range(6)]  # it had arrived: hence the doubt
