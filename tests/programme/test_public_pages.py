"""Pages served from files: the same for everybody who may see no more, and never of another state."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import brotli
import pytest
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.worlds import World, world_of_cusco

from serai.core.actors import PUBLIC
from serai.core.models import User
from serai.editions.models import Announcement, Edition
from serai.participation.models import Participation
from serai.parties.models import Person
from serai.programme.models import Activity, Release
from serai.programme.public_pages import public_page

DAY = "/en/andes-2026/programme/2026-05-05/?view=list"
HIDDEN = ("briefing", "Briefing", "consultation-talk", "Chair Consultation", "Speaker 16", "Speaker 18")
PUBLIC_PAGES = (
    "",
    "programme/",
    "programme/2026-05-05/?view=list",
    "activities/consultation/",
    "activities/water/",
    "contributions/water-talk-6/",
    "speakers/",
    "speakers/andes-2026-minister/",
    "schedule.json",
    "schedule.xml",
    "frab.json",
    "programme.ics",
)
# The other pages hold something that could leak.
SHOWS_NOTHING_HIDDEN = (
    "programme/",
    "activities/water/",
    "contributions/water-talk-6/",
    "speakers/andes-2026-minister/",
)


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture(autouse=True)
def pages(tmp_path: Path, settings: Any) -> Path:
    """A store of its own for each test."""
    settings.PAGES = tmp_path / "pages"
    return tmp_path / "pages"


def read(address: str = DAY, client: Client | None = None, **headers: str) -> Any:
    response = (client or Client()).get(address, headers=headers)
    assert response.status_code in (200, 304), address
    return response


def text(address: str = DAY, client: Client | None = None) -> str:
    return str(read(address, client).content.decode())


def count(address: str = DAY, client: Client | None = None) -> int:
    """How often reading a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        read(address, client)
    return len(asked)


def is_for_one_reader(response: Any) -> bool:
    """Whether nobody may keep the answer."""
    return set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}


def bump(world: World) -> None:
    """What services do that change what pages show."""
    Edition.objects.filter(pk=world.edition.pk).update(content_version=F("content_version") + 1)


