"""`serai load DIR`: load an edition folder, or say what is wrong with it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.status import Status

from serai.core.actors import OPERATOR, Actor, ActorKind
from serai.core.models import User
from serai.core.tables import TablesRefused
from serai.web.loading import LoadResult
from serai.web.services import load_edition


class Command(BaseCommand):
    help = "load an edition from a folder of CSV and JSON files; loading again changes what the files changed"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="the folder that holds edition.json")
        parser.add_argument("--preview", action="store_true", help="only say what would change")
        parser.add_argument(
            "--as", dest="person", metavar="PERSON", help="act as this person (key or e-mail)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        progress = Console(stderr=True)
        actor = _actor(options["person"])
        try:
            with progress.status(_("Reading %(folder)s …") % {"folder": folder}) as status:
                result = load_edition(
                    actor=actor, folder=folder, preview=options["preview"], step=_show(status)
                )
        except TablesRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(f"{problem.severity}: {problem}")
            self.stderr.write(str(refusal))
            sys.exit(1)
        for problem in result.warnings:
            self.stderr.write(f"{problem.severity}: {problem}")
        self._say(result, folder)

    def _say(self, result: LoadResult, folder: Path) -> None:
        for table in result.tables:
            self.stdout.write(
                f"{table.name}: {len(table.new)} new, {len(table.changed)} changed, {table.unchanged} unchanged"
            )
        if result.is_preview:
            self.stdout.write(f"Nothing was written. Load it: serai load {folder}")
        else:
            self.stdout.write(f"Next: serai plan {result.edition}")


def _show(status: Status) -> Any:
    return lambda name: status.update(name)


def _actor(person: str | None) -> Actor:
    """Whoever has the shell, or the person named by key or e-mail."""
    if not person:
        return OPERATOR
    user = (
        User.objects.filter(email__iexact=person).first() or User.objects.filter(person__key=person).first()
    )
    if user is None:
        raise CommandError(
            _("Nobody with this key or e-mail has an account: %(person)s") % {"person": person}
        )
    return Actor(ActorKind.COMMAND_LINE, user)
