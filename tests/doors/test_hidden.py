"""What is hidden from somebody doesn't exist for them: 404 through pages and API, and in no list or feed."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.access_world import DESK, SIGNED_IN, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def client_of(world: World, role: str) -> Client:
    client = Client()
    if role in world.users:
        client.force_login(world.users[role])
    return client


# What each role may not see in the latest release: activities by key, insides by words.
CLOSED_TO = {
    "public": {"closed", "closed-to-all"},
    "participant": {"closed", "closed-to-all"},
    "speaker": {"closed-to-all"},
    "organiser": {"closed-to-all"},
    "head": {"closed", "closed-to-all"},
    "committee": set(),
    "secretariat": set(),
    "elsewhere": {"closed", "closed-to-all"},
}
NO_INSIDE = {role: {*hidden} for role, hidden in CLOSED_TO.items()}
NO_INSIDE["public"].add("listed")
NO_INSIDE["elsewhere"].add("listed")
WEB_ROLES = ("public", *SIGNED_IN)
KEYS = ("public", "listed", "closed", "closed-to-all")


@pytest.mark.parametrize("role", WEB_ROLES)
def test_activities_answer_200_or_404_through_both_doors(world: World, role: str) -> None:
    client = client_of(world, role)
    for key in KEYS:
        expected = 404 if key in CLOSED_TO[role] else 200
        page = client.get(f"/en/cusco-2026/activities/{key}/")
        data = client.get(f"/api/v1/editions/cusco-2026/activities/{key}")
        assert (key, page.status_code, data.status_code) == (key, expected, expected)


@pytest.mark.parametrize("role", WEB_ROLES)
def test_contributions_answer_200_or_404_through_both_doors(world: World, role: str) -> None:
    client = client_of(world, role)
    for key in KEYS:
        expected = 404 if key in NO_INSIDE[role] else 200
        page = client.get(f"/en/cusco-2026/contributions/talk-{key}/")
        data = client.get(f"/api/v1/editions/cusco-2026/contributions/talk-{key}")
        assert (key, page.status_code, data.status_code) == (key, expected, expected)


@pytest.mark.parametrize("role", WEB_ROLES)
def test_speakers_of_what_is_hidden_have_no_page(world: World, role: str) -> None:
    client = client_of(world, role)
    for key in KEYS:
        expected = 404 if key in NO_INSIDE[role] else 200
        page = client.get(f"/en/cusco-2026/speakers/guest-{key}/")
        data = client.get(f"/api/v1/editions/cusco-2026/speakers/guest-{key}")
        assert (key, page.status_code, data.status_code) == (key, expected, expected)


@pytest.mark.parametrize("role", WEB_ROLES)
def test_no_list_page_or_feed_names_what_is_hidden(world: World, role: str) -> None:
    client = client_of(world, role)
    addresses = (
        "/en/cusco-2026/",
        "/en/cusco-2026/programme/",
        "/en/cusco-2026/programme/2026-05-04/",
        "/en/cusco-2026/speakers/",
        "/en/cusco-2026/programme.ics",
        "/en/cusco-2026/schedule.json",
        "/en/cusco-2026/schedule.xml",
        "/en/cusco-2026/frab.json",
        "/en/cusco-2026/screen/",
        "/en/cusco-2026/screen/sala-1/",
        "/en/cusco-2026/rooms/sala-1.ics",
        "/en/cusco-2026/rooms/sala-2.ics",
        "/api/v1/editions/cusco-2026/activities",
        "/api/v1/editions/cusco-2026/sessions",
        "/api/v1/editions/cusco-2026/contributions",
        "/api/v1/editions/cusco-2026/speakers",
    )
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        told = b"".join(response).decode() if response.streaming else response.text
        told = told.replace("\r\n ", "")  # a calendar folds its lines
        for key in CLOSED_TO[role]:
            assert f"The {key.replace('-', ' ')} forum" not in told, (address, key)
        for key in NO_INSIDE[role]:
            assert f"The {key.replace('-', ' ')} talk" not in told, (address, key)
            assert f"Secret inside of the {key.replace('-', ' ')} forum" not in told, (address, key)
            assert f"guest-{key}".casefold() not in told.casefold(), (address, key)


@pytest.mark.parametrize("role", [role for role in WEB_ROLES if role not in DESK])
def test_planning_is_hidden_from_all_who_do_not_work_on_the_edition(world: World, role: str) -> None:
    client, plan, run = client_of(world, role), world["plan:draft"], world["run:own"]
    for address in (
        "/en/cusco-2026/planning/",
        f"/en/cusco-2026/planning/run/{run.pk}/",
        f"/en/cusco-2026/desk/runs/{run.pk}/",
        f"/en/cusco-2026/desk/runs/compare/?run={run.pk}&run=1",
        "/en/cusco-2026/desk/runs/",
        "/en/cusco-2026/desk/rules/",
        "/api/v1/editions/cusco-2026/runs",
        "/api/v1/editions/cusco-2026/plans",
        f"/api/v1/runs/{run.pk}",
        f"/api/v1/plans/{plan.pk}",
    ):
        assert client.get(address).status_code == 404, address


def test_the_secretariat_finds_what_the_others_do_not(world: World) -> None:
    client = client_of(world, "secretariat")
    assert client.get("/en/cusco-2026/planning/").status_code == 200
    assert client.get("/api/v1/editions/cusco-2026/plans").json()["count"] == 2
    assert client.get("/api/v1/editions/cusco-2026/participations").json()["count"] == 10


def test_others_participations_are_neither_listed_nor_found(world: World) -> None:
    client = client_of(world, "participant")
    own, other = world["participation:participant"], world["participation:speaker"]
    listed = client.get("/api/v1/editions/cusco-2026/participations").json()["items"]
    assert [row["id"] for row in listed] == [own.pk]
    assert client.get(f"/api/v1/participations/{own.pk}").json()["person"] == "participant"
    assert client.get(f"/api/v1/participations/{other.pk}").status_code == 404


def test_a_hidden_thing_and_a_missing_one_get_the_same_answer(world: World) -> None:
    client = client_of(world, "public")
    hidden = client.get("/api/v1/editions/cusco-2026/activities/closed")
    missing = client.get("/api/v1/editions/cusco-2026/activities/no-such-thing")
    assert (hidden.status_code, hidden.json()) == (missing.status_code, missing.json())


def test_data_that_can_not_be_planned_are_told_in_words(world: World) -> None:
    """Data that can't be planned are told on the page of planning, not as a failure."""
    world["activity:public"].after.add(world["activity:listed"])
    world["activity:listed"].after.add(world["activity:public"])
    response = client_of(world, "secretariat").get("/en/cusco-2026/planning/")
    assert response.status_code == 200
    assert "can&#x27;t be planned as it stands" in response.text
