"""The rules of planning in words, for the reference pages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from serai.engines import timetable as engine


def constraints_page() -> str:
    """Every rule with its name, weight, meaning and explanation, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Constraints of the timetable"
    yield ""
    yield "Written by `serai docs` from the classes in `engines/timetable/constraints/`."
    yield ""
    yield "A hard rule is never broken: what can't keep it stays without a place. A soft one costs its weight"
    yield "for each unit by which it is broken; an edition's `weights` may give another weight."
    for title, hard in (("Hard rules", True), ("Soft rules", False)):
        yield from ("", f"## {title}")
        for rule in engine.RULES:
            if (rule.weight is None) == hard:
                weight = "" if hard else f" · weight {rule.weight}"
                yield from ("", f"### `{rule.name}`{weight}", "", inspect.getdoc(type(rule)) or "", "")
                yield f"> {rule.explanation}"
