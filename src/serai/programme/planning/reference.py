"""The planning engine in words, for the reference pages."""

from __future__ import annotations

from serai.engines.timetable.reference import reference


def timetable_page() -> str:
    """The engine, and every rule with its weight, meaning and formula, as Markdown; the engine writes it."""
    return reference()
