"""The rules of planning in words, for the reference pages."""

from __future__ import annotations

from serai.engines.timetable.reference import reference


def constraints_page() -> str:
    """Every rule with its weight, meaning and explanation, as Markdown; the engine writes it."""
    return reference()
