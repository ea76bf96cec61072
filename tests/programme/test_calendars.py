"""Calendars to subscribe to: how they are written, what they hold, what changes with a release."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from tests.worlds import World, world_of_cusco

from serai.editions.models import Edition
from serai.programme.models import Release
from serai.programme.showing import calendars
from serai.programme.showing.calendars import Entry

FEEDS = {
    "whole": "programme.ics",
    "activity": "activities/water.ics",
    "room": "rooms/sala-1.ics",
    "person": "speakers/andes-2026-speaker-6.ics",
}
# Questions to the database of an anonymous reader, the release before included.
QUERIES = {"whole": 10, "activity": 11, "room": 11, "person": 13}


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


def events(client: Client, feed: str) -> dict[str, Event]:
    """The events of a feed by what stands before the @ of their UID."""
    response = client.get(f"/en/andes-2026/{feed}")
    assert response.status_code == 200, feed
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return {str(event["uid"]).split("@")[0]: event for event in found}


def statuses(client: Client, feed: str) -> dict[str, str]:
    return {name: str(event["status"]) for name, event in events(client, feed).items()}


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@given(WORDS, WORDS)
def test_the_library_reads_back_what_was_written(summary: str, description: str) -> None:
    edition = Edition(key="e", name={"en": "N"}, time_zone="America/Lima", start=datetime(2026, 5, 4).date())  # noqa: DTZ001
    release = Release(edition=edition, number=3, released_at=datetime(2026, 4, 1, 12, tzinfo=UTC))
    starts = datetime(2026, 5, 4, 9)  # noqa: DTZ001
    entry = Entry("a@e", starts, starts + timedelta(hours=1), summary, "Room", description)
    content = calendars.calendar(release, [entry], "en")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    broken = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n"})
    assert event["summary"] == summary.translate(broken)
    assert event.get("description", "") == description.translate(broken)
    assert event["dtstart"].dt.isoformat() == "2026-05-04T09:00:00-05:00"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a, b; c\\d", "a\\, b\\; c\\\\d"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("bell\x07 and\ttab", "bell and\ttab"),
    ],
)
def test_separators_and_ends_of_lines_are_marked(words: str, value: str) -> None:
    assert calendars.escaped(words) == value


def test_a_line_is_folded_after_75_octets_and_inside_no_character() -> None:
    assert calendars.folded("x" * 75) == b"x" * 75 + b"\r\n"
    assert calendars.folded("x" * 76) == b"x" * 75 + b"\r\n x\r\n"
    folded = calendars.folded("SUMMARY:" + "敦" * 60)
    parts = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert [len(part) for part in parts] == [74, 73, 43]
    assert "".join(part.decode().removeprefix(" ") for part in parts) == "SUMMARY:" + "敦" * 60


def test_a_calendar_says_how_it_is_called_and_how_often_to_ask_again(world: World, client: Client) -> None:
    found = Calendar.from_ical(client.get("/en/andes-2026/programme.ics").content)
    assert str(found["name"]) == str(found["x-wr-calname"]) == "Andean Meeting 2026"
    assert found["refresh-interval"].dt == timedelta(hours=1)
    assert str(found["x-published-ttl"]) == "PT1H"
    event = found.walk("VEVENT")[0]
    moment = world.release.released_at.replace(microsecond=0)
    assert found["last-modified"].dt == event["last-modified"].dt == event["dtstamp"].dt == moment


def test_a_room_has_a_calendar_of_its_own(world: World, client: Client) -> None:
    assert statuses(client, "rooms/sala-1.ics") == {"water.1": "CONFIRMED", "consultation.1": "CONFIRMED"}
    assert statuses(client, "rooms/sala-2.ics") == {"glaciers.1": "CONFIRMED"}, "not the closed briefing"
    assert events(client, "rooms/patio.ics")["show.1"]["location"] == "Patio, Centro de convenciones"


def test_a_room_that_shows_nothing_has_no_calendar(world: World, client: Client) -> None:
    world.edition.activities.filter(key="glaciers").update(visibility="closed")
    for key in ("sala-2", "none"):  # sala-2 holds what is closed
        assert client.get(f"/en/andes-2026/rooms/{key}.ics").status_code == 404


@pytest.mark.parametrize("feed", FEEDS)
def test_what_is_no_longer_in_the_programme_is_cancelled_for_those_who_subscribed(
    world: World, client: Client, feed: str
) -> None:
    name = "water-talk-6.talk" if feed == "person" else "water.1"
    assert statuses(client, FEEDS[feed])[name] == "CONFIRMED"
    world.release.plan.sessions.filter(activity__key="water").delete()
    event = events(client, FEEDS[feed])[name]
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)
    assert event["dtstart"].dt.isoformat() == "2026-05-04T14:30:00-05:00", "where the release before had it"
    assert "description" not in event


def test_what_moved_to_another_room_is_cancelled_in_the_calendar_of_the_first(
    world: World, client: Client
) -> None:
    world.release.plan.sessions.filter(activity__key="water").update(room=world.rooms["patio"])
    assert statuses(client, "rooms/sala-1.ics")["water.1"] == "CANCELLED"
    assert statuses(client, "rooms/patio.ics")["water.1"] == "CONFIRMED"
    assert statuses(client, "programme.ics")["water.1"] == "CONFIRMED"


def test_nothing_that_was_hidden_shows_up_as_cancelled(world: World, client: Client) -> None:
    world.release.plan.sessions.all().delete()
    found = statuses(client, "programme.ics")
    assert found.keys() == {"plenary.1", "water.1", "glaciers.1", "show.1", "consultation.1"}
    assert set(found.values()) == {"CANCELLED"}
    assert client.get("/en/andes-2026/activities/briefing.ics").status_code == 404


def test_what_is_closed_from_now_on_is_gone_without_a_word(world: World, client: Client) -> None:
    world.edition.activities.filter(key="water").update(visibility="closed")
    assert "water.1" not in statuses(client, "programme.ics")
    assert client.get("/en/andes-2026/activities/water.ics").status_code == 404


@pytest.mark.parametrize("feed", FEEDS)
def test_a_calendar_asks_the_database_as_often_for_many_events_as_for_few(
    world: World,
    client: Client,
    feed: str,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    with django_assert_num_queries(QUERIES[feed]):
        client.get(f"/en/andes-2026/{FEEDS[feed]}")
    world.release.plan.sessions.exclude(activity__key="water").delete()
    with django_assert_num_queries(QUERIES[feed]):
        client.get(f"/en/andes-2026/{FEEDS[feed]}")
