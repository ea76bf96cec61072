"""Moves of one item by hand: what a timetable becomes, what that breaks or mends, and which places are best.

An item is a contribution (its id), or a session (its `Cell`) with everything in it. A cell that isn't in the
timetable stands for a session that the activity doesn't have yet. A timetable made for an earlier problem may
speak of things that there are no longer: they move like all others and are left out of what is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from serai.engines.solving import Violation
from serai.engines.timetable.evaluate import violations_in
from serai.engines.timetable.problem import Cell, Place, Problem, Slot, Timetable
from serai.engines.timetable.view import View

Item = str | Cell
Rank = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a move does: violations that come, go and stay among what the item is part of."""

    new: tuple[Violation, ...]
    gone: tuple[Violation, ...]
    stay: tuple[Violation, ...]

    def __add__(self, other: Effect) -> Effect:
        """Both together."""
        return Effect(self.new + other.new, self.gone + other.gone, self.stay + other.stay)

    @property
    def hard(self) -> int:
        """By how many more hard rules the timetable is broken; below 0 if it breaks fewer."""
        return sum(v.hard for v in self.new) - sum(v.hard for v in self.gone)

    @property
    def penalty(self) -> int:
        """By how much the penalty grows; below 0 if it falls."""
        return sum(v.penalty for v in self.new) - sum(v.penalty for v in self.gone)


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that an item could move to, and what that would do."""

    place: Place
    effect: Effect


def place_of(problem: Problem, timetable: Timetable, item: Item) -> Place | None:
    """Where an item is; a session begins with the first thing in it, or with its period."""
    if isinstance(item, str):
        return timetable.places.get(item)
    if item not in timetable.cells:
        return None
    begins = [timetable.places[id].begin for id in inside(problem, timetable, item)]
    period = problem.index.period.get(item.period)
    begin = min(begins, default=period.begin if period else 0)
    return Place(item.period, item.room, begin)


def inside(problem: Problem, timetable: Timetable, cell: Cell) -> list[str]:
    """The contributions in a session, in the problem's order."""
    places = timetable.places
    members = problem.index.members.get(cell.activity, ())
    return [
        c.id
        for c in members
        if c.id in places and (places[c.id].period, places[c.id].room) == (cell.period, cell.room)
    ]


def moved(problem: Problem, timetable: Timetable, item: Item, place: Place) -> Timetable:
    """Return the timetable with the item at another place; sessions come and go as contributions need."""
    if isinstance(item, str):
        activity = problem.index.contribution[item].activity
        cells, places = taken_out(problem, timetable, item)
        return Timetable(cells | {Cell(activity, place.period, place.room)}, {**places, item: place})
    old = place_of(problem, timetable, item)
    cells = timetable.cells - {item} | {Cell(item.activity, place.period, place.room)}
    if old is None:
        return Timetable(cells, timetable.places)
    later = place.begin - old.begin
    shifted = {
        id: Place(place.period, place.room, timetable.places[id].begin + later)
        for id in inside(problem, timetable, item)
    }
    return Timetable(cells, {**timetable.places, **shifted})


def without(problem: Problem, timetable: Timetable, item: Item) -> Timetable:
    """Return the timetable without the item; a session takes its contributions along."""
    if isinstance(item, str):
        return Timetable(*taken_out(problem, timetable, item))
    gone = set(inside(problem, timetable, item))
    places = {id: place for id, place in timetable.places.items() if id not in gone}
    return Timetable(timetable.cells - {item}, places)


def taken_out(
    problem: Problem, timetable: Timetable, contribution: str
) -> tuple[frozenset[Cell], dict[str, Place]]:
    """Sessions and places without a contribution; a session that this empties goes, if only it kept it."""
    places = dict(timetable.places)
    old = places.pop(contribution, None)
    if old is None:
        return timetable.cells, places
    activity = problem.index.activity[problem.index.contribution[contribution].activity]
    cell = Cell(activity.id, old.period, old.room)
    is_kept = activity.sessions is not None or cell in activity.fixed
    if is_kept or len(inside(problem, timetable, cell)) > 1:
        return timetable.cells, places
    return timetable.cells - {cell}, places


def touched(problem: Problem, timetable: Timetable, item: Item) -> frozenset[str]:
    """The ids of everything whose violations a move of the item can change."""
    if isinstance(item, str):
        return frozenset((item, problem.index.contribution[item].activity))
    return frozenset((item.activity, *inside(problem, timetable, item)))


class Board:
    """A timetable made ready for moves: grouped once, however many are tried on it."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        whole = known(problem, timetable)
        self.problem = problem
        self.timetable = timetable
        self.is_known = (whole.cells, len(whole.places)) == (timetable.cells, len(timetable.places))
        self.view = View(problem, whole)

    def after(self, timetable: Timetable) -> Board:
        """The board of a timetable that differs by a move."""
        board: Board = object.__new__(Board)
        board.problem, board.timetable, board.is_known = self.problem, timetable, self.is_known
        board.view = self.view.after(self._seen(timetable))
        return board

    def broken(self, timetable: Timetable, items: Iterable[str]) -> list[Violation]:
        """Return what some items are part of in a timetable that differs by a move, or doesn't."""
        return violations_in(self.view.after(self._seen(timetable), items))

    def effect(self, after: Timetable, items: Iterable[str]) -> Effect:
        """Compare what the moved items are part of now with what they are part of afterwards."""
        items = frozenset(items)
        return compared(self.broken(self.timetable, items), self.broken(after, items))

    def _seen(self, timetable: Timetable) -> Timetable:
        return timetable if self.is_known else known(self.problem, timetable)


