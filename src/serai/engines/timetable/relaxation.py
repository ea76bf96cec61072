"""A model in which rooms are only counted: its least penalty is a lower bound, and it is solved much sooner.

An activity has a number of sessions in each period; which rooms they get is left open, as is when
contributions begin. Whatever a timetable costs, it costs no less here.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise

from ortools.sat.python import cp_model

from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.constraints.activities import FixedPlacement
from serai.engines.timetable.constraints.people import AttendeeElsewhere
from serai.engines.timetable.constraints.rooms import RoomConflict, SettingUpTime
from serai.engines.timetable.decisions import Expression, Literal, total
from serai.engines.timetable.model import Model
from serai.engines.timetable.problem import Activity, Problem, Timetable
from serai.engines.timetable.scope import Scope, without_times
from serai.engines.timetable.variables import Variables

NEEDS_ROOMS = (RoomConflict, SettingUpTime, FixedPlacement, AttendeeElsewhere)
"""Rules about who has which room or begins when; without them nothing gets dearer."""


class Aggregated(Variables):
    """The decisions of a model whose rooms are counted; ``number_of`` has sessions that may be several."""

    def __init__(self, model: cp_model.CpModel, problem: Problem, scope: Scope) -> None:
        self.number_of: dict[tuple[str, str], cp_model.IntVar] = {}
        super().__init__(model, problem, scope)

    def _decide_rooms(self, activity: str, period: str, rooms: list[str]) -> None:
        """Choose the number of sessions."""
        self.rooms_in[activity, period] = rooms
        held = self.model.new_bool_var(f"{activity} held {period}")
        self.held_in[activity, period] = held
        most = min(self.limit(activity), len(rooms))
        if most > 1:
            number = self.model.new_int_var(0, most, f"sessions of {activity} in {period}")
            self.model.add(number >= held)
            self.model.add(number <= most * held)
            self.number_of[activity, period] = number

    def count(self, activity: str, period: str) -> Expression:
        """The number of sessions of an activity in the period."""
        return self.number_of.get((activity, period), self.held(activity, period))

    def room(self, activity: str, period: str, room: str) -> Literal:
        """Only fixed sessions have rooms; they may be there."""
        fixed = self.index.activity[activity].fixed
        return int(any((cell.period, cell.room) == (period, room) for cell in fixed))

    def in_room(self, contribution: str, period: str, room: str) -> Literal:
        """Nobody is known to be in a room."""
        return 0

    def rooms_beyond_first(self, activity: str) -> Expression:
        """At least the sessions beyond the first of the period that has most."""
        numbers = [n for (a, _), n in self.number_of.items() if a == activity]
        if not numbers:
            return 0
        most = max(self.limit(activity) - 1, 0)
        beyond = self.model.new_int_var(0, most, f"rooms of {activity} beyond the first")
        for number in numbers:
            self.model.add(number <= 1 + beyond)
        return beyond

    def is_in_one_room(self, activity: str) -> None:
        """Allow an activity one session at a time."""
        for (other, _), number in self.number_of.items():
            if other == activity:
                self.model.add(number <= 1)

    def cost_of_sessions(self, cost: Callable[[Activity, str, str], int]) -> Expression:
        """Each session costs at least what it does in the best room, several in the best ones."""
        return total(self._cost(activity, period, cost) for activity, period in self.held_in)

    def _cost(self, activity: str, period: str, cost: Callable[[Activity, str, str], int]) -> Expression:
        row = self.index.activity[activity]
        prices = sorted(cost(row, period, room) for room in self.rooms_in[activity, period])
        if (activity, period) not in self.number_of:
            return prices[0] * self.held(activity, period)
        return self.convex(self.number_of[activity, period], prices, f"rooms of {activity} in {period}")

    def convex(self, number: Expression, prices: list[int], name: str) -> Expression:
        """At least the sum of so many of the prices, which are in ascending order."""
        if prices[0] == prices[-1]:
            return prices[0] * number
        sums = [0, *accumulate(prices)]
        cost = self.model.new_int_var(0, sums[-1], name)
        for n, (low, high) in enumerate(pairwise(sums)):
            if n == 0 or prices[n] != prices[n - 1]:
                self.model.add(cost >= low + (high - low) * (number - n))
        return cost


def relaxation(problem: Problem, limit: dict[str, int], bound: int = 0) -> Model:
    """The model of a whole problem with rooms counted; its penalty is at least the known bound."""
    rules = [rule for rule in RULES if not isinstance(rule, NEEDS_ROOMS)]
    model = Model(problem, without_times(limit), rules, Aggregated)
    x = model.x
    assert isinstance(x, Aggregated)
    for period in problem.index.periods:
        counts = [x.count(a.id, period.id) for a in problem.activities]
        rooms = [room for room in problem.rooms if period.id not in room.closed]
        model.cp.add(total(counts) <= len(rooms))
        if problem.cell_cost:
            prices = sorted(problem.cell_cost.get((period.id, room.id), 0) for room in rooms)
            weight = problem.weights.get("room_not_preferred_then") or 0
            if prices and prices[-1] and weight:
                model.penalty += weight * x.convex(total(counts), prices, f"rooms in {period.id}")
    for activity in problem.activities:
        _long_ones(model, problem, activity.id)
    model.cp.add(model.penalty >= bound)
    model.cp.minimize(model.penalty)
    return model


def _long_ones(model: Model, problem: Problem, activity: str) -> None:
    """Of contributions longer than half a period there is one in a session."""
    for period in problem.index.own_periods[activity]:
        slots = problem.index.period[period].slots
        long = [c for c in problem.index.members[activity] if 2 * c.slots > slots]
        if len(long) > 1:
            inside = total(model.x.inside(c.id, period) for c in long)
            model.cp.add(inside <= model.x.count(activity, period))


def hint(model: Model, timetable: Timetable) -> None:
    """Start the solver at what a timetable has."""
    x = model.x
    assert isinstance(x, Aggregated)
    for (activity, period), held in x.held_in.items():
        number = sum(1 for c in timetable.cells if (c.activity, c.period) == (activity, period))
        if not isinstance(held, int):
            model.cp.add_hint(held, number > 0)
        if (activity, period) in x.number_of:
            model.cp.add_hint(x.number_of[activity, period], number)
    for (id, period), inside in x.period_of.items():
        place = timetable.places.get(id)
        if not isinstance(inside, int):
            model.cp.add_hint(inside, place is not None and place.period == period)


def sessions_and_periods(
    model: Model, solver: cp_model.CpSolver
) -> tuple[dict[tuple[str, str], int], dict[str, str]]:
    """What a solution says: the number of sessions by (activity, period), and each contribution's period."""
    x = model.x
    numbers = {key: solver.value(x.count(*key)) for key in x.held_in}
    periods = {id: period for (id, period), inside in x.period_of.items() if solver.value(inside)}
    return numbers, periods
