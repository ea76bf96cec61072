"""What search engines read: events with all that they need to be shown."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from tests.worlds import World, world_of_cusco

NEEDED = {"@type", "name", "startDate", "endDate", "location", "eventStatus", "eventAttendanceMode", "url"}
HERE = "http://testserver/en/andes-2026/"


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


def linked(client: Client, page: str) -> list[dict[str, Any]]:
    text = client.get(f"/en/andes-2026/{page}").content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return [json.loads(data) for data in found]


@pytest.mark.parametrize("page", ["", "activities/water/", "contributions/plenary-1/"])
def test_an_event_has_all_that_search_engines_ask_for(world: World, client: Client, page: str) -> None:
    (event,) = linked(client, page)
    assert event.keys() >= NEEDED
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    address = event["location"]["address"]
    assert (address["addressLocality"], address["addressCountry"]) == ("Cusco", "PE")
    assert event["url"] == f"{HERE}{page}"
    assert "inLanguage" in event


def test_the_edition_has_its_days_hosts_and_languages(world: World, client: Client) -> None:
    (event,) = linked(client, "")
    assert (event["startDate"], event["endDate"]) == ("2026-05-04", "2026-05-05")
    assert event["inLanguage"] == ["es", "en", "qu"]
    assert event["organizer"] == [{"@type": "Organization", "name": "Academy of the Andes"}]


def test_an_activity_is_part_of_the_edition_and_names_its_people(world: World, client: Client) -> None:
    (event,) = linked(client, "activities/water/")
    assert (event["startDate"], event["inLanguage"]) == ("2026-05-04T14:00:00-05:00", "es")
    assert event["superEvent"]["url"] == HERE
    assert event["superEvent"].keys() >= {"name", "startDate", "location"}
    assert {"@type": "Person", "name": "Chair Water"} in event["performer"]
    assert event["description"] == "What the water is about."


def test_a_contribution_is_part_of_its_activity(world: World, client: Client) -> None:
    (event,) = linked(client, "contributions/plenary-1/")
    assert event["startDate"] == "2026-05-04T09:00:00-05:00"
    assert event["performer"] == [{"@type": "Person", "name": "Ma. Quispe Ñahui"}]
    assert event["superEvent"]["name"] == "The plenary"
    assert event["superEvent"]["superEvent"]["url"] == HERE
    assert event["location"]["name"] == "Aula, Centro de convenciones"


def test_what_is_only_listed_has_neither_people_nor_summary(world: World, client: Client) -> None:
    (event,) = linked(client, "activities/consultation/")
    assert "performer" not in event
    assert "description" not in event
