"""Rules about order: of activities, and of contributions in their activity."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from serai.engines.solving import Violation
from serai.engines.text import gettext_noop
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.problem import Contribution, Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression, Literal
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View


class ActivityBeforeActivity(Rule):
    """An activity has a session not earlier than one of an activity that must wait for it."""

    name = "activity_before_activity"
    title = gettext_noop("One after the other")
    meaning = gettext_noop("An activity that must come after another begins when that one has ended.")
    weight = None
    explanation = gettext_noop(
        "{activity} must end before {other_activity} begins, but is in {period}, the other in {other_period}."
    )

    def violations(self, view: View) -> Iterator[Violation]:
        """Find pairs of activities whose last and first sessions aren't in order."""
        for first, second in view.index.before:
            cells, later = view.cells(first), view.cells(second)
            if not (cells and later and view.touches((first, second))):
                continue
            last, start = cells[-1].period, later[0].period
            if view.index.position[last] >= view.index.position[start]:
                yield self.found(
                    view,
                    (first, second),
                    activity=first,
                    other_activity=second,
                    period=last,
                    other_period=start,
                )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Forbid the first activity from each period in which the second has begun."""
        periods = [p.id for p in problem.index.periods]
        for first, second in problem.index.before:
            begun: Literal = 0
            for n, period in enumerate(periods):
                begun = x.any_of([begun, x.held(second, period)], f"begun {first} {second} {n}")
                model.add(x.held(first, period) + begun <= 1)
        return 0


class ContributionOutOfOrder(Rule):
    """A contribution begins before one that the order of its activity puts ahead of it."""

    name = "contribution_out_of_order"
    title = gettext_noop("Contributions in the order asked for")
    meaning = gettext_noop("Each contribution that begins before one that should come ahead of it counts.")
    amount = "the pairs of successive ranks in the wrong order"
    weight = 5
    explanation = gettext_noop(
        "{other_contribution} begins before {contribution}, which should come first in {activity}."
    )

    def violations(self, view: View) -> Iterator[Violation]:
        """Find pairs of successive ranks that begin in the wrong order."""
        places = view.timetable.places
        for activity in view.around():
            for first, second in successive(view.index.members[activity.id]):
                pair = (first.id, second.id)
                if not (first.id in places and second.id in places and view.touches(pair)):
                    continue
                if places[second.id].begin < places[first.id].begin:
                    yield self.found(
                        view,
                        pair,
                        activity=activity.id,
                        contribution=first.id,
                        other_contribution=second.id,
                    )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Count the pairs of successive ranks in the wrong order."""
        index = problem.index
        return x.total(
            x.out_of_order(first.id, second.id)
            for activity in problem.activities
            for first, second in successive(index.members[activity.id])
        )


def successive(members: tuple[Contribution, ...]) -> Iterator[tuple[Contribution, Contribution]]:
    """Pairs of ranked contributions with no rank between theirs."""
    ranked = sorted((c for c in members if c.rank), key=lambda c: c.rank)
    groups = [list(group) for _, group in groupby(ranked, key=lambda c: c.rank)]
    for earlier, later in pairwise(groups):
        for first in earlier:
            for second in later:
                yield first, second
