"""`serai export EDITION --format …`: the released programme as a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from serai.core.actors import Actor
from serai.core.commands import ActingCommand
from serai.core.errors import DomainError
from serai.editions import queries as editions
from serai.programme import documents, exports
from serai.programme.models import Release
from serai.programme.queries import released

FORMATS: dict[str, Callable[[Actor, Release, str], bytes]] = {
    "pdf": documents.programme_pdf,
    "ics": exports.programme_ics,
    "json": exports.schedule_json,
}


class Command(ActingCommand):
    help = "write the released programme as PDF, iCalendar or JSON"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("edition", help="key of the edition")
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument("--language", default="en", help="en, zh-hans or ar (en)")
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (standard output)")

    def act(self, actor: Actor, **options: Any) -> None:
        release = released.latest_release(actor, editions.edition(actor, options["edition"]))
        if release is None:
            raise DomainError("not_released", "Nothing has been released yet. First: serai release")
        content = FORMATS[options["format"]](actor, release, options["language"])
        if options["output"] is None:
            sys.stdout.buffer.write(content)
            return
        options["output"].parent.mkdir(parents=True, exist_ok=True)
        options["output"].write_bytes(content)
        self.stdout.write(f"Wrote {options['output']} ({len(content):,} bytes).")
