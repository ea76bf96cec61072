"""The programme for other programs."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from icalendar import Calendar, Event
from tests.worlds import World, world_of_cusco

from serai.core.actors import PUBLIC
from serai.programme.queries import released
from serai.programme.queries.timetable import timetable
from serai.programme.showing import exports
from serai.programme.showing.cards import cards


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


def events(content: bytes) -> dict[str, Event]:
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def whole(world: World, release=None) -> bytes:  # type: ignore[no-untyped-def]
    release = release or world.release
    return exports.calendar(release, cards(released.programme(PUBLIC, release)), "en")


def test_a_calendar_holds_each_session_that_the_reader_may_know_of(world: World) -> None:
    found = events(whole(world))
    names = {uid.split(".")[0] for uid in found}
    assert names == {"plenary", "water", "glaciers", "show", "consultation"}
    assert b"briefing" not in whole(world)
    assert b"consultation-talk" not in whole(world)


def test_times_stand_in_the_zone_of_the_edition_which_the_file_defines(world: World) -> None:
    plenary = events(whole(world))["plenary.1@andes-2026.serai"]
    assert plenary["dtstart"].dt.isoformat() == "2026-05-04T09:00:00-05:00"
    assert plenary["dtstart"].params["TZID"] == "America/Lima"
    assert b"BEGIN:VTIMEZONE" in whole(world)
    assert "METHOD" not in Calendar.from_ical(whole(world))


def test_a_later_release_moves_the_same_event(world: World) -> None:
    first = events(whole(world, world.edition.releases.get(number=1)))
    second = events(whole(world))
    assert set(first) == set(second)
    uid = "water.1@andes-2026.serai"
    assert (first[uid]["sequence"], second[uid]["sequence"]) == (1, 2)
    assert first[uid]["dtstart"].dt > second[uid]["dtstart"].dt


def test_the_same_release_gives_the_same_file(world: World) -> None:
    assert whole(world) == whole(world)


def test_a_session_lists_its_contributions_and_says_what_was_made_up(world: World) -> None:
    found = events(whole(world))
    assert "09:00 Talk plenary-1 (Ma. Quispe Ñahui)" in str(
        found["plenary.1@andes-2026.serai"]["description"]
    )
    assert "generated for the example" in str(found["glaciers.1@andes-2026.serai"]["description"])
    assert "description" not in found["consultation.1@andes-2026.serai"]


def test_the_schedule_has_every_language_and_no_inside_of_what_is_only_listed(world: World) -> None:
    schedule = exports.schedule(timetable(PUBLIC, world.release))
    assert schedule["edition"]["name"] == {"es": "Encuentro andino 2026", "en": "Andean Meeting 2026"}
    assert schedule["release"]["number"] == 2
    sessions = {row["activity"]: row for row in schedule["sessions"]}
    assert "briefing" not in sessions
    assert "contributions" not in sessions["consultation"]
    first = sessions["plenary"]["contributions"][0]
    assert (first["starts"], first["speakers"][0]["name"]) == (
        "2026-05-04T09:00:00-05:00",
        "Ma. Quispe Ñahui",
    )
    assert sessions["glaciers"]["provenance"] == "generated"


def test_feeds_are_served_with_addresses_that_work_elsewhere(world: World, client: Client) -> None:
    response = client.get("/en/andes-2026/programme.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    plenary = events(response.content)["plenary.1@andes-2026.serai"]
    assert plenary["url"] == "http://testserver/en/andes-2026/activities/plenary/"
    assert set(events(client.get("/en/andes-2026/activities/water.ics").content)) == {
        "water.1@andes-2026.serai"
    }
    person = world.people["minister"].key
    assert set(events(client.get(f"/en/andes-2026/speakers/{person}.ics").content)) == {
        "plenary-1.talk@andes-2026.serai"
    }
    chair = world.people["chair-water"].key
    assert set(events(client.get(f"/en/andes-2026/speakers/{chair}.ics").content)) == {
        "water.1@andes-2026.serai"
    }
    schedule = client.get("/en/andes-2026/schedule.json")
    assert json.loads(schedule.content)["sessions"]


@pytest.mark.parametrize(
    "address",
    ["activities/briefing.ics", "speakers/andes-2026-chair-briefing.ics", "activities/none.ics"],
)
def test_a_feed_of_something_hidden_does_not_exist(world: World, client: Client, address: str) -> None:
    assert client.get(f"/en/andes-2026/{address}").status_code == 404


def test_before_the_first_release_there_is_no_feed(world: World, client: Client) -> None:
    world.edition.releases.all().delete()
    for address in ("programme.ics", "schedule.json"):
        assert client.get(f"/en/andes-2026/{address}").status_code == 404
