"""Two people at once: one wins, one is told, and nothing is done twice. Runs on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.access_world import World, make_world
from tests.together import at_once

from serai.core.actors import OPERATOR
from serai.core.models import AuditEntry, IdempotencyKey
from serai.editions.models import PlanningRun
from serai.programme import services
from serai.programme.models import Plan, Release

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def draft(world: World) -> Plan:
    run = services.request_plan(actor=OPERATOR, edition=world.edition, seconds=2, enqueue=False)
    services.carry_out_run(actor=OPERATOR, run=run)
    return run.plans.get()


def releasing(world: World, plan: Plan, after: int) -> Callable[[], int]:
    """What releases a plan when it is called."""
    return lambda: services.release_plan(actor=world.actors["secretariat"], plan=plan, after=after).number


def test_of_two_who_release_at_once_one_wins_and_one_is_told(world: World) -> None:
    for number in (2, 3, 4):
        told = at_once(*(releasing(world, draft(world), after=number - 1) for _ in range(2)))
        assert sorted(told) == [str(number), "release_changed"]
        assert Release.objects.filter(edition=world.edition).count() == number
    assert AuditEntry.objects.filter(service="release_plan").count() == 3


def test_of_two_who_release_the_same_plan_one_is_told(world: World) -> None:
    plan = draft(world)
    told = at_once(*[releasing(world, plan, after=1)] * 2)
    assert sorted(told) == ["2", "already_released"]


def test_of_two_workers_that_take_a_run_one_carries_it_out(world: World) -> None:
    run = services.request_plan(actor=OPERATOR, edition=world.edition, seconds=2, enqueue=False)
    told = at_once(*[lambda: services.carry_out_run(actor=OPERATOR, run=run).state] * 2)
    assert sorted(told) == ["done", "run_not_queued"]
    assert Plan.objects.filter(run=run).count() == 1


def test_a_request_sent_twice_at_once_creates_once(world: World) -> None:
    before = PlanningRun.objects.count()

    def ask() -> str:
        client = Client()
        client.force_login(world.users["secretariat"])
        response = client.post(
            "/api/v1/editions/cusco-2026/runs",
            {"seconds": 1},
            content_type="application/json",
            headers={"Idempotency-Key": "the-same-request"},
        )
        return f"{response.status_code} {response.json()['id']}"

    told = at_once(ask, ask, ask)
    assert len(set(told)) == 1
    assert told[0].startswith("201 ")
    assert (PlanningRun.objects.count(), IdempotencyKey.objects.count()) == (before + 1, 1)
