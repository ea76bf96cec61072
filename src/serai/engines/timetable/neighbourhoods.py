"""Chooses which part of a large timetable to decide anew: whole periods, or costly activities with others."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from serai.engines.timetable.evaluate import unplaced_activities, unplaced_contributions, violations
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.scope import Block

LOST = 1000
"""What an item without a place counts for when the activities to free are drawn."""


class Kind(StrEnum):
    """What is freed together."""

    PERIODS = "periods"
    ACTIVITIES = "activities"
    NEIGHBOURS = "neighbours"
    LOOSE = "loose"


SMALLEST = {Kind.PERIODS: 1, Kind.ACTIVITIES: 2, Kind.NEIGHBOURS: 3, Kind.LOOSE: 3}
LARGEST = {Kind.PERIODS: 6, Kind.ACTIVITIES: 24, Kind.NEIGHBOURS: 24, Kind.LOOSE: 24}


@dataclass(frozen=True, slots=True)
class Costs:
    """Where a timetable costs most: where it pays to decide anew."""

    of_activity: Counter[str]
    of_period: Counter[str]


def costs_of(problem: Problem, timetable: Timetable) -> Costs:
    """Count what a timetable costs, by activity and by period."""
    return Costs(costs_by_activity(problem, timetable), costs_by_period(problem, timetable))


def costs_by_activity(problem: Problem, timetable: Timetable) -> Counter[str]:
    """What each activity costs: its penalties, and much for what is left out."""
    index = problem.index
    costs: Counter[str] = Counter()
    for violation in violations(problem, timetable):
        for item in violation.items:
            owner = index.contribution[item].activity if item in index.contribution else item
            costs[owner] += violation.penalty
    costs.update({index.contribution[c].activity: LOST for c in unplaced_contributions(problem, timetable)})
    costs.update(dict.fromkeys(unplaced_activities(problem, timetable), LOST))
    return costs


def costs_by_period(problem: Problem, timetable: Timetable) -> Counter[str]:
    """What is broken in each period costs so much."""
    costs: Counter[str] = Counter()
    for violation in violations(problem, timetable):
        period = violation.values.get("period")
        if isinstance(period, str):
            costs[period] += violation.penalty
    return costs


def neighbourhood(
    problem: Problem,
    timetable: Timetable,
    costs: Costs,
    kind: Kind,
    size: int,
    random_: random.Random,
) -> frozenset[Block]:
    """Return the (activity, period) blocks to decide anew."""
    periods = [p.id for p in problem.index.periods]
    activities = [a.id for a in problem.activities]
    if kind is Kind.PERIODS:
        start = random_.choices(range(len(periods)), [costs.of_period[p] + 1 for p in periods])[0]
        if random_.random() < 0.5:
            start = random_.randrange(len(periods))
        near = periods[start : start + size]
        chosen = near if random_.random() < 0.5 else [periods[start], *sample(random_, periods, size - 1)]
        return frozenset((a, p) for a in activities for p in chosen)
    weights = [costs.of_activity[a] + 1 for a in activities]
    if random_.random() < 0.5:  # the dearest one must not be the only one
        weights = [weight.bit_length() for weight in weights]
    first = random_.choices(activities, weights)[0]
    others = sample(random_, activities, size - 1)
    if kind is Kind.LOOSE:
        others = weighted_sample(random_, unfilled(problem, timetable), size - 1) or others
    if kind is Kind.NEIGHBOURS:
        near = neighbours(problem, timetable, first)
        others = sample(random_, near, size - 1) if near else others
    return frozenset((a, p) for a in dict.fromkeys([first, *others]) for p in periods)


def neighbours(problem: Problem, timetable: Timetable, activity: str) -> list[str]:
    """The activities that hold a room that this one could have, or must be before or after it."""
    index = problem.index
    wanted = set(index.cells[activity])
    found = {c.activity for c in timetable.cells if (c.period, c.room) in wanted}
    found |= set(index.earlier.get(activity, ())) | set(index.later.get(activity, ()))
    return sorted(found - {activity})


def unfilled(problem: Problem, timetable: Timetable) -> dict[str, int]:
    """How many slots of their sessions the activities leave empty: where one could do with a session less."""
    index = problem.index
    slots: Counter[str] = Counter()
    for cell in timetable.cells:
        slots[cell.activity] += index.period[cell.period].slots
    for contribution in timetable.places:
        item = index.contribution[contribution]
        slots[item.activity] -= item.slots
    return {a.id: slots[a.id] for a in problem.activities if slots[a.id] > 0}


def weighted_sample(random_: random.Random, weights: Mapping[str, int], size: int) -> list[str]:
    """Some of the items, those of more weight more probably.

    P. S. Efraimidis and P. G. Spirakis, "Weighted random sampling with a reservoir", IPL 97(5), 2006.
    """
    keys = {item: random_.random() ** (1 / weight) for item, weight in weights.items()}
    return sorted(keys, key=lambda item: (-keys[item], item))[:size]


def sample(random_: random.Random, items: list[str], size: int) -> list[str]:
    """Some of the items, or all if there aren't as many."""
    return random_.sample(items, k=min(size, len(items)))
