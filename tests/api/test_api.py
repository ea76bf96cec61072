"""The API: JSON for every error, bounded lists, CSRF for browsers, and creating only once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.access_world import World, make_world

from serai.core.models import IdempotencyKey
from serai.editions.models import PlanningRun, RunState
from serai.parties.models import Party
from serai.web.api import api

pytestmark = pytest.mark.django_db
RUNS = "/api/v1/editions/cusco-2026/runs"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def secretary(world: World) -> Client:
    client = Client()
    client.force_login(world.users["secretariat"])
    return client


def ask(client: Client, key: str | None = "key-number-1", body: Any = None, **headers: str) -> Any:
    if key:
        headers["Idempotency-Key"] = key
    return client.post(RUNS, body or {"seconds": 5}, content_type="application/json", headers=headers)


def test_the_description_is_openapi_3_1_with_every_answer_listed() -> None:
    schema = api.get_openapi_schema()
    assert schema["openapi"] == "3.1.0"
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert len(operations) >= 22
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["responses"] and operation["description"] for operation in operations)


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/api/v1/editions/nowhere", 404, "not_found"),
        ("get", "/api/v1/no-such-thing", 404, "not_found"),
        ("get", "/api/v2/editions", 404, "not_found"),
        ("delete", "/api/v1/editions", 405, "method_not_allowed"),
        ("get", "/api/v1/editions?limit=0", 422, "invalid_input"),
        ("get", "/api/v1/editions?limit=101", 422, "invalid_input"),
        ("get", "/api/v1/plans/not-a-number", 422, "invalid_input"),
    ],
)
def test_every_error_is_json_with_code_and_message(
    world: World, method: str, address: str, status: int, code: str
) -> None:
    response = getattr(Client(), method)(address)
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (status, "application/json")
    assert response.json()["code"] == code
    assert response.json()["message"]


def test_an_unforeseen_failure_is_json_too(world: World, secretary: Client) -> None:
    secretary.raise_request_exception = False
    PlanningRun.objects.update(progress=[["not a number"]])
    response = secretary.get(f"/api/v1/runs/{world['run:own'].pk}")
    assert response.status_code == 500
    assert response.json()["code"] == "internal_server_error"


def test_lists_are_bounded_and_can_be_walked(world: World) -> None:
    Party.objects.bulk_create(Party(code=f"X{number:03}") for number in range(120))
    first = Client().get("/api/v1/parties").json()
    assert (first["count"], len(first["items"])) == (122, 100)
    rest = Client().get("/api/v1/parties?offset=100").json()
    assert len(rest["items"]) == 22


def test_a_browser_that_is_signed_in_must_send_the_csrf_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["secretariat"])
    refused = ask(client)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    client.cookies["csrftoken"] = "a" * 32
    assert ask(client, **{"X-CSRFToken": "a" * 32}).status_code == 201


def test_the_same_request_with_the_same_key_is_answered_again_and_done_once(secretary: Client) -> None:
    before = PlanningRun.objects.count()
    first, second = ask(secretary), ask(secretary)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert PlanningRun.objects.count() == before + 1
    assert ask(secretary, "key-number-2").json()["code"] == "run_under_way"
    PlanningRun.objects.update(state=RunState.DONE)
    assert ask(secretary, "key-number-2").json()["id"] != first.json()["id"]


def test_a_key_sent_with_another_request_is_refused(secretary: Client) -> None:
    ask(secretary)
    again = ask(secretary, body={"seconds": 6})
    assert (again.status_code, again.json()["code"]) == (409, "key_reused")


def test_a_request_that_creates_needs_a_key(secretary: Client) -> None:
    response = ask(secretary, key=None)
    assert (response.status_code, response.json()["faults"][0]["place"]) == (
        422,
        ["header", "Idempotency-Key"],
    )


def test_a_refused_request_may_be_sent_again_with_its_key(world: World, secretary: Client) -> None:
    address = f"/api/v1/plans/{world['plan:released'].pk}/release"
    headers = {"Idempotency-Key": "key-number-1"}
    refused = secretary.post(address, {"after": 1}, content_type="application/json", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_released")
    assert IdempotencyKey.objects.count() == 0


def test_two_people_may_choose_the_same_key(world: World, secretary: Client) -> None:
    world["participation:participant"].__class__.objects.filter(person__key="organiser").update(
        role="secretariat"
    )
    other = Client()
    other.force_login(world.users["organiser"])
    first = ask(secretary).json()["id"]
    PlanningRun.objects.update(state=RunState.DONE)  # one at a time
    assert ask(other).json()["id"] != first


def test_an_edition_comes_with_its_texts_in_all_languages(world: World) -> None:
    found = Client().get("/api/v1/editions/cusco-2026").json()
    assert found["name"] == {"es": "Encuentro cusco-2026", "en": "Meeting cusco-2026"}
    assert (found["series"], found["country"], found["time_zone"]) == ("andes", "PE", "America/Lima")


def test_a_run_tells_its_course(world: World, secretary: Client) -> None:
    number = ask(secretary).json()["id"]
    PlanningRun.objects.filter(pk=number).update(progress=[[0.5, 12, 3], [1.0, None, 3]])
    found = secretary.get(f"/api/v1/runs/{number}").json()
    assert found["progress"] == [[0.5, 12.0, 3.0], [1.0, None, 3.0]]
    stopped = secretary.post(f"/api/v1/runs/{number}/stop")
    assert (stopped.status_code, PlanningRun.objects.get(pk=number).stop_requested) == (200, True)


def test_a_plan_tells_what_is_wrong_with_it(world: World, secretary: Client) -> None:
    world.edition.rooms.update(seats=10)
    found = secretary.get(f"/api/v1/plans/{world['plan:draft'].pk}").json()
    assert found["figures"]["hard_violations"] == len(found["hard"]) > 0
    assert {row["rule"] for row in found["hard"]} >= {"room_too_small"}
