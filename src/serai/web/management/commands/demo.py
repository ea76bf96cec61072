"""`serai demo DIR`: plan an edition in a database of its own and leave the programme as files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from rich.console import Console
from rich.table import Table

from serai.core.commands import between
from serai.web.publishing import load_folder, publish, write_files
from serai.web.settings import database_at

WORDS = {
    "fixed": "contributions with a fixed time",
    "hard_violations": "hard rules broken",
    "unplaced": "without a place",
    "objective": "penalty",
    "bound": "no plan can be below",
    "gap": "above the best possible, at most",
}


class Command(BaseCommand):
    help = "plan an edition in a database of its own; leaves booklet, calendar and figures in out/"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="the folder that holds edition.json")
        parser.add_argument(
            "--seconds",
            type=between(1, 3600, float),
            default=20,
            help="time for planning at most (%(default)s)",
        )
        parser.add_argument(
            "--output", type=Path, default=Path("out"), metavar="DIR", help="where to write (%(default)s)"
        )

    def handle(self, *args: Any, folder: Path, seconds: float, output: Path, **options: Any) -> None:
        """Load, plan, release and export, without touching what is served."""
        say = self.stdout.write
        with own_database():
            call_command("migrate", verbosity=0)
            edition = load_folder(folder, say, self.stderr.write)
            published = publish(edition, seconds, say)
            write_files(edition, published, output, say)
        self._say_figures(published.report.figures)
        say(f"Next: open {output / 'programme.pdf'}, or see it as a site: make run EDITION={folder}")

    def _say_figures(self, figures: dict[str, Any]) -> None:
        table = Table(show_header=False, box=None)
        table.add_column(justify="left")
        table.add_column(justify="right")
        for name, value in figures.items():
            table.add_row(WORDS.get(name, name.replace("_", " ")), _shown(name, value))
        Console(file=cast("IO[str]", self.stdout)).print(table)


def _shown(name: str, value: Any) -> str:
    if value is None:
        return "not known"
    if name == "gap":
        return f"{100 * value:.1f} %"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


@contextmanager
def own_database() -> Iterator[None]:
    """Work on a new database of SQLite, which is deleted afterwards."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="demo-", dir=settings.DATA))
    before = connections.settings["default"]
    connections["default"].close()
    del connections["default"]
    fresh = {"default": database_at(f"sqlite:///{folder / 'demo.sqlite3'}")}
    connections.settings["default"] = connections.configure_settings(fresh)["default"]
    try:
        yield
    finally:
        connections["default"].close()
        del connections["default"]
        connections.settings["default"] = before
        shutil.rmtree(folder)
