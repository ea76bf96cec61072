"""Somebody's own agenda: what changed is marked on the page and told to calendars; nobody else reads it."""

from __future__ import annotations

import io
import logging
from datetime import UTC, datetime, timedelta

import pymupdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.programme.links import give_account, link_of, page_of
from tests.worlds import World, _plan, world_of_cusco

from serai.core.logs import FormatterWithoutTokens
from serai.core.models import AuditEntry
from serai.participation.models import LinkPurpose, PersonalLink
from serai.programme.models import (
    ActivityMember,
    Agenda,
    ContributionMember,
    MemberState,
    Placement,
    Plan,
    Release,
    Session,
)
from serai.programme.showing.agenda_documents import agenda_document
from serai.typesetting import missing_glyphs

pytestmark = pytest.mark.django_db
SPEAKER, TALK = "speaker-6", "water-talk-6"


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return world_of_cusco()


def release(world: World, plan: Plan | None = None) -> Release:
    """One more release: of a plan like the one in force, unless another is given."""
    number = world.edition.releases.count() + 1
    return Release.objects.create(edition=world.edition, plan=plan or _plan(world), number=number)


def without(world: World, key: str) -> Plan:
    """A plan in which a contribution has no place."""
    plan = _plan(world)
    Placement.objects.filter(plan=plan, contribution=world.contributions[key]).delete()
    return plan


def agenda_of(world: World, person: str = SPEAKER) -> str:
    return page_of(link_of(world, person, LinkPurpose.AGENDA))


def feed(world: World, person: str = SPEAKER, language: str = "en") -> dict[str, dict[str, str]]:
    """The events of somebody's feed by the first part of their name, as a calendar reads them."""
    path = page_of(link_of(world, person, LinkPurpose.AGENDA), language)
    found = Calendar.from_ical(Client().get(f"{path}agenda.ics").content)
    events = {}
    for event in found.walk("VEVENT"):
        name = str(event["UID"]).split(".agenda@")[0]
        events[name] = {
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "starts": event["DTSTART"].dt.astimezone(UTC),
            "summary": str(event["SUMMARY"]),
            "location": str(event["LOCATION"]),
            "modified": event["LAST-MODIFIED"].dt,
        }
    return events


def test_an_agenda_has_what_one_speaks_in_chairs_and_must_attend(world: World, client: Client) -> None:
    person = world.people[SPEAKER]
    for activity, role in (("glaciers", "chair"), ("plenary", "must_attend"), ("plenary", "organiser")):
        ActivityMember.objects.create(activity=world.activities[activity], person=person, role=role)
    text = client.get(agenda_of(world)).content.decode()
    for words in (f"Talk {TALK}", "The water", "The glaciers", "The plenary", "Sala-1", "Centro de"):
        assert words in text, words
    assert set(feed(world)) == {"water-talk-6.talk", "glaciers.1", "plenary.1"}
    assert "Talk glaciers-talk" not in text


def test_a_closed_activity_stands_in_the_agenda_of_those_who_belong_to_it(world: World) -> None:
    talk = next(key for key in world.contributions if key.startswith("briefing"))
    member = ContributionMember.objects.get(contribution=world.contributions[talk])
    key = member.person.key.removeprefix("andes-2026-")
    assert list(feed(world, key)) == [f"{talk}.talk"]
    assert f"Talk {talk}" in Client().get(agenda_of(world, key)).content.decode()
    assert Client().get(f"/en/andes-2026/contributions/{talk}/").status_code == 404


def test_before_a_release_the_agenda_says_so(world: World, client: Client) -> None:
    world.edition.releases.all().delete()
    assert "has not been released yet" in client.get(agenda_of(world)).content.decode()
    assert feed(world) == {}
    assert client.get(f"{agenda_of(world)}agenda.pdf").status_code == 404


def test_who_has_not_answered_sees_it_as_open_and_who_declined_not_at_all(world: World) -> None:
    assert feed(world)["water-talk-6.talk"]["status"] == "CONFIRMED"
    members = ContributionMember.objects.filter(person=world.people[SPEAKER])
    members.update(state=MemberState.INVITED)
    assert feed(world)["water-talk-6.talk"]["status"] == "TENTATIVE"
    assert "not answered yet" in Client().get(agenda_of(world)).content.decode()
    members.update(state=MemberState.DECLINED)
    assert feed(world)["water-talk-6.talk"]["status"] == "CANCELLED"
    assert f"Talk {TALK}" not in Client().get(agenda_of(world)).content.decode()


def test_a_moved_event_keeps_its_name_and_counts_one_more(world: World) -> None:
    before = feed(world)["water-talk-6.talk"]
    release(world, _plan(world, shift=timedelta(minutes=45)))
    after = feed(world)["water-talk-6.talk"]
    assert after["starts"] == before["starts"] + timedelta(minutes=45)
    assert after["sequence"] == before["sequence"] + 1
    assert after["modified"] >= before["modified"]
    assert feed(world)["water-talk-6.talk"] == after


