"""`serai plan EDITION`: make a plan in this process and say how good it is."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from rich.console import Console

from serai.core.actors import Actor
from serai.core.commands import ActingCommand, between
from serai.programme import planning, services
from serai.programme.queries import plans


class Command(ActingCommand):
    help = "plan an edition, and say how far the plan is from the best possible"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("edition", help="key of the edition")
        parser.add_argument(
            "--seconds", type=between(1, 3600, float), help="time for the solver at most (the edition's)"
        )
        parser.add_argument("--seed", type=between(0, 2**31 - 1), default=0, help="seed of the solver (0)")

    def act(self, actor: Actor, **options: Any) -> None:
        edition = plans.planned_edition(actor, options["edition"])
        services.mark_lost_runs(actor=actor, edition=edition)
        run = services.request_plan(
            actor=actor, edition=edition, seconds=options["seconds"], seed=options["seed"], enqueue=False
        )
        with Console(stderr=True).status(f"Planning {edition.key} …") as status:
            run = services.carry_out_run(
                actor=actor, run=run, on_progress=lambda point: status.update(_course(point))
            )
        self._say(planning.plan_report(actor, run.plans.get()), edition.key)

    def _say(self, report: planning.PlanReport, edition: str) -> None:
        figures = report.figures
        self.stdout.write(
            f"{figures['sessions']} sessions, {figures['contributions']} contributions, "
            f"{figures['unplaced']} unplaced, {figures['hard_violations']} hard violations, "
            f"{figures['seconds']:.1f} s."
        )
        self.stdout.write(report.quality)
        for item in report.unplaced:
            self.stdout.write(f"Without a place: {item.title}")
            for reason in item.reasons:
                self.stdout.write(f"  {reason}")
        self.stdout.write(f"Next: serai release {edition}")


def _course(point: Any) -> str:
    if point.objective is None:
        return f"{point.seconds:.0f} s: looking for a first plan"
    return f"{point.seconds:.0f} s: penalty {point.objective}, bound {point.bound}"
