"""Pages, API, command line and worker are four doors to one house: each role is told the same at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from tests.access_world import DESK, SIGNED_IN, World, make_world

from serai.core.errors import DomainError, NotVisible
from serai.editions.models import PlanningRun, RunState
from serai.programme import services, tasks
from serai.programme.models import Contribution, Plan, Release
from serai.programme.services import request_plan

pytestmark = pytest.mark.django_db
DONE = "done"
NOTHING_THERE = str(NotVisible())
NOT_ALLOWED = "You may not do this. Ask the secretariat of the edition."
WITH_ACCOUNT = SIGNED_IN
WEB_ROLES = ("public", *WITH_ACCOUNT)

Door = Callable[[World, str], str]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


class Undo(Exception):
    """Raised to leave the world as it was."""


def tried(door: Door, world: World, role: str) -> str:
    """What somebody is told at a door: "done", or the refusal in words. Nothing of it stays."""
    told = ""
    try:
        with transaction.atomic():
            told = door(world, role)
            raise Undo
    except Undo:
        return told


def client_of(world: World, role: str) -> Client:
    client = Client()
    if role in world.users:
        client.force_login(world.users[role])
    return client


def page_told(world: World, role: str, address: str, data: dict[str, Any]) -> str:
    """Post a form; a page that isn't there says so, a refusal is an error shown, all else is done."""
    response = client_of(world, role).post(f"/en/cusco-2026/{address}", data)
    if response.status_code == 404:
        return NOTHING_THERE
    found = [str(message) for message in get_messages(response.wsgi_request) if message.level_tag == "error"]
    if response.context and (form := response.context.get("form")) is not None:
        found += form.non_field_errors()
    return found[0] if found else DONE


def api_told(world: World, role: str, address: str, data: dict[str, Any]) -> str:
    response = client_of(world, role).post(
        f"/api/v1/{address}", data, content_type="application/json", headers={"Idempotency-Key": str(uuid4())}
    )
    return DONE if response.status_code in (200, 201) else response.json()["message"]


def called(action: Callable[[], Any]) -> str:
    try:
        action()
    except DomainError as refusal:
        return str(refusal)
    return DONE


def command_told(world: World, role: str, *arguments: str) -> str:
    named = () if role == "operator" else ("--as", role)
    return called(lambda: call_command(*arguments, *named, stdout=StringIO(), stderr=StringIO()))


def newest_draft(world: World) -> Plan:
    return world.edition.plans.first()


PLANNING: dict[str, Door] = {
    "page": lambda world, role: page_told(world, role, "planning/plan/", {"seconds": 1, "seed": 0}),
    "api": lambda world, role: api_told(world, role, "editions/cusco-2026/runs", {"seconds": 1}),
    "command line": lambda world, role: command_told(world, role, "plan", "cusco-2026", "--seconds=1"),
    "worker": lambda world, role: called(lambda: tasks.carry_out.call(_queued(world, role).pk)),
}
RELEASING: dict[str, Door] = {
    "page": lambda world, role: page_told(
        world, role, f"desk/plans/{newest_draft(world).pk}/release/", {"after": 1}
    ),
    "api": lambda world, role: api_told(world, role, f"plans/{newest_draft(world).pk}/release", {"after": 1}),
    "command line": lambda world, role: command_told(world, role, "release", "cusco-2026"),
}


def _queued(world: World, role: str) -> PlanningRun:
    """A run that waits for the worker in this person's name."""
    run = request_plan(actor=world.actors["operator"], edition=world.edition, seconds=1, enqueue=False)
    run.requested_by = world.users[role]
    run.save()
    return run


def replanned(world: World) -> None:
    """Make a draft that keeps all rules."""
    run = request_plan(actor=world.actors["operator"], edition=world.edition, seconds=2, enqueue=False)
    services.carry_out_run(actor=world.actors["operator"], run=run)


