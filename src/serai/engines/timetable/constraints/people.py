"""Rules about people: nobody is in two places, nobody is needed while away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from serai.engines.solving import Violation
from serai.engines.text import gettext_noop
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.domains import covers
from serai.engines.timetable.problem import Activity, Cell, Period, Problem, Room, Slot

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression
    from serai.engines.timetable.index import Index
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View


class Engagement(NamedTuple):
    """When and where a person is busy, and with which item."""

    begin: Slot
    end: Slot
    cell: Cell
    item: str
    wished: bool


def engagements(view: View, person: str, wishes: bool) -> list[Engagement]:
    """Everything a person is needed at, and if asked what they wish to attend, in order of time."""
    index, places = view.index, view.timetable.places
    found = [
        Engagement(index.period[cell.period].begin, index.period[cell.period].end, cell, activity, False)
        for activity in index.activities_needing.get(person, ())
        for cell in view.cells(activity)
    ]
    wished = index.contributions_wished.get(person, ()) if wishes else ()
    for group, is_wish in ((index.contributions_needing.get(person, ()), False), (wished, True)):
        for id in group:
            if id in places:
                place = places[id]
                cell = Cell(index.contribution[id].activity, place.period, place.room)
                found.append(Engagement(place.begin, view.end(id), cell, id, is_wish))
    return sorted(found, key=lambda e: (e.begin, e.end, e.item, e.cell.period, e.cell.room))


def clashes(view: View, person: str, wishes: bool) -> Iterator[tuple[Engagement, Engagement]]:
    """Pairs of engagements of a person that overlap in time and are in different sessions."""
    found = engagements(view, person, wishes)
    for n, one in enumerate(found):
        for other in found[n + 1 :]:
            if other.begin >= one.end:
                break
            if one.cell != other.cell:
                yield one, other


def people_of(view: View, wishes: bool) -> Iterator[str]:
    """The people who are needed at (or wish to attend) a touched item, each once, in the problem's order."""
    index = view.index
    if view.touching is None:
        groups = [index.activities_needing, index.contributions_needing]
        groups += [index.contributions_wished] if wishes else []
        yield from (person.id for person in view.problem.people if any(person.id in g for g in groups))
        return
    found: set[str] = set()
    for id in view.touching:
        found.update(index.needed_at_activity.get(id, ()), index.needed_at.get(id, ()))
        if wishes:
            found.update(index.wishing_at.get(id, ()))
    yield from sorted(found, key=index.person_position.__getitem__)


