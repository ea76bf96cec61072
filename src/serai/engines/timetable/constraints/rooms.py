"""Rules about rooms: one session at a time, large enough, open, and free while it is set up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from serai.engines.solving import Violation
from serai.engines.text import gettext_noop
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.problem import Activity, Cell, Period, Problem, Room

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression
    from serai.engines.timetable.index import Index
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View


class RoomConflict(Rule):
    """Two activities have the same room in the same period."""

    name = "room_conflict"
    title = gettext_noop("One activity at a time in a room")
    meaning = gettext_noop("A room is never given to two activities in the same period.")
    weight = None
    formula = "(a, p, r) ∈ S and (b, p, r) ∈ S, with a ≠ b"
    explanation = gettext_noop("{activity} and {other_activity} both have {room} in {period}.")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find each pair of activities in one cell."""
        for room in rooms_in_question(view):
            groups: dict[str, list[str]] = {}
            for cell in view.cells_in_room(room):
                groups.setdefault(cell.period, []).append(cell.activity)
            for period, activities in groups.items():
                for one, other in combinations(sorted(activities), 2):
                    yield self.found(
                        view, (one, other), activity=one, other_activity=other, room=room, period=period
                    )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Allow one session in each cell."""
        for sessions in x.sessions_by_cell().values():
            if len(sessions) > 1:
                model.add_at_most_one(sessions)
        return 0


class CellRule(Rule):
    """A rule that says for each session on its own whether the activity may be there."""

    weight = None

    def violations(self, view: View) -> Iterator[Violation]:
        """Find the sessions that the rule doesn't allow."""
        index = view.index
        for activity in view.activities():
            for cell in view.cells(activity.id):
                period, room = index.period[cell.period], index.room[cell.room]
                if not self.allows(index, activity, period, room):
                    values = self.figures(activity, room)
                    yield self.found(
                        view, (activity.id,), activity=activity.id, room=room.id, period=period.id, **values
                    )

    def figures(self, activity: Activity, room: Room) -> dict[str, int]:
        """The numbers that the explanation compares."""
        return {}


class RoomTooSmall(CellRule):
    """A room has fewer seats than the activity expects people."""

    name = "room_too_small"
    title = gettext_noop("A seat for everybody")
    meaning = gettext_noop("An activity gets a room with a seat for everybody it expects.")
    formula = "(a, p, r) ∈ S and audience(a) > seats(r)"
    explanation = gettext_noop("{activity} expects {audience} people; {room} seats {seats}.")

    def allows(self, index: Index, activity: Activity, period: Period, room: Room) -> bool:
        """Allow rooms with as many seats as people expected, and rooms without a limit."""
        return room.seats is None or room.seats >= activity.audience

    def figures(self, activity: Activity, room: Room) -> dict[str, int]:
        """People expected and seats."""
        return {"audience": activity.audience, "seats": room.seats or 0}


class RoomTooFewBooths(CellRule):
    """A room has fewer interpreters' booths than the activity has language pairs."""

    name = "room_too_few_booths"
    title = gettext_noop("Booths for the interpreters")
    meaning = gettext_noop("An interpreted activity gets a room with a booth for each pair of languages.")
    formula = "(a, p, r) ∈ S and #pairs(a) > booths(r)"
    explanation = gettext_noop(
        "{activity} is interpreted (language pairs: {pairs}); {room} has too few booths ({booths})."
    )

    def allows(self, index: Index, activity: Activity, period: Period, room: Room) -> bool:
        """Allow rooms with one booth for each language pair."""
        return len(activity.pairs) <= room.booths

    def figures(self, activity: Activity, room: Room) -> dict[str, int]:
        """Pairs and booths."""
        return {"pairs": len(activity.pairs), "booths": room.booths}


class RoomUnavailable(CellRule):
    """A room is used while it is closed."""

    name = "room_unavailable"
    title = gettext_noop("Closed rooms stay closed")
    meaning = gettext_noop("No room is used in a period in which it is closed.")
    formula = "(a, p, r) ∈ S and p ∈ closed(r)"
    explanation = gettext_noop("{activity} is in {room} in {period}, when the room is closed.")

    def allows(self, index: Index, activity: Activity, period: Period, room: Room) -> bool:
        """Allow periods in which the room is open."""
        return period.id not in room.closed


class RoomNotAllowed(CellRule):
    """An activity meets in a room that isn't among its own."""

    name = "room_not_allowed"
    title = gettext_noop("Only in its own rooms")
    meaning = gettext_noop("An activity that names the rooms it may use is held in those.")
    formula = "(a, p, r) ∈ S and r ∉ R(a)"
    explanation = gettext_noop("{activity} may not be held in {room}.")

    def allows(self, index: Index, activity: Activity, period: Period, room: Room) -> bool:
        """Allow the activity's own rooms."""
        return activity.rooms is None or room.id in activity.rooms


class SettingUpTime(Rule):
    """Another activity is in the room too shortly before a session that needs setting up."""

    name = "setting_up_time"
    title = gettext_noop("Time to set up")
    meaning = gettext_noop("The room is free for as long as an activity needs to set up before it begins.")
    weight = None
    formula = "(a, p, r) ∈ S and (b, q, r) ∈ S, with a ≠ b and begin(p) − setup(a) < end(q) ≤ begin(p)"
    explanation = gettext_noop(
        "{activity} needs {room} for itself before {period} to set up (slots: {needed}); "
        "{other_activity} leaves too little ({free})."
    )

    def violations(self, view: View) -> Iterator[Violation]:
        """Find each session of another activity that ends too late before one that needs setting up."""
        for room in rooms_in_question(view):
            cells = view.cells_in_room(room)
            for cell in cells:
                yield from self._too_close(view, cell, cells)

    def _too_close(self, view: View, cell: Cell, cells: list[Cell]) -> Iterator[Violation]:
        index = view.index
        needed = index.activity[cell.activity].setup_slots
        begin = index.period[cell.period].begin
        for other in cells:
            end = index.period[other.period].end
            if other.activity != cell.activity and begin - needed < end <= begin:
                yield self.found(
                    view,
                    (cell.activity, other.activity),
                    activity=cell.activity,
                    other_activity=other.activity,
                    room=cell.room,
                    period=cell.period,
                    needed=needed,
                    free=begin - end,
                )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Where an activity needs setting up, let nobody else be in the room in the periods just before."""
        index = problem.index
        for activity in problem.activities:
            for period in index.periods if activity.setup_slots else ():
                before = [
                    p for p in index.periods if period.begin - activity.setup_slots < p.end <= period.begin
                ]
                for room in problem.rooms if before else ():
                    here = x.room(activity.id, period.id, room.id)
                    if isinstance(here, int) and here == 0:
                        continue
                    for earlier in before:
                        others = x.sessions_of_others(earlier.id, room.id, activity.id)
                        if others:
                            model.add(here + x.total(others) <= 1)
        return 0


def rooms_in_question(view: View) -> list[str]:
    """The rooms that hold a session of a touched activity, in the problem's order."""
    if view.touching is None:
        return [room.id for room in view.problem.rooms]
    rooms = {cell.room for activity in view.activities() for cell in view.cells(activity.id)}
    return [room.id for room in view.problem.rooms if room.id in rooms]
