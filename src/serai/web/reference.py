"""The reference pages that are written from the code: commands, permissions, the engine, the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.utils import translation

from serai.core.access import permissions
from serai.programme.planning.reference import timetable_page
from serai.web.api import api

FOLDER = settings.PACKAGE.parent.parent / "docs" / "reference"


def pages() -> dict[str, str]:
    """Each page's file name and text as the code has it now."""
    with translation.override("en"):
        return {name: write() for name, write in PAGES.items()}


def stale_pages() -> list[str]:
    """The names of the pages that aren't as the code has them."""
    found = []
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            found.append(name)
    return found


def write_pages() -> list[str]:
    """Write the pages that changed; return their names."""
    stale, texts = stale_pages(), pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(texts[name], encoding="utf-8")
    return stale


def own_commands() -> dict[str, Any]:
    """Serai's own commands by the name that one types, in order."""
    own = {name: app for name, app in get_commands().items() if app.startswith("serai.")}
    return {name.replace("_", "-"): load_command_class(app, name) for name, app in sorted(own.items())}


def _commands() -> str:
    """Every command of ours with its arguments and options."""
    lines = [
        "# Commands",
        "",
        "Written by `serai docs`. Exit codes: 0 done, 1 refused or failed, 2 wrong use.",
        "",
    ]
    for name, command in own_commands().items():
        lines += [f"## `serai {name}`", "", f"{_sentence(command.help)}", ""]
        parser = command.create_parser("serai", name)
        for action in parser._actions:
            if action.dest in BUILT_IN:
                continue
            words = ", ".join(action.option_strings) or str(action.metavar or action.dest)
            if action.option_strings and action.nargs != 0:
                words += f" {action.metavar or action.dest.upper()}"
            text = (action.help or "") % {"default": action.default}
            choices = f" One of: {', '.join(map(str, action.choices))}." if action.choices else ""
            lines.append(f"- `{words}`: {text}.{choices}" if text else f"- `{words}`.{choices}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


BUILT_IN = {
    "help",
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _permissions() -> str:
    """Every permission with what its check says; who has it stands in the access matrix."""
    lines = [
        "# Permissions",
        "",
        "Written by `serai docs` from each app's `rules.py`. The operator, who has the shell and names",
        "nobody, may do everything. `tests/access_matrix.txt` says who may, for each role and kind of",
        "subject, and is compared with the rules on each run of the tests.",
        "",
        "| Permission | Also as a filter | Who lacks it is told |",
        "|---|---|---|",
    ]
    for permission in permissions():
        hidden = permission.name.split(".")[1].startswith("view_")
        told = "that there is nothing" if hidden else "no"
        if permission.hides:
            told = f"no; without `{permission.hides}`, that there is nothing"
        lines.append(f"| `{permission.name}` | {'yes' if permission.filter else 'no'} | {told} |")
    return "\n".join(lines) + "\n"


def _openapi() -> str:
    """The description of the API (OpenAPI 3.1)."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": _commands,
    "permissions.md": _permissions,
    "timetable.md": timetable_page,
    "api.json": _openapi,
}
