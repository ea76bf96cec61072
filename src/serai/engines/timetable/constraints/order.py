"""Rules about order: of activities, and of contributions in their activity."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby, pairwise
from typing import TYPE_CHECKING

from serai.engines.solving import Violation
from serai.engines.text import gettext_noop
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.problem import Activity, Contribution, Place, Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression, Literal
    from serai.engines.timetable.index import Index
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View

Placed = tuple[Contribution, Place]


class ActivityBeforeActivity(Rule):
    """An activity has a session not earlier than one of an activity that must wait for it."""

    name = "activity_before_activity"
    title = gettext_noop("One after the other")
    meaning = gettext_noop("An activity that must come after another begins when that one has ended.")
    weight = None
    formula = "(a, b) ∈ before, and max{p: n(a, p) > 0} ≥ min{q: n(b, q) > 0}"
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
    formula = "Σ over activities a of #{(c, d) ∈ successive(a): begin(d) < begin(c)}"
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


class ContributionOffItsRank(Rule):
    """A contribution with rank n isn't the n-th of its activity, or is parallel to another ranked one."""

    name = "contribution_off_its_rank"
    title = "Contributions at their places in the order"
    meaning = (
        "Each contribution counts that isn't at its place in the order of its activity, "
        "and each slot in which two of them are parallel."
    )
    amount = (
        "1 for each contribution whose place in its activity, by period, room and begin, isn't its rank; "
        "for each pair of ranked ones the slots in common"
    )
    weight = 0
    formula = (
        "Σ over activities a of #{c ∈ ranked(a): number(c) ≠ rank(c)} "
        "+ Σ over pairs {c, d} ⊆ ranked(a) of common(c, d)"
    )
    explanation = "{contribution} isn't at its place in the order of {activity} ({rank})."

    def violations(self, view: View) -> Iterator[Violation]:
        """Find contributions that are off their ranks, then pairs that are parallel."""
        for activity in view.around():
            ranked = [c for c in view.index.members[activity.id] if c.rank]
            if ranked:
                yield from self._off(view, activity)
                yield from self._parallel(view, activity)

    def _off(self, view: View, activity: Activity) -> Iterator[Violation]:
        for contribution, number in off_rank(view.index, list(view.placed(activity.id))):
            yield self.found(
                view,
                (contribution.id, activity.id),
                activity=activity.id,
                contribution=contribution.id,
                place=number,
                rank=contribution.rank,
            )

    def _parallel(self, view: View, activity: Activity) -> Iterator[Violation]:
        for one, other, common in ranked_in_parallel(list(view.placed(activity.id))):
            yield self.found(
                view,
                (one.id, other.id, activity.id),
                common,
                activity=activity.id,
                contribution=one.id,
                other_contribution=other.id,
                rank=one.rank,
            )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Count those whose rank isn't among the places of their period.

        Within a period the contributions can be laid in any order, so that all others are at their ranks.
        """
        return x.total(self._post(x, problem.index.members[a.id], a.id) for a in problem.activities)

    def _post(self, x: Variables, members: tuple[Contribution, ...], activity: str) -> Expression:
        ranked = [c for c in members if c.rank]
        if not any(x.is_open(c.id) for c in members):
            kept = x.scope.kept.places
            placed = [(c, kept[c.id]) for c in members if c.id in kept] if ranked else []
            parallel = sum(common for _, _, common in ranked_in_parallel(placed))
            return len(off_rank(x.index, placed)) + parallel
        by_rank: dict[int, list[Expression]] = {}
        missing: dict[int, list[Expression]] = {}
        for contribution in ranked:
            off = x.off_rank(contribution, members)
            by_rank.setdefault(contribution.rank, []).append(off)
            missing.setdefault(contribution.rank, []).append(1 - x.is_placed(contribution.id))
        for rank, group in by_rank.items():
            x.at_most_one_zero(group, missing[rank])
        return x.total(
            [off for group in by_rank.values() for off in group] + x.crowded(activity, ranked)
            if ranked
            else []
        )


def off_rank(index: Index, placed: list[Placed]) -> list[tuple[Contribution, int]]:
    """Ranked contributions of an activity that are at another place in it, and that place."""

    def key(item: Placed) -> tuple[int, int, int]:
        place = item[1]
        return index.position[place.period], index.room_position[place.room], place.begin

    numbered = enumerate(sorted(placed, key=key), start=1)
    return [(c, number) for number, (c, _) in numbered if c.rank not in (0, number)]


def ranked_in_parallel(placed: list[Placed]) -> Iterator[tuple[Contribution, Contribution, int]]:
    """Pairs of ranked contributions of an activity that have slots in common, and how many."""
    times = [(place.begin, place.begin + c.slots, c) for c, place in placed if c.rank]
    for (begin, end, one), (start, stop, other) in combinations(times, 2):
        if (common := min(end, stop) - max(begin, start)) > 0:
            yield one, other, common
