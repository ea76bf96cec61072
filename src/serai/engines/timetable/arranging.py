"""Orders the contributions inside their sessions so that people can go from one room to another.

No model decides this: where slots in common count, sessions keep their contributions and are put into a
better order afterwards, session by session, as long as that helps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from serai.engines.timetable.problem import Place, Problem, Timetable

Laid = dict[str, tuple[int, int]]
"""Contribution to its first slot and the one after its last."""
MOST_PASSES = 20


def arranged(problem: Problem, timetable: Timetable, timed: frozenset[str]) -> Timetable:
    """Return the timetable with better orders in sessions whose begins nobody else minds."""
    prices = problem.index.prices_at_once
    if not prices:
        return timetable
    places = dict(timetable.places)
    for period in problem.index.periods:
        begin = period.begin
        sessions = sessions_in(problem, places, period.id)
        movable = [room for room in sessions if is_free(problem, sessions[room], timed)]
        laid = {id: (places[id].begin, end(problem, places, id)) for ids in sessions.values() for id in ids}
        rooms = {id: room for room, ids in sessions.items() for id in ids}
        for _ in range(MOST_PASSES):
            better = [improve(problem, sessions[room], begin, laid, rooms, prices) for room in movable]
            if not any(better):
                break
        places |= {id: Place(period.id, rooms[id], laid[id][0]) for room in movable for id in sessions[room]}
    return Timetable(timetable.cells, places)


def sessions_in(problem: Problem, places: Mapping[str, Place], period: str) -> dict[str, list[str]]:
    """The contributions of each room in a period, in order of time."""
    found: dict[str, list[str]] = {}
    for id in sorted((id for id in places if places[id].period == period), key=lambda id: places[id].begin):
        found.setdefault(places[id].room, []).append(id)
    return found


def is_free(problem: Problem, session: list[str], timed: frozenset[str]) -> bool:
    """Say whether the order in a session may be any: nothing in it is fixed, timed or ranked."""
    items = [problem.index.contribution[id] for id in session]
    return all(item.activity not in timed and not item.rank and item.fixed is None for item in items)


def end(problem: Problem, places: Mapping[str, Place], id: str) -> int:
    """The slot after the last one of a contribution."""
    return places[id].begin + problem.index.contribution[id].slots


def improve(
    problem: Problem,
    session: list[str],
    begin: int,
    laid: Laid,
    rooms: Mapping[str, str],
    prices: Mapping[str, Mapping[str, int]],
) -> bool:
    """Swap two contributions of a session while that makes it cheaper; say whether it did."""
    best = cost(session, laid, rooms, prices)
    has_improved = False
    for one, other in combinations(range(len(session)), 2):
        if not best:
            break
        before = {id: laid[id] for id in session}
        session[one], session[other] = session[other], session[one]
        laid |= dict(in_a_row(problem, session, begin))
        now = cost(session, laid, rooms, prices)
        if now < best:
            best, has_improved = now, True
        else:
            session[one], session[other] = session[other], session[one]
            laid |= before
    return has_improved


def in_a_row(problem: Problem, session: list[str], begin: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The slots of contributions that follow each other from a slot on."""
    for id in session:
        past = begin + problem.index.contribution[id].slots
        yield id, (begin, past)
        begin = past


def cost(
    session: list[str], laid: Laid, rooms: Mapping[str, str], prices: Mapping[str, Mapping[str, int]]
) -> int:
    """What the slots cost that a session has in common with others."""
    total = 0
    for id in session:
        for other, price in prices.get(id, {}).items():
            if other in laid and rooms[other] != rooms[id]:
                total += price * max(0, min(laid[id][1], laid[other][1]) - max(laid[id][0], laid[other][0]))
    return total
