"""The command line: `serai COMMAND`, the third door beside the pages and the API."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

REFUSED, INTERRUPTED = 1, 130

INTRODUCTION = """Serai: the programme of an international exchange, planned and published.

Usage: serai COMMAND [OPTIONS]        serai COMMAND --help says more about one command.
"""


def main() -> None:
    """Run a command; a refusal is one sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.web.settings")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(line_buffering=True)  # so that a log shows each step when it happens
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Hand the arguments to Django's command runner; return the exit code.

    What the machine refuses (a folder, the database, a setting) is one sentence too; SERAI_LOG_LEVEL=DEBUG
    shows where it happened.
    """
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, InterfaceError

    from serai.core.errors import DomainError

    try:
        if not arguments or arguments in (["help"], ["--help"], ["-h"]):
            sys.stdout.write(overview())
            return 0
        if not settings.configured:
            _ = settings.DATABASES  # Django's runner would go on without settings
        execute_from_command_line(["serai", arguments[0].replace("-", "_"), *arguments[1:]])
    except (DomainError, ImproperlyConfigured) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except (DatabaseError, InterfaceError, OSError) as error:
        if os.environ.get("SERAI_LOG_LEVEL") == "DEBUG":
            raise
        sys.stderr.write(f"{_sentence(error)}\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED
    return 0


def _sentence(error: Exception) -> str:
    """What the machine refused, and what helps."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}."
    words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "no such table" in words or (words.startswith("relation ") and "does not exist" in words):
        return f"The database isn't prepared ({words}). First: serai migrate"
    return f"The database refused: {words}. Nothing was half saved. Is it in use, or DATABASE_URL wrong?"


def overview() -> str:
    """What `serai` alone prints: our own commands with what they do, then where the others are."""
    import django

    django.setup()
    from serai.web.reference import own_commands

    lines = [f"  {name:<14} {command.help}" for name, command in own_commands().items()]
    rest = "`serai migrate`, `serai check` and Django's other commands work as well.\n"
    return INTRODUCTION + "\n" + "\n".join(lines) + "\n\n" + rest


if __name__ == "__main__":
    main()