def known(problem: Problem, timetable: Timetable) -> Timetable:
    """Return the part of a timetable that speaks of what there is."""
    index = problem.index
    cells = frozenset(
        c for c in timetable.cells
        if c.activity in index.activity and c.period in index.period and c.room in index.room
    )  # fmt: skip
    places = {
        id: place
        for id, place in timetable.places.items()
        if id in index.contribution and place.period in index.period and place.room in index.room
    }
    return Timetable(cells, places)


def compared(before: list[Violation], after: list[Violation]) -> Effect:
    """Say what came, went and stayed; violations may be alike, such as one in each of two rooms."""
    gone, new, stay = list(before), [], []
    for violation in after:
        if violation in gone:
            gone.remove(violation)
            stay.append(violation)
        else:
            new.append(violation)
    return Effect(tuple(new), tuple(gone), tuple(stay))


def best_places(board: Board, item: Item, count: int = 8) -> list[Choice]:
    """Return the best other places, at most one for each period and room, best first.

    Of all (period, room, begin): fewest hard rules broken, then least penalty, then nearest to where it is.
    The (period, room) are looked into in the order of what they cost whenever the item begins there; when the
    next can't be better than those found, the rest need not be looked into.
    """
    search = Search(board, item)
    found: list[tuple[Rank, Place, Effect]] = []
    for floor, period, room in search.floors():
        if len(found) == count and found[-1][0] <= floor:
            break
        best = search.best_in(period, room)
        if best is not None:
            found = nsmallest(count, [*found, best], key=lambda entry: entry[0])
    return [Choice(place, change) for _, place, change in found]


class Search:
    """All places of one item on one board."""

    def __init__(self, board: Board, item: Item) -> None:
        self.board = board
        self.problem = board.problem
        self.item = item
        self.items = touched(board.problem, board.timetable, item)
        self.broken = board.broken(board.timetable, self.items)
        here, index = place_of(board.problem, board.timetable, item), board.problem.index
        is_there = here is not None and here.period in index.period and here.room in index.room
        self.here = here if is_there else None
        if isinstance(item, str):
            self.cells, self.places = taken_out(board.problem, board.timetable, item)

    def floors(self) -> list[tuple[Rank, str, str]]:
        """Each (period, room), the least that any begin there can cost first.

        That is what the activity is part of there and the item isn't: it doesn't depend on the begin.
        """
        return sorted(
            (self._floor(period.id, room.id), period.id, room.id)
            for period in self.problem.index.periods
            for room in self.problem.rooms
        )

    def best_in(self, period: str, room: str) -> tuple[Rank, Place, Effect] | None:
        """The best begin in a period and room, but for the place where the item is now."""
        tries = [Place(period, room, begin) for begin in self._begins(period)]
        ranked = [self._evaluated(place) for place in tries if place != self.here]
        return min(ranked, key=lambda entry: entry[0], default=None)

    def _evaluated(self, place: Place) -> tuple[Rank, Place, Effect]:
        broken = self.board.broken(self._after(place), self.items)
        rank = (*cost(broken), *self._distance(place.period, place.room), self._shift(place))
        return rank, place, compared(self.broken, broken)

    def _floor(self, period: str, room: str) -> Rank:
        if not isinstance(self.item, str):
            return (0, 0, 0, 0, 0)  # a session has few begins: every cell is looked into
        place = Place(period, room, self.problem.index.period[period].begin)
        activity = self.problem.index.contribution[self.item].activity
        broken = self.board.broken(self._after(place), (activity,))
        alone = [v for v in broken if self.item not in v.items]
        return (*cost(alone), *self._distance(period, room))

    def _after(self, place: Place) -> Timetable:
        if not isinstance(self.item, str):
            return moved(self.problem, self.board.timetable, self.item, place)
        cell = Cell(self.problem.index.contribution[self.item].activity, place.period, place.room)
        return Timetable(self.cells | {cell}, {**self.places, self.item: place})

    def _distance(self, period: str, room: str) -> Rank:
        """How far a cell is from where the item is: the same period, then room, then the order of both."""
        index = self.problem.index
        apart = 0 if self.here is None else abs(index.position[period] - index.position[self.here.period])
        other_room = self.here is not None and room != self.here.room
        return apart, int(other_room), index.position[period] * len(index.room) + index.room_position[room]

    def _shift(self, place: Place) -> int:
        """How far a begin is from now, or from the start of the period if that changes."""
        if self.here is not None and self.here.period == place.period:
            return abs(place.begin - self.here.begin)
        return place.begin

    def _begins(self, period: str) -> Iterator[Slot]:
        """All begins of a contribution in a period; a session keeps its distance from the period's begin."""
        index = self.problem.index
        block = index.period[period]
        if not isinstance(self.item, str):
            now = 0 if self.here is None else self.here.begin - index.period[self.here.period].begin
            yield from {block.begin, block.begin + now}
            return
        last = max(block.begin, block.end - index.contribution[self.item].slots)
        yield from range(block.begin, last + 1)


def cost(broken: Iterable[Violation]) -> tuple[int, int]:
    """Hard rules broken, and the penalty of the soft ones."""
    hard = soft = 0
    for violation in broken:
        hard += violation.hard
        soft += violation.penalty
    return hard, soft