def test_the_second_reader_gets_the_first_one_s_page_for_one_question(world: World) -> None:
    first = read()
    assert count() == 1
    second = read()
    assert second.content == first.content
    assert second["Content-Type"] == "text/html; charset=utf-8"
    assert second["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert set(second["Vary"].split(", ")) >= {"Accept-Encoding", "Cookie"}
    assert second["Content-Security-Policy"]
    assert not second.cookies


@pytest.mark.parametrize(("accepted", "unpack"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress)])
def test_pages_are_sent_packed_as_the_client_takes_them(
    world: World, accepted: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain = read()
    for _ in "first", "stored":
        packed = read(**{"Accept-Encoding": accepted})
        assert packed["Content-Encoding"] == accepted.split(",")[0]
        assert unpack(packed.content) == plain.content
        assert packed["ETag"] != plain["ETag"]
        assert not packed["ETag"].startswith("W/")


def test_who_has_the_page_already_is_told_so(world: World) -> None:
    tag = read(**{"Accept-Encoding": "gzip"})["ETag"]
    again = read(**{"Accept-Encoding": "gzip", "If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert read(**{"If-None-Match": tag}).status_code == 200, "another coding is another thing"
    bump(world)
    world.activities["briefing"].visibility = "public"
    world.activities["briefing"].save()
    assert read(**{"Accept-Encoding": "gzip", "If-None-Match": tag}).status_code == 200


def test_another_release_and_a_changed_text_are_seen_at_once(world: World) -> None:
    assert "version 2" in text()
    Release.objects.create(edition=world.edition, plan=world.draft, number=3)
    assert "version 3" in text()
    Activity.objects.filter(key="consultation").update(title={"en": "The new title"})
    assert "The new title" not in text(), "no service counted the change"
    bump(world)
    assert "The new title" in text()


def test_an_announcement_is_seen_from_its_beginning_to_its_end_though_nobody_does_anything(
    world: World,
) -> None:
    home, now = "/en/andes-2026/", timezone.now()
    news = Announcement.objects.create(
        edition=world.edition, text={"en": "The hall moved."}, starts=now + timedelta(hours=1)
    )
    assert "The hall moved." not in text(home)
    Announcement.objects.update(starts=now - timedelta(hours=1))  # as if an hour had gone by
    assert "The hall moved." in text(home)
    Announcement.objects.update(ends=now)
    assert "The hall moved." not in text(home)
    assert news.pk


def test_each_language_each_view_and_each_site_has_pages_of_its_own(world: World) -> None:
    english, chinese = text(), text(DAY.replace("/en/", "/zh-hans/"))
    assert '<html lang="en"' in english
    assert '<html lang="zh-hans"' in chinese
    assert 'class="agenda"' not in text(DAY.split("?")[0])
    other = Client(SERVER_NAME="localhost").get(DAY)
    assert "http://localhost/en/" in other.content.decode()
    assert "http://localhost/en/" not in english


@pytest.mark.parametrize("page", PUBLIC_PAGES)
def test_what_the_secretariat_saw_first_is_not_what_the_public_sees(world: World, page: str) -> None:
    address = f"/en/andes-2026/{page}"
    insider = Client()
    insider.force_login(world.actor("secretariat").user)
    seen = text(address, insider)
    outside = text(address)
    assert [words for words in HIDDEN if words in outside] == []
    assert "Sign out" not in outside
    assert any(words in seen for words in HIDDEN) or page in SHOWS_NOTHING_HIDDEN


def test_after_the_public_the_secretariat_still_sees_all_of_it_and_nothing_keeps_that(world: World) -> None:
    assert "The briefing" not in text()
    insider = Client()
    insider.force_login(world.actor("secretariat").user)
    answer = read(DAY, insider)
    assert "The briefing" in answer.content.decode()
    assert is_for_one_reader(answer)
    assert "ETag" not in answer
    assert "The briefing" not in text()


def test_a_message_to_one_reader_is_shown_to_nobody_else(world: World) -> None:
    reader = Client()
    reader.cookies["messages"] = "whatever"
    assert is_for_one_reader(read(DAY, reader))


def test_parameters_that_a_page_does_not_know_fill_no_store(world: World, pages: Path) -> None:
    for number in range(3):
        read(f"{DAY}&unknown={number}")
        read(f"/en/andes-2026/speakers/?q={number}")
    assert not pages.exists()


def test_refusals_and_what_is_not_released_are_not_stored(world: World, pages: Path) -> None:
    client = Client()
    assert client.get("/en/andes-2026/activities/briefing/").status_code == 404
    world.edition.releases.all().delete()
    read("/en/andes-2026/programme/")
    assert not pages.exists()


def test_a_spoilt_store_is_filled_again(world: World, pages: Path) -> None:
    before = text()
    for file in (path for path in pages.rglob("*") if path.is_file()):
        file.write_bytes(file.read_bytes()[:-40])
    assert text() == before
    assert count() == 1


def test_without_a_store_pages_are_shown_all_the_same(world: World, pages: Path) -> None:
    pages.write_text("a file where the folder should be")
    assert text() == text()
    assert count() > 1


def test_a_fresh_database_with_the_same_keys_does_not_get_the_old_pages(world: World) -> None:
    assert "The consultation" in text()
    kept = (world.edition.pk, world.release.pk)
    Activity.objects.filter(key="consultation").update(title={"en": "Of the new database"})
    Release.objects.filter(pk=world.release.pk).update(released_at=timezone.now())
    assert (world.edition.pk, world.release.pk) == kept
    assert "Of the new database" in text()


@pytest.mark.django_db(transaction=True)
def test_readers_find_the_old_release_or_the_new_one_while_one_is_made(transactional_db: None) -> None:
    """Each page names its release, and the times of one release only."""
    world = world_of_cusco()
    times = {2: "T09:00-05:00", 3: "T09:15-05:00"}
    seen: list[tuple[int, bool]] = []
    day = "/en/andes-2026/programme/2026-05-05/"
    read(day)

    def look() -> None:
        client = Client()
        for _ in range(60):
            page = client.get(day).content.decode()
            number = int(re.search(r"version (\d)", page).group(1))  # type: ignore[union-attr]
            right = times[number] in page and not any(
                time in page for other, time in times.items() if other != number
            )
            seen.append((number, right))
        connection.close()

    readers = [Thread(target=look) for _ in range(4)]
    for reader in readers:
        reader.start()
    while len(seen) < 40:
        pass
    Release.objects.create(edition=world.edition, plan=world.draft, number=3)
    for reader in readers:
        reader.join()
    assert len(seen) == 240
    assert {number for number, _ in seen} == {2, 3}
    assert all(right for _, right in seen)


@pytest.mark.django_db(transaction=True)
def test_many_first_readers_have_the_page_made_once(transactional_db: None) -> None:
    world_of_cusco()
    made: list[int] = []

    @public_page()
    def slow(request: HttpRequest, edition: str) -> HttpResponse:
        made.append(1)
        sleep(0.2)
        return HttpResponse(f"{len(made)} of {edition}")

    answers: list[bytes] = []

    def look() -> None:
        request = RequestFactory().get("/slow/")
        request.actor = PUBLIC  # type: ignore[attr-defined]
        answers.append(slow(request, edition="andes-2026").content)
        connection.close()

    readers = [Thread(target=look) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert answers == [b"1 of andes-2026"] * 8
    assert len(made) == 1


@pytest.mark.parametrize("spoiler", ["token", "cookie", "status", "stream"])
def test_an_answer_that_is_meant_for_one_reader_is_not_stored(
    world: World, pages: Path, spoiler: str
) -> None:
    @public_page()
    def view(request: HttpRequest, edition: str) -> HttpResponse | StreamingHttpResponse:
        response = HttpResponse(get_token(request) if spoiler == "token" else "")
        if spoiler == "cookie":
            response.set_cookie("name", "value")
        if spoiler == "status":
            response.status_code = 203
        return StreamingHttpResponse([b""]) if spoiler == "stream" else response

    request = RequestFactory().get("/view/")
    request.actor = PUBLIC  # type: ignore[attr-defined]
    assert is_for_one_reader(view(request, edition="andes-2026"))
    assert not pages.exists()


def signed_in(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.actor(role).user)
    return client


def test_who_may_see_the_same_shares_a_page_and_nobody_sees_anybody_else_s_account(
    world: World, pages: Path
) -> None:
    first, second = world.actor("secretariat").user, User.objects.create(email="second@example.org")
    Participation.objects.create(
        edition=world.edition,
        person=Person.objects.create(key="second", name="Second", user=second),
        role="secretariat",
        state="accepted",
    )
    clients = [Client(), Client()]
    for client, user in zip(clients, (first, second), strict=True):
        client.force_login(user)
    seen = [text(DAY, client) for client in clients]
    assert len([path for path in pages.rglob("*") if path.is_file()]) == 1
    for user, page in zip((first, second), seen, strict=True):
        assert [other.email for other in (first, second) if other.email in page] == [user.email]
    assert "<!--own" not in seen[0] + seen[1]
    assert "csrfmiddlewaretoken" in seen[1]
    kept = b"".join(gzip.decompress(part) for part in _parts(pages))
    assert b"The briefing" in kept
    assert first.email.encode() not in kept


def _parts(pages: Path) -> list[bytes]:
    """The bodies of the stored pages, which come behind two lines."""
    return [path.read_bytes().split(b"\n", 2)[2] for path in pages.rglob("*") if path.is_file()]


def test_a_stored_page_costs_the_signed_in_a_few_questions(world: World) -> None:
    client = signed_in(world, "secretariat")
    first = text(DAY, client)
    assert count(DAY, client) == 6  # session, account, state, roles, edition, release
    assert _without_tokens(text(DAY, client)) == _without_tokens(first)


def _without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_rights_that_end_are_gone_with_the_next_page(world: World) -> None:
    client = signed_in(world, "secretariat")
    assert "The briefing" in text(DAY, client)
    Participation.objects.filter(role="secretariat").update(state="declined")
    page = text(DAY, client)
    assert "The briefing" not in page
    assert "Desk" not in page


def test_what_is_missing_looks_whole_to_the_signed_in(world: World) -> None:
    answer = signed_in(world, "secretariat").get("/en/andes-2026/activities/nothing/")
    assert answer.status_code == 404
    assert "<!--own" not in answer.content.decode()
    assert "Sign out" in answer.content.decode()


def test_an_answer_that_is_not_stored_has_no_holes(world: World, pages: Path) -> None:
    client = signed_in(world, "secretariat")
    pages.mkdir()
    (pages / str(world.edition.pk)).write_text("a file where the folder should be")
    page = text(DAY, client)
    assert "<!--own" not in page
    assert "Sign out" in page


def test_feeds_come_packed_to_the_signed_in(world: World) -> None:
    client = signed_in(world, "secretariat")
    for _ in "first", "stored":
        answer = read("/en/andes-2026/schedule.json", client, **{"Accept-Encoding": "gzip"})
        assert b"briefing" in gzip.decompress(answer.content)
        assert is_for_one_reader(answer)
