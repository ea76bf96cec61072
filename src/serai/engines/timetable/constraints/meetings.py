"""Rules about people wanted in two rooms; they count only in problems that give them a weight."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from serai.engines.solving import Violation
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.meetings import Pairs
from serai.engines.timetable.problem import Contribution, Place, Problem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression
    from serai.engines.timetable.index import Index
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View

Placed = tuple[Contribution, Place]


class PairsOfContributions(Rule):
    """Two contributions with people in common are in different rooms of one period."""

    weight = 0
    who: Literal["speakers", "attendees"]
    """Whose conflicts count."""

    def conflicts(self, index: Index) -> Pairs:
        """Which contributions are in conflict."""
        return index.conflicts.speakers if self.who == "speakers" else index.conflicts.attendees

    @abstractmethod
    def amount_of(self, one: Placed, other: Placed) -> int:
        """What a pair in different rooms of a period counts."""

    def violations(self, view: View) -> Iterator[Violation]:
        """Find the pairs, each once."""
        index, places, pairs = view.index, view.timetable.places, self.conflicts(view.index)
        for contribution, place in view.contributions():
            for id in sorted(pairs.get(contribution.id, ())):
                if id not in places or (id < contribution.id and view.touches((id,))):
                    continue
                other, there = index.contribution[id], places[id]
                if place.period != there.period or place.room == there.room:
                    continue
                if amount := self.amount_of((contribution, place), (other, there)):
                    yield self.found(
                        view,
                        (contribution.id, id),
                        amount,
                        contribution=contribution.id,
                        other_contribution=id,
                        activity=contribution.activity,
                        other_activity=other.activity,
                        period=place.period,
                    )


class InParallel(PairsOfContributions):
    """A pair in different rooms of one period counts once."""

    def amount_of(self, one: Placed, other: Placed) -> int:
        """Count 1."""
        return 1

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Count the pairs of different activities in one period; those of one activity sit together."""
        pairs, index = self.conflicts(problem.index), problem.index
        return x.total(
            x.in_one_period(one, other)
            for one, others in pairs.items()
            for other in sorted(others)
            if one < other and index.contribution[one].activity != index.contribution[other].activity
        )


class AtOnce(PairsOfContributions):
    """A pair in different rooms counts for each slot they have in common."""

    def amount_of(self, one: Placed, other: Placed) -> int:
        """Count the slots in common."""
        ends = (place.begin + contribution.slots for contribution, place in (one, other))
        return max(0, min(ends) - max(one[1].begin, other[1].begin))


class SpeakersInParallel(InParallel):
    """Somebody speaks in two rooms during one period, or speaks while an activity of theirs is chaired."""

    name = "speakers_in_parallel"
    who = "speakers"
    title = "Speakers in one room at a time"
    meaning = "Each pair of contributions with a speaker in common in different rooms of a period counts."
    amount = "the pairs of contributions in different rooms of a period"
    formula = "Σ over pairs {c, d} ∈ Speakers of [p(c) = p(d) and r(c) ≠ r(d)]"
    explanation = "{contribution} and {other_contribution} have a speaker in common and are both in {period}."


class AttendeesInParallel(InParallel):
    """Somebody wishes to attend contributions in two rooms during one period."""

    name = "attendees_in_parallel"
    who = "attendees"
    title = "Attendees in one room at a time"
    meaning = "Each pair of contributions with an attendee in common in different rooms of a period counts."
    amount = "the pairs of contributions in different rooms of a period"
    formula = "Σ over pairs {c, d} ∈ Attendees of [p(c) = p(d) and r(c) ≠ r(d)]"
    explanation = (
        "{contribution} and {other_contribution} have an attendee in common and are both in {period}."
    )


class SpeakersAtOnce(AtOnce):
    """Somebody speaks in two rooms at the same slot."""

    name = "speakers_at_once"
    who = "speakers"
    title = "Speakers in one room at each slot"
    meaning = "Each slot that contributions with a speaker in common share in different rooms counts."
    amount = "the slots in common"
    formula = "Σ over pairs {c, d} ∈ Speakers of [p(c) = p(d) and r(c) ≠ r(d)] · common(c, d)"
    explanation = SpeakersInParallel.explanation


class AttendeesAtOnce(AtOnce):
    """Somebody wishes to attend contributions in two rooms at the same slot."""

    name = "attendees_at_once"
    who = "attendees"
    title = "Attendees in one room at each slot"
    meaning = "Each slot that contributions with an attendee in common share in different rooms counts."
    amount = "the slots in common"
    formula = "Σ over pairs {c, d} ∈ Attendees of [p(c) = p(d) and r(c) ≠ r(d)] · common(c, d)"
    explanation = AttendeesInParallel.explanation
