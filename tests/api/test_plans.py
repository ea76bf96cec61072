"""Drafts through the API: copied, changed, compared, released, released again; nothing is done twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.programme.plans import releasable_world
from tests.worlds import TUESDAY, World, local

from serai.programme.models import Plan, Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return releasable_world()


class Program:
    """A program that is signed in, and sends a new key with each request unless told otherwise."""

    def __init__(self, world: World, role: str = "secretariat") -> None:
        self.client = Client()
        self.client.force_login(world.actor(role).user)
        self.sent = 0

    def post(self, path: str, body: dict[str, Any], status: int = 201, key: str = "") -> Any:
        self.sent += 1
        headers = {"Idempotency-Key": key or f"request-{self.sent}"}
        response = self.client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)
        assert response.status_code == status, response.content
        return response.json()

    def get(self, path: str, status: int = 200) -> Any:
        response = self.client.get(f"/api/v1/{path}")
        assert response.status_code == status, response.content
        return response.json()


def a_move(**more: Any) -> dict[str, Any]:
    starts = local(TUESDAY, 9, 40).isoformat()
    return {
        "item": "water-talk-6",
        "period": "tue-1",
        "room": "aula",
        "starts": starts,
        "seen_version": 1,
    } | more


def test_the_whole_way_of_a_draft(world: World) -> None:
    program = Program(world)
    copy = program.post(f"plans/{world.release.plan_id}/copies", {"name": "Rain"})
    assert (copy["name"], copy["copied_from"], copy["version"]) == ("Rain", world.release.plan_id, 1)
    moved = program.post(f"plans/{copy['id']}/moves", a_move())
    assert (moved["version"], moved["hard"]) == (2, 0)
    assert [sentence["rule"] for sentence in moved["new"]] == [
        "activity_split_over_rooms",
        "activity_not_consecutive",
    ]
    differences = program.get(f"plans/{copy['id']}/differences")["items"]
    assert [(row["kind"], row["contribution"]) for row in differences][-1] == ("moved", "water-talk-6")
    assert differences[-1]["people"] == ["andes-2026-speaker-6"]
    assert program.post(f"plans/{copy['id']}/release", {"after": 2})["number"] == 3
    again = program.post("editions/andes-2026/releases/2/again", {"after": 3, "note": "Dry again"})
    assert (again["number"], again["note"]) == (4, "Dry again")


def test_a_request_that_is_sent_twice_does_once(world: World) -> None:
    program = Program(world)
    first = program.post(f"plans/{world.draft.pk}/copies", {}, key="the-same-copy")
    assert program.post(f"plans/{world.draft.pk}/copies", {}, key="the-same-copy") == first
    moved = program.post(f"plans/{first['id']}/moves", a_move(), key="the-same-move")
    assert program.post(f"plans/{first['id']}/moves", a_move(), key="the-same-move") == moved
    assert Plan.objects.get(pk=first["id"]).version == 2
    other = program.post(f"plans/{world.release.plan_id}/copies", {"name": "Again"})
    program.post(f"plans/{other['id']}/release", {"after": 2})
    program.post("editions/andes-2026/releases/2/again", {"after": 3}, key="the-same-release")
    program.post("editions/andes-2026/releases/2/again", {"after": 3}, key="the-same-release")
    assert Release.objects.count() == 4


def test_better_places_come_with_what_they_cost(world: World) -> None:
    found = Program(world).get(f"plans/{world.draft.pk}/items/water-talk-6/places")
    assert len(found) == 8
    costs = [(place["hard"], place["penalty"]) for place in found]
    assert costs == sorted(costs)
    assert all(place["new"] for place in found if place["hard"] > 0)


def test_without_a_time_the_best_one_in_that_room_is_taken(world: World) -> None:
    program = Program(world)
    program.post(f"plans/{world.draft.pk}/moves", a_move(starts=None))
    row = world.draft.placements.get(contribution__key="water-talk-6")
    assert row.starts == local(TUESDAY, 9)


def test_what_is_refused_says_why(world: World) -> None:
    program = Program(world)
    assert program.post(f"plans/{world.release.plan_id}/moves", a_move(), 409)["code"] == "already_released"
    assert program.post(f"plans/{world.draft.pk}/moves", a_move(item="nothing"), 404)["code"] == "not_found"
    assert program.post(f"plans/{world.draft.pk}/moves", a_move(room="attic"), 409)["code"] == "place_gone"
    assert program.post(f"plans/{world.draft.pk}/moves", a_move(item="a b"), 422)["code"] == "invalid_input"
    naive = program.post(f"plans/{world.draft.pk}/moves", a_move(starts="2026-05-05T09:40:00"), 422)
    assert naive["code"] == "invalid_input"
    program.get(f"plans/{world.draft.pk}/differences?against={10**17}", 404)


def test_a_draft_is_renamed_and_deleted_and_a_release_stays(world: World) -> None:
    client = Program(world).client
    path = f"/api/v1/plans/{world.draft.pk}"
    renamed = client.patch(path, {"name": " Snow "}, content_type="application/json")
    assert renamed.json().get("name") == "Snow", renamed.content
    assert client.delete(f"{path}/items/water-talk-6?seen_version=1").json()["version"] == 2
    assert client.delete(path).status_code == 204
    assert client.delete(f"/api/v1/plans/{world.release.plan_id}").json()["code"] == "already_released"


@pytest.mark.parametrize("role", ["organiser", "speaker"])
def test_who_does_not_work_on_the_edition_finds_none_of_it(world: World, role: str) -> None:
    program, draft = Program(world, role), world.draft.pk
    for path in (f"plans/{draft}/differences", f"plans/{draft}/items/water-talk-6/places"):
        program.get(path, 404)
    program.post(f"plans/{draft}/copies", {}, 404)
    program.post(f"plans/{draft}/moves", a_move(), 404)
    program.post("editions/andes-2026/releases/1/again", {"after": 2}, 404)
    assert program.client.delete(f"/api/v1/plans/{draft}").status_code == 404
    assert (
        program.client.delete(f"/api/v1/plans/{draft}/items/water-talk-6?seen_version=1").status_code == 404
    )
