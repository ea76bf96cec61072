"""Several people on one draft, and readers while versions come and go. Runs on both databases."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from tests.programme.plans import releasable_world
from tests.together import at_once
from tests.worlds import MONDAY, TUESDAY, World, local

from serai.core.actors import OPERATOR
from serai.core.models import AuditEntry
from serai.programme import planning, services
from serai.programme.models import Plan, Release
from serai.programme.planning import Spot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return releasable_world()


def copy_of(world: World) -> Plan:
    copy = services.copy_plan(actor=OPERATOR, plan=world.release.plan)
    return Plan.objects.select_related("edition").get(pk=copy.pk)


def moving(plan: Plan, item: str, spot: Spot) -> Callable[[], str]:
    """What moves an item when it is called, as seen at version 1."""

    def move() -> str:
        fresh = Plan.objects.get(pk=plan.pk)
        services.move_item(actor=OPERATOR, plan=fresh, item=item, spot=spot, seen_version=1)
        return "moved"

    return move


def test_of_two_who_move_the_same_talk_at_once_one_is_told(world: World) -> None:
    plan = copy_of(world)
    spots = (Spot("tue-1", "aula", local(TUESDAY, 9)), Spot("tue-2", "aula", local(TUESDAY, 14)))
    told = at_once(*(moving(plan, "water-talk-6", spot) for spot in spots))
    assert sorted(told) == ["moved", "moved_meanwhile"]
    assert Plan.objects.get(pk=plan.pk).version == 2
    assert AuditEntry.objects.filter(service="move_item").count() == 1


def test_two_who_move_different_talks_at_once_both_do(world: World) -> None:
    plan = copy_of(world)
    told = at_once(
        moving(plan, "water-talk-6", Spot("tue-1", "aula", local(TUESDAY, 9))),
        moving(plan, "plenary-talk-1", Spot("mon-2", "aula", local(MONDAY, 14))),
    )
    assert told == ["moved", "moved"]
    assert Plan.objects.get(pk=plan.pk).version == 3
    assert not [
        v for v in planning.check_plan(Plan.objects.get(pk=plan.pk)).hard if v.rule == "empty_session"
    ]


def test_a_move_comes_before_a_release_or_is_refused(world: World) -> None:
    plan = copy_of(world)
    told = at_once(
        moving(plan, "water-talk-6", Spot("tue-1", "aula", local(TUESDAY, 9))),
        lambda: services.release_plan(actor=OPERATOR, plan=Plan.objects.get(pk=plan.pk), after=2).number,
    )
    assert told[1] == "3"
    assert told[0] in ("moved", "already_released")
    is_moved = plan.placements.get(contribution__key="water-talk-6").starts == local(TUESDAY, 9)
    assert is_moved == (told[0] == "moved")


def test_of_two_who_go_back_at_once_one_is_told(world: World) -> None:
    services.release_plan(actor=OPERATOR, plan=copy_of(world), after=2)
    told = at_once(
        *[lambda: services.release_again(actor=OPERATOR, release=world.release, after=3).number] * 2
    )
    assert sorted(told) == ["4", "release_changed"]
    assert Release.objects.count() == 4
    assert Plan.objects.filter(copied_from=world.release.plan).count() == 2, "no copy is left over"


PAGES = (
    "/en/andes-2026/programme/2026-05-05/?view=list",
    "/en/andes-2026/schedule.json",
    "/en/andes-2026/activities/water/",
    "/api/v1/editions/andes-2026/contributions",
)


def test_readers_get_the_one_version_or_the_other_and_never_a_mixture(world: World) -> None:
    """Pages and data are read in threads while two versions, that differ by one talk, take turns."""
    moved = copy_of(world)
    move = moving(moved, "water-talk-6", Spot("tue-1", "aula", local(TUESDAY, 9, 40)))
    move()
    whole = {address: {text(address)} for address in PAGES}
    services.release_plan(actor=OPERATOR, plan=Plan.objects.get(pk=moved.pk), after=2)
    for address in PAGES:
        whole[address].add(text(address))
    assert all(len(versions) == 2 for versions in whole.values()), "the versions can be told apart"
    over = Event()
    seen: dict[str, set[str]] = {address: set() for address in PAGES}

    def read(address: str) -> Callable[[], str]:
        def reading() -> str:
            while not over.is_set():
                seen[address].add(text(address))
            return "read"

        return reading

    def release() -> str:
        try:
            for number in range(3, 9):
                earlier = Release.objects.select_related("plan__edition").get(number=number - 1)
                services.release_again(actor=OPERATOR, release=earlier, after=number)
        finally:
            over.set()
        return "released"

    told = at_once(release, *(read(address) for address in PAGES))
    assert told == ["released", *["read"] * len(PAGES)]
    for address in PAGES:
        assert seen[address] <= whole[address], address
    assert any(len(versions) == 2 for versions in seen.values()), "readers were there when versions changed"


OF_THE_VERSION = re.compile(
    r"version \d+|\"released_at\": \"[^\"]*\"|\"(?:version|number|release)\": \"?\d+\"?"
)


def text(address: str) -> str:
    """What the public reads, but for the number and the time of the version itself."""
    response = Client().get(address)
    told = b"".join(response).decode() if response.streaming else response.content.decode()
    connection.close()
    assert response.status_code == 200, told
    return OF_THE_VERSION.sub("", told)
