"""Every service that changes something leaves one entry: who, what, on which subject."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.access_world import World, make_world, queued_run
from tests.architecture.test_services import SERVICES

from serai.core.models import AuditEntry
from serai.core.services import make_sign_in_link, sign_out, use_sign_in_link
from serai.editions.models import PlanningRun, RunState
from serai.programme import services
from serai.web.services import load_edition

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "examples" / "small"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def lost_run(world: World) -> PlanningRun:
    """A run whose process has been silent for a minute."""
    run = queued_run(world)
    run.state, run.heartbeat_at = RunState.RUNNING, timezone.now() - timedelta(minutes=1)
    run.save()
    return run


def solved_run(world: World) -> PlanningRun:
    """A run whose result is known and not yet written as a draft."""
    run = services.carry_out_run(actor=world.actors["secretariat"], run=queued_run(world))
    run.state = RunState.RUNNING
    run.save()
    return run


# For each service: what must be there before, and the call.
Call = tuple[Callable[[World], Any], Callable[[World, Any, Any], Any]]
CALLS: dict[str, Call] = {
    "core.services.make_sign_in_link": (
        lambda world: world.users["secretariat"],
        lambda world, actor, user: make_sign_in_link(actor=actor, user=user),
    ),
    "core.services.use_sign_in_link": (
        lambda world: (
            make_sign_in_link(actor=world.actors["operator"], user=world.users["secretariat"]).token
        ),
        lambda world, actor, token: use_sign_in_link(actor=actor, token=token),
    ),
    "core.services.sign_out": (
        lambda world: world.users["secretariat"],
        lambda world, actor, user: sign_out(actor=actor, user=user),
    ),
    "programme.services.request_plan": (
        lambda world: world.edition,
        lambda world, actor, edition: services.request_plan(actor=actor, edition=edition),
    ),
    "programme.services.carry_out_run": (
        queued_run,
        lambda world, actor, run: services.carry_out_run(actor=actor, run=run),
    ),
    "programme.services.write_draft": (
        solved_run,
        lambda world, actor, run: services.write_draft(actor=actor, run=run, result=run.result),
    ),
    "programme.services.stop_run": (
        queued_run,
        lambda world, actor, run: services.stop_run(actor=actor, run=run),
    ),
    "programme.services.restart_run": (
        lost_run,
        lambda world, actor, run: services.restart_run(actor=actor, run=run),
    ),
    "programme.services.mark_lost_runs": (
        lost_run,
        lambda world, actor, run: services.mark_lost_runs(actor=actor, edition=world.edition),
    ),
    "programme.services.release_plan": (
        lambda world: solved_run(world).plans.get(),
        lambda world, actor, plan: services.release_plan(actor=actor, plan=plan, after=1),
    ),
}


def test_every_service_is_called_here() -> None:
    names = {name.removeprefix("serai.") for name in SERVICES}
    assert names == {*CALLS, "web.services.load_edition"}


@pytest.mark.parametrize("name", CALLS)
def test_a_service_leaves_one_entry_in_the_name_of_who_called_it(world: World, name: str) -> None:
    prepare, call = CALLS[name]
    prepared, actor = prepare(world), world.actors["secretariat"]
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    call(world, actor, prepared)
    entry = AuditEntry.objects.exclude(pk__in=before).get()
    assert (entry.actor_user, entry.actor_label) == (actor.user, "secretariat@example.org")
    written_by = {"carry_out_run": "write_draft"}
    service = name.rpartition(".")[2]
    assert entry.service == written_by.get(service, service)
    assert entry.subject_id


def test_loading_leaves_one_entry_and_loading_the_same_again_none(world: World) -> None:
    before = AuditEntry.objects.count()
    load_edition(actor=world.actors["operator"], folder=EXAMPLE)
    assert AuditEntry.objects.count() == before + 1
    load_edition(actor=world.actors["operator"], folder=EXAMPLE)
    assert AuditEntry.objects.filter(service="load_edition").count() == 1


def test_a_refused_service_leaves_nothing(world: World) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(Exception, match="nothing here"):
        services.release_plan(actor=world.actors["participant"], plan=world["plan:draft"], after=1)
    assert AuditEntry.objects.count() == before
