"""Which activities need the exact slots of their contributions in a model; others are packed later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from serai.engines.timetable.index import Index
from serai.engines.timetable.problem import Contribution, Problem


def timed_activities(problem: Problem, limit: Mapping[str, int], with_wishes: bool) -> frozenset[str]:
    """Return the activities in which it matters when exactly a contribution begins.

    That is so where somebody's stay or a fixed begin cuts into a period, where a person is needed (or wishes
    to be) in two sessions that could be at the same time, and where an order must hold across parallel
    sessions.
    """
    index = problem.index
    timed = {
        activity.id
        for activity in problem.activities
        if any(is_cut(index, c) for c in index.members[activity.id])
        or (limit[activity.id] > 1 and any(c.rank for c in index.members[activity.id]))
    }
    for person in problem.people:
        items = index.contributions_needing.get(person.id, ())
        if with_wishes:
            items += index.contributions_wished.get(person.id, ())
        for one, other in pairs_in_parallel(index, items, limit):
            timed |= {index.contribution[one].activity, index.contribution[other].activity}
    return frozenset(timed)


def is_cut(index: Index, contribution: Contribution) -> bool:
    """Say whether in some period it may be the contribution can't begin anywhere."""
    for id, spans in index.spans[contribution.id].items():
        period = index.period[id]
        if spans != ((period.begin, period.end - contribution.slots + 1),):
            return True
    return False


def pairs_in_parallel(
    index: Index, contributions: Iterable[str], limit: Mapping[str, int]
) -> Iterable[tuple[str, str]]:
    """Return the pairs that could be in different sessions of one period."""
    for one, other in combinations(contributions, 2):
        activity = index.contribution[one].activity
        is_apart = activity != index.contribution[other].activity or limit[activity] > 1
        if is_apart and index.spans[one].keys() & index.spans[other].keys():
            yield one, other
