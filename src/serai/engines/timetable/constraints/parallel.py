"""Rules about what is held at one time; they count only in problems that give them a weight."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from serai.engines.solving import Violation
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.problem import Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression
    from serai.engines.timetable.index import Index
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View


class ActivityInParallel(Rule):
    """An activity has several sessions at one time."""

    name = "activity_in_parallel"
    title = "An activity isn't parallel to itself"
    meaning = "Each session that an activity has beyond the first at one time counts."
    amount = "the sessions at one time beyond the first"
    weight = 0
    formula = "Σ over activities a and periods p of max(0, n(a, p) − 1)"
    explanation = "{activity} has several sessions in {period} ({count})."

    def violations(self, view: View) -> Iterator[Violation]:
        """Find periods in which an activity has several sessions."""
        for activity in view.activities():
            for period, count in Counter(cell.period for cell in view.cells(activity.id)).items():
                if count > 1:
                    yield self.found(
                        view, (activity.id,), count - 1, activity=activity.id, period=period, count=count
                    )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Count the sessions beyond the first of each period."""
        return x.total(
            x.count(activity.id, period) - x.held(activity.id, period)
            for activity in problem.activities
            if x.limit(activity.id) > 1
            for period in problem.index.own_periods[activity.id]
        )


class ActivityInterrupted(Rule):
    """An activity's periods aren't successive."""

    name = "activity_interrupted"
    title = "An activity goes on without interruption"
    meaning = "An activity that leaves out a period in between counts once, however often it does."
    amount = "1 for each such activity"
    weight = 0
    formula = "Σ over activities a of [stretches(a) > 1]"
    explanation = "{activity} is interrupted (stretches: {stretches})."

    def violations(self, view: View) -> Iterator[Violation]:
        """Find activities with several stretches of periods; each activity counts once."""
        for activity in view.activities():
            stretches = view.stretches(activity.id)
            if stretches > 1:
                yield self.found(view, (activity.id,), activity=activity.id, stretches=stretches)

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Count the activities with several stretches."""
        return x.total(x.several(x.stretches(a.id), f"{a.id} interrupted") for a in problem.activities)


class PairsOfSessions(Rule):
    """Two activities that should not be at one time are; each pair of their sessions counts."""

    weight = 0

    @abstractmethod
    def price(self, index: Index, one: str, other: str) -> int:
        """What it costs to have the two at one time; 0 if nothing."""

    @abstractmethod
    def pairs(self, index: Index) -> Iterator[tuple[str, str]]:
        """Each pair with a price once."""

    def violations(self, view: View) -> Iterator[Violation]:
        """Find the pairs in each period."""
        for period in view.index.periods:
            sessions = Counter(cell.activity for cell in view.cells_in_period(period.id))
            for one, other in combinations(sessions, 2):
                if (price := self.price(view.index, one, other)) and view.touches((one, other)):
                    amount = price * sessions[one] * sessions[other]
                    yield self.found(
                        view, (one, other), amount, activity=one, other_activity=other, period=period.id
                    )

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Price each pair in each period."""
        return x.total(
            self.price(problem.index, one, other) * x.pairs_of_sessions(one, other, period)
            for one, other in self.pairs(problem.index)
            for period in problem.index.own_periods[one]
        )


class SimilarActivitiesInParallel(PairsOfSessions):
    """Two similar activities are at one time."""

    name = "similar_activities_in_parallel"
    title = "Similar activities at different times"
    meaning = "Each pair of sessions of similar activities at one time counts."
    amount = "the price of the pair of activities, for each pair of their sessions in a period"
    formula = "Σ over periods p and pairs {a, b} of similar(a, b) · n(a, p) · n(b, p)"
    explanation = "{activity} and {other_activity} are similar and both in {period}."

    def price(self, index: Index, one: str, other: str) -> int:
        """What the problem says of the pair."""
        return index.similar.get((one, other), 0)

    def pairs(self, index: Index) -> Iterator[tuple[str, str]]:
        """The pairs that the problem names."""
        position = {activity: n for n, activity in enumerate(index.activity)}
        yield from (pair for pair in index.similar if position[pair[0]] < position[pair[1]])


class ChairsInParallel(PairsOfSessions):
    """Somebody chairs two activities that are at one time."""

    name = "chairs_in_parallel"
    title = "A chair in one place at a time"
    meaning = "Each pair of sessions at one time whose activities have a chair in common counts."
    amount = "the pairs of sessions in a period"
    formula = "Σ over periods p and pairs {a, b} ∈ Chairs of n(a, p) · n(b, p)"
    explanation = "{activity} and {other_activity} have a chair in common and are both in {period}."

    def price(self, index: Index, one: str, other: str) -> int:
        """Say whether they have a chair in common."""
        return int(other in index.conflicts.chairs.get(one, ()))

    def pairs(self, index: Index) -> Iterator[tuple[str, str]]:
        """The pairs with a chair in common."""
        chairs = index.conflicts.chairs
        yield from ((one, other) for one in chairs for other in sorted(chairs[one]) if one < other)
