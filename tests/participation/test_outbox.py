"""The outbox: written once, looked at, released, sent once, and what happens when it can't be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.access_world import World
from tests.participation.conftest import TOKEN, Posted, drafts
from tests.participation.smtp import BREAK, MailServer, mail_server

from serai.core.actors import OPERATOR
from serai.core.editing import stamp
from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.core.models import AuditEntry, User
from serai.editions.models import Edition
from serai.participation import queries, services
from serai.participation.models import Mail, MailKind, MailState
from serai.participation.outbox import Letter, language_of, write_mails
from serai.participation.services.mail import DELAYS, FIELDS, PORTION
from serai.parties.models import Person

pytestmark = pytest.mark.django_db
PEOPLE = ("speaker", "participant", "organiser")


def release(world: World, *mails: Mail, **asked: object) -> int:
    names = [mail.pk for mail in mails]
    return services.release_mails(  # type: ignore[arg-type]
        actor=world.actors["secretariat"], edition=world.edition, mails=names, **asked
    )


def send(world: World) -> dict[str, int]:
    return dict(services.send_mails(actor=OPERATOR, edition=world.edition))


def time_passes(span: timedelta) -> None:
    """What was tried was tried that much earlier."""
    for mail in Mail.objects.exclude(taken_at=None):
        Mail.objects.filter(pk=mail.pk).update(taken_at=mail.taken_at - span)


def states() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def server(settings: LazySettings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.MAIL = running.place
        yield running


@pytest.fixture(autouse=True)
def no_other_mail(world: World) -> None:
    Mail.objects.all().delete()


# Writing


def test_a_letter_with_the_same_key_is_written_once(world: World) -> None:
    written = [drafts(world, "speaker", key="release 2") for _ in range(2)]
    assert [len(mails) for mails in written] == [1, 0]
    letter = Letter(world.people["speaker"], "en", "Hello", "Body", key="release 2")
    told = write_mails(OPERATOR, world.edition, MailKind.OTHER, [letter, letter])
    assert (told.mails, told.known) == ([], [world.people["speaker"]] * 2)
    assert len(write_mails(OPERATOR, world.edition, MailKind.REMINDER, [letter, letter]).mails) == 1


def test_somebody_without_an_address_is_reported(world: World) -> None:
    nobody = Person.objects.create(key="nobody", name="Nobody")
    User.objects.filter(email="organiser@example.org").update(is_active=False)
    closed = Person.objects.select_related("user").get(key="organiser")
    letters = [Letter(person, "en", "Hello", "Body") for person in (nobody, closed)]
    told = write_mails(OPERATOR, world.edition, MailKind.OTHER, letters)
    assert (told.mails, told.without_address) == ([], [nobody, closed])
    several = Letter(nobody, "en", "Hello", "Body", address="a@example.org, b@example.org")
    assert write_mails(OPERATOR, world.edition, MailKind.OTHER, [several]).without_address == [nobody]
    given = Letter(nobody, "en", "Hello", "Body", address="new@example.org")
    assert write_mails(OPERATOR, world.edition, MailKind.OTHER, [given]).mails[0].address == "new@example.org"


def test_a_subject_is_one_line_of_bounded_length(world: World) -> None:
    (mail,) = drafts(world, "speaker", subject="One\r\nBcc: two@example.org " + "x" * 400)
    assert mail.subject.startswith("One Bcc: two@example.org x")
    assert len(mail.subject) == 300


@pytest.mark.parametrize(
    ("account", "spoken", "edition", "language"),
    [
        ("ar", ["zh"], ["es"], "ar"),
        ("", ["qu", "zh-Hant"], ["es"], "zh-hans"),
        ("", ["qu"], ["ar", "en"], "ar"),
        ("", [], ["es", "zh"], "en"),
        ("xx", [], [], "en"),
    ],
)
def test_somebody_is_written_to_in_a_language_of_the_interface_that_is_theirs(
    account: str, spoken: list[str], edition: list[str], language: str
) -> None:
    person = Person(user=User(email="a@example.org", language=account))
    assert language_of(person, Edition(languages=edition), spoken) == language
    assert language_of(Person(), Edition(languages=edition), spoken) != "xx"


def test_letters_that_are_asked_for_by_their_reader_leave_without_review(
    world: World, posted: Posted
) -> None:
    letter = Letter(world.people["speaker"], "en", "Your link", "Body")
    write_mails(world.actors["link"], world.edition, MailKind.LINK, [letter], MailState.QUEUED)
    assert send(world) == {"sent": 1}


def test_two_thousand_letters_cost_few_queries_to_write_and_to_release(
    world: World,
) -> None:
    person = world.people["speaker"]
    letters = [Letter(person, "en", f"Mail {n}", "Body", key=f"release 3 {n}") for n in range(2000)]
    with CaptureQueriesContext(connection) as writing:
        assert len(write_mails(OPERATOR, world.edition, MailKind.RELEASE_NOTICE, letters).mails) == 2000
    with CaptureQueriesContext(connection) as releasing:
        assert release(world, kind="release_notice") == 2000
    assert len(writing) <= 40  # SQLite takes some sixty rows at once
    assert len(releasing) <= 8
    assert set(states()) == {"queued"}


# Review


def test_a_draft_is_changed_by_the_secretariat(world: World, posted: Posted) -> None:
    (mail,) = drafts(world, "speaker")
    values = {
        "subject": "New",
        "body": f"https://serai.test/en/my/{TOKEN}/ and more",
        "address": "n@example.org",
    }
    services.change_mail(actor=world.actors["secretariat"], mail=mail, values=values)
    release(world, mail)
    send(world)
    assert (posted.one()["Subject"], posted.one()["To"]) == ("New", "n@example.org")


def test_the_audit_trail_of_a_change_holds_no_link(world: World) -> None:
    (mail,) = drafts(world, "speaker")
    values = {"body": mail.body + "\n\nPS"}
    services.change_mail(actor=world.actors["secretariat"], mail=mail, values=values)
    entry = AuditEntry.objects.get(service="change_mail")
    assert TOKEN not in str(entry.before) + str(entry.after)
    assert entry.after["body"].endswith("PS")
    assert "[link sent]" in entry.before["body"]


@pytest.mark.parametrize("subject", ["One\nBcc: two@example.org", "One\r", "One\u2028two", "One\x00"])
def test_a_subject_of_several_lines_is_refused(world: World, subject: str) -> None:
    (mail,) = drafts(world, "speaker")
    with pytest.raises(ValidationError) as refused:
        services.change_mail(actor=world.actors["secretariat"], mail=mail, values={"subject": subject})
    assert list(refused.value.message_dict) == ["subject"]


@pytest.mark.parametrize("address", ["", "nobody", "a@example.org\nBcc: b@example.org", "a@b.org, c@d.org"])
def test_an_address_that_is_none_is_refused(world: World, address: str) -> None:
    (mail,) = drafts(world, "speaker")
    with pytest.raises(ValidationError) as refused:
        services.change_mail(actor=world.actors["secretariat"], mail=mail, values={"address": address})
    assert list(refused.value.message_dict) == ["address"]


def test_of_two_who_change_a_draft_the_second_is_told(world: World) -> None:
    (mail,) = drafts(world, "speaker")
    seen = stamp(mail, FIELDS)
    secretary = world.actors["secretariat"]
    services.change_mail(actor=secretary, mail=mail, values={"subject": "First"}, seen=seen)
    with pytest.raises(DomainError) as refused:
        services.change_mail(actor=secretary, mail=mail, values={"body": "Second"}, seen=seen)
    assert refused.value.code == "changed_meanwhile"


def test_a_released_mail_is_not_changed_any_more(world: World) -> None:
    (mail,) = drafts(world, "speaker")
    release(world, mail)
    with pytest.raises(DomainError) as refused:
        services.change_mail(actor=world.actors["secretariat"], mail=mail, values={"subject": "Late"})
    assert refused.value.code == "mail_released"


def test_only_the_secretariat_reads_and_releases_mail(world: World) -> None:
    (mail,) = drafts(world, "speaker")
    for role in ("public", "speaker", "link", "organiser", "committee", "elsewhere"):
        actor = world.actors[role]
        assert list(queries.mails(actor, world.edition)) == []
        with pytest.raises(NotVisible):
            queries.mail(actor, mail.pk)
        for service in (services.release_mails, services.discard_mails, services.retry_mails):
            with pytest.raises((NotVisible, Forbidden)):
                service(actor=actor, edition=world.edition, mails=[mail.pk])
        with pytest.raises((NotVisible, Forbidden)):
            services.change_mail(actor=actor, mail=mail, values={"subject": "Mine"})
    assert states() == ["draft"]


# Release


def test_a_released_mail_leaves_once_and_its_link_is_not_kept(world: World, posted: Posted) -> None:
    (mail,) = drafts(world, "speaker")
    release(world, mail)
    assert (send(world), send(world)) == ({"sent": 1}, {})
    mail.refresh_from_db()
    assert TOKEN in posted.one().get_content()
    assert (TOKEN in mail.body, "[link sent]" in mail.body, mail.sent_at is None) == (False, True, False)
    assert mail.body.startswith("Dear colleague,")


def test_what_is_not_released_stays(world: World, posted: Posted) -> None:
    one, _other = drafts(world, "speaker", "participant")
    release(world, one)
    send(world)
    assert states() == ["sent", "draft"]
    assert posted.one()["To"] == "speaker@example.org"


def test_all_of_a_kind_are_released_up_to_the_newest_that_was_seen(world: World) -> None:
    drafts(world, "speaker", kind=MailKind.REMINDER)
    seen = drafts(world, "speaker", "participant", kind=MailKind.INVITATION)[-1]
    drafts(world, "organiser", kind=MailKind.INVITATION)
    assert release(world, kind="invitation", until=seen.pk) == 2
    assert states() == ["draft", "queued", "queued", "draft"]
    assert release(world, kind="all") == 2


def test_mails_of_another_edition_are_out_of_reach(world: World) -> None:
    (mail,) = drafts(world, "speaker")
    other = world["edition:other"]
    for service in (services.release_mails, services.discard_mails, services.retry_mails):
        with pytest.raises(DomainError) as refused:
            service(actor=world.actors["elsewhere"], edition=other, mails=[mail.pk])
        assert refused.value.code.startswith("nothing_to_")
    assert states() == ["draft"]


def test_a_second_press_releases_nothing_and_says_so(world: World) -> None:
    (mail,) = drafts(world, "speaker")
    release(world, mail)
    with pytest.raises(DomainError) as refused:
        release(world, mail)
    assert refused.value.code == "nothing_to_release"


def test_the_answer_goes_to_the_edition_which_is_named_as_the_sender(world: World, posted: Posted) -> None:
    Edition.objects.update(contact_email="desk@example.org", short_name={"en": "Cusco\n2026"})
    release(world, *drafts(world, "speaker"))
    send(world)
    assert posted.one()["Reply-To"] == "desk@example.org"
    assert posted.one()["From"] == "Cusco 2026 <serai@localhost>"


def test_the_message_id_of_a_mail_stays_the_same(world: World, server: MailServer) -> None:
    (mail,) = drafts(world, "speaker")
    release(world, mail)
    server.answers["END"] = [BREAK]
    send(world)
    services.retry_mails(actor=OPERATOR, edition=world.edition, mails=[mail.pk])
    server.answers["END"] = [BREAK]
    send(world)
    Mail.objects.update(state=MailState.QUEUED, taken_at=None)
    send(world)
    (content,) = server.received
    assert f"Message-ID: <cusco-2026.{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}@localhost>" in content.decode()


# What goes wrong


def test_an_address_that_the_server_refuses_fails_with_its_reason(world: World, server: MailServer) -> None:
    release(world, *drafts(world, *PEOPLE))
    server.answers["participant@"] = ["550 5.1.1 no such user"]
    assert send(world) == {"sent": 2, "failed": 1}
    failed = Mail.objects.get(state="failed")
    assert (failed.address, failed.error) == (
        "participant@example.org", "address_refused 550 5.1.1 no such user",
    )  # fmt: skip
    assert TOKEN in failed.body


def test_a_busy_server_is_tried_again_later_and_not_for_ever(world: World, server: MailServer) -> None:
    (mail,) = drafts(world, "speaker")
    release(world, mail)
    server.answers["RCPT"] = ["450 greylisted"] * 5
    assert send(world) == {"queued": 1}
    assert send(world) == {}
    task = DBTaskResult.objects.exclude(run_after=None).latest("run_after")
    assert timedelta(seconds=50) < task.run_after - timezone.now() < timedelta(seconds=70)
    for _delay in DELAYS[:-1]:
        time_passes(max(DELAYS))
        assert send(world) == {"queued": 1}
    time_passes(max(DELAYS))
    assert send(world) == {"failed": 1}
    mail.refresh_from_db()
    assert (mail.attempts, mail.error) == (5, "address_refused 450 greylisted")


def test_a_greylisted_mail_leaves_at_the_second_attempt(world: World, server: MailServer) -> None:
    release(world, *drafts(world, "speaker"))
    server.answers["RCPT"] = ["450 greylisted"]
    send(world)
    time_passes(DELAYS[0])
    assert send(world) == {"sent": 1}
    assert Mail.objects.get().error == ""


def test_without_a_server_all_wait_with_the_reason_and_leave_once_it_is_back(
    world: World, settings: LazySettings, posted: Posted
) -> None:
    release(world, *drafts(world, *PEOPLE))
    with mail_server() as gone:
        settings.MAIL = gone.place
    assert send(world) == {"queued": 1}
    assert states() == ["queued"] * 3
    assert {mail.error.split()[0] for mail in Mail.objects.all()} == {"unreachable"}
    settings.MAIL = {"kind": "file", "path": str(posted.folder)}
    assert send(world) == {}
    time_passes(DELAYS[0])
    assert send(world) == {"sent": 3}


def test_without_a_server_mails_fail_in_the_end_and_a_person_sends_them_again(
    world: World, settings: LazySettings, posted: Posted
) -> None:
    release(world, *drafts(world, *PEOPLE))
    with mail_server() as gone:
        settings.MAIL = gone.place
    for _ in range(len(DELAYS) + 1):
        send(world)
        time_passes(max(DELAYS))
    assert states() == ["failed"] * 3
    settings.MAIL = {"kind": "file", "path": str(posted.folder)}
    assert services.retry_mails(actor=OPERATOR, edition=world.edition, kind="all") == 3
    assert send(world) == {"sent": 3}


def test_a_doubt_is_shown_and_only_a_person_sends_again(world: World, server: MailServer) -> None:
    (mail,) = drafts(world, "speaker")
    release(world, mail)
    server.answers["END"] = [BREAK]
    assert send(world) == {"sending": 1}
    time_passes(timedelta(days=1))
    assert send(world) == {}
    assert queries.mail_counts(OPERATOR, world.edition) == {"lost": 1}
    with pytest.raises(DomainError):
        services.retry_mails(actor=OPERATOR, edition=world.edition, kind="all")
    services.retry_mails(actor=OPERATOR, edition=world.edition, mails=[mail.pk])
    assert send(world) == {"sent": 1}


def test_a_mail_whose_worker_died_may_have_been_sent(world: World, posted: Posted) -> None:
    mail, other = drafts(world, "speaker", "participant")
    release(world, mail, other)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, taken_at=timezone.now())
    assert queries.mail(OPERATOR, mail.pk).shown == "sending"  # type: ignore[attr-defined]
    with pytest.raises(DomainError):
        services.retry_mails(actor=OPERATOR, edition=world.edition, mails=[mail.pk])
    time_passes(timedelta(minutes=11))
    assert send(world) == {"sent": 1}
    assert queries.mail(OPERATOR, mail.pk).shown == "lost"  # type: ignore[attr-defined]
    assert [row.pk for row in queries.mails(OPERATOR, world.edition, state="lost")] == [mail.pk]
    services.discard_mails(actor=OPERATOR, edition=world.edition, mails=[mail.pk])
    assert states() == ["discarded", "sent"]


def test_a_worker_that_wakes_up_late_overwrites_no_decision(world: World, server: MailServer) -> None:
    (mail,) = drafts(world, "speaker")
    release(world, mail)

    def decide(_content: bytes) -> None:
        Mail.objects.filter(pk=mail.pk).update(state=MailState.DISCARDED, body="")

    server.answers["END"] = ["550 too late"]
    mail_as_taken = services.mail._take(world.edition)  # type: ignore[attr-defined]
    decide(b"")
    services.mail._settle(mail_as_taken, MailState.SENT)  # type: ignore[attr-defined]
    assert states() == ["discarded"]


def test_a_discarded_mail_keeps_no_link_and_may_be_written_again(world: World, posted: Posted) -> None:
    (mail,) = drafts(world, "speaker", key="invite 1")
    services.discard_mails(actor=world.actors["secretariat"], edition=world.edition, mails=[mail.pk])
    mail.refresh_from_db()
    assert (mail.state, TOKEN in mail.body) == ("discarded", False)
    assert len(drafts(world, "speaker", key="invite 1")) == 1
    with pytest.raises(DomainError) as refused:
        release(world, mail)
    assert refused.value.code == "nothing_to_release"


def test_a_mail_that_waits_can_still_be_discarded_and_one_that_left_cannot(
    world: World, posted: Posted
) -> None:
    one, two = drafts(world, "speaker", "participant")
    release(world, one, two)
    services.discard_mails(actor=OPERATOR, edition=world.edition, mails=[one.pk])
    assert send(world) == {"sent": 1}
    with pytest.raises(DomainError) as refused:
        services.discard_mails(actor=OPERATOR, edition=world.edition, mails=[two.pk])
    assert refused.value.code == "nothing_to_discard"


def test_a_failed_mail_is_corrected_and_sent_again(world: World, server: MailServer) -> None:
    (mail,) = drafts(world, "speaker")
    release(world, mail)
    server.answers["speaker@"] = ["550 unknown"]
    send(world)
    services.change_mail(actor=OPERATOR, mail=mail, values={"address": "right@example.org"})
    services.retry_mails(actor=OPERATOR, edition=world.edition, mails=[mail.pk])
    assert send(world) == {"sent": 1}
    assert "To: right@example.org" in server.received[0].decode()


def test_a_long_queue_leaves_in_portions_between_which_other_work_gets_its_turn(
    world: World, posted: Posted
) -> None:
    letters = [Letter(world.people["speaker"], "en", f"Mail {n}", "Body") for n in range(PORTION + 5)]
    write_mails(OPERATOR, world.edition, MailKind.OTHER, letters)
    release(world, kind="all")
    before = DBTaskResult.objects.count()
    assert send(world) == {"sent": PORTION}
    assert DBTaskResult.objects.count() == before + 1
    assert send(world) == {"sent": 5}
    assert DBTaskResult.objects.count() == before + 1
