"""The first plan: activities one after another, each where it costs least, contributions first-fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter

from serai.engines.timetable.draft import Draft, Sessions
from serai.engines.timetable.evaluate import hard_violations
from serai.engines.timetable.problem import Activity, Cell, Contribution, Problem, Timetable

STRATEGIES = 60
STRATEGIES_WHEN_LARGE = 16
LARGE = 400
"""Number of contributions above which fewer ways are tried for each activity."""


def construct(problem: Problem) -> Timetable:
    """Return a timetable without hard violations; what finds no place is left out."""
    draft = Draft(problem)
    for activity in in_order(problem):
        best = best_sessions(draft, activity)
        if best is not None:
            draft.take(best)
    return without_violations(problem, draft.timetable())


def in_order(problem: Problem) -> list[Activity]:
    """Order the activities: what is fixed, then what others wait for, then by how much there is to place."""
    index = problem.index
    waits: TopologicalSorter[str] = TopologicalSorter({a.id: () for a in problem.activities})
    for first, second in index.before:
        waits.add(second, first)
    level: dict[str, int] = {}
    for activity in waits.static_order():
        level[activity] = 1 + max((level[a] for a, b in index.before if b == activity), default=-1)

    def key(activity: Activity) -> tuple[int, int, bool, int, str]:
        contributions = index.members[activity.id]
        fixed = 0 if activity.fixed else 1 if any(c.fixed for c in contributions) else 2
        load = sum(c.slots for c in contributions)
        return fixed, level[activity.id], not activity.together, -load, activity.id

    return sorted(problem.activities, key=key)


def best_sessions(draft: Draft, activity: Activity) -> Sessions | None:
    """Try several ways of giving an activity its sessions and return the cheapest, None if there is none."""
    limit = STRATEGIES if len(draft.problem.contributions) <= LARGE else STRATEGIES_WHEN_LARGE
    contributions = packing_order(draft, activity)
    best: tuple[tuple[int, int, int], Sessions] | None = None
    for n, cells in enumerate(ways(draft, activity)):
        if n >= limit and best is not None and best[0][0] == 0:
            break
        sessions = draft.pack(activity, contributions, cells)
        if sessions is not None:
            rank = draft.cost(sessions)
            if best is None or rank < best[0]:
                best = (rank, sessions)
            if rank[:2] == (0, 0) and not draft.index.later.get(activity.id):
                break
        if n >= 4 * limit:
            break
    return best[1] if best else None


def packing_order(draft: Draft, activity: Activity) -> list[Contribution]:
    """Order contributions: fixed begins, fixed places, ranks, few possible beginnings, then the longest."""

    def key(contribution: Contribution) -> tuple[int, int, int, int, str]:
        fixed = contribution.fixed
        tightness = 2 if fixed is None else 1 if fixed.begin is None else 0
        spans = draft.index.spans[contribution.id]
        freedom = sum(b - a for in_period in spans.values() for a, b in in_period)
        few = freedom if freedom < draft.typical_freedom else draft.typical_freedom
        return (
            tightness,
            contribution.rank or len(draft.problem.contributions),
            few,
            -contribution.slots,
            contribution.id,
        )

    return sorted(draft.index.members[activity.id], key=key)


def ways(draft: Draft, activity: Activity) -> Iterator[list[Cell]]:
    """Orders in which to open sessions: each room from each period on, cheapest rooms first."""
    free = list(draft.free_cells(activity))
    rooms: dict[str, list[Cell]] = {}
    for cell in free:
        rooms.setdefault(cell.room, []).append(cell)
    order = sorted(
        rooms, key=lambda room: (activity.room_cost.get(room, 0), -len(rooms[room]), draft.waste(room))
    )
    fixed_rooms = {c.room for c in activity.fixed} | {
        c.fixed.room for c in draft.index.members[activity.id] if c.fixed and c.fixed.room
    }
    order.sort(key=lambda room: room not in fixed_rooms)
    if not free:
        yield []
    longest = max((len(cells) for cells in rooms.values()), default=0)
    for start in range(longest):
        for room in order:
            cells = rooms[room]
            if start < len(cells):
                ahead = cells[start:] + cells[:start][::-1]
                rest = (
                    [] if activity.together else [c for other in order if other != room for c in rooms[other]]
                )
                yield ahead + rest


def without_violations(problem: Problem, timetable: Timetable) -> Timetable:
    """Return the timetable without the items that break a hard rule, the lightest of each violation first."""
    while broken := hard_violations(problem, timetable):
        timetable = without(problem, timetable, lightest(problem, broken[0].items))
    return timetable


def lightest(problem: Problem, items: Iterable[str]) -> str:
    """The item that is cheapest to leave out."""
    index = problem.index

    def weight(item: str) -> tuple[int, str]:
        if item in index.contribution:
            return index.weight_of_contribution(item), item
        return sum(index.weight_of_contribution(c.id) for c in index.members[item]) + 1, item

    return min(items, key=weight)


def without(problem: Problem, timetable: Timetable, item: str) -> Timetable:
    """Return the timetable without a contribution (and its session, if now empty) or without an activity."""
    index = problem.index
    if item in timetable.places:
        places = {id: place for id, place in timetable.places.items() if id != item}
        activity = index.activity[index.contribution[item].activity]
        used = {
            (p.period, p.room) for id, p in places.items() if index.contribution[id].activity == activity.id
        }
        keep = activity.sessions is not None
        cells = frozenset(
            c
            for c in timetable.cells
            if c.activity != activity.id or keep or c in activity.fixed or (c.period, c.room) in used
        )
        return Timetable(cells, places)
    cells = frozenset(c for c in timetable.cells if c.activity != item)
    kept = {id: p for id, p in timetable.places.items() if index.contribution[id].activity != item}
    return Timetable(cells, kept)
