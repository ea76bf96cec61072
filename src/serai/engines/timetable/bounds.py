"""What no complete timetable can go below, proven without solving the whole problem."""

from __future__ import annotations

from collections.abc import Mapping

from serai.engines.timetable.constraints.activities import ActivitySplitOverRooms
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.scope import Out

Group = tuple[str, ...]
"""Activities that are bounded together, in the problem's order."""


def limits_for(
    problem: Problem, known: int | None = None, lower: Mapping[Group, int] | None = None
) -> dict[str, int]:
    """Say how many sessions at one time each activity could have in a plan as good as the known one.

    ``known`` is the penalty of a complete plan (None: there is none), ``lower`` what groups of them cost at
    least. An activity with k sessions at one time uses k rooms, which costs at least k − 1 times the weight
    of the rule against that, while the others cost their least: more than the known plan pays for can't be
    better.
    """
    least = lower or {}
    weight = ActivitySplitOverRooms().weight_in(problem)
    limits: dict[str, int] = {}
    for activity in problem.activities:
        limit = problem.index.parallel_limit(activity)
        if weight is None:
            limit = 1
        elif weight and known is not None:
            others = sum(bound for group, bound in least.items() if activity.id not in group)
            limit = max(1, min(limit, 1 + (known - others) // weight))
        limits[activity.id] = limit
    return limits


def least_at_once(problem: Problem, activity: str) -> int:
    """The least number of sessions at one time that the length of an activity's contributions asks for."""
    index = problem.index
    load = sum(c.slots for c in index.members[activity])
    slots = sum(index.period[p].slots for p in dict.fromkeys(period for period, _ in index.cells[activity]))
    return max(1, -(-load // slots)) if slots else 1


def hopeless(problem: Problem) -> Out:
    """The items, as (is an activity, id), that have no place whatever else happens."""
    index = problem.index
    activities = {a.id for a in problem.activities if a.least_sessions and not could_be_held(problem, a.id)}
    contributions = {
        c.id for c in problem.contributions if c.activity in activities or not could_be_placed(problem, c.id)
    }
    assert activities <= index.activity.keys()
    return frozenset({(True, a) for a in activities} | {(False, c) for c in contributions})


def could_be_held(problem: Problem, activity: str) -> bool:
    """Say whether an activity's own sessions would be allowed one by one."""
    index = problem.index
    cells = set(index.cells[activity])
    fixed = index.activity[activity].fixed
    return (
        all((c.period, c.room) in cells for c in fixed)
        and len(cells) >= index.activity[activity].least_sessions
    )


def could_be_placed(problem: Problem, contribution: str) -> bool:
    """Say whether a contribution would be allowed somewhere on its own."""
    index = problem.index
    wanted = index.contribution[contribution]
    room = wanted.fixed.room if wanted.fixed else None
    spans = index.spans[contribution]
    return any(p in spans and room in (None, r) for p, r in index.cells[wanted.activity])


def alone(problem: Problem, group: Group) -> Problem:
    """The problem of some activities that have the place to themselves; elsewhere they cost no less."""
    index = problem.index
    contributions = tuple(c for c in problem.contributions if c.activity in group)
    activities = tuple(a for a in problem.activities if a.id in group)
    people = {attendance.person for activity in activities for attendance in activity.people}
    people |= {attendance.person for item in contributions for attendance in item.people}
    return Problem(
        periods=problem.periods,
        rooms=problem.rooms,
        people=tuple(p for p in problem.people if p.id in people),
        activities=activities,
        contributions=contributions,
        before=tuple(pair for pair in index.before if pair[0] in group and pair[1] in group),
        cell_cost=problem.cell_cost,
        similar={
            pair: cost for pair, cost in problem.similar.items() if pair[0] in group and pair[1] in group
        },
        weights=problem.weights,
    )
