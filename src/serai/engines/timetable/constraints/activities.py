"""Rules about activities: where and how often they meet, and what is fixed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from serai.engines.solving import Violation
from serai.engines.text import gettext_noop
from serai.engines.timetable.constraints.rooms import CellRule
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.problem import Activity, Contribution, Period, Place, Problem, Room

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression
    from serai.engines.timetable.index import Index
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View


class PeriodNotAllowed(CellRule):
    """An activity meets in a period that isn't among its own, or in a break that it doesn't name."""

    name = "period_not_allowed"
    title = gettext_noop("Only in its own periods")
    meaning = gettext_noop(
        "An activity that names the periods it may use is held in those; "
        "a break is used only by those that name it."
    )
    formula = "(a, p, r) ∈ S and p ∉ P(a)"
    explanation = gettext_noop("{activity} may not be held in {period}.")

    def allows(self, index: Index, activity: Activity, period: Period, room: Room) -> bool:
        """Allow the activity's own periods."""
        return period.id in index.own_periods[activity.id]


class FixedPlacement(Rule):
    """An activity that meets lacks a session it must hold, or a contribution isn't where it is fixed."""

    name = "fixed_placement"
    title = gettext_noop("What is fixed stays")
    meaning = gettext_noop("What is fixed to a time or a room is there and nowhere else.")
    weight = None
    formula = (
        "S(a) ≠ ∅ and (a, p, r) ∈ fixed(a) \\ S; or (p(c), r(c), begin(c)) ≠ fixed(c), as far as c is fixed"
    )
    explanation = gettext_noop("{activity} isn't where it is fixed, in {period}.")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find fixed sessions that aren't held and fixed contributions that are elsewhere."""
        for activity in view.activities():
            held = view.cells(activity.id)
            for cell in sorted(activity.fixed - set(held), key=lambda c: (c.period, c.room)) if held else ():
                yield self.found(
                    view, (activity.id,), activity=activity.id, period=cell.period, room=cell.room
                )
        for contribution, place in view.contributions():
            if not is_where_fixed(contribution, place):
                assert contribution.fixed is not None
                yield self.found(
                    view,
                    (contribution.id,),
                    activity=contribution.activity,
                    contribution=contribution.id,
                    period=contribution.fixed.period,
                )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Hold the fixed sessions of an activity that is held, and tie contributions to their fixed rooms.

        Fixed periods and begins are in the domains already.
        """
        for activity in problem.activities:
            for cell in sorted(activity.fixed, key=lambda c: (c.period, c.room)):
                model.add(x.room(activity.id, cell.period, cell.room) == x.placed(activity.id))
        for contribution in problem.contributions:
            fixed = contribution.fixed
            if fixed is not None and fixed.room is not None and x.is_open(contribution.id):
                inside = x.inside(contribution.id, fixed.period)
                if x.is_roomed(contribution.activity):
                    model.add(inside == x.in_room(contribution.id, fixed.period, fixed.room))
                else:
                    model.add(inside <= x.room(contribution.activity, fixed.period, fixed.room))
        return 0


class ActivityNotTogether(Rule):
    """An activity that must keep to one room and successive periods doesn't."""

    name = "activity_not_together"
    title = gettext_noop("Kept together where that is asked for")
    meaning = gettext_noop("An activity that is to be kept together has one room and successive periods.")
    weight = None
    formula = "together(a) and max(rooms(a), stretches(a)) > 1"
    explanation = gettext_noop(
        "{activity} must be in one room in successive periods (rooms: {rooms}, stretches: {stretches})."
    )

    def violations(self, view: View) -> Iterator[Violation]:
        """Find activities that are to be together and use several rooms or interrupt their periods."""
        for activity in view.activities():
            cells = view.cells(activity.id)
            if activity.together and cells:
                rooms, stretches = len({c.room for c in cells}), view.stretches(activity.id)
                if rooms > 1 or stretches > 1:
                    yield self.found(
                        view, (activity.id,), activity=activity.id, rooms=rooms, stretches=stretches
                    )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Allow such an activity one room and one stretch of periods."""
        for activity in problem.activities:
            if activity.together:
                x.is_in_one_room(activity.id)
                model.add(x.total(x.stretches(activity.id)) <= 1)
        return 0


class TooFewSessions(Rule):
    """An activity that meets has fewer sessions than it must."""

    name = "too_few_sessions"
    title = gettext_noop("As many sessions as needed")
    meaning = gettext_noop("An activity with a least number of sessions has at least as many.")
    weight = None
    formula = "0 < n(a) < least(a)"
    explanation = gettext_noop("{activity} has too few sessions ({count}; at least {least}).")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find activities with some sessions, but too few."""
        for activity in view.activities():
            count = len(view.cells(activity.id))
            if activity.sessions and 0 < count < activity.sessions[0]:
                yield self.found(
                    view, (activity.id,), activity=activity.id, count=count, least=activity.sessions[0]
                )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Give an activity that is held its least number of sessions, and one that isn't none."""
        for activity in problem.activities:
            if activity.least_sessions:
                held = x.placed(activity.id)
                if activity.sessions:
                    model.add(x.count_sessions(activity.id) >= activity.sessions[0] * held)
                for period in problem.index.own_periods[activity.id]:
                    model.add(x.held(activity.id, period) <= held)
        return 0


