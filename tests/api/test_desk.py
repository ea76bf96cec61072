"""The desk through the API: what programs read and change there, and everything that they are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.worlds import World, unreleased_world, world_of_cusco

from serai.editions.models import Period, Room
from serai.participation.models import Mail, Participation, ParticipationRole
from serai.parties.models import Person
from serai.programme.models import Activity, ActivityMember

pytestmark = pytest.mark.django_db
DESK = "/api/v1/editions/andes-2026/desk/"
LISTS = (
    "hosts", "venues", "rooms", "periods", "sections", "activities", "contributions", "people",
    "participations", "roles", "organisers",
)  # fmt: skip
LUNCH = {"kind": "break", "starts": "2026-05-05T21:00:00Z", "ends": "2026-05-05T22:00:00Z"}
ROW = {
    "hosts": "academy",
    "venues": "centro",
    "rooms": "aula",
    "periods": "mon-1",
    "sections": "themed",
    "activities": "water",
    "contributions": "plenary-1",
    "people": "andes-2026-minister",
}


@pytest.fixture
def world(db: None) -> World:
    return unreleased_world()


class Program:
    """A program that is signed in, or not; each request has a key of its own unless told otherwise."""

    def __init__(self, world: World, role: str = "") -> None:
        self.client = Client()
        if role:
            self.client.force_login(world.actor(role).user)
        self.sent = 0

    def ask(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        self.sent += 1
        headers = {"Idempotency-Key": f"request-{self.sent}"} | headers
        address = path if path.startswith("/") else DESK + path
        response = self.client.generic(
            method.upper(), address, _json(body), "application/json", headers=headers
        )
        assert response.status_code == status, (path, response.content)
        return response.json() if response.content else None

    def get(self, path: str, status: int = 200) -> Any:
        return self.ask("get", path, status=status)

    def add(self, path: str, body: Any, status: int = 201, **headers: str) -> Any:
        return self.ask("post", path, body, status, **headers)

    def change(self, path: str, body: Any, status: int = 200, seen: str = "") -> Any:
        stamp = seen or self.get(path)["stamp"]
        return self.ask("patch", path, body, status, **{"If-Match": f'"{stamp}"'})


def _json(body: Any) -> str:
    return "" if body is None else json.dumps(body)


@pytest.fixture
def desk(world: World) -> Program:
    return Program(world, "secretariat")


def faults(answer: Any) -> dict[str, str]:
    """What is wrong by the last part of its place."""
    assert answer["code"] == "invalid_input"
    return {fault["place"][-1]: fault["message"] for fault in answer["faults"]}


@pytest.mark.parametrize("name", ROW)
def test_what_is_read_can_be_sent_back_and_changes_nothing(world: World, desk: Program, name: str) -> None:
    world.activities["water"].rooms.set([world.rooms["aula"]])
    talk = world.contributions["plenary-1"]
    talk.title, talk.fixed_start = {"es": "Hielo"}, world.periods["mon-1"].starts
    talk.save()
    for row in (world.activities["water"], *world.edition.sections.all(), *world.edition.hosts.all()):
        field = "name" if hasattr(row, "name") else "title"
        setattr(row, field, {"es": "Uno", "en": "One"})
        row.save()
    path = f"{name}/{ROW[name]}"
    read = desk.get(path)
    sent = {field: value for field, value in read.items() if field not in ("key", "stamp")}
    assert desk.change(path, sent) == read


def test_only_what_is_sent_changes(world: World, desk: Program) -> None:
    before = desk.get("rooms/aula")
    after = desk.change("rooms/aula", {"closed": ["mon-1", "tue-1"], "venue": None})
    stamps = {"stamp": after["stamp"]}
    assert after == before | {"closed": ["mon-1", "tue-1"], "venue": None} | stamps
    assert after["stamp"] != before["stamp"]
    assert desk.change("rooms/aula", {"closed": []})["closed"] == []
    edition = desk.get("edition")
    assert desk.change("edition", {"ordinal": 7})["working_languages"] == edition["working_languages"]


def test_a_change_needs_the_stamp_that_stands(world: World, desk: Program) -> None:
    old = desk.get("rooms/aula")["stamp"]
    assert desk.ask("patch", "rooms/aula", {"seats": 1}, 428)["code"] == "stamp_missing"
    assert desk.ask("patch", "rooms/aula", {"seats": 1}, 428, **{"If-Match": '""'})["code"] == "stamp_missing"
    desk.change("rooms/aula", {"seats": 50}, seen=old)
    refused = desk.change("rooms/aula", {"booths": 2}, 409, seen=old)
    assert refused["code"] == "changed_meanwhile"
    packed = desk.client.get(DESK + "rooms/aula", headers={"Accept-Encoding": "gzip"})["ETag"]
    assert desk.ask("patch", "rooms/aula", {"booths": 2}, **{"If-Match": f"W/{packed}"})["booths"] == 2
    assert desk.change("series", {}) == desk.get("series")


def test_the_same_key_adds_once_and_serves_one_request(world: World, desk: Program) -> None:
    body, key = {"name": {"es": "Nueva"}}, {"Idempotency-Key": "the-same-room"}
    first = desk.add("rooms", body, **key)
    assert desk.add("rooms", body, **key) == first
    assert Room.objects.filter(key="nueva").count() == 1
    other = desk.add("rooms", {"name": {"es": "Otra"}}, 409, **key)
    assert other["code"] == "key_reused"
    assert not Room.objects.filter(key="otra").exists()


def test_removing_says_whether_the_row_is_gone(db: None) -> None:
    world = world_of_cusco()
    desk = Program(world, "secretariat")
    assert desk.ask("delete", "rooms/aula") == {"is_deleted": False}
    assert Room.objects.get(key="aula").is_retired
    desk.get("rooms/aula", 404)
    spare = desk.add("rooms", {"name": {"es": "Otra"}})["key"]
    assert desk.ask("delete", f"rooms/{spare}") == {"is_deleted": True}
    assert desk.ask("delete", "sections/themed", status=409)["code"] == "still_needed"
    assert desk.ask("delete", "edition", status=405)["code"] == "method_not_allowed"


def test_faults_stand_at_their_places_in_the_language_of_the_reader(desk: Program) -> None:
    body = {"title": {"fr": "Eau"}, "visibility": "huh", "section": "nowhere", "after": ["nothing"]}
    body |= {"fixed_cells": [{"period": "mon-1", "room": "attic"}], "minutes": 0, "interpretation": ["xx"]}
    found = faults(desk.add("activities", body, 422))
    assert set(found) == {
        "title", "visibility", "section", "after", "fixed_cells", "minutes", "interpretation",
    }  # fmt: skip
    assert found["title"] == "The edition isn't written in fr."
    chinese = faults(desk.add("activities", body, 422, **{"Accept-Language": "zh-hans"}))
    assert all(chinese[name] != found[name] for name in found)
    missing = faults(desk.add("rooms", {"seats": "many", "colour": "red"}, 422))
    assert set(missing) == {"name", "seats", "colour"}
    assert set(faults(desk.add("rooms", {"name": {"en": "Only English"}}, 422))) == {"name"}


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("rooms", {"name": {"es": "a\x00b"}}, "name"),
        ("rooms", {"name": {"es": "a" * 201}}, "name"),
        ("rooms", {"name": {"es": "a"}, "key": "Not a key"}, "key"),
        ("rooms", {"name": {"es": "a"}, "key": "aula"}, "key"),
        ("rooms", {"name": {"es": "a"}, "venue": "a\x00b"}, "venue"),
        ("rooms", {"name": {"es": "a"}, "seats": 10**30}, "seats"),
        ("rooms", {"name": {"es": "a"}, "seats": True}, "seats"),
        ("rooms", {"name": {"es": "a"}, "closed": ["mon-1"] * 1001}, "closed"),
        ("periods", LUNCH | {"starts": "2026-05-04T09:00:00"}, "starts"),
        ("periods", LUNCH | {"starts": "0001-01-01T00:00:00Z"}, "starts"),
        ("periods", LUNCH | {"starts": 0}, "starts"),
        ("periods", LUNCH | {"ends": "9999-12-31T23:59:59-23:00"}, "ends"),
        ("people", {"name": "a\x00b"}, "name"),
        ("people", {"name": "Ana", "email": "nowhere"}, "email"),
        ("people", {"name": "Ana", "party": "ZZ"}, "party"),
        ("activities/water/members", {"person": "nobody", "role": "chair"}, "person"),
        ("activities/water/members", {"person": "nobody", "role": "king"}, "role"),
        ("roles", {"person": "nobody", "role": "secretariat"}, "person"),
        ("roles", {"email": "nowhere", "role": "secretariat"}, "email"),
        ("announcements", {"text": {"es": "a\x0bb"}}, "text"),
        ("announcements", {"text": {"fr": "Eau"}}, "text"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_at_its_place(desk: Program, path: str, body: Any, place: str) -> None:
    rows = Room.objects.count(), Period.objects.count(), Person.objects.count()
    assert place in faults(desk.add(path, body, 422))
    assert rows == (Room.objects.count(), Period.objects.count(), Person.objects.count())


def test_a_change_of_the_edition_is_judged_like_the_page(desk: Program) -> None:
    assert set(faults(desk.change("edition", {"time_zone": "Cusco/Peru"}, 422))) == {"time_zone"}
    assert set(faults(desk.change("edition", {"end": "2026-05-01"}, 422))) == {"end"}
    assert set(faults(desk.change("edition", {"languages": ["xx-nothing-like-it-1"]}, 422))) == {"languages"}
    assert set(faults(desk.change("edition", {"key": "other"}, 422))) == {"key"}


def test_rows_of_another_edition_are_unknown_here(world: World, desk: Program) -> None:
    other = unreleased_world("other-2026")
    Room.objects.filter(edition=other.edition, key="patio").update(key="elsewhere")
    desk.get("rooms/elsewhere", 404)
    desk.change("rooms/elsewhere", {"seats": 1}, 404, seen="anything")
    desk.ask("delete", "rooms/elsewhere", status=404)
    assert set(faults(desk.change("activities/water", {"rooms": ["elsewhere"]}, 422))) == {"rooms"}
    foreign = other.people["minister"].key
    assert set(faults(desk.add("activities/water/members", {"person": foreign, "role": "chair"}, 422))) == {
        "person"
    }
    desk.add("participations", {"person": foreign, "role": "speaker"}, 404)
    stay = Participation.objects.filter(edition=other.edition).first()
    assert stay is not None
    desk.get(f"participations/{stay.pk}", 404)


@pytest.mark.parametrize("name", LISTS)
def test_who_does_not_work_on_the_edition_finds_no_list(world: World, name: str) -> None:
    other = unreleased_world("other-2026")
    secretary = other.actor("secretariat").user
    elsewhere = Program(other)
    elsewhere.client.force_login(secretary)
    for program in (Program(world), Program(world, "delegate"), elsewhere):
        program.get(name, 404)
        program.get("edition", 404)
        program.add(name, _valid(name), 404)


def _valid(name: str) -> dict[str, Any]:
    texts = {"es": "Algo"}
    return {
        "hosts": {"name": texts, "role": "host"},
        "venues": {"name": texts},
        "rooms": {"name": texts},
        "periods": LUNCH,
        "sections": {"title": texts, "kind": "themed"},
        "activities": {"title": texts, "visibility": "public"},
        "contributions": {"title": texts, "activity": "water", "minutes": 5},
        "people": {"name": "Ana"},
        "participations": {"person": "andes-2026-minister", "role": "delegate"},
        "roles": {"email": "new@example.org", "name": "New", "role": "programme_committee"},
        "organisers": {"email": "new@example.org", "name": "New", "activity": "water"},
    }[name]


def test_the_committee_writes_the_programme_and_reads_the_rest(world: World) -> None:
    committee = Program(world, "programme_committee")
    for name in ("hosts", "venues", "rooms", "periods", "roles"):
        assert committee.get(name)["items"] is not None
        assert committee.add(name, _valid(name), 403)["code"] == "forbidden"
    committee.change("rooms/aula", {"seats": 1}, 403)
    assert committee.ask("delete", "rooms/aula", status=403)["code"] == "forbidden"
    assert committee.change("edition", {"ordinal": 2}, 403)["code"] == "forbidden"
    for name in ("sections", "activities", "contributions", "people"):
        committee.add(name, _valid(name))
    committee.get("announcements", 403)
    assert committee.get("/api/v1/editions/andes-2026/mails", 404)["code"] == "not_found"


def test_organisers_change_their_activity_and_learn_of_no_other(world: World) -> None:
    organiser = Program(world, "organiser")
    person = Person.objects.get(participations__role="organiser")
    ActivityMember.objects.create(activity=world.activities["water"], person=person, role="organiser")
    assert [row["key"] for row in organiser.get("activities")["items"]] == ["water"]
    assert organiser.change("activities/water", {"audience": 5, "title": {"es": "Agua"}})["audience"] == 5
    organiser.add("contributions", _valid("contributions"))
    refused = organiser.add("contributions", _valid("contributions") | {"activity": "plenary"}, 422)
    assert set(faults(refused)) == {"activity"}
    organiser.add("activities", _valid("activities"), 403)
    organiser.ask("delete", "activities/water", status=404)  # as the page
    for path in ("activities/plenary", "rooms", "people", "edition"):
        organiser.get(path, 404)


@pytest.mark.parametrize(
    ("name", "questions"),
    [("rooms", 7), ("activities", 14), ("contributions", 8), ("people", 7), ("participations", 7)],
)
def test_a_list_asks_as_often_for_many_rows_as_for_few(
    world: World, desk: Program, name: str, questions: int
) -> None:
    for activity in world.activities.values():
        activity.rooms.set(world.rooms.values())
        activity.fixed_cells.create(period=world.periods["mon-1"], room=world.rooms["aula"])
    for limit in (1, 100):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(f"{name}?limit={limit}")["items"]
        assert len(asked) == questions
    assert desk.get(f"{name}?limit=101", 422)["code"] == "invalid_input"


def test_lists_are_searched_like_the_pages(desk: Program) -> None:
    found = desk.get("people?q=quispe")
    assert [row["key"] for row in found["items"]] == ["andes-2026-minister"]
    assert desk.get("activities?q=water")["count"] == 1


def test_roles_are_given_and_taken(world: World, desk: Program) -> None:
    given = desk.add("roles", _valid("roles"))
    assert given["email"] == "new@example.org"
    assert desk.add("roles", _valid("roles"), 409)["code"] == "role_held"
    assert len(desk.get("roles")["items"]) == 2
    desk.ask("delete", f"roles/{given['id']}", status=204)
    own = desk.get("roles")["items"][0]
    assert desk.ask("delete", f"roles/{own['id']}", status=409)["code"] == "last_secretariat"
    organiser = desk.add("organisers", _valid("organisers"))
    assert desk.get("organisers")["items"][0]["activity"] == "water"
    desk.ask("delete", f"organisers/{organiser['id']}", status=204)
    assert not ActivityMember.objects.filter(role="organiser").exists()
    desk.add("roles", _valid("roles") | {"role": ParticipationRole.SPEAKER}, 422)


def test_news_are_written_and_only_what_is_shown_is_public(world: World, desk: Program) -> None:
    public = "/api/v1/editions/andes-2026/announcements"
    shown = desk.add("announcements", {"text": {"es": "Café"}})
    later = desk.add("announcements", {"text": {"es": "Secreto"}, "starts": "2100-01-01T00:00:00Z"})
    assert [row["text"] for row in Program(world).get(public)["items"]] == [{"es": "Café"}]
    assert desk.get("announcements")["count"] == 2
    changed = desk.ask(
        "patch", f"announcements/{shown['id']}", {"is_urgent": True}, **{"If-Match": shown["stamp"]}
    )
    assert (changed["is_urgent"], changed["text"]) == (True, {"es": "Café"})
    stale = {"If-Match": shown["stamp"]}
    assert desk.ask("patch", f"announcements/{shown['id']}", {}, 409, **stale)["code"] == "changed_meanwhile"
    desk.ask("post", f"announcements/{shown['id']}/end")
    assert Program(world).get(public)["items"] == []
    desk.ask("delete", f"announcements/{later['id']}", status=204)
    assert desk.get("announcements")["count"] == 1


def test_letters_are_changed_discarded_and_released(world: World, desk: Program) -> None:
    one, other = (
        Mail.objects.create(
            edition=world.edition, address="a@example.org", language="es", subject="s", body="b"
        )
        for _ in range(2)
    )
    stamp = desk.get(f"/api/v1/mails/{one.pk}")["stamp"]
    path = f"/api/v1/mails/{one.pk}"
    assert desk.ask("patch", path, {"subject": "Sí"}, **{"If-Match": stamp})["subject"] == "Sí"
    assert (
        desk.ask("patch", path, {"subject": "No"}, 409, **{"If-Match": stamp})["code"] == "changed_meanwhile"
    )
    mails = "/api/v1/editions/andes-2026/mails"
    assert desk.add(f"{mails}/discard", {"mails": [other.pk]}) == {"count": 1}
    assert desk.add(f"{mails}/release", {"kind": "all"}) == {"count": 1}
    assert desk.add(f"{mails}/discard", {"mails": [one.pk]}) == {"count": 1}
    assert desk.add(f"{mails}/retry", {"mails": [one.pk]}, 409)["code"] == "nothing_to_retry"


def test_the_public_reads_what_the_pages_show_of_places_and_times(db: None) -> None:
    world = world_of_cusco()
    spare = Room.objects.create(edition=world.edition, key="spare", name={"es": "Depósito"})
    Period.objects.filter(key="tue-lunch").update(is_retired=True)
    public, edition = Program(world), "/api/v1/editions/andes-2026"
    shown = {row["key"] for row in public.get(f"{edition}/rooms")["items"]}
    assert shown == {"aula", "sala-1", "sala-2", "patio"}
    assert spare.key not in shown
    periods = public.get(f"{edition}/periods")["items"]
    assert [row["key"] for row in periods] == ["mon-1", "mon-lunch", "mon-2", "tue-1", "tue-2"]
    assert periods[1] == {
        "key": "mon-lunch",
        "kind": "break",
        "name": {"en": "Lunch"},
        "starts": "2026-05-04T16:00:00Z",
        "ends": "2026-05-04T19:00:00Z",
        "provenance": "entered",
    }
    assert [row["key"] for row in public.get(f"{edition}/sections")["items"]] == ["plenary", "themed"]
    release = public.get(f"{edition}/releases/2")
    assert (release["number"], release["new"], release["gone"]) == (2, 0, 0)
    assert release["moved"] > 0
    public.get(f"{edition}/releases/9", 404)


def test_a_closed_activity_shows_neither_its_room_nor_its_section(db: None) -> None:
    world = world_of_cusco()
    Activity.objects.exclude(key="plenary").update(visibility="closed")
    public, edition = Program(world), "/api/v1/editions/andes-2026"
    assert [row["key"] for row in public.get(f"{edition}/rooms")["items"]] == ["aula"]
    assert [row["key"] for row in public.get(f"{edition}/sections")["items"]] == ["plenary"]
    found = [row["key"] for row in public.get(f"{edition}/periods")["items"]]
    assert found == ["mon-1", "mon-lunch", "tue-lunch"]
