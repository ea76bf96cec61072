"""What the rules read when they check a timetable: its sessions and places, grouped, and what was touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from serai.engines.timetable.index import Index, cell_key
from serai.engines.timetable.problem import Activity, Cell, Contribution, Place, Problem, Slot, Timetable


class View:
    """A problem with one of its timetables, and the items that the question is about (None: all)."""

    def __init__(self, problem: Problem, timetable: Timetable, touching: Iterable[str] | None = None) -> None:
        self.problem = problem
        self.index: Index = problem.index
        self.timetable = timetable
        self.touching = None if touching is None else frozenset(touching)
        self._of_activity: dict[str, list[Cell]] = defaultdict(list)
        self._in_room: dict[str, list[Cell]] = defaultdict(list)
        self._in_period: dict[str, list[Cell]] = defaultdict(list)
        self._check_ids()
        for cell in sorted(timetable.cells, key=lambda c: cell_key(self.index, c)):
            self._of_activity[cell.activity].append(cell)
            self._in_room[cell.room].append(cell)
            self._in_period[cell.period].append(cell)

    def after(self, timetable: Timetable, touching: Iterable[str] | None = None) -> View:
        """The view of a timetable that differs by a move within the problem; what is the same is shared.

        The question is about the same items, unless others are named.
        """
        view: View = object.__new__(View)
        view.problem, view.index, view.timetable = self.problem, self.index, timetable
        view.touching = self.touching if touching is None else frozenset(touching)
        view._of_activity, view._in_room = self._of_activity, self._in_room
        view._in_period = self._in_period
        gone, new = self.timetable.cells - timetable.cells, timetable.cells - self.timetable.cells
        if gone or new:
            view._of_activity, view._in_room = self._of_activity.copy(), self._in_room.copy()
            view._in_period = self._in_period.copy()
            for activity in {cell.activity for cell in gone | new}:
                view._regroup(view._of_activity, activity, gone, (c for c in new if c.activity == activity))
            for room in {cell.room for cell in gone | new}:
                view._regroup(view._in_room, room, gone, (c for c in new if c.room == room))
            for period in {cell.period for cell in gone | new}:
                view._regroup(view._in_period, period, gone, (c for c in new if c.period == period))
        return view

    def _regroup(
        self, groups: dict[str, list[Cell]], key: str, gone: frozenset[Cell], new: Iterable[Cell]
    ) -> None:
        """Write a group anew, without some cells and with others."""
        cells = [cell for cell in groups.get(key, ()) if cell not in gone]
        groups[key] = sorted([*cells, *new], key=lambda cell: cell_key(self.index, cell))

    def touches(self, items: Iterable[str]) -> bool:
        """Say whether any of the items is one the question is about."""
        return self.touching is None or not self.touching.isdisjoint(items)

    def activities(self) -> Iterator[Activity]:
        """The activities the question is about."""
        if self.touching is None:
            yield from self.problem.activities
            return
        for id in sorted(self.touching & self.index.activity.keys()):
            yield self.index.activity[id]

    def around(self) -> Iterator[Activity]:
        """The activities the question is about, and those that hold a contribution it is about."""
        if self.touching is None:
            yield from self.problem.activities
            return
        held = {self.index.contribution[id].activity for id in self.touching & self.index.contribution.keys()}
        for id in sorted(held | (self.touching & self.index.activity.keys())):
            yield self.index.activity[id]

    def contributions(self) -> Iterator[tuple[Contribution, Place]]:
        """The placed contributions the question is about, with their places."""
        places = self.timetable.places
        ids = places if self.touching is None else sorted(self.touching & places.keys())
        for id in ids:
            yield self.index.contribution[id], places[id]

    def placed(self, activity: str) -> Iterator[tuple[Contribution, Place]]:
        """The placed contributions of an activity, with their places."""
        for contribution in self.index.members[activity]:
            place = self.timetable.places.get(contribution.id)
            if place is not None:
                yield contribution, place

    def cells(self, activity: str) -> list[Cell]:
        """The sessions of an activity, by time and room."""
        return self._of_activity.get(activity, [])

    def stretches(self, activity: str) -> int:
        """Count an activity's stretches of successive periods of one day, among the periods it may use."""
        held = {cell.period for cell in self.cells(activity)}
        own = held.union(self.index.own_periods[activity])
        count, previous_day, was_held = 0, None, False
        for period in self.index.periods:
            if period.id in own:
                is_held = period.id in held
                count += is_held and not (was_held and previous_day == period.day)
                previous_day, was_held = period.day, is_held
        return count

    def cells_in_room(self, room: str) -> list[Cell]:
        """The sessions in a room, by time."""
        return self._in_room.get(room, [])

    def cells_in_period(self, period: str) -> list[Cell]:
        """The sessions in a period, by room."""
        return self._in_period.get(period, [])

    def end(self, contribution: str) -> Slot:
        """The slot after the last one of a placed contribution."""
        return self.timetable.places[contribution].begin + self.index.contribution[contribution].slots

    def _check_ids(self) -> None:
        """Refuse a timetable of another problem."""
        index = self.index
        for cell in self.timetable.cells:
            if (
                cell.activity not in index.activity
                or cell.period not in index.period
                or cell.room not in index.room
            ):
                raise ValueError(f"the timetable has a session of unknown things: {cell}")
        for id, place in self.timetable.places.items():
            if id not in index.contribution:
                raise ValueError(f"the timetable places an unknown contribution {id!r}")
            if place.period not in index.period or place.room not in index.room:
                raise ValueError(f"the timetable places contribution {id!r} at an unknown place: {place}")
