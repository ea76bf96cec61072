"""Seats contributions in parallel sessions, and lays those whose begins don't matter one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from serai.engines.timetable.index import cell_key
from serai.engines.timetable.problem import Cell, Contribution, Place, Problem, Timetable

Seated = dict[str, Place]
ChooseRoom = Callable[[Contribution, Sequence[str]], str]


class NoSeat(Exception):
    """Contributions fit into the parallel sessions by their sum, but were not fitted one by one."""

    def __init__(self, activity: str) -> None:
        super().__init__(activity)
        self.activity = activity


def seat(
    problem: Problem,
    activity: str,
    period: str,
    rooms: Sequence[str],
    contributions: Sequence[Contribution],
    begins: Mapping[str, int] | None,
) -> Seated:
    """Give contributions of one period their rooms, by their begins if these are decided.

    Else those with people in common go together and ranked ones follow each other, where that fits. No
    session that may not be empty stays so. Raises NoSeat if lengths don't fit.
    """
    for found in ways_to_seat(problem, period, rooms, contributions, begins):
        if found is not None:
            return spread(problem, activity, period, rooms, found)
    raise NoSeat(activity)


def ways_to_seat(
    problem: Problem,
    period: str,
    rooms: Sequence[str],
    contributions: Sequence[Contribution],
    begins: Mapping[str, int] | None,
) -> Iterator[Seated | None]:
    """Ways to give the rooms, the best first; None where one doesn't fit."""
    if begins is not None:
        in_time = sorted(contributions, key=lambda c: begins[c.id])
        yield filled(problem, period, rooms, in_time, first_room, begins)
        return
    longest_first = sorted(contributions, key=lambda c: -c.slots)
    if len(rooms) > 1:
        if problem.index.counts_ranks and any(c.rank for c in contributions):
            yield filled(problem, period, rooms, in_order(contributions, 0), first_room)
        if any(c.id in problem.index.near for c in contributions):
            yield filled_together(problem, period, rooms, contributions)
    yield filled(problem, period, rooms, longest_first, first_room)


def first_room(contribution: Contribution, rooms: Sequence[str]) -> str:
    """The first that has room."""
    return rooms[0]


def filled(
    problem: Problem,
    period: str,
    rooms: Sequence[str],
    contributions: Iterable[Contribution],
    choose: ChooseRoom,
    begins: Mapping[str, int] | None = None,
) -> Seated | None:
    """Put each into a room that is chosen among those with enough time left; None if there is none."""
    start, end = problem.index.period[period].begin, problem.index.period[period].end
    free_from = dict.fromkeys(rooms, start)
    found: Seated = {}
    for contribution in contributions:
        latest = begins[contribution.id] if begins else end - contribution.slots
        fitting = [room for room in rooms if free_from[room] <= latest]
        if not fitting:
            return None
        room = choose(contribution, fitting)
        begin = begins[contribution.id] if begins else free_from[room]
        found[contribution.id] = Place(period, room, begin)
        free_from[room] = begin + contribution.slots
    return found


def filled_together(
    problem: Problem, period: str, rooms: Sequence[str], contributions: Sequence[Contribution]
) -> Seated | None:
    """Put those with people in common into one room as far as it has time."""
    near, seated = problem.index.near, dict[str, str]()
    here = {c.id for c in contributions}

    def choose(contribution: Contribution, fitting: Sequence[str]) -> str:
        company = Counter(seated[id] for id in near.get(contribution.id, ()) if id in seated)
        room = max(fitting, key=lambda r: company[r])
        seated[contribution.id] = room
        return room

    def key(contribution: Contribution) -> tuple[int, int]:
        return -len(here & near.get(contribution.id, frozenset())), -contribution.slots

    return filled(problem, period, rooms, sorted(contributions, key=key), choose)


def spread(problem: Problem, activity: str, period: str, rooms: Sequence[str], places: Seated) -> Seated:
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
    """Return the timetable with the sessions of untimed activities packed, each in its order."""
    places = dict(timetable.places)
    for activity in problem.activities:
        if activity.id in timed:
            continue
        sessions: dict[Cell, list[Contribution]] = {}
        for contribution in problem.index.members[activity.id]:
            place = places.get(contribution.id)
            if place is not None:
                sessions.setdefault(Cell(activity.id, place.period, place.room), []).append(contribution)
        before = 0
        for cell in sorted(sessions, key=lambda c: cell_key(problem.index, c)):
            begin = problem.index.period[cell.period].begin
            offset = before if problem.index.counts_ranks else 0
            for contribution in in_order(sessions[cell], offset):
                places[contribution.id] = Place(cell.period, cell.room, begin)
                begin += contribution.slots
            before += len(sessions[cell])
    return Timetable(timetable.cells, places)


def in_order(contributions: Sequence[Contribution], before: int) -> list[Contribution]:
    """Those of one session at their ranks, ``before`` others being ahead of it; the rest fills what is left.

    Ranked ones without a place of their own come first, in their order, then the others.
    """
    at: dict[int, Contribution] = {}
    rest: list[Contribution] = []
    for contribution in contributions:
        place = contribution.rank - before
        if contribution.rank and 1 <= place <= len(contributions) and place not in at:
            at[place] = contribution
        else:
            rest.append(contribution)
    rest.sort(key=lambda c: (not c.rank, c.rank))
    left = iter(rest)
    return [at[n] if n in at else next(left) for n in range(1, len(contributions) + 1)]
