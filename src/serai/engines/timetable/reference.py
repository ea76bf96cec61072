"""Writes the reference page of the rules from their classes."""

from __future__ import annotations

from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.constraints.rule import Rule

HEAD = """# The rules of a timetable

Written by `serai docs`, or `python -m serai.engines.timetable constraints`, from the classes of the rules.

A plan never breaks a hard rule: what can't keep it stays unplaced, and the rules in its way are named. A
broken soft rule costs its weight times the amount given here. An edition's `weights` replace a rule's own
weight by its name: a whole number, `0` to switch the rule off, `null` to make it hard. Rules that are hard by
themselves stay hard.
"""


def reference() -> str:
    """Return the page as Markdown."""
    return "\n".join([HEAD, *map(chapter, RULES)])


def chapter(rule: Rule) -> str:
    """Return the part about one rule."""
    weight = "hard" if rule.weight is None else f"soft, weight {rule.weight}"
    lines = [f"## {rule.name}", "", f"*{weight}* · {sentence(rule)}", "", f"> {rule.explanation}", ""]
    if rule.amount:
        lines[3:3] = ["", f"Amount: {rule.amount}."]
    return "\n".join(lines)


def sentence(rule: Rule) -> str:
    """Return what the class says of itself."""
    return " ".join((type(rule).__doc__ or "").split())
