"""A whole edition through the API alone: opened, filled, planned by the worker, released, read by all."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.test_desk import Program
from tests.api.test_openings import EDITIONS
from tests.worlds import World, unreleased_world

from serai.core.models import AuditEntry
from serai.programme import tasks

pytestmark = pytest.mark.django_db
EDITION = f"{EDITIONS}/agua-2028"
DESK = f"{EDITION}/desk"
OPENED: dict[str, Any] = {
    "previous": "andes-2026",
    "key": "agua-2028",
    "name": {"es": "Agua", "en": "Water"},
    "start": "2028-05-04",
    "end": "2028-05-04",
    "languages": ["es", "en"],
    "working_languages": [],
}


@pytest.fixture
def world(db: None) -> World:
    return unreleased_world()


def places_and_times(desk: Program) -> None:
    venue = desk.add(f"{DESK}/venues", {"name": {"es": "Palacio"}})["key"]
    room = desk.add(f"{DESK}/rooms", {"name": {"es": "Salón"}, "venue": venue, "seats": 80})
    assert (room["key"], room["venue"], room["seats"], room["booths"]) == ("salon", "palacio", 80, 0)
    times = {"starts": "2028-05-04T09:00:00-05:00", "ends": "2028-05-04T16:00:00Z"}
    period = desk.add(f"{DESK}/periods", {"kind": "period", "key": "first"} | times)
    assert (period["key"], period["starts"]) == ("first", "2028-05-04T14:00:00Z")


def programme(desk: Program) -> str:
    """A forum with two talks and a chair; its key."""
    section = desk.add(f"{DESK}/sections", {"title": {"es": "Foros"}, "kind": "themed"})["key"]
    forum = {"title": {"es": "Foro"}, "visibility": "public", "section": section}
    forum |= {"fixed_cells": [{"period": "first", "room": "salon"}], "rooms": ["salon"]}
    activity = desk.add(f"{DESK}/activities", forum)
    assert activity["fixed_cells"] == [{"period": "first", "room": "salon"}]
    for title in ("Hielo", "Lluvia"):
        talk = {"title": {"es": title}, "activity": activity["key"], "minutes": 20}
        assert desk.add(f"{DESK}/contributions", talk)["activity"] == activity["key"]
    person = desk.add(f"{DESK}/people", {"name": "Ana Quispe", "party": "PE", "role": "delegate"})["key"]
    members = f"{DESK}/activities/{activity['key']}/members"
    chair = desk.add(members, {"person": person, "role": "chair", "state": "invited"})
    assert desk.ask("patch", f"{members}/{chair['id']}", {"state": "accepted"})["state"] == "accepted"
    assert [row["person"] for row in desk.get(members)["items"]] == [person]
    return str(activity["key"])


def planned(desk: Program) -> Any:
    """The draft of a run that the worker carried out."""
    asked = desk.add(f"{EDITION}/runs", {"seconds": 2})
    assert asked["state"] == "queued"
    tasks.carry_out.call(asked["id"])
    assert desk.get(f"/api/v1/runs/{asked['id']}")["state"] == "done"
    draft = desk.get(f"{EDITION}/plans")["items"][0]
    assert (draft["run"], draft["release"]) == (asked["id"], None)
    found = desk.get(f"/api/v1/plans/{draft['id']}")
    assert (found["hard"], found["unplaced"]) == ([], [])
    return draft


def test_a_program_makes_a_whole_edition_from_its_opening_to_its_release(world: World) -> None:
    desk, public = Program(world, "secretariat"), Program(world)
    opened = desk.add(EDITIONS, OPENED)
    assert (opened["name"], opened["working_languages"]) == (OPENED["name"], ["es", "en"])
    places_and_times(desk)
    forum = programme(desk)
    assert AuditEntry.objects.filter(service="add_contribution").count() == 2
    draft = planned(desk)
    public.get(f"{EDITION}/sessions", 404)
    release = f"/api/v1/plans/{draft['id']}/release"
    public.add(release, {"after": 0}, 404)
    assert desk.add(release, {"after": 0, "note": "La primera"})["number"] == 1
    assert [row["note"] for row in public.get(f"{EDITION}/releases")["items"]] == ["La primera"]
    (session,) = public.get(f"{EDITION}/sessions")["items"]
    assert (session["activity"], session["room"]) == (forum, "salon")
    assert "2028-05-04T14:00:00Z" <= session["starts"] < session["ends"] <= "2028-05-04T16:00:00Z"
    assert [chair["name"] for chair in session["chairs"]] == ["Ana Quispe"]
    assert set(session["contributions"]) == {"hielo", "lluvia"}
    assert [row["key"] for row in public.get(f"{EDITION}/activities")["items"]] == [forum]
