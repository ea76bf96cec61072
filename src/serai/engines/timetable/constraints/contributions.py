"""Rules about contributions: in a session of their own activity, within one period, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from serai.engines.solving import Violation
from serai.engines.text import gettext_noop
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.problem import Activity, Cell, Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View


class ContributionWithoutSession(Rule):
    """A contribution is where its activity has no session."""

    name = "contribution_without_session"
    title = gettext_noop("Contributions in their own activity")
    meaning = gettext_noop("A contribution is where its own activity meets.")
    weight = None
    formula = "cell(c) ∉ S"
    explanation = gettext_noop("{contribution} is in {room} in {period}, where {activity} has no session.")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find contributions outside the sessions of their activity."""
        for contribution, place in view.contributions():
            if Cell(contribution.activity, place.period, place.room) not in view.timetable.cells:
                yield self.found(
                    view,
                    (contribution.id,),
                    activity=contribution.activity,
                    contribution=contribution.id,
                    period=place.period,
                    room=place.room,
                )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Let contributions be only in sessions that are held."""
        for contribution in problem.contributions:
            activity = contribution.activity
            for period in x.free_periods(activity) if x.is_open(contribution.id) else ():
                model.add(x.inside(contribution.id, period) <= x.held(activity, period))
                for room in x.rooms(activity, period) if x.is_roomed(activity) else ():
                    model.add(x.in_room(contribution.id, period, room) <= x.room(activity, period, room))
        return 0


class ContributionOutsidePeriod(Rule):
    """A contribution begins before its period or ends after it."""

    name = "contribution_outside_period"
    title = gettext_noop("Within one period")
    meaning = gettext_noop("A contribution begins and ends within one period.")
    weight = None
    formula = "begin(c) < begin(p(c)) or end(c) > end(p(c))"
    explanation = gettext_noop(
        "{contribution} in {activity} doesn't fit into {period} from {begin} to {end}."
    )

    def violations(self, view: View) -> Iterator[Violation]:
        """Find contributions that aren't inside their periods from begin to end."""
        for contribution, place in view.contributions():
            period, end = view.index.period[place.period], place.begin + contribution.slots
            if place.begin < period.begin or end > period.end:
                yield self.found(
                    view,
                    (contribution.id,),
                    activity=contribution.activity,
                    contribution=contribution.id,
                    period=place.period,
                    begin=place.begin,
                    end=end,
                )


class ContributionsOverlap(Rule):
    """Two contributions of one session overlap in time."""

    name = "contributions_overlap"
    title = gettext_noop("One contribution at a time")
    meaning = gettext_noop("In one room, contributions follow each other and never overlap.")
    weight = None
    formula = "common(c, d) > 0, with c ≠ d, a(c) = a(d) and r(c) = r(d)"
    explanation = gettext_noop(
        "{contribution} and {other_contribution} of {activity} overlap in {room} from {begin} to {end}."
    )

    def violations(self, view: View) -> Iterator[Violation]:
        """Find each pair of contributions that overlap in a session."""
        for activity in view.around():
            rooms: dict[str, list[tuple[int, int, str]]] = {}
            for contribution, place in view.placed(activity.id):
                item = (place.begin, place.begin + contribution.slots, contribution.id)
                rooms.setdefault(place.room, []).append(item)
            for room, items in rooms.items():
                for one, other in overlapping(items):
                    if view.touches((one[2], other[2])):
                        yield self.found(
                            view,
                            (one[2], other[2]),
                            activity=activity.id,
                            room=room,
                            contribution=one[2],
                            other_contribution=other[2],
                            begin=other[0],
                            end=min(one[1], other[1]),
                        )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Keep the contributions of a session within its length, and apart where their times matter."""
        index = problem.index
        for activity in problem.activities:
            contributions = index.members[activity.id]
            ids = [c.id for c in contributions]
            if not any(x.is_open(id) for id in ids):
                continue
            for period in x.free_periods(activity.id):
                slots = index.period[period].slots
                load = x.total(c.slots * x.inside(c.id, period) for c in contributions)
                model.add(load <= slots * x.count(activity.id, period))
                for room in x.rooms(activity.id, period) if x.is_roomed(activity.id) else ():
                    load = x.total(c.slots * x.in_room(c.id, period, room) for c in contributions)
                    model.add(load <= slots * x.room(activity.id, period, room))
            if x.is_timed(activity.id):
                self._post_times(model, problem, x, activity, ids)
        return 0

    def _post_times(
        self, model: cp_model.CpModel, problem: Problem, x: Variables, activity: Activity, ids: list[str]
    ) -> None:
        """Keep begins apart: by room where rooms are decided, else no more at a time than there are sessions.

        Contributions of which never more than n overlap can always be seated in n rooms.
        """
        if x.is_roomed(activity.id):
            for room in dict.fromkeys(room for _, room in problem.index.cells[activity.id]):
                apart = x.intervals_in_room(ids, room)
                if apart:
                    model.add_no_overlap(apart)
            return
        times = x.intervals(ids)
        limit = x.limit(activity.id)
        if not times or limit == 1:
            if times:
                model.add_no_overlap(times)
            return
        demands: list[Expression] = [1] * len(times)
        for period in problem.index.own_periods[activity.id]:
            here = problem.index.period[period]
            times.append(model.new_fixed_size_interval_var(here.begin, here.slots, f"{activity.id} {period}"))
            unused = model.new_int_var(0, limit, f"{activity.id} unused {period}")
            model.add(unused == limit - x.count(activity.id, period))
            demands.append(unused)
        model.add_cumulative(times, demands, limit)


def overlapping(
    items: list[tuple[int, int, str]],
) -> Iterator[tuple[tuple[int, int, str], tuple[int, int, str]]]:
    """Pairs of (begin, end, id) that overlap in time."""
    items = sorted(items)
    for n, one in enumerate(items):
        for other in items[n + 1 :]:
            if other[0] >= one[1]:
                break
            yield one, other
