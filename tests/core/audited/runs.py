"""Services of planning runs."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.access_world import World, queued_run

from serai.editions.models import PlanningRun, RunState
from serai.programme import services


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


CALLS = {
    "programme.services.runs.request_plan": (
        lambda world: world.edition,
        lambda world, actor, edition: services.request_plan(actor=actor, edition=edition),
    ),
    "programme.services.runs.carry_out_run": (
        queued_run,
        lambda world, actor, run: services.carry_out_run(actor=actor, run=run),
    ),
    "programme.services.runs.write_draft": (
        solved_run,
        lambda world, actor, run: services.write_draft(actor=actor, run=run, result=run.result),
    ),
    "programme.services.runs.stop_run": (
        queued_run,
        lambda world, actor, run: services.stop_run(actor=actor, run=run),
    ),
    "programme.services.runs.restart_run": (
        lost_run,
        lambda world, actor, run: services.restart_run(actor=actor, run=run),
    ),
    "programme.services.runs.mark_lost_runs": (
        lost_run,
        lambda world, actor, run: services.mark_lost_runs(actor=actor, edition=world.edition),
    ),
}
