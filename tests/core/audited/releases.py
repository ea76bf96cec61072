"""Services of releases."""

from __future__ import annotations

from tests.core.audited.runs import solved_run

from serai.programme import services

CALLS = {
    "programme.services.releases.release_plan": (
        lambda world: solved_run(world).plans.get(),
        lambda world, actor, plan: services.release_plan(actor=actor, plan=plan, after=1),
    ),
}
