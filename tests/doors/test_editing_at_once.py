"""Two people edit one edition at the same moment: nothing is lost, nothing contradicts. On both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.together import at_once
from tests.worlds import TUESDAY, World, local, unreleased_world

from serai.core.actors import OPERATOR
from serai.core.editing import stamp
from serai.core.models import AuditEntry
from serai.editions import services as places
from serai.editions.models import Edition, Period, Room
from serai.editions.services.rooms import FIELDS
from serai.participation import services as people
from serai.programme import services
from serai.programme.models import Activity, Contribution

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return unreleased_world()


def refusing(action: Callable[[], object]) -> Callable[[], object]:
    """The action, which says "refused" where a field is found wrong."""

    def act() -> object:
        try:
            return action()
        except ValidationError:
            return "refused"

    return act


def test_of_two_who_change_one_row_one_is_told(world: World) -> None:
    for seats in (1, 3, 5):
        read = stamp(Room.objects.get(key="aula"), FIELDS)
        told = at_once(
            *(
                lambda more=more, seats=seats, read=read: (
                    places.change_room(  # type: ignore[misc]
                        actor=OPERATOR, room=world.rooms["aula"], values={"seats": seats + more}, seen=read
                    ).key
                )
                for more in (0, 1)
            )
        )
        assert sorted(told) == ["aula", "changed_meanwhile"]
    assert AuditEntry.objects.filter(service="change_room").count() == 3
    assert Edition.objects.get().content_version == 4


def test_of_two_periods_that_overlap_one_is_made(world: World) -> None:
    values: list[dict[str, Any]] = [
        {"kind": "period", "starts": local(TUESDAY, 17), "ends": local(TUESDAY, 19)},
        {"kind": "break", "starts": local(TUESDAY, 18), "ends": local(TUESDAY, 20)},
    ]
    told = at_once(
        *(
            refusing(
                lambda each=each: places.add_period(actor=OPERATOR, edition=world.edition, values=each).kind
            )  # type: ignore[misc]
            for each in values
        )
    )
    assert sorted(told) in (["period", "refused"], ["break", "refused"])
    assert Period.objects.count() == 7


def test_two_rows_of_one_name_get_two_keys(world: World) -> None:
    def add() -> str:
        values = {"name": {"es": "Otra"}}
        return places.add_room(actor=OPERATOR, edition=world.edition, values=values).key

    assert sorted(at_once(*[add] * 3)) == ["otra", "otra-2", "otra-3"]
    assert sorted(Room.objects.filter(key__startswith="otra").values_list("order", flat=True)) == [4, 5, 6]


def test_an_activity_does_not_become_a_block_while_a_contribution_comes(world: World) -> None:
    show = world.activities["show"]

    def block() -> str:
        return services.change_activity(actor=OPERATOR, activity=show, values={"minutes": 60}).key

    def talk() -> str:
        values = {"title": {"es": "Nueva"}, "minutes": 5, "activity": show}
        return services.add_contribution(actor=OPERATOR, edition=world.edition, values=values).key

    told = at_once(refusing(block), refusing(talk))
    assert sorted(told) in (["refused", "show"], ["nueva", "refused"])
    minutes = Activity.objects.get(key="show").minutes
    assert (minutes is None) == Contribution.objects.filter(key="nueva").exists()


def test_two_activities_do_not_come_to_wait_for_each_other(world: World) -> None:
    def after(key: str, first: str) -> Callable[[], object]:
        def act() -> str:
            values = {"after": [world.activities[first]]}
            return services.change_activity(actor=OPERATOR, activity=world.activities[key], values=values).key

        return refusing(act)

    told = at_once(after("water", "glaciers"), after("glaciers", "water"))
    assert told.count("refused") == 1
    assert Activity.after.through.objects.count() == 1


def test_a_room_is_not_removed_while_something_is_fixed_in_it(world: World) -> None:
    room, cell = world.rooms["patio"], [(world.periods["mon-1"], world.rooms["patio"])]
    told = at_once(
        refusing(lambda: places.remove_room(actor=OPERATOR, room=room)),
        refusing(
            lambda: (
                services.change_activity(
                    actor=OPERATOR, activity=world.activities["show"], values={"fixed_cells": cell}
                ).key
            )
        ),
    )
    is_fixed = Activity.objects.get(key="show").fixed_cells.exists()
    assert Room.objects.filter(key="patio", is_retired=False).exists() == is_fixed
    assert told in (["True", "refused"], ["still_needed", "show"])


def test_of_two_who_add_the_same_person_one_is_told(world: World) -> None:
    def add() -> str:
        values = {"name": "Ana Mamani", "party": "BO"}
        return people.add_person(
            actor=OPERATOR, edition=world.edition, values=values, email="ana@example.org"
        ).key

    assert sorted(at_once(*[refusing(add)] * 2)) == ["ana-mamani", "refused"]
