"""The specification: which rules a timetable breaks, what that costs, and what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable

from serai.engines.solving import Violation
from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.view import View


def violations(
    problem: Problem, timetable: Timetable, touching: Iterable[str] | None = None
) -> list[Violation]:
    """Return every violation, or only those that the items (ids of activities, contributions) are part of.

    Raises ValueError if the timetable speaks of things that the problem doesn't have.
    """
    return violations_in(View(problem, timetable, touching))


def violations_in(view: View) -> list[Violation]:
    """Return what is broken among the things that a view is about."""
    return [
        violation
        for rule in RULES
        if rule.weight_in(view.problem) != 0
        for violation in rule.violations(view)
        if view.touches(violation.items)
    ]


def penalty(problem: Problem, timetable: Timetable) -> int:
    """Return the sum of the penalties of the soft rules: what a plan minimises."""
    return sum(violation.penalty for violation in violations(problem, timetable))


def terms(problem: Problem, timetable: Timetable) -> dict[str, int]:
    """Return the penalty of each soft rule, zeros included."""
    amounts = {rule.name: 0 for rule in RULES if rule.weight_in(problem)}
    for violation in violations(problem, timetable):
        if not violation.hard:
            amounts[violation.rule] += violation.penalty
    return amounts


def hard_violations(problem: Problem, timetable: Timetable) -> list[Violation]:
    """Return the violations of hard rules."""
    return [violation for violation in violations(problem, timetable) if violation.hard]


def unplaced_contributions(problem: Problem, timetable: Timetable) -> list[str]:
    """Return the contributions without a place, in the problem's order."""
    return [c.id for c in problem.contributions if c.id not in timetable.places]


def unplaced_activities(problem: Problem, timetable: Timetable) -> list[str]:
    """Return the activities that need sessions of their own and have none, in the problem's order."""
    held = {cell.activity for cell in timetable.cells}
    return [a.id for a in problem.activities if a.least_sessions and a.id not in held]


def unplaced_count(problem: Problem, timetable: Timetable) -> int:
    """Return the number of items without a place."""
    return len(unplaced_contributions(problem, timetable)) + len(unplaced_activities(problem, timetable))


def unplaced_weight(problem: Problem, timetable: Timetable) -> int:
    """Return the people-weighted number of items without a place."""
    index = problem.index
    return sum(map(index.weight_of_contribution, unplaced_contributions(problem, timetable))) + sum(
        map(index.weight_of_activity, unplaced_activities(problem, timetable))
    )
