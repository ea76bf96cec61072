"""Writes the engine's reference page: a head in words, then the rules from their classes."""

from __future__ import annotations

from pathlib import Path

from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.constraints.rule import Rule

HEAD = Path(__file__).with_name("reference.md")
"""What stands before the rules; it is part of the package."""
RULES_HEAD = """## The rules

Hard ones first. The last ones are off unless a problem gives them a weight: benchmarks count so.
The quoted sentence is what the engine says of a broken rule, with names in place of the braces.
"""


def reference() -> str:
    """Return the page as Markdown."""
    return "\n".join([HEAD.read_text(encoding="utf-8"), RULES_HEAD, *map(chapter, RULES)])


def chapter(rule: Rule) -> str:
    """Return the part about one rule."""
    is_hard = rule.weight is None
    lines = [
        f"### {rule.name}",
        "",
        f"**{rule.title}** · {kind(rule)}. {rule.meaning}",
        "",
        f"{'Forbidden' if is_hard else 'Counted'}: `{rule.formula}`",
        "",
        f"> {rule.explanation}",
        "",
    ]
    if rule.amount:
        lines[5:5] = ["", f"In words: {rule.amount}."]
    return "\n".join(lines)


def kind(rule: Rule) -> str:
    """Say whether a rule is hard, and what it weighs by itself if it isn't."""
    if rule.weight is None:
        return "hard"
    return f"soft, weight {rule.weight}" if rule.weight else "soft, off by itself"
