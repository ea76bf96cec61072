"""Makes the variables of a model: sessions in rooms, contributions in periods, begins where they matter."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from serai.engines.timetable.problem import Activity, Contribution, Place, Problem
from serai.engines.timetable.scope import Scope

Literal = cp_model.IntVar | int
Expression = cp_model.LinearExpr | int


class Decisions:
    """The variables of one model, and plain numbers for what its scope has frozen or ruled out."""

    def __init__(self, model: cp_model.CpModel, problem: Problem, scope: Scope) -> None:
        self.model = model
        self.problem = problem
        self.index = problem.index
        self.scope = scope
        self.room_of: dict[tuple[str, str, str], Literal] = {}
        self.held_in: dict[tuple[str, str], Literal] = {}
        self.rooms_in: dict[tuple[str, str], list[str]] = {}
        self.by_cell: dict[tuple[str, str], list[tuple[str, Literal]]] = {}
        self.placed_activity: dict[str, Literal] = {}
        self.period_of: dict[tuple[str, str], Literal] = {}
        self.seat_of: dict[tuple[str, str, str], Literal] = {}
        self.placed_contribution: dict[str, Literal] = {}
        self.begin_of: dict[str, Literal] = {}
        self.open: set[str] = set()
        for activity in problem.activities:
            self._make_sessions(activity)
            self.placed_activity[activity.id] = self._placed_activity(activity)
            for contribution in self.index.members[activity.id]:
                self._make_contribution(contribution)

    def _make_sessions(self, activity: Activity) -> None:
        """Make the sessions of an activity, period by period."""
        rooms: dict[str, list[str]] = {}
        for period, room in self.index.cells[activity.id]:
            rooms.setdefault(period, []).append(room)
        for period, allowed in rooms.items():
            if self.scope.is_free(activity.id, period):
                free = [room for room in allowed if (period, room) not in self.scope.taken]
                self._decide_rooms(activity.id, period, free)
            elif kept := self.scope.sessions.get((activity.id, period)):
                self.rooms_in[activity.id, period] = list(kept)
                self.held_in[activity.id, period] = 1
                self.room_of.update({(activity.id, period, room): 1 for room in kept})

    def _decide_rooms(self, activity: str, period: str, rooms: list[str]) -> None:
        """Make one choice for each room; the number of them is limited."""
        if not rooms:
            return
        self.rooms_in[activity, period] = rooms
        choices = [self.model.new_bool_var(f"{activity} in {room} {period}") for room in rooms]
        for room, choice in zip(rooms, choices, strict=True):
            self.room_of[activity, period, room] = choice
            self.by_cell.setdefault((period, room), []).append((activity, choice))
        if len(choices) == 1:
            self.held_in[activity, period] = choices[0]
            return
        held = self.model.new_bool_var(f"{activity} held {period}")
        self.held_in[activity, period] = held
        limit = min(self.scope.limit[activity], len(rooms))
        if limit == 1:
            self.model.add(sum(choices) == held)
            return
        self.model.add(sum(choices) <= limit * held)
        self.model.add(sum(choices) >= held)
        for choice in choices:
            self.model.add_implication(choice, held)

    def _placed_activity(self, activity: Activity) -> Literal:
        """Decide whether an activity has the sessions it needs of its own."""
        if not activity.least_sessions:
            return 1
        if (True, activity.id) in self.scope.out:
            return 0
        if not self.scope.optional:
            return 1
        if any(self.scope.is_free(activity.id, p) for p in self.index.own_periods[activity.id]):
            return self.model.new_bool_var(f"{activity.id} is held")
        return int(any(cell.activity == activity.id for cell in self.scope.kept.cells))

    def _make_contribution(self, contribution: Contribution) -> None:
        """Make the choice of a period for a contribution, or take it over if its block is frozen."""
        kept = self.scope.kept.places.get(contribution.id)
        if (False, contribution.id) in self.scope.out:
            self.placed_contribution[contribution.id] = 0
            self.begin_of[contribution.id] = 0
        elif kept is not None and not self.scope.is_free(contribution.activity, kept.period):
            self._keep_contribution(contribution, kept)
        else:
            self._decide_contribution(contribution)

    def _keep_contribution(self, contribution: Contribution, kept: Place) -> None:
        self.period_of[contribution.id, kept.period] = 1
        self.seat_of[contribution.id, kept.period, kept.room] = 1
        self.placed_contribution[contribution.id] = 1
        self.begin_of[contribution.id] = kept.begin

    def _decide_contribution(self, contribution: Contribution) -> None:
        id, activity = contribution.id, contribution.activity
        self.open.add(id)
        choices: dict[str, cp_model.IntVar] = {}
        for period in self.index.spans[id]:
            if self.scope.is_free(activity, period) and (activity, period) in self.held_in:
                choices[period] = self.model.new_bool_var(f"{id} in {period}")
                self.period_of[id, period] = choices[period]
                if activity in self.scope.roomed:
                    self._decide_seat(id, activity, period, choices[period])
        placed: Literal = 1
        if self.scope.optional:
            placed = self.model.new_bool_var(f"{id} is placed") if choices else 0
        self.placed_contribution[id] = placed
        if choices and isinstance(placed, int):
            self.model.add_exactly_one(choices.values())
        else:
            self.model.add(cp_model.LinearExpr.sum(list(choices.values())) == placed)
        self._decide_begin(contribution, choices)

    def _decide_seat(self, id: str, activity: str, period: str, inside: cp_model.IntVar) -> None:
        """Choose the room as well, where it matters who is in which of several parallel sessions."""
        seats = []
        for room in self.rooms_in[activity, period]:
            seat = self.model.new_bool_var(f"{id} in {period} {room}")
            self.seat_of[id, period, room] = seat
            seats.append(seat)
        self.model.add(sum(seats) == inside)

    def _decide_begin(self, contribution: Contribution, choices: dict[str, cp_model.IntVar]) -> None:
        """Make one begin on the axis; the period a contribution is in says which stretches of it are open."""
        self.begin_of[contribution.id] = 0
        if contribution.activity not in self.scope.timed or not choices:
            return
        spans = {p: [[a, b - 1] for a, b in self.index.spans[contribution.id][p]] for p in choices}
        union = cp_model.Domain.from_intervals([span for in_period in spans.values() for span in in_period])
        begin = self.model.new_int_var_from_domain(union, f"{contribution.id} begins")
        self.begin_of[contribution.id] = begin
        for period, inside in choices.items():
            domain = cp_model.Domain.from_intervals(spans[period])
            self.model.add_linear_expression_in_domain(begin, domain).only_enforce_if(inside)


def total(terms: Iterable[Expression]) -> Expression:
    """The sum, a plain number if all terms are."""
    number, unknown = 0, []
    for term in terms:
        if isinstance(term, int):
            number += term
        else:
            unknown.append(term)
    return cp_model.LinearExpr.sum([*unknown, number]) if unknown else number