def test_a_release_that_moves_nothing_of_theirs_changes_nothing(world: World) -> None:
    before = feed(world)
    release(world)
    assert feed(world) == before


def test_another_title_and_another_room_name_count_too(world: World) -> None:
    first = feed(world)["water-talk-6.talk"]["sequence"]
    talk = world.contributions[TALK]
    talk.title = {"en": "Rain"}
    talk.save()
    assert feed(world)["water-talk-6.talk"]["sequence"] == first + 1
    world.rooms["sala-1"].name = {"es": "Sala grande"}
    world.rooms["sala-1"].save()
    after = feed(world)["water-talk-6.talk"]
    assert (after["sequence"], after["summary"]) == (first + 2, "Rain")
    assert "Sala grande" in after["location"]


def test_the_language_of_a_feed_changes_no_count(world: World) -> None:
    assert feed(world)["water-talk-6.talk"] == feed(world, language="ar")["water-talk-6.talk"]


def test_what_was_in_an_earlier_release_and_is_no_more_is_cancelled(world: World) -> None:
    """Also for a calendar that is read for the first time only now."""
    starts = Placement.objects.get(plan=world.release.plan, contribution=world.contributions[TALK]).starts
    release(world, without(world, TALK))
    gone = feed(world)["water-talk-6.talk"]
    assert (gone["status"], gone["starts"]) == ("CANCELLED", starts)
    release(world)
    back = feed(world)["water-talk-6.talk"]
    assert (back["status"], back["sequence"]) == ("CONFIRMED", gone["sequence"] + 1)


def test_who_is_taken_out_of_a_contribution_has_it_cancelled(world: World) -> None:
    before = feed(world)["water-talk-6.talk"]
    ContributionMember.objects.filter(person=world.people[SPEAKER]).delete()
    gone = feed(world)["water-talk-6.talk"]
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", before["sequence"] + 1)


def test_a_new_link_goes_on_counting(world: World) -> None:
    release(world, _plan(world, shift=timedelta(minutes=45)))
    before = feed(world)
    PersonalLink.objects.all().delete()
    assert feed(world) == before


def test_a_calendar_that_asks_again_writes_nothing(world: World, client: Client) -> None:
    path = f"{agenda_of(world)}agenda.ics"
    first = client.get(path).content
    before = AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).content == first
    assert AuditEntry.objects.count() == before
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "SAVEPOINT"))]
    text = first.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT15M" in text
    assert "X-PUBLISHED-TTL:PT15M" in text
    assert "METHOD:PUBLISH" in text


def test_many_releases_are_caught_up_with_in_a_few_queries(world: World, client: Client) -> None:
    for minutes in range(5, 30, 5):
        release(world, _plan(world, shift=timedelta(minutes=minutes)))
    with CaptureQueriesContext(connection) as captured:
        assert feed(world)["water-talk-6.talk"]["sequence"] >= 5
    assert len(captured) <= 25


def test_the_page_marks_what_changed_since_it_was_seen(world: World, client: Client) -> None:
    page = agenda_of(world)
    for activity in ("glaciers", "plenary"):
        ActivityMember.objects.create(
            activity=world.activities[activity], person=world.people[SPEAKER], role="chair"
        )
    assert "since you looked last" not in client.get(page).content.decode()
    plan = without(world, TALK)
    Session.objects.filter(plan=plan, activity=world.activities["glaciers"]).update(room=world.rooms["aula"])
    release(world, plan)
    text = client.get(page).content.decode()
    assert "2 things have changed since you looked last" in text
    assert text.count(">moved<") == 1
    assert text.count(">cancelled<") == 1
    assert "<del>" in text
    assert "since you looked last" not in client.get(page).content.decode()
    release(world)
    again = client.get(page).content.decode()
    assert again.count(">new<") == 1
    assert PersonalLink.objects.get().seen_release == 4


def test_the_calendar_alone_leaves_the_marks_on_the_page(world: World, client: Client) -> None:
    client.get(agenda_of(world))
    release(world, without(world, TALK))
    feed(world)
    assert ">cancelled<" in client.get(agenda_of(world)).content.decode()


def test_an_agenda_asks_the_database_no_more_for_more_entries(world: World, client: Client) -> None:
    def queries() -> int:
        client.get(agenda_of(world))
        with CaptureQueriesContext(connection) as captured:
            client.get(agenda_of(world))
        return len(captured)

    one = queries()
    for key in ("glaciers-talk-11", "glaciers-talk-12"):
        ContributionMember.objects.create(
            contribution=world.contributions[key], person=world.people[SPEAKER], role="speaker"
        )
    assert (one, queries()) == (7, 7)


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
def test_the_paper_has_every_entry_and_every_glyph(world: World, client: Client, language: str) -> None:
    person = world.people[SPEAKER]
    person.names = {"zh": "王希勤", "ar": "محمد البناني"}
    person.save()
    ActivityMember.objects.create(activity=world.activities["glaciers"], person=person, role="chair")
    page = page_of(link_of(world, SPEAKER, LinkPurpose.AGENDA), language)
    response = client.get(f"{page}agenda.pdf")
    assert response["Content-Type"] == "application/pdf"
    with pymupdf.open(stream=response.content) as document:
        text = "".join(page.get_text() for page in document)
        assert "<pdfuaid:part>1</pdfuaid:part>" in document.get_xml_metadata()
    assert f"Talk {TALK}" in text
    assert "The glaciers" in text
    assert "\ufffd" not in text
    assert "14:00–14:20" in text


