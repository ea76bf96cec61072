"""Rooms, periods and the edition itself, made and changed by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.worlds import MONDAY, TUESDAY, World, local, unreleased_world, world_of_cusco

from serai.core.actors import OPERATOR
from serai.core.editing import stamp
from serai.core.errors import DomainError
from serai.core.models import AuditEntry, Provenance
from serai.editions import services
from serai.editions.models import Edition, Period, Room, Venue
from serai.editions.services.rooms import FIELDS
from serai.programme.models import FixedCell

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return unreleased_world()


def add_room(world: World, name: str, **values: Any) -> Room:
    return services.add_room(actor=OPERATOR, edition=world.edition, values={"name": {"es": name}, **values})


def refusal(error: Any) -> str:
    return " ".join(error.value.messages)


def test_a_room_is_entered_by_the_host_at_the_end_of_the_list(world: World) -> None:
    room = add_room(world, "Salón Ñusta", seats=40)
    assert (room.key, room.order, room.provenance) == ("salon-nusta", 4, Provenance.ENTERED)


def test_keys_are_numbered_where_letters_give_none_or_the_key_is_taken(world: World) -> None:
    assert [add_room(world, "大厅").key for _ in range(2)] == ["room-1", "room-2"]
    assert [add_room(world, "Aula").key, add_room(world, "Aula").key] == ["aula-2", "aula-3"]
    assert add_room(world, "New").key == "new-2"


@pytest.mark.parametrize("key", ["new", "Aula", "aula", "a b", "-a", "x" * 81])
def test_a_key_that_cannot_be_is_refused(world: World, key: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add_room(world, "Otra", key=key)
    assert set(refused.value.error_dict) == {"key"}


def test_every_change_raises_the_version_that_pages_hang_on(world: World) -> None:
    before = world.edition.content_version
    room = add_room(world, "Otra")
    services.change_room(actor=OPERATOR, room=room, values={"seats": 3})
    services.remove_room(actor=OPERATOR, room=room)
    assert Edition.objects.get().content_version == before + 3


def test_who_read_an_older_row_is_refused_and_nothing_is_overwritten(world: World) -> None:
    room = world.rooms["aula"]
    read = stamp(room, FIELDS)
    services.change_room(actor=OPERATOR, room=room, values={"seats": 7}, seen=read)
    with pytest.raises(DomainError, match="Somebody else changed this"):
        services.change_room(actor=OPERATOR, room=room, values={"booths": 2}, seen=read)
    assert (Room.objects.get(pk=room.pk).seats, Room.objects.get(pk=room.pk).booths) == (7, 0)


def test_a_room_that_nothing_mentions_is_deleted(world: World) -> None:
    room = add_room(world, "Otra", closed=[world.periods["mon-1"]])
    assert services.remove_room(actor=OPERATOR, room=room)
    assert not Room.objects.filter(key="otra").exists()
    assert AuditEntry.objects.first().before == {"key": "otra", "name": "Otra"}  # type: ignore[union-attr]


def test_a_room_of_a_released_plan_is_put_out_of_use_and_still_shown(client) -> None:  # type: ignore[no-untyped-def]
    world = world_of_cusco()
    assert not services.remove_room(actor=OPERATOR, room=world.rooms["sala-1"])
    assert Room.objects.get(key="sala-1").is_retired
    assert "Sala-1" in client.get("/en/andes-2026/programme/?view=list").content.decode()


def test_a_room_that_is_needed_is_kept_and_the_refusal_names_what_needs_it(world: World) -> None:
    world.activities["show"].rooms.set([world.rooms["patio"]])
    with pytest.raises(DomainError, match="still needed") as refused:
        services.remove_room(actor=OPERATOR, room=world.rooms["patio"])
    assert "“The show”" in str(refused.value)
    world.activities["show"].rooms.add(world.rooms["aula"])
    assert not services.remove_room(actor=OPERATOR, room=world.rooms["patio"]), "it may be elsewhere"


def test_a_period_to_which_something_is_fixed_is_kept(world: World) -> None:
    period = world.periods["mon-1"]
    FixedCell.objects.create(activity=world.activities["show"], period=period, room=world.rooms["aula"])
    talk = world.contributions["plenary-1"]
    talk.fixed_start = local(MONDAY, 14)
    talk.save()
    for key, name in (("mon-1", "The show"), ("mon-2", "Talk plenary-1")):
        with pytest.raises(DomainError, match="still needed") as refused:
            services.remove_period(actor=OPERATOR, period=world.periods[key])
        assert name in str(refused.value)
    assert services.remove_period(actor=OPERATOR, period=world.periods["tue-1"])


def test_a_venue_with_rooms_is_kept(world: World) -> None:
    with pytest.raises(DomainError, match="still needed"):
        services.remove_venue(actor=OPERATOR, venue=Venue.objects.get())


@pytest.mark.parametrize(
    ("day", "begin", "end", "said"),
    [
        (MONDAY, (8, 0), (9, 30), "overlaps with “mon-1”"),
        (MONDAY, (10, 0), (10, 30), "overlaps with “mon-1”"),
        (MONDAY - timedelta(days=1), (8, 0), (9, 0), "outside the days"),
        (TUESDAY + timedelta(days=1), (8, 0), (9, 0), "outside the days"),
        (TUESDAY, (17, 3), (18, 0), "multiple of 5 minutes"),
        (TUESDAY, (18, 0), (17, 0), "end must come after"),
        (TUESDAY, (18, 0), (18, 0), "end must come after"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    world: World, day: Any, begin: tuple[int, int], end: tuple[int, int], said: str
) -> None:
    values = {"kind": "period", "starts": local(day, *begin), "ends": local(day, *end)}
    with pytest.raises(ValidationError) as refused:
        services.add_period(actor=OPERATOR, edition=world.edition, values=values)
    assert said in refusal(refused)
    assert Period.objects.count() == 6


def test_a_period_may_touch_others_and_the_place_of_a_retired_one_is_free(world: World) -> None:
    Period.objects.filter(key="tue-2").update(is_retired=True)
    values = {"kind": "period", "starts": local(TUESDAY, 14), "ends": local(TUESDAY, 18)}
    assert services.add_period(actor=OPERATOR, edition=world.edition, values=values).key == "period-1"


def test_a_period_does_not_leave_a_fixed_time_behind(world: World) -> None:
    talk = world.contributions["plenary-1"]
    talk.fixed_start = local(MONDAY, 9)
    talk.save()
    with pytest.raises(ValidationError) as refused:
        services.change_period(
            actor=OPERATOR, period=world.periods["mon-1"], values={"starts": local(MONDAY, 9, 30)}
        )
    assert "“Talk plenary-1”" in refusal(refused)


def test_the_days_and_the_raster_of_an_edition_keep_its_periods(world: World) -> None:
    for values, said in (
        ({"end": MONDAY}, "“tue-1”"),
        ({"start": TUESDAY, "end": MONDAY}, "ends before it starts"),
        ({"slot_minutes": 7}, "raster"),
        ({"languages": []}, "cannot be blank"),
        ({"languages": ["es", "xx"]}, "no such language"),
        ({"time_zone": "Peru"}, "no such time zone"),
        ({"country": "XX"}, "no such country"),
        ({"end": MONDAY + timedelta(days=400)}, "At most a year"),
    ):
        with pytest.raises(ValidationError) as refused:
            services.change_edition(actor=OPERATOR, edition=world.edition, values=values)
        assert said in refusal(refused), values
    stored = Edition.objects.get()
    assert (stored.end, stored.slot_minutes, stored.content_version) == (TUESDAY, 5, 1)
