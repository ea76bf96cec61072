"""`serai export EDITION --format …`: the released programme as a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import translation

from serai.core.actors import PUBLIC, Actor
from serai.core.commands import ActingCommand
from serai.core.errors import DomainError
from serai.editions import queries as editions
from serai.programme.models import Release
from serai.programme.queries import released
from serai.programme.queries.timetable import timetable
from serai.programme.showing import documents, exports
from serai.programme.showing.cards import cards


def _pdf(actor: Actor, release: Release, language: str) -> bytes:
    return documents.programme_pdf(actor, release, language)


def _calendar(actor: Actor, release: Release, language: str) -> bytes:
    with translation.override(language):
        return exports.calendar(release, cards(released.programme(actor, release)), language)


def _schedule(actor: Actor, release: Release, language: str) -> bytes:
    content = exports.schedule(timetable(actor, release))
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


FORMATS: dict[str, Callable[[Actor, Release, str], bytes]] = {
    "pdf": _pdf,
    "ics": _calendar,
    "json": _schedule,
}


class Command(ActingCommand):
    formats = tuple(sorted(FORMATS))
    help = "write the released programme, as the public or --as PERSON sees it, as PDF, iCalendar or JSON"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("edition", help="key of the edition")
        parser.add_argument("--format", choices=self.formats, required=True)
        parser.add_argument("--language", default="en", choices=[tag for tag, _ in settings.LANGUAGES])
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (standard output)")

    def act(self, actor: Actor, **options: Any) -> None:
        # A file is passed on: it holds what the public may see, unless somebody is named.
        actor = PUBLIC if actor.is_operator else actor
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
