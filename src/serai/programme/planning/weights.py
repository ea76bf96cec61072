"""The rules of planning whose weight an edition may set."""

from __future__ import annotations

from serai.engines import timetable as engine


def soft_rules() -> tuple[str, ...]:
    """Names of the rules that count as much as their weight says."""
    return tuple(sorted(rule.name for rule in engine.RULES if rule.weight is not None))


def hard_rules() -> tuple[str, ...]:
    """Names of the rules that are a must whatever an edition says."""
    return tuple(sorted(rule.name for rule in engine.RULES if rule.weight is None))
