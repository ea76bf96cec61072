"""One CP-SAT model of a problem or a part of it: rules post themselves, solutions become timetables."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.constraints.activities import EmptySession
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.decisions import Expression, total
from serai.engines.timetable.packing import packed, seat
from serai.engines.timetable.problem import Cell, Contribution, Place, Problem, Timetable
from serai.engines.timetable.scope import Scope
from serai.engines.timetable.variables import Variables
from serai.engines.timetable.view import View


class Model:
    """The variables, what is left out weighted by people, and the penalty."""

    def __init__(
        self,
        problem: Problem,
        scope: Scope,
        rules: Sequence[Rule] = RULES,
        variables: type[Variables] = Variables,
    ) -> None:
        self.problem = problem
        self.scope = scope
        self.cp = cp_model.CpModel()
        self.x = variables(self.cp, problem, scope)
        self.penalty: Expression = 0
        for rule in rules:
            weight = rule.weight_in(problem)
            if weight != 0:
                self._add(rule.post(self.cp, problem, self.x), weight)
        self.left_out = self._left_out()

    def _add(self, amount: Expression, weight: int | None) -> None:
        """Price the amount by which a rule is broken, or forbid it."""
        if weight is not None:
            self.penalty = total([self.penalty, weight * amount])
        elif not isinstance(amount, int):
            self.cp.add(amount <= 0)

    def _left_out(self) -> Expression:
        """The weight of the items that are left out."""
        index, x = self.problem.index, self.x
        return total(
            [index.weight_of_activity(a.id) * (1 - x.placed(a.id)) for a in self.problem.activities]
            + [
                index.weight_of_contribution(c.id) * (1 - x.is_placed(c.id))
                for c in self.problem.contributions
            ]
        )

    def hint(self, timetable: Timetable) -> None:
        """Start the solver at a timetable."""
        x = self.x
        for (activity, period, room), chosen in x.room_of.items():
            self._hint(chosen, Cell(activity, period, room) in timetable.cells)
        for id in sorted(x.open):
            place = timetable.places.get(id)
            for period in self.problem.index.spans[id]:
                self._hint(x.inside(id, period), place is not None and place.period == period)
            self._hint(x.is_placed(id), place is not None)
            if place is not None:
                self._hint(x.begin(id), place.begin)
        for (id, period, room), chosen in x.seat_of.items():
            place = timetable.places.get(id)
            self._hint(chosen, place is not None and (place.period, place.room) == (period, room))

    def _hint(self, variable: cp_model.IntVar | int, value: int) -> None:
        if not isinstance(variable, int):
            self.cp.add_hint(variable, value)

    def timetable(self, solver: cp_model.CpSolver) -> Timetable:
        """Read a solution; raises NoSeat if parallel sessions can't be filled as their sum suggests."""
        x = self.x
        cells = {Cell(*cell) for cell, chosen in x.room_of.items() if holds(solver, chosen)}
        rooms = {(id, p): room for (id, p, room), chosen in x.seat_of.items() if holds(solver, chosen)}
        seated: dict[str, Place] = {}
        groups: dict[tuple[str, str], list[Contribution]] = {}
        for (id, period), chosen in x.period_of.items():
            if holds(solver, chosen):
                contribution = self.problem.index.contribution[id]
                if id not in x.open:
                    seated[id] = self.scope.kept.places[id]
                elif (id, period) in rooms:
                    seated[id] = Place(period, rooms[id, period], solver.value(x.begin(id)))
                else:
                    groups.setdefault((contribution.activity, period), []).append(contribution)
        for (activity, period), group in groups.items():
            held = sorted(
                (c.room for c in cells if (c.activity, c.period) == (activity, period)),
                key=self.problem.index.room_position.__getitem__,
            )
            begins = {c.id: solver.value(x.begin(c.id)) for c in group} if x.is_timed(activity) else None
            seated |= seat(self.problem, activity, period, held, group, begins)
        places = {c.id: seated[c.id] for c in self.problem.contributions if c.id in seated}
        return packed(self.problem, Timetable(frozenset(cells), places), self.scope.timed)


def may_be_empty(problem: Problem) -> bool:
    """Say whether timetables of the problem may hold sessions with nothing in them."""
    return EmptySession().weight_in(problem) == 0


def without_empty(problem: Problem, timetable: Timetable) -> Timetable:
    """The timetable without sessions that hold nothing: models may allow them, but we never hold any."""
    if not may_be_empty(problem):
        return timetable
    found = EmptySession().violations(View(problem, timetable))
    empty = {(v.values["activity"], v.values["period"], v.values["room"]) for v in found}
    cells = frozenset(c for c in timetable.cells if (c.activity, c.period, c.room) not in empty)
    return Timetable(cells, timetable.places)


def holds(solver: cp_model.CpSolver, literal: cp_model.IntVar | int) -> bool:
    """Say whether a literal is true in the solution."""
    return bool(literal) if isinstance(literal, int) else solver.boolean_value(literal)