@pytest.mark.parametrize("role", WITH_ACCOUNT)
def test_planning_is_done_or_refused_alike_at_every_door(world: World, role: str) -> None:
    told = {name: tried(door, world, role) for name, door in PLANNING.items()}
    expected = DONE if role in DESK else NOTHING_THERE
    assert told == dict.fromkeys(PLANNING, expected)


@pytest.mark.parametrize("role", WITH_ACCOUNT)
def test_releasing_is_done_or_refused_alike_at_every_door(world: World, role: str) -> None:
    replanned(world)
    told = {name: tried(door, world, role) for name, door in RELEASING.items()}
    expected = {"secretariat": DONE, "committee": NOT_ALLOWED}.get(role, NOTHING_THERE)
    assert told == dict.fromkeys(RELEASING, expected)


def test_the_public_is_told_the_same_by_page_and_api(world: World) -> None:
    for doors in (PLANNING, RELEASING):
        assert {tried(doors[name], world, "public") for name in ("page", "api")} == {NOTHING_THERE}


def test_a_plan_that_breaks_a_hard_rule_is_refused_in_the_same_words_everywhere(world: World) -> None:
    replanned(world)
    world.edition.rooms.update(seats=10)
    told = {name: tried(door, world, "secretariat") for name, door in RELEASING.items()}
    assert len(set(told.values())) == 1
    assert "hard rules" in told["api"]


def test_unplaced_items_are_asked_about_in_the_same_words_everywhere(world: World) -> None:
    Contribution.objects.filter(key="talk-public").update(minutes=121)
    replanned(world)
    told = {name: tried(door, world, "secretariat") for name, door in RELEASING.items()}
    assert len(set(told.values())) == 1
    assert "have no place" in told["api"]


def test_who_has_not_seen_the_latest_release_is_told_so_by_page_and_api(world: World) -> None:
    replanned(world)
    draft = newest_draft(world)
    page = page_told(world, "secretariat", f"desk/plans/{draft.pk}/release/", {"after": 0})
    api = api_told(world, "secretariat", f"plans/{draft.pk}/release", {"after": 0})
    assert page == api
    assert "version 1" in api
    assert Release.objects.count() == 1


def test_what_a_door_does_is_what_the_others_find(world: World) -> None:
    """Ask by the API, let the worker carry out, look with the page, release from the command line."""
    answer = client_of(world, "secretariat").post(
        "/api/v1/editions/cusco-2026/runs",
        {"seconds": 2},
        content_type="application/json",
        headers={"Idempotency-Key": "one-request"},
    )
    tasks.carry_out.call(answer.json()["id"])
    assert PlanningRun.objects.get(pk=answer.json()["id"]).state == RunState.DONE
    assert command_told(world, "secretariat", "release", "cusco-2026") == DONE
    listed = Client().get("/api/v1/editions/cusco-2026/releases").json()["items"]
    assert [row["number"] for row in listed] == [2, 1]


def sessions_by_page(world: World, role: str) -> list[str]:
    found = client_of(world, role).get("/en/cusco-2026/schedule.json").json()
    return [session["activity"] for session in found["sessions"]]


def sessions_by_api(world: World, role: str) -> list[str]:
    found = client_of(world, role).get("/api/v1/editions/cusco-2026/sessions").json()
    return [session["activity"] for session in found["items"]]


def sessions_by_command(world: World, role: str, path: Any) -> list[str]:
    named = () if role == "public" else ("--as", role)
    arguments = ("export", "cusco-2026", "--format=json", f"--output={path}", *named)
    call_command(*arguments, stdout=StringIO())
    return [session["activity"] for session in json.loads(path.read_text())["sessions"]]


@pytest.mark.parametrize("role", WEB_ROLES)
def test_everybody_reads_the_same_programme_at_every_door(world: World, role: str, tmp_path: Any) -> None:
    by_page, by_api = sessions_by_page(world, role), sessions_by_api(world, role)
    by_command = sessions_by_command(world, role, tmp_path / "schedule.json")
    assert by_page == by_api == by_command
    closed = {"speaker": 3, "organiser": 3, "committee": 4, "secretariat": 4}
    assert len(by_page) == closed.get(role, 2)
