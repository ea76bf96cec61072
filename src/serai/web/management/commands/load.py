"""`serai load DIR`: load an edition folder, or say everything that is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from rich.console import Console
from rich.table import Table

from serai.core.actors import Actor
from serai.core.commands import ActingCommand
from serai.core.tables import Change, Problem, TableResult, TablesRefused
from serai.web.loading import LoadResult, unpacked
from serai.web.services import load_edition

ALIKE = 50  # problems of one kind in one column that are printed in full
SHOWN = 10  # changed or absent rows of one table that are printed


class Command(ActingCommand):
    help = "load an edition from a folder of CSV and JSON files, or say what is wrong with them"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "folder", metavar="DIR", type=Path, help="the folder that holds edition.json, or its .zip"
        )
        parser.add_argument("--preview", action="store_true", help="only say what would change")
        parser.add_argument("--all", action="store_true", help="print every problem and every changed row")

    def act(self, actor: Actor, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            with unpacked(folder) as place, Console(stderr=True).status(f"Reading {folder} …") as status:
                result = load_edition(
                    actor=actor,
                    folder=place,
                    preview=options["preview"],
                    step=lambda name: status.update(f"{name} …"),
                )
        except TablesRefused as refusal:
            self._list(refusal.problems, options["all"])
            raise
        self._list(result.warnings, options["all"])
        self._say(result, folder, options["all"])

    def _list(self, problems: Iterable[Problem], everything: bool) -> None:
        """Print the problems; of very many alike only the first."""
        seen: Counter[tuple[str, str, str]] = Counter()
        for problem in problems:
            alike = (problem.code, problem.file, problem.column)
            seen[alike] += 1
            if everything or seen[alike] <= ALIKE:
                self.stderr.write(f"{problem.severity}: {problem}")
        for (_code, file, column), count in seen.items():
            if count > ALIKE and not everything:
                place = ", ".join(filter(None, (file, column)))
                self.stderr.write(f"… and {count - ALIKE} more like this in {place}; --all prints them.")

    def _say(self, result: LoadResult, folder: Path, everything: bool) -> None:
        """Print the counts, the changed rows, and what to do next."""
        console = Console()
        with console.capture() as counts:
            console.print(_counts(result))
        self.stdout.write(counts.get(), ending="")
        most = None if everything else SHOWN
        for table in result.tables:
            for line in _details(table, most):
                self.stdout.write(line)
        if not result.is_change:
            self.stdout.write("Nothing changes: the database says what the files say.")
        if result.is_preview:
            self.stdout.write(f"Nothing was written. Next: serai load {folder}")
        else:
            self.stdout.write(f"Next: serai plan {result.edition}")


def _counts(result: LoadResult) -> Table:
    """What happens to each table, in figures."""
    table = Table(title=f"{result.edition} (preview)" if result.is_preview else result.edition)
    table.add_column("table")
    for name in ("new", "changed", "unchanged", "not in the files"):
        table.add_column(name, justify="right")
    for row in result.tables:
        counts = (len(row.new), len(row.changed), row.unchanged, len(row.absent))
        if any(counts):
            table.add_row(row.name.replace("_", " "), *(str(count or "–") for count in counts))
    return table


def _details(table: TableResult, most: int | None) -> Iterator[str]:
    """The changed and the absent rows of a table."""
    name = table.name.replace("_", " ")
    if table.other_editions:
        yield f"{name}: these rows change for other editions too: {', '.join(table.other_editions)}"
    for change in table.changed[:most]:
        yield f"{name}, {change.key}: {_fields(change)}"
    if most is not None and len(table.changed) > most:
        yield f"{name}: … and {len(table.changed) - most} more changed; --all prints them."
    if table.absent:
        keys = ", ".join(table.absent[:most])
        dots = ", …" if most is not None and len(table.absent) > most else ""
        yield f"{name}: kept though not in the files: {keys}{dots}"


def _fields(change: Change) -> str:
    """Each changed field with its value before and after."""
    return "; ".join(
        f"{name} {_value(before)} → {_value(after)}" for name, (before, after) in change.fields.items()
    )


def _value(value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