class TooManySessions(Rule):
    """An activity has more sessions than it may."""

    name = "too_many_sessions"
    title = gettext_noop("No more sessions than allowed")
    meaning = gettext_noop("An activity with a greatest number of sessions has at most as many.")
    weight = None
    formula = "n(a) > greatest(a)"
    explanation = gettext_noop("{activity} has too many sessions ({count}; at most {most}).")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find activities with too many sessions."""
        for activity in view.activities():
            count = len(view.cells(activity.id))
            if activity.sessions and count > activity.sessions[1]:
                yield self.found(
                    view, (activity.id,), activity=activity.id, count=count, most=activity.sessions[1]
                )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Limit the number of sessions."""
        for activity in problem.activities:
            if activity.sessions:
                model.add(x.count_sessions(activity.id) <= activity.sessions[1])
        return 0


class EmptySession(Rule):
    """A session holds no contribution, and the activity doesn't ask for whole sessions."""

    name = "empty_session"
    title = gettext_noop("No room held empty")
    meaning = gettext_noop("A room is taken only for something that happens in it.")
    weight = None
    formula = (
        "(a, p, r) ∈ S \\ fixed(a) and #inside(a, p, r) = 0, where a has no number of sessions of its own"
    )
    explanation = gettext_noop("{activity} has {room} in {period} and nothing in it.")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find sessions without contributions, but for fixed ones and activities with a number of them."""
        for activity in view.activities():
            if activity.sessions is None:
                full = {(place.period, place.room) for _, place in view.placed(activity.id)}
                for cell in view.cells(activity.id):
                    if cell not in activity.fixed and (cell.period, cell.room) not in full:
                        yield self.found(
                            view, (activity.id,), activity=activity.id, room=cell.room, period=cell.period
                        )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Hold a session only if something is in it."""
        for activity in problem.activities:
            if activity.sessions is None:
                for period in x.free_periods(activity.id):
                    self._post(model, problem, x, activity, period)
        return 0

    def _post(
        self, model: cp_model.CpModel, problem: Problem, x: Variables, activity: Activity, period: str
    ) -> None:
        """Limit the sessions of a period by what is in it; fixed ones may be empty."""
        members = problem.index.members[activity.id]
        fixed = sorted(cell.room for cell in activity.fixed if cell.period == period)
        if x.is_roomed(activity.id):
            for room in x.rooms(activity.id, period):
                if room not in fixed:
                    inside = x.total(x.in_room(c.id, period, room) for c in members)
                    model.add(x.room(activity.id, period, room) <= inside)
            return
        empty = x.total(x.room(activity.id, period, room) for room in fixed)
        inside = x.total(x.inside(c.id, period) for c in members)
        model.add(x.count(activity.id, period) <= inside + empty)


class ActivitySplitOverRooms(Rule):
    """An activity uses more than one room."""

    name = "activity_split_over_rooms"
    title = gettext_noop("An activity keeps to one room")
    meaning = gettext_noop("Each room that an activity uses beyond its first counts.")
    amount = "the rooms beyond the first"
    weight = 10
    formula = "Σ over activities a of max(0, rooms(a) − 1)"
    explanation = gettext_noop("{activity} is split over several rooms ({rooms}).")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find activities with several rooms; each room beyond the first counts."""
        for activity in view.activities():
            rooms = len({cell.room for cell in view.cells(activity.id)})
            if rooms > 1:
                yield self.found(view, (activity.id,), rooms - 1, activity=activity.id, rooms=rooms)

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Count the rooms beyond the first of each activity."""
        return x.total(x.rooms_beyond_first(a.id) for a in problem.activities)


class ActivityNotConsecutive(Rule):
    """An activity's periods are interrupted, or are on several days."""

    name = "activity_not_consecutive"
    title = gettext_noop("An activity isn't interrupted")
    meaning = gettext_noop("Each period that an activity leaves out in between counts, and each further day.")
    amount = "the stretches of periods beyond the first; every day begins a new stretch"
    weight = 10
    formula = "Σ over activities a of max(0, stretches(a) − 1)"
    explanation = gettext_noop("{activity} isn't held in successive periods (stretches: {stretches}).")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find activities with several stretches of periods; each beyond the first counts."""
        for activity in view.activities():
            stretches = view.stretches(activity.id)
            if stretches > 1:
                yield self.found(
                    view, (activity.id,), stretches - 1, activity=activity.id, stretches=stretches
                )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Count the stretches beyond the first of each activity."""
        return x.total(x.excess(x.stretches(a.id), f"stretches {a.id}") for a in problem.activities)


def is_where_fixed(contribution: Contribution, place: Place) -> bool:
    """Say whether a place is the one a contribution is fixed to, as far as it is fixed."""
    fixed = contribution.fixed
    return fixed is None or (
        place.period == fixed.period
        and fixed.room in (None, place.room)
        and fixed.begin in (None, place.begin)
    )
