"""The programme in the format of frab: what readers and the published schema count on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from django.test import Client
from tests.worlds import MONDAY, TUESDAY, World, local, world_of_cusco

from serai.programme.models import Placement, Slides

SCHEMA = Path(__file__).parent / "data" / "schedule.xsd"
XML, JSON = "/en/andes-2026/schedule.xml", "/en/andes-2026/frab.json"


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


def xml(client: Client, language: str = "en") -> ElementTree.Element:
    response = client.get(f"/{language}/andes-2026/schedule.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def events(client: Client, language: str = "en") -> dict[str, ElementTree.Element]:
    """The events by the key at the end of their slug."""
    found = xml(client, language).iter("event")
    return {re.sub(r"^\w+-\d+-", "", event.findtext("slug") or ""): event for event in found}


def json_events(client: Client) -> Iterator[dict[str, object]]:
    for day in json.loads(client.get(JSON).content)["schedule"]["conference"]["days"]:
        for room in day["rooms"].values():
            yield from room


def test_every_element_stands_where_the_schema_says_and_nothing_else_does(
    world: World, client: Client
) -> None:
    schema = xmlschema.XMLSchema(SCHEMA)
    for language in ("en", "zh-hans", "ar"):
        assert list(schema.iter_errors(xml(client, language))) == []


def test_the_conference_says_what_when_and_where(world: World, client: Client) -> None:
    schedule = xml(client)
    conference = {element.tag: element.text for element in schedule.find("conference") or ()}
    assert schedule.findtext("version") == "2"
    assert conference["title"] == "Andean Meeting 2026"
    assert conference["acronym"] == "andes2026"
    assert (conference["start"], conference["end"], conference["days"]) == ("2026-05-04", "2026-05-05", "2")
    assert (conference["timeslot_duration"], conference["time_zone_name"]) == ("00:05", "America/Lima")
    assert conference["url"] == "http://testserver/en/andes-2026/"
    tracks = [track.attrib for track in schedule.iter("track") if track.attrib]
    assert tracks == [
        {"name": "Opening", "slug": "plenary", "color": "#0f766e"},
        {"name": "Forums", "slug": "themed", "color": "#3b4cb8"},
    ]


def test_a_contribution_is_an_event_with_its_activity_under_the_title(world: World, client: Client) -> None:
    event = events(client)["plenary-1-talk"]
    told = {element.tag: element.text or "" for element in event}
    assert (told["title"], told["subtitle"]) == ("Talk plenary-1", "The plenary")
    assert (told["date"], told["start"], told["duration"]) == ("2026-05-04T09:00:00-05:00", "09:00", "00:20")
    assert (told["room"], told["track"], told["type"], told["language"]) == ("Aula", "Opening", "talk", "es")
    assert told["url"] == "http://testserver/en/andes-2026/contributions/plenary-1/"
    assert [person.text for person in event.iter("person")] == ["Ma. Quispe Ñahui"]


def test_a_block_without_contributions_that_may_be_shown_is_one_event(world: World, client: Client) -> None:
    found = events(client)
    show, consultation = found["show-1"], found["consultation-1"]
    assert (show.findtext("start"), show.findtext("duration")) == ("09:00", "07:00")
    assert consultation.findtext("title") == "The consultation"
    assert not consultation.findtext("abstract")
    assert list(consultation.iter("person")) == []
    assert "plenary-1" not in found, "its contributions stand for it"


def test_an_event_is_known_by_the_same_uuid_in_every_release_and_language(
    world: World, client: Client
) -> None:
    before = {key: event.get("guid") for key, event in events(client).items()}
    world.edition.releases.get(number=2).delete()
    assert {key: event.get("guid") for key, event in events(client, "ar").items()} == before
    assert len(set(before.values())) == len(before) == 18


def test_titles_come_in_the_language_of_the_address(world: World, client: Client) -> None:
    world.activities["show"].title = {"en": "The show", "zh-hans": "展览"}
    world.activities["show"].save()
    assert events(client, "zh-hans")["show-1"].findtext("title") == "展览"
    assert events(client, "ar")["show-1"].findtext("title") == "The show"


def test_what_begins_in_the_small_hours_belongs_to_the_day_before(world: World, client: Client) -> None:
    late = Placement.objects.get(plan=world.release.plan, contribution__key="plenary-1")
    late.starts = local(TUESDAY, 0, 30)
    late.ends = late.starts + timedelta(minutes=20)
    late.save()
    days = {day.get("date"): day for day in xml(client).iter("day")}
    dates = [event.findtext("date") for event in days[str(MONDAY)].iter("event")]
    assert "2026-05-05T00:30:00-05:00" in dates
    assert days[str(MONDAY)].get("start") == "2026-05-04T04:00:00-05:00"
    assert days[str(MONDAY)].get("end") == "2026-05-05T03:59:00-05:00"
    assert [day.get("index") for day in days.values()] == ["1", "2"]


def test_a_day_is_there_though_nothing_takes_place_on_it(world: World, client: Client) -> None:
    world.release.plan.sessions.all().delete()
    assert [day.get("date") for day in xml(client).iter("day")] == ["2026-05-04", "2026-05-05"]
    assert list(json_events(client)) == []


def test_two_rooms_of_one_name_are_told_apart(world: World, client: Client) -> None:
    world.edition.rooms.update(name={"es": "Sala"})
    rooms = {room.get("name") for room in xml(client).iter("room") if room.get("name")}
    assert rooms == {"Sala (aula)", "Sala (sala-1)", "Sala (sala-2)", "Sala (patio)"}


def test_words_that_look_like_xml_and_characters_that_it_cannot_hold_do_no_harm(
    world: World, client: Client
) -> None:
    world.edition.contributions.filter(key="plenary-1").update(
        title={"en": 'A <b>"bold" & new</b> talk\x0b\ufffe'}, abstract={"en": "]]></abstract><event/>"}
    )
    event = events(client)["plenary-1-talk"]
    assert event.findtext("title") == 'A <b>"bold" & new</b> talk'
    assert event.findtext("abstract") == "]]></abstract><event/>"


def test_published_sources_are_links(world: World, client: Client) -> None:
    world.contributions["plenary-1"].sources = [
        {"url": "https://press.example.org/a?b=1&c=2", "date": "2026-01-10", "note": "Press"}
    ]
    world.contributions["plenary-1"].save()
    links = list(events(client)["plenary-1-talk"].iter("link"))
    assert [(link.get("href"), link.text) for link in links] == [
        ("https://press.example.org/a?b=1&c=2", "Press")
    ]
    told = next(event for event in json_events(client) if event["title"] == "Talk plenary-1")
    assert told["links"] == [
        {"title": "Press", "url": "https://press.example.org/a?b=1&c=2", "type": "related"}
    ]


def test_slides_that_anybody_may_have_are_attachments(world: World, client: Client) -> None:
    for key, is_public in (("plenary-1", True), ("plenary-1", False), ("briefing-talk-18", True)):
        Slides.objects.create(
            contribution=world.contributions[key], name=f"{key} & <more>.pdf", file="slides/x.pdf",
            media_type="application/pdf", size=1, is_public=is_public,
        )  # fmt: skip
    shown = Slides.objects.get(contribution=world.contributions["plenary-1"], is_public=True)
    address = f"http://testserver/en/andes-2026/slides/{shown.pk}/"
    files = [(file.get("href"), file.text) for file in xml(client).iter("attachment")]
    assert files == [(address, "plenary-1 & <more>.pdf")]
    xmlschema.XMLSchema(SCHEMA).validate(client.get(XML).content.decode())
    told = [file for event in json_events(client) for file in event["attachments"]]  # type: ignore[attr-defined]
    assert told == [{"title": "plenary-1 & <more>.pdf", "url": address, "type": "slides"}]


def test_the_json_holds_the_same_events_as_the_xml(world: World, client: Client) -> None:
    found = {
        event["guid"]: (event["id"], event["date"], event["start"], event["duration"], event["title"])
        for event in json_events(client)
    }
    assert found == {
        event.get("guid"): (
            int(event.get("id") or 0),
            event.findtext("date"),
            event.findtext("start"),
            event.findtext("duration"),
            event.findtext("title"),
        )
        for event in xml(client).iter("event")
    }


# What the published schema of the JSON allows in each object.
ALLOWED = {
    "conference": "acronym title description start end daysCount timeslot_duration time_zone_name logo "
    "colors keywords url tracks rooms meta days",
    "day": "index date day_start day_end rooms",
    "room": "name guid description capacity",
    "event": "id guid logo date start duration room slug url title subtitle track type language abstract "
    "description recording_license do_not_record persons links attachments answers",
}


def test_the_json_has_the_fields_of_the_published_schema_and_no_others(world: World, client: Client) -> None:
    conference = json.loads(client.get(JSON).content)["schedule"]["conference"]
    assert set(conference) <= set(ALLOWED["conference"].split())
    assert re.fullmatch("[a-z0-9_-][a-z0-9_]{3,}", conference["acronym"])
    assert conference["daysCount"] == len(conference["days"]) == 2
    for room in conference["rooms"]:
        assert set(room) == set(ALLOWED["room"].split())
    for day in conference["days"]:
        assert set(day) == set(ALLOWED["day"].split())
        assert datetime.fromisoformat(day["day_start"]).utcoffset() == timedelta(hours=-5)
    for event in json_events(client):
        assert set(event) <= set(ALLOWED["event"].split())
        assert re.fullmatch("[a-z0-9_-]+[a-z0-9]", str(event["slug"]))
        assert all(set(person) == {"id", "guid", "name", "url"} for person in event["persons"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", [XML, JSON])
def test_the_formats_ask_the_database_as_often_for_many_as_for_few(
    world: World,
    client: Client,
    address: str,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    with django_assert_num_queries(9):
        client.get(address)
    world.release.plan.placements.exclude(contribution__key="plenary-1").delete()
    with django_assert_num_queries(9):
        client.get(address)


@pytest.mark.parametrize("address", [XML, JSON])
def test_before_the_first_release_there_is_neither(world: World, client: Client, address: str) -> None:
    world.edition.releases.all().delete()
    assert client.get(address).status_code == 404


FEEDS = ("schedule.xml", "frab.json", "schedule.json", "programme.ics", "rooms/sala-1.ics")


@pytest.mark.parametrize("feed", FEEDS)
def test_nobody_is_named_in_any_format_before_they_agreed(world: World, client: Client, feed: str) -> None:
    def told() -> str:
        return client.get(f"/en/andes-2026/{feed}").content.decode().replace("\r\n ", "")

    assert "Talk water-talk-6" in told()
    assert "Speaker 6" in told()
    world.contributions["water-talk-6"].members.update(state="invited")
    assert "Talk water-talk-6" not in told()
    assert "Speaker 6" not in told()
