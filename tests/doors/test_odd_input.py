"""Odd input through every door is refused or answered, never an error of ours. Runs on both databases."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client
from tests.access_world import World, make_world

from serai.programme.models import Release

ODD = (
    "%00",
    "a%00b",
    "x" * 10_000,
    "%ED%A0%80",
    "%ff%fe",
    "-1",
    "9" * 25,
    str(2**63),
    "1e9",
    "%E2%80%AE",
    "%22%3Cscript%3E",
    "%5B",
    "%D9%A1",
    "中文",
)
ADDRESSES = (
    "/en/{}/",
    "/{}/cusco-2026/",
    "/en/sign-in/{}",
    "/en/?{}={}",
    "/en/cusco-2026/programme/{}/",
    "/en/cusco-2026/programme/?room={}&view={}",
    "/en/cusco-2026/programme/2026-05-{}/",
    "/en/cusco-2026/activities/{}.ics",
    "/en/cusco-2026/speakers/?q={}",
    "/en/cusco-2026/speakers/?party={}",
    "/en/cusco-2026/speakers/?page={}",
    "/en/cusco-2026/planning/run/{}/",
    "/en/my/{}/",
    "/en/my/{}/agenda.ics",
    "/en/speak/{}/",
    "/portraits/{}",
    "/en/cusco-2026/slides/{}/",
    "/en/cusco-2026/desk/speakers/?q={}&state={}",
    "/en/cusco-2026/desk/speakers/?page={}",
    "/en/cusco-2026/desk/speakers/{}/",
    "/api/v1/{}",
    "/api/v1/parties/{}",
    "/api/v1/parties?offset={}",
    "/api/v1/editions?limit={}",
    "/api/v1/editions/{}",
    "/api/v1/editions/cusco-2026/activities/{}",
    "/api/v1/editions/cusco-2026/contributions/{}",
    "/api/v1/editions/cusco-2026/speakers/{}",
    "/api/v1/editions/cusco-2026/speakers?offset={}",
    "/api/v1/editions/cusco-2026/runs?offset={}",
    "/api/v1/editions/cusco-2026/sessions?offset={}",
    "/api/v1/runs/{}",
    "/api/v1/plans/{}",
    "/api/v1/participations/{}",
)
BODIES = (
    b"",
    b"{",
    b"[" * 100_000,
    b"null",
    b"\xff\x00",
    b'{"seconds": NaN, "seed": 99999999999999999999}',
    b'{"note": "a\\u0000b"}',
    b'{"note": "\\ud800"}',
    b'{"after": ' + b"9" * 5_000 + b"}",
)
TYPES = ("application/json", "application/json; charset=none", "text/plain", "multipart/form-data", "")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def signed_in(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.users["secretariat"])
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_breaks_the_site(world: World, address: str) -> None:
    client = signed_in(world)
    for odd in ODD:
        response = client.get(address.format(odd, odd))
        assert response.status_code < 500, odd
        if "%00" in odd:
            assert response.status_code in (400, 404), odd


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("content_type", TYPES)
def test_no_body_breaks_the_api(world: World, body: bytes, content_type: str) -> None:
    client, draft = signed_in(world), world["plan:draft"].pk
    Release.objects.filter(plan=draft).delete()
    for number, address in enumerate(("editions/cusco-2026/runs", f"plans/{draft}/release", "runs/1/stop")):
        key = {"Idempotency-Key": f"odd-body-{number}"}
        response = client.generic("POST", f"/api/v1/{address}", body, content_type, headers=key)
        assert response.status_code < 500
        assert set(response.json()) >= {"code", "message"} or response.status_code < 300


def test_a_note_with_a_nul_is_refused_before_it_is_stored(world: World) -> None:
    response = signed_in(world).post(
        f"/api/v1/plans/{world['plan:draft'].pk}/release",
        b'{"after": 1, "accept_unplaced": true, "note": "a\\u0000b"}',
        content_type="application/json",
        headers={"Idempotency-Key": "nul-in-note"},
    )
    assert (response.status_code, response.json()["code"]) == (422, "invalid_input")


@pytest.mark.parametrize("address", ["/en/cusco-2026/", "/api/v1/editions/cusco-2026"])
def test_a_database_that_does_not_answer_is_503_and_says_nothing_of_the_inside(
    world: World, address: str
) -> None:
    client = Client(raise_request_exception=False)

    def fail(*_: object) -> None:
        raise OperationalError("database is locked: /srv/serai.sqlite3")

    with connection.execute_wrapper(fail):
        response = client.get(address)
    assert response.status_code == 503
    assert "serai.sqlite3" not in response.text
    assert "try again" in response.text or response.json()["code"] == "service_unavailable"


def test_a_run_has_no_page_in_another_edition(world: World) -> None:
    world["participation:secretariat"].__class__.objects.create(
        edition=world["edition:other"], person=world.people["secretariat"], role="secretariat"
    )
    client, run = signed_in(world), world["run:own"].pk
    plan = world["plan:draft"].pk
    assert client.get(f"/en/quito-2027/planning/run/{run}/").status_code == 404
    for name in (f"stop-{run}", f"restart-{run}", f"release-{plan}"):
        assert client.post(f"/en/quito-2027/planning/{name}/", {"after": 1}).status_code == 404
    assert client.get(f"/en/cusco-2026/planning/run/{run}/").status_code == 200
