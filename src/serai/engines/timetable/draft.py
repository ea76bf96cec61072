"""A timetable in the making: what is taken, and what an activity could still have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from serai.engines.timetable.evaluate import violations
from serai.engines.timetable.problem import (
    Activity,
    Cell,
    Contribution,
    Place,
    Problem,
    Slot,
    Span,
    Timetable,
)


@dataclass(frozen=True, slots=True)
class Sessions:
    """A way to hold one activity: its cells, the places of its contributions, the weight left out."""

    activity: Activity
    cells: tuple[Cell, ...]
    places: dict[str, Place]
    lost: int


class Draft:
    """Sessions taken so far, with who is busy when."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.index = problem.index
        self.taken: dict[tuple[str, str], str] = {}
        self.busy: dict[str, list[Span]] = defaultdict(list)
        self.held: dict[str, list[Cell]] = {}
        self.places: dict[str, Place] = {}
        self.typical_freedom = sum(p.slots for p in problem.periods) // 2

    def timetable(self) -> Timetable:
        """What is taken so far, as a timetable."""
        return Timetable(frozenset(c for cells in self.held.values() for c in cells), dict(self.places))

    def take(self, sessions: Sessions) -> None:
        """Take the sessions and places."""
        activity = sessions.activity
        self.held[activity.id] = list(sessions.cells)
        for cell in sessions.cells:
            self.taken[cell.period, cell.room] = activity.id
            period = self.index.period[cell.period]
            for person in self.index.needed_at_activity[activity.id]:
                self.busy[person].append((period.begin, period.end))
        for id, place in sessions.places.items():
            self.places[id] = place
            span = (place.begin, place.begin + self.index.contribution[id].slots)
            for person in self.index.needed_at[id]:
                self.busy[person].append(span)

    def waste(self, room: str) -> int:
        """How large a room is; the smallest that will do is taken first."""
        seats = self.index.room[room].seats
        return 10**9 if seats is None else seats

    def free_cells(self, activity: Activity) -> Iterator[Cell]:
        """The sessions an activity could still have, in order of time and room."""
        after, before = self._window(activity)
        people = self.index.needed_at_activity[activity.id]
        for period, room in self.index.cells[activity.id]:
            position = self.index.position[period]
            if (
                after < position < before
                and (period, room) not in self.taken
                and self._set_up(activity, period, room)
                and self._are_free(people, self.index.period[period].begin, self.index.period[period].end)
            ):
                yield Cell(activity.id, period, room)

    def pack(
        self, activity: Activity, contributions: Iterable[Contribution], cells: list[Cell]
    ) -> Sessions | None:
        """Open the fixed cells, then others in the given order as needed; None if it can't be held."""
        free = set(cells)
        opened: list[Cell] = sorted(activity.fixed, key=cells.index) if activity.fixed <= free else []
        if len(opened) < len(activity.fixed):
            return None
        most = activity.sessions[1] if activity.sessions else len(cells)
        waiting = [c for c in cells if c not in activity.fixed]
        places: dict[str, Place] = {}
        used: dict[Cell, list[Span]] = {cell: [] for cell in opened}
        lost = 0
        for contribution in contributions:
            place = self._fit(contribution, used)
            if place is None and len(used) < most:
                place = self._open(activity, contribution, used, waiting)
            if place is None:
                lost += self.index.weight_of_contribution(contribution.id)
            else:
                places[contribution.id] = place
        return self._completed(activity, used, waiting, places, lost)

    def cost(self, sessions: Sessions) -> tuple[int, int, int]:
        """What a way costs: people left out, penalty, and for what others wait for, how late it ends."""
        activity = sessions.activity
        timetable = Timetable(frozenset(sessions.cells), sessions.places)
        items = [activity.id, *sessions.places]
        found = violations(self.problem, timetable, touching=items)
        hard = sum(1 for v in found if v.hard)
        last = max((self.index.position[c.period] for c in sessions.cells), default=0)
        lateness = last if self.index.later.get(activity.id) else 0
        return sessions.lost + 1000 * hard, sum(v.penalty for v in found), lateness

    def _completed(
        self,
        activity: Activity,
        used: dict[Cell, list[Span]],
        waiting: list[Cell],
        places: dict[str, Place],
        lost: int,
    ) -> Sessions | None:
        """Add the sessions an activity must have even if they are empty."""
        least = activity.sessions[0] if activity.sessions else 0
        while len(used) < least:
            cell = next((c for c in waiting if c not in used and self._may_join(activity, c, used)), None)
            if cell is None:
                return None
            used[cell] = []
        return Sessions(activity, tuple(used), places, lost)

    def _open(
        self,
        activity: Activity,
        contribution: Contribution,
        used: dict[Cell, list[Span]],
        waiting: list[Cell],
    ) -> Place | None:
        """Open the first further cell that takes the contribution."""
        for cell in waiting:
            if cell not in used and self._may_join(activity, cell, used):
                begin = self._begin(contribution, cell, [])
                if begin is not None:
                    used[cell] = [(begin, begin + contribution.slots)]
                    return Place(cell.period, cell.room, begin)
        return None

    def _may_join(self, activity: Activity, cell: Cell, used: Iterable[Cell]) -> bool:
        """Say whether a further session keeps an activity together and its people in one place."""
        others = list(used)
        if self.index.needed_at_activity[activity.id] and any(c.period == cell.period for c in others):
            return False
        if not activity.together or not others:
            return True
        own = self.index.own_periods[activity.id]
        positions = sorted([own.index(c.period) for c in others] + [own.index(cell.period)])
        days = {self.index.period[c.period].day for c in [*others, cell]}
        rooms = {c.room for c in [*others, cell]}
        return len(days) == len(rooms) == 1 and positions[-1] - positions[0] == len(positions) - 1

    def _fit(self, contribution: Contribution, used: dict[Cell, list[Span]]) -> Place | None:
        """Find the first open session with room for the contribution, and take it."""
        for cell, spans in used.items():
            begin = self._begin(contribution, cell, spans)
            if begin is not None:
                spans.append((begin, begin + contribution.slots))
                return Place(cell.period, cell.room, begin)
        return None

    def _begin(self, contribution: Contribution, cell: Cell, spans: list[Span]) -> Slot | None:
        """The first slot of a session at which the contribution could begin."""
        fixed = contribution.fixed
        if fixed is not None and fixed.room not in (None, cell.room):
            return None
        blocked = list(spans)
        period = self.index.period[cell.period]
        for person in self.index.needed_at[contribution.id]:
            whole = (period.begin, period.end)
            own = person in self.index.needed_at_activity[contribution.activity]
            blocked += [s for s in self.busy[person] if not (own and s == whole)]
        for first, past in self.index.spans[contribution.id].get(cell.period, ()):
            begin = first
            for a, b in sorted(blocked):
                if a < begin + contribution.slots and begin < b:
                    begin = b
            if begin < past:
                return begin
        return None

    def _are_free(self, people: Iterable[str], begin: Slot, end: Slot) -> bool:
        """Say whether nobody of these is busy at any time of [begin, end)."""
        return not any(a < end and begin < b for person in people for a, b in self.busy[person])

    def _set_up(self, activity: Activity, period: str, room: str) -> bool:
        """Say whether there is time to set up for the activity, and after it for those that come later."""
        index = self.index
        here = index.period[period]
        for (other_period, other_room), other in self.taken.items():
            if other_room != room or other == activity.id:
                continue
            there = index.period[other_period]
            if here.begin - activity.setup_slots < there.end <= here.begin:
                return False
            if there.begin - index.activity[other].setup_slots < here.end <= there.begin:
                return False
        return True

    def _window(self, activity: Activity) -> tuple[int, int]:
        """The positions of the last period that must be over and of the first that must be yet to come."""
        position = self.index.position
        after = max(
            (
                position[c.period]
                for a in self.index.earlier.get(activity.id, ())
                for c in self.held.get(a, ())
            ),
            default=-1,
        )
        before = min(
            (position[c.period] for a in self.index.later.get(activity.id, ()) for c in self.held.get(a, ())),
            default=len(position),
        )
        return after, before
