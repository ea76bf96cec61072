"""`serai run list EDITION · show ID · replay ID`: runs of the planner, listed, told and solved once more."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from serai.core.actors import Actor
from serai.core.commands import ActingCommand, between
from serai.core.errors import DomainError
from serai.editions.models import PlanningRun
from serai.programme import planning, services
from serai.programme.queries import plans

TOLD = ("status", "objective", "bound", "gap", "seconds")
SAME = (
    "Repeated are problem, weights, seed, threads and limits. Both runs end by the clock, so a faster or "
    "less busy machine gets further: objective and bound may differ. Where the plan is proven to be the best "
    "(status optimal) the objective is the same on every machine, by whichever of the equally good plans."
)


class Command(ActingCommand):
    help = "list runs of the planner, show one, or solve its stored question again"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        # Plain parsers: Django's own would take its arguments apart a second time.
        verbs = parser.add_subparsers(
            dest="verb", required=True, metavar="list|show|replay", parser_class=ArgumentParser
        )
        listing = verbs.add_parser("list", help="the runs of an edition, newest first")
        listing.add_argument("edition", help="key of the edition")
        showing = verbs.add_parser("show", help="question, settings, course and answer of one run, as JSON")
        showing.add_argument("id", type=between(1, 2**31 - 1), help="number of the run")
        again = verbs.add_parser("replay", help="solve the stored question again; changes nothing")
        again.add_argument("id", type=between(1, 2**31 - 1), help="number of the run")
        again.add_argument(
            "--seconds", type=between(1, 3600, float), help="time at most (that of the stored run)"
        )
        again.add_argument(
            "--check", action="store_true", help="exit with 1 if what is found contradicts what is stored"
        )
        again.add_argument(
            "--save", type=Path, metavar="FILE",
            help="write the question to FILE for `python -m serai.engines.timetable solve`; don't solve",
        )  # fmt: skip

    def act(self, actor: Actor, **options: Any) -> None:
        verb = options["verb"]
        if verb == "list":
            self._list(actor, options["edition"])
            return
        run = plans.run(actor, options["id"])
        if verb == "show":
            self._show(run)
        elif options["save"]:
            self._save(run, options["save"])
        else:
            self._replay(run, options["seconds"], options["check"])

    def _list(self, actor: Actor, edition: str) -> None:
        runs = list(plans.runs(actor, plans.planned_edition(actor, edition)))
        outcomes = planning.outcomes_of(run.pk for run in runs)
        for run in runs:
            found = outcomes.get(run.pk, planning.RunOutcome())
            self.stdout.write(
                f"{run.pk:>6}  {_state(run):<12} {run.requested_at:%Y-%m-%d %H:%M} UTC  "
                f"penalty {_or_dash(found.objective)}, bound {_or_dash(found.bound)}, "
                f"unplaced {_or_dash(found.missing)}"
            )
        if not runs:
            self.stdout.write(f"{edition} has not been planned yet. First: serai plan {edition}")

    def _show(self, run: PlanningRun) -> None:
        """Everything but the question, which `replay --save` writes, and the timetable of the answer."""
        result = {name: value for name, value in (run.result or {}).items() if name != "timetable"}
        told = {
            "id": run.pk,
            "edition": run.edition.key,
            "state": _state(run),
            "requested_at": run.requested_at.isoformat(),
            "requested_by": run.requested_by.email if run.requested_by else None,
            "question": {
                name: len(run.problem.get(name, ()))
                for name in ("activities", "contributions", "people", "rooms", "periods")
            },
            "weights": run.problem.get("weights", {}),
            "limits": run.limits,
            "fingerprint": run.fingerprint,
            "progress": run.progress,
            "error": run.error,
            "result": result or None,
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))

    def _save(self, run: PlanningRun, file: Path) -> None:
        """Write the question, all or nothing."""
        if not file.parent.is_dir():
            raise DomainError("no_folder", f"{file.parent} is not a folder.")
        temporary = file.with_name(f".{file.name}.{os.getpid()}")
        temporary.write_text(json.dumps(run.problem, ensure_ascii=False) + "\n", encoding="utf-8")
        temporary.replace(file)
        limits = run.limits
        self.stdout.write(
            f"Next: python -m serai.engines.timetable solve {file} --seconds {limits['seconds']} "
            f"--workers {limits['workers']} --seed {limits['seed']}"
        )

    def _replay(self, run: PlanningRun, seconds: float | None, check: bool) -> None:
        limit = seconds or run.limits["seconds"]
        self.stderr.write(f"Solving run {run.pk} of {run.edition.key} again, {limit:g} seconds at most …")
        replay = planning.replayed(run, seconds, self._say)
        self.stderr.write(SAME)
        for contradiction in replay.contradictions:
            self.stderr.write(contradiction)
        now = {name: replay.now[name] for name in TOLD} | {"unplaced": len(replay.now["unplaced"])}
        stored = replay.stored and (
            {name: replay.stored.get(name) for name in TOLD} | {"unplaced": len(replay.stored["unplaced"])}
        )
        told = {"run": run.pk, "replay": now, "stored": stored, "contradictions": replay.contradictions}
        self.stdout.write(json.dumps(told, ensure_ascii=False))
        if check and replay.contradictions:
            sys.exit(1)

    def _say(self, point: Any) -> None:
        self.stderr.write(f"{point.seconds:7.1f} s  {point.objective} (bound {point.bound})")


def _state(run: PlanningRun) -> str:
    return "lost" if services.is_lost(run) else str(run.state)


def _or_dash(value: int | None) -> str:
    return "–" if value is None else str(value)
