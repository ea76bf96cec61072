"""Seats contributions in parallel sessions, and lays those whose begins don't matter one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from serai.engines.timetable.problem import Contribution, Place, Problem, Timetable


class NoSeat(Exception):
    """Contributions fit into the parallel sessions by their sum, but were not fitted one by one."""

    def __init__(self, activity: str) -> None:
        super().__init__(activity)
        self.activity = activity


def seat(
    problem: Problem,
    activity: str,
    period: str,
    rooms: list[str],
    contributions: list[Contribution],
    begins: Mapping[str, int] | None,
) -> dict[str, Place]:
    """Give contributions of one period their rooms: by their begins if these are decided, else longest first.

    No session that may not be empty stays so. Raises NoSeat if lengths don't fit.
    """
    start, end = problem.index.period[period].begin, problem.index.period[period].end
    free_from = dict.fromkeys(rooms, start)
    found: dict[str, Place] = {}
    for contribution in sorted(contributions, key=lambda c: begins[c.id] if begins else -c.slots):
        latest = begins[contribution.id] if begins else end - contribution.slots
        room = next((r for r in rooms if free_from[r] <= latest), None)
        if room is None:
            raise NoSeat(activity)
        begin = begins[contribution.id] if begins else free_from[room]
        found[contribution.id] = Place(period, room, begin)
        free_from[room] = begin + contribution.slots
    return spread(problem, activity, period, rooms, found)


def spread(
    problem: Problem, activity: str, period: str, rooms: list[str], places: dict[str, Place]
) -> dict[str, Place]:
    """Move contributions from sessions that have several into sessions that must not be empty."""
    fixed = {c.room for c in problem.index.activity[activity].fixed if c.period == period}
    for room in rooms:
        if room in fixed or any(p.room == room for p in places.values()):
            continue
        counts = Counter(p.room for p in places.values())
        movable = [id for id, p in places.items() if counts[p.room] > 1 or p.room in fixed]
        if movable:
            places[movable[0]] = Place(period, room, places[movable[0]].begin)
    return places


def packed(problem: Problem, timetable: Timetable, timed: frozenset[str]) -> Timetable:
    """Return the timetable with the sessions of untimed activities packed, ranked ones first, in order."""
    places = dict(timetable.places)
    for activity in problem.activities:
        if activity.id in timed:
            continue
        sessions: dict[tuple[str, str], list[Contribution]] = {}
        for contribution in problem.index.members[activity.id]:
            place = places.get(contribution.id)
            if place is not None:
                sessions.setdefault((place.period, place.room), []).append(contribution)
        for (period, room), contributions in sessions.items():
            begin = problem.index.period[period].begin
            for contribution in sorted(contributions, key=lambda c: c.rank or len(problem.contributions) + 1):
                places[contribution.id] = Place(period, room, begin)
                begin += contribution.slots
    return Timetable(timetable.cells, places)