class PersonInTwoPlaces(Rule):
    """A person is needed in two sessions at once: speakers, chairs and whoever must attend."""

    name = "person_in_two_places"
    title = gettext_noop("Nobody in two places at once")
    meaning = gettext_noop("Speakers, chairs and whoever must attend are never needed in two places at once.")
    weight = None
    formula = "e, f ∈ E(x) overlap and cell(e) ≠ cell(f)"
    explanation = gettext_noop(
        "{person} is needed from {begin} to {end} both in {room} for {activity} "
        "and in {other_room} for {other_activity}."
    )

    def violations(self, view: View) -> Iterator[Violation]:
        """Find each pair of a person's engagements that overlap in time."""
        for person in people_of(view, wishes=False):
            for one, other in clashes(view, person, wishes=False):
                yield self.found(view, (one.item, other.item), 1, **described(person, one, other))

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Keep whole sessions of a person apart by period, and contributions apart by slot."""
        index = problem.index
        for person in problem.people:
            activities = index.activities_needing.get(person.id, ())
            contributions = index.contributions_needing.get(person.id, ())
            self._whole_sessions(model, x, activities, contributions)
            if len(contributions) > 1 and x.needs_time_between(contributions):
                intervals = x.intervals(contributions)
                if intervals:
                    model.add_no_overlap(intervals)
        return 0

    def _whole_sessions(
        self,
        model: cp_model.CpModel,
        x: Variables,
        activities: tuple[str, ...],
        contributions: tuple[str, ...],
    ) -> None:
        if not activities:
            return
        for period in x.problem.index.periods:
            held = [(a, x.held(a, period.id)) for a in activities]
            if len(held) > 1:
                model.add(x.total(h for _, h in held) <= 1)
            for id in contributions:
                own = x.problem.index.contribution[id].activity
                inside = x.inside(id, period.id)
                others = [h for a, h in held if a != own]
                if others and not (isinstance(inside, int) and inside == 0):
                    model.add(inside + x.total(others) <= 1)


class PersonUnavailable(Rule):
    """A person is needed while they are away."""

    name = "person_unavailable"
    title = gettext_noop("Nobody while they are away")
    meaning = gettext_noop("Nobody is needed at a time when they haven't arrived, have left or are away.")
    weight = None
    formula = "e ∈ E(x) and time(e) is not within one of the stays here(x)"
    explanation = gettext_noop("{activity} needs {person} from {begin} to {end}, when {person} is away.")

    def violations(self, view: View) -> Iterator[Violation]:
        """Find sessions and contributions that somebody who is needed can't attend from begin to end."""
        index = view.index
        for activity in view.activities():
            for cell in view.cells(activity.id):
                period = index.period[cell.period]
                for person in index.needed_at_activity[activity.id]:
                    if not covers(index.person[person].here, period.begin, period.end):
                        yield self.found(
                            view,
                            (activity.id,),
                            person=person,
                            activity=activity.id,
                            begin=period.begin,
                            end=period.end,
                        )
        for contribution, place in view.contributions():
            end = place.begin + contribution.slots
            for person in index.needed_at[contribution.id]:
                if not covers(index.person[person].here, place.begin, end):
                    yield self.found(
                        view,
                        (contribution.id,),
                        person=person,
                        activity=contribution.activity,
                        contribution=contribution.id,
                        begin=place.begin,
                        end=end,
                    )

    def allows(self, index: Index, activity: Activity, period: Period, room: Room) -> bool:
        """Allow a session only if everybody it needs is there for the whole period."""
        return all(
            covers(index.person[person].here, period.begin, period.end)
            for person in index.needed_at_activity[activity.id]
        )


class AttendeeElsewhere(Rule):
    """Somebody wishes to attend a contribution and is busy elsewhere, or wishes to be, at that time."""

    name = "attendee_elsewhere"
    title = gettext_noop("People can hear what they wish to")
    meaning = gettext_noop(
        "Each time that somebody would have to be in two places to hear what they wish to counts; "
        "heads of delegation and guests count more."
    )
    amount = "the pairs of overlapping items, times the person's weight"
    weight = 1
    formula = (
        "Σ over people x of weight(x) · "
        "#{ {e, f} ⊆ E(x) ∪ W(x): e, f overlap, cell(e) ≠ cell(f), e or f ∈ W(x)}"
    )
    explanation = gettext_noop(
        "{person} would like to be both in {room} for {activity} and in {other_room} for {other_activity} "
        "between {begin} and {end}."
    )

    def violations(self, view: View) -> Iterator[Violation]:
        """Find each pair of a person's engagements that overlap in time, one of them at least a wish."""
        for person in people_of(view, wishes=True):
            for one, other in clashes(view, person, wishes=True):
                if one.wished or other.wished:
                    amount = view.index.person[person].weight
                    yield self.found(view, (one.item, other.item), amount, **described(person, one, other))

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Count, weighted by people, the pairs that overlap."""
        index = problem.index
        pairs: Counter[tuple[str, str]] = Counter()
        during: Counter[tuple[str, str]] = Counter()
        for person, wished in index.contributions_wished.items():
            weight = index.person[person].weight
            for pair in [
                *combinations(wished, 2),
                *product(wished, index.contributions_needing.get(person, ())),
            ]:
                pairs[pair] += weight
            for pair in product(wished, index.activities_needing.get(person, ())):
                during[pair] += weight
        return x.total(
            [weight * x.overlap(one, other) for (one, other), weight in pairs.items()]
            + [weight * x.overlap_with_sessions(one, activity) for (one, activity), weight in during.items()]
        )


def described(person: str, one: Engagement, other: Engagement) -> dict[str, str | int]:
    """The values that explain a clash of two engagements."""
    return {
        "person": person,
        "activity": one.cell.activity,
        "room": one.cell.room,
        "other_activity": other.cell.activity,
        "other_room": other.cell.room,
        "begin": other.begin,
        "end": min(one.end, other.end),
    }
