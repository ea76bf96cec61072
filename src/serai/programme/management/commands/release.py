"""`serai release EDITION`: make the newest draft public."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser

from serai.core.actors import Actor
from serai.core.commands import ActingCommand
from serai.core.errors import DomainError
from serai.programme import planning, services
from serai.programme.queries import plans


class Command(ActingCommand):
    help = "make the newest plan of an edition public"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("edition", help="key of the edition")
        parser.add_argument("--without-unplaced", action="store_true", help="leave out what has no place")
        parser.add_argument("--note", default="", help="what is new, in a sentence")

    def act(self, actor: Actor, **options: Any) -> None:
        edition = plans.planned_edition(actor, options["edition"])
        latest = plans.releases(actor, edition).first()
        plan = plans.newest_plan(actor, edition)
        release = services.release_plan(
            actor=actor,
            plan=plan,
            after=latest.number if latest else 0,
            accept_unplaced=options["without_unplaced"] or self._accepts(planning.plan_report(actor, plan)),
            note=options["note"],
        )
        self.stdout.write(f"Version {release.number} of {edition.key} is public. Next: serai serve")

    def _accepts(self, report: planning.PlanReport) -> bool:
        """Ask about unplaced items where somebody can answer."""
        for sentence in report.hard:
            self.stderr.write(sentence.text)
        if not report.unplaced or report.hard:
            return False
        if not sys.stdin.isatty():
            self.stderr.write("Nobody can be asked here; --without-unplaced leaves out what has no place.")
            return False
        for item in report.unplaced:
            self.stdout.write(f"Without a place: {item.title}")
        self.stdout.write("Release without them? [y/N] ", ending="")
        self.stdout.flush()
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            return True
        raise DomainError("not_released", "Nothing was released.")
