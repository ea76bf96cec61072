"""Rules about what is preferred: periods, hours and rooms have their prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from serai.engines.solving import Violation
from serai.engines.text import gettext_noop
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.problem import Activity, Cell, Contribution, Place, Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View


class PlaceCost(Rule):
    """A price of places: once for each session of an activity, for each slot of a contribution."""

    weight = 1

    def cost_of_cell(self, activity: Activity, cell: Cell) -> int:
        """The price of one session."""
        return 0

    def cost_of_place(self, contribution: Contribution, place: Place) -> int:
        """The price of one contribution's place."""
        return 0

    def violations(self, view: View) -> Iterator[Violation]:
        """Find the sessions and contributions that cost something where they are."""
        for activity in view.activities():
            for cell in view.cells(activity.id):
                cost = self.cost_of_cell(activity, cell)
                if cost:
                    yield self.found(
                        view, (activity.id,), cost, activity=activity.id, period=cell.period, room=cell.room
                    )
        for contribution, place in view.contributions():
            cost = self.cost_of_place(contribution, place)
            if cost:
                yield self.found(
                    view,
                    (contribution.id,),
                    cost,
                    activity=contribution.activity,
                    contribution=contribution.id,
                    period=place.period,
                    room=place.room,
                )


class PeriodCost(PlaceCost):
    """A price that depends on the period only."""

    def costs(self, contribution: Contribution) -> Mapping[str, int]:
        """The prices of the periods for each slot of a contribution."""
        raise NotImplementedError

    def cost_of_place(self, contribution: Contribution, place: Place) -> int:
        """The price of the period, for each slot."""
        return contribution.slots * self.costs(contribution).get(place.period, 0)

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Price each contribution's period."""
        return x.total(
            contribution.slots * cost * x.inside(contribution.id, period)
            for contribution in problem.contributions
            for period, cost in self.costs(contribution).items()
            if cost
        )


class PeriodNotPreferred(PeriodCost):
    """An activity or a contribution is in a period that it would rather avoid."""

    name = "period_not_preferred"
    title = gettext_noop("At the times asked for")
    meaning = gettext_noop(
        "Each session, and each slot of a contribution, outside the periods asked for counts."
    )
    amount = "the prices of the periods: once for each session, for each slot of a contribution"
    formula = "Σ over (a, p, r) ∈ S of period_cost(a, p) + Σ over c of len(c) · period_cost(c, p(c))"
    explanation = gettext_noop(
        "{activity} has something in {period}, which is not among the times asked for."
    )

    def costs(self, contribution: Contribution) -> Mapping[str, int]:
        """The contribution's own prices of periods."""
        return contribution.period_cost

    def cost_of_cell(self, activity: Activity, cell: Cell) -> int:
        """The activity's price of the period."""
        return activity.period_cost.get(cell.period, 0)

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Price the sessions, and each contribution's period."""
        sessions = x.cost_of_sessions(lambda activity, period, room: activity.period_cost.get(period, 0))
        return sessions + super().post(model, problem, x)


class HourNotPreferred(PeriodCost):
    """A contribution is at an hour that is inconvenient where its speaker takes part from."""

    name = "hour_not_preferred"
    title = gettext_noop("At hours that suit those far away")
    meaning = gettext_noop(
        "Each slot of a contribution at an inconvenient hour where its speaker takes part from counts."
    )
    amount = "the prices of the hours, for each slot"
    formula = "Σ over c of len(c) · hour_cost(c, p(c))"
    explanation = gettext_noop("{contribution} in {activity} is at an inconvenient hour in {period}.")

    def costs(self, contribution: Contribution) -> Mapping[str, int]:
        """The contribution's prices of hours, by period."""
        return contribution.hour_cost


class RoomNotPreferred(PlaceCost):
    """An activity or a contribution is in a room that it would rather avoid."""

    name = "room_not_preferred"
    title = gettext_noop("In the rooms asked for")
    meaning = gettext_noop(
        "Each session, and each slot of a contribution, outside the rooms asked for counts."
    )
    amount = "the prices of the rooms: once for each session, for each slot of a contribution"
    formula = "Σ over (a, p, r) ∈ S of room_cost(a, r) + Σ over c of len(c) · room_cost(c, r(c))"
    explanation = gettext_noop("{activity} is in {room}, which is not among the rooms asked for.")

    def cost_of_cell(self, activity: Activity, cell: Cell) -> int:
        """The activity's price of the room."""
        return activity.room_cost.get(cell.room, 0)

    def cost_of_place(self, contribution: Contribution, place: Place) -> int:
        """The contribution's price of the room, for each slot."""
        return contribution.slots * contribution.room_cost.get(place.room, 0)

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Price the sessions, and each contribution's room."""
        sessions = x.cost_of_sessions(lambda activity, period, room: activity.room_cost.get(room, 0))
        return sessions + x.total(
            contribution.slots * cost * x.in_room(contribution.id, period, room)
            for contribution in problem.contributions
            for room, cost in contribution.room_cost.items()
            for period in problem.index.spans[contribution.id]
            if cost
        )


class RoomNotPreferredThen(Rule):
    """A room is used in a period in which it should rather be spared."""

    name = "room_not_preferred_then"
    title = "Rooms in the periods that suit them"
    meaning = "Each session counts that is in a room in a period in which the room should be spared."
    amount = "the price of the room in the period, for each session"
    weight = 0
    formula = "Σ over (a, p, r) ∈ S of cell_cost(p, r)"
    explanation = "{activity} is in {room} in {period}, when the room should rather be spared."

    def violations(self, view: View) -> Iterator[Violation]:
        """Find the sessions that cost something where they are."""
        costs = view.problem.cell_cost
        for activity in view.activities() if costs else ():
            for cell in view.cells(activity.id):
                if cost := costs.get((cell.period, cell.room), 0):
                    yield self.found(
                        view, (activity.id,), cost, activity=activity.id, period=cell.period, room=cell.room
                    )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Price the sessions."""
        costs = problem.cell_cost
        return x.cost_of_sessions(lambda _, period, room: costs.get((period, room), 0)) if costs else 0