def test_the_paper_is_worded_in_the_language_of_its_page(world: World) -> None:
    from serai.core.actors import OPERATOR
    from serai.participation.queries import own_participation
    from serai.programme.queries.agendas import marked

    participation = own_participation(OPERATOR, world.edition, world.people[SPEAKER])
    rows = marked(OPERATOR, participation, world.release, seen=0)
    found = agenda_document(world.release, participation.person, rows, "ar")
    assert (found["lang"], found["dir"]) == ("ar", "rtl")
    assert missing_glyphs(found) == []
    assert found["days"][0]["title"] == "الاثنين، 4 مايو 2026"
    assert found["days"][0]["entries"][0]["title_lang"] == "en"


def test_a_signed_in_account_finds_the_same_without_a_link(world: World, client: Client) -> None:
    assert client.get("/en/andes-2026/my/").status_code == 404
    client.force_login(give_account(world.people[SPEAKER]))
    response = client.get("/en/andes-2026/my/")
    assert f"Talk {TALK}" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert agenda_of(world) + "agenda.ics" in response.content.decode()
    client.get("/en/andes-2026/my/")
    assert PersonalLink.objects.count() == 1
    stranger = give_account(world_of_elsewhere(), "stranger@example.org")
    client.force_login(stranger)
    assert client.get("/en/andes-2026/my/").status_code == 404


def world_of_elsewhere():  # type: ignore[no-untyped-def]
    """Somebody who doesn't take part."""
    from serai.parties.models import Person

    return Person.objects.create(key="stranger", name="Stranger")


def test_the_holder_of_one_link_sees_nothing_of_others(world: World, client: Client) -> None:
    """Pages, feed and paper name only what is the holder's own."""
    page = agenda_of(world)
    for path in (page, f"{page}agenda.ics", page_of(link_of(world, SPEAKER))):
        text = client.get(path).content.decode()
        assert f"Talk {TALK}" in text, path
        for number in (5, 7, 8, 16, 18):
            assert f"talk-{number}" not in text.replace("talk-6", ""), (path, number)
            assert f"Speaker {number}" not in text, (path, number)
        assert "briefing" not in text
    with pymupdf.open(stream=client.get(f"{page}agenda.pdf").content) as document:
        text = "".join(page.get_text() for page in document)
    assert "talk-7" not in text


def test_an_agenda_of_another_edition_has_nothing_of_this_one(world: World, client: Client) -> None:
    other = world_of_cusco("andes-2028")
    from serai.participation.links import new_link
    from serai.participation.models import Participation

    Participation.objects.create(edition=other.edition, person=world.people[SPEAKER], role="speaker")
    link = new_link(other.edition, world.people[SPEAKER], LinkPurpose.AGENDA)
    link.save()
    assert f"Talk {TALK}" not in client.get(page_of(link)).content.decode()
    assert Agenda.objects.count() == 0


def test_ten_thousand_guesses_are_slowed_and_a_link_elsewhere_goes_on(world: World) -> None:
    page, guesser = agenda_of(world), Client(REMOTE_ADDR="203.0.113.7")
    told: dict[int, int] = {}
    for number in range(400):
        response = guesser.get(f"/en/my/{number:043d}/")
        told[response.status_code] = told.get(response.status_code, 0) + 1
    assert set(told) == {404, 429}
    assert told[404] <= 60
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    assert "That was too often" in response.content.decode()
    assert Client(REMOTE_ADDR="203.0.113.8").get(page).status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.8").get("/en/speak/unknown/").status_code == 404
    assert guesser.get("/en/speak/unknown/").status_code == 429


def test_no_token_reaches_the_log(world: World) -> None:
    (handler,) = (
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, FormatterWithoutTokens)
    )
    before = handler.setStream(io.StringIO())  # type: ignore[attr-defined]
    client = Client(raise_request_exception=False)
    page = agenda_of(world)
    client.get(f"{page}nothing/")
    client.get("/en/my/secret-token-of-somebody/")
    client.post(page)
    world.edition.time_zone = "Nowhere/Nothing"
    world.edition.save()
    assert client.get(page).status_code == 500
    told = handler.setStream(before).getvalue()  # type: ignore[attr-defined]
    assert "/en/my/***/" in told
    assert "Traceback" in told
    assert page.split("/")[3] not in told
    assert "secret-token" not in told


def test_a_moment_is_told_in_the_zone_of_the_edition(world: World, client: Client) -> None:
    text = client.get(f"{agenda_of(world)}agenda.ics").content.decode()
    assert "DTSTART;TZID=America/Lima:20260504T140000" in text
    assert feed(world)["water-talk-6.talk"]["starts"] == datetime(2026, 5, 4, 19, tzinfo=UTC)
