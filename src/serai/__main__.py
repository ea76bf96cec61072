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
    arguments = sys.argv[1:]
    if not arguments or arguments in (["help"], ["--help"], ["-h"]):
        sys.stdout.write(overview())
        return
    sys.exit(run(arguments))


def run(arguments: list[str]) -> int:
    """Hand the arguments to Django's command runner; return the exit code."""
    from django.core.management import execute_from_command_line

    from serai.core.errors import DomainError

    try:
        execute_from_command_line(["serai", arguments[0].replace("-", "_"), *arguments[1:]])
    except DomainError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED
    return 0


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
