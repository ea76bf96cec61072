"""Editions that programs open: of a new series, or the next one with what it takes over."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.test_desk import Program, faults
from tests.worlds import World, unreleased_world, world_of_cusco

from serai.core.models import AuditEntry, User
from serai.editions.models import Edition, Series
from serai.parties.models import Person

pytestmark = pytest.mark.django_db
EDITIONS = "/api/v1/editions"
NEXT: dict[str, Any] = {
    "previous": "andes-2026",
    "name": {"es": "Encuentro 2028"},
    "start": "2028-03-25",
    "end": "2028-03-26",
}
FIRST: dict[str, Any] = {
    "name": {"en": "Meeting of Lima"},
    "series_name": {"en": "Meetings"},
    "opener": "Ana Quispe",
    "start": "2028-03-25",
    "end": "2028-03-26",
    "city": {"en": "Lima"},
    "country": "PE",
    "time_zone": "America/Lima",
    "languages": ["en", "es"],
}


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture
def secretariat(world: World) -> Program:
    return Program(world, "secretariat")


@pytest.fixture
def host(world: World) -> Program:
    """Somebody whom the operator lets open editions and whom nobody knows yet."""
    program = Program(world)
    user = User.objects.create_user("host@example.org")
    user.opens_editions = True
    user.save()
    program.client.force_login(user)
    return program


def test_the_next_edition_is_as_the_one_before_where_nothing_else_is_said(
    world: World, secretariat: Program
) -> None:
    opened = secretariat.add(EDITIONS, NEXT)
    assert opened["key"] == "encuentro-2028"
    assert (opened["name"], opened["start"]) == ({"es": "Encuentro 2028"}, "2028-03-25")
    before = secretariat.get("edition")
    for same in ("city", "country", "time_zone", "languages", "working_languages", "slot_minutes"):
        assert opened[same] == before[same], same
    assert opened["ordinal"] == before["ordinal"] + 1
    edition = Edition.objects.get(key="encuentro-2028")
    assert (edition.series, edition.previous) == (world.edition.series, world.edition)
    for empty in (edition.rooms, edition.periods, edition.hosts, edition.sections, edition.activities):
        assert not empty.exists(), "nothing comes along that wasn't wished"
    assert AuditEntry.objects.get(service="open_edition").subject_id == str(edition.pk)


def test_what_is_wished_comes_along(secretariat: Program) -> None:
    opened = secretariat.add(
        EDITIONS, NEXT | {"carried": ["places", "periods"], "key": "lima", "city": {"es": "Lima"}}
    )
    assert (opened["key"], opened["city"]) == ("lima", {"es": "Lima"})
    desk = f"{EDITIONS}/lima/desk"
    assert secretariat.get(f"{desk}/rooms")["count"] == 4
    assert secretariat.get(f"{desk}/periods")["count"] == 6
    assert secretariat.get(f"{desk}/activities")["count"] == 0


def test_the_answer_says_where_the_edition_is_changed_and_with_which_stamp(secretariat: Program) -> None:
    sent = {"data": NEXT, "content_type": "application/json", "headers": {"Idempotency-Key": "the-next-one"}}
    for _time in range(2):
        response = secretariat.client.post(EDITIONS, **sent)
        assert response.status_code == 201
        assert response["Location"] == f"{EDITIONS}/encuentro-2028/desk/edition"
        read = secretariat.client.get(response["Location"])
        assert (read["ETag"], read.json()) == (response["ETag"], response.json())
    assert Edition.objects.count() == 2, "the same key opens once"
    changed = {"If-Match": response["ETag"]}
    assert secretariat.ask("patch", response["Location"], {"ordinal": 5}, **changed)["ordinal"] == 5


def test_an_added_row_has_its_address_and_stamp_as_well(secretariat: Program) -> None:
    body, headers = {"name": {"es": "Sala"}}, {"Idempotency-Key": "a-new-room"}
    address = f"{EDITIONS}/andes-2026/desk/rooms"
    response = secretariat.client.post(address, body, "application/json", headers=headers)
    assert response["Location"] == f"{address}/sala"
    assert secretariat.client.get(response["Location"])["ETag"] == response["ETag"]


def test_a_key_serves_one_request(secretariat: Program) -> None:
    key = {"Idempotency-Key": "the-next-one"}
    secretariat.add(EDITIONS, NEXT, **key)
    assert secretariat.add(EDITIONS, NEXT | {"end": "2028-03-27"}, 409, **key)["code"] == "key_reused"


def test_a_first_host_opens_a_series_and_becomes_a_person(host: Program) -> None:
    for lacking in ("opener", "series_name", "country", "time_zone", "languages"):
        less = {name: value for name, value in FIRST.items() if name != lacking}
        assert lacking in faults(host.add(EDITIONS, less, 422))
    assert Series.objects.count() == 1, "nothing is half made"
    opened = host.add(EDITIONS, FIRST)
    assert (opened["key"], opened["ordinal"]) == ("meeting-of-lima", 1)
    assert opened["working_languages"] == ["en", "es"]
    edition = Edition.objects.get(key="meeting-of-lima")
    assert (edition.series.key, edition.previous) == ("meetings", None)
    person = Person.objects.get(name="Ana Quispe")
    assert edition.participations.get().person == person
    later = {name: value for name, value in FIRST.items() if name not in ("opener", "series_name")}
    assert host.add(EDITIONS, later | {"series": "meetings"})["ordinal"] == 2


def test_who_runs_no_edition_opens_none(world: World) -> None:
    for program in (Program(world), Program(world, "delegate"), Program(world, "programme_committee")):
        assert program.add(EDITIONS, NEXT, 403)["code"] == "forbidden"
    assert Edition.objects.count() == 1


def test_nobody_follows_an_edition_or_series_that_others_run(world: World, secretariat: Program) -> None:
    other = unreleased_world("other-2026")
    Series.objects.filter(pk=other.edition.series_id).update(key="others")
    assert set(faults(secretariat.add(EDITIONS, NEXT | {"previous": "other-2026"}, 422))) == {"previous"}
    assert set(faults(secretariat.add(EDITIONS, NEXT | {"previous": "nowhere"}, 422))) == {"previous"}
    mine = {name: value for name, value in FIRST.items() if name not in ("opener", "series_name")}
    assert set(faults(secretariat.add(EDITIONS, mine | {"series": "nothing"}, 422))) == {"series"}


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"name": {"fr": "Rencontre"}}, "name"),
        ({"name": {"en": "Only English"}}, "name"),
        ({"city": {"es": "a\x0bb"}}, "city"),
        ({"country": "Perú"}, "country"),
        ({"end": "2028-03-24"}, "end"),
        ({"start": 5}, "start"),
        ({"time_zone": "Cusco/Peru"}, "time_zone"),
        ({"languages": ["xx-nothing-like-it-1"]}, "languages"),
        ({"languages": []}, "languages"),
        ({"key": "andes-2026"}, "key"),
        ({"key": "api"}, "key"),
        ({"carried": ["everything"]}, "carried"),
        ({"slot_minutes": 0}, "slot_minutes"),
        ({"ordinal": 7}, "ordinal"),
        ({"series": "nothing"}, "series"),
        ({"series_name": {"es": "Otra"}}, "series_name"),
        ({"opener": "Ana Quispe"}, "opener"),
        ({"previous": None, "carried": ["hosts"]}, "carried"),
    ],
)
def test_what_can_not_be_is_refused_at_its_place(
    secretariat: Program, more: dict[str, Any], place: str
) -> None:
    assert place in faults(secretariat.add(EDITIONS, NEXT | more, 422))
    assert Edition.objects.count() == 1
