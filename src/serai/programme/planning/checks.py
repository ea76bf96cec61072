"""Checking a plan against the data: rules broken, things no longer used, items without a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from serai.core.errors import DomainError
from serai.editions.models import Edition
from serai.engines import timetable as engine
from serai.engines.solving import Violation
from serai.programme.models import Plan
from serai.programme.planning.plans import timetable_of, unplaced_items
from serai.programme.planning.problem import BLOCK
from serai.programme.planning.runs import read_problem


@dataclass(frozen=True, slots=True)
class Crowding:
    """More is wanted of a part of the house than it has: in minutes, or if these would do, in sessions."""

    wanted: int
    had: int
    in_minutes: bool = True


@dataclass(frozen=True)
class Check:
    """What is wrong with a plan: broken rules, hard first, ids of what has no place, if it is too full."""

    violations: list[Violation]
    unplaced: list[str]
    crowding: Crowding | None = None
    figures: Mapping[str, int] = field(default_factory=dict, compare=False)  # counts of plan and edition

    @property
    def hard(self) -> list[Violation]:
        return [violation for violation in self.violations if violation.hard]

    @property
    def penalty(self) -> int:
        return sum(violation.penalty for violation in self.violations if not violation.hard)


def check_plan(plan: Plan) -> Check:
    """Check a plan against the edition's data as they are in the database now."""
    return checked(read_problem, plan)


def checked(problem_of: Callable[[Edition], engine.Problem], plan: Plan) -> Check:
    """Check a plan against its edition's problem; data that make no problem are what is wrong then."""
    try:
        problem = problem_of(plan.edition)
    except DomainError as error:
        return Check([Violation("problem_invalid", (), {"reason": str(error.values["reason"])})], [])
    return check_timetable(problem, timetable_of(plan))


def check_timetable(problem: engine.Problem, timetable: engine.Timetable) -> Check:
    """Check a timetable that may speak of things which are no longer planned."""
    known, gone = known_part(problem, timetable)
    unplaced = unplaced_items(problem, timetable)
    return Check(gone + engine.violations(problem, known), unplaced, crowding(problem, unplaced))


def crowding(problem: engine.Problem, unplaced: list[str]) -> Crowding | None:
    """Whether what has no place and what competes with it need more than the rooms and periods they may use.

    Counted are all activities that may be nowhere else, so too full means that something must stay out.
    """
    index = problem.index
    lacking = {_activity_of(problem, id) or id for id in unplaced}
    house = {cell for activity in lacking for cell in index.cells[activity]}
    if not house:
        return None
    rivals = [row for row in problem.activities if house.issuperset(index.cells[row.id])]
    load = {row.id: sum(talk.slots for talk in index.members[row.id]) for row in rivals}
    longest = max(index.period[period].slots for period, _ in house)
    shortest = min(index.period[period].slots for period, _ in house)
    had = sum(index.period[period].slots for period, _ in house)
    wanted = sum(max(load[row.id], row.least_sessions * shortest) for row in rivals)
    if wanted > had:
        minutes = problem.slot_minutes or 1
        return Crowding(wanted * minutes, had * minutes)
    sessions = sum(max(-(-load[row.id] // longest), row.least_sessions) for row in rivals)
    return Crowding(sessions, len(house), in_minutes=False) if sessions > len(house) else None


def known_part(
    problem: engine.Problem, timetable: engine.Timetable
) -> tuple[engine.Timetable, list[Violation]]:
    """The part of a timetable that the problem knows, and a hard violation for each thing it doesn't.

    `engine.violations` takes only the first: rooms, periods, activities and contributions that were retired
    since the plan was made aren't part of the problem any more.
    """
    index = problem.index
    gone: dict[tuple[str, ...], Violation] = {}

    def is_known(item: str, activity: str, period: str, room: str) -> bool:
        if activity not in index.activity:
            _note(gone, "activity_retired", (activity,), activity=activity)
        elif period not in index.period:
            _note(gone, "period_retired", (activity,), activity=activity, period=period)
        elif room not in index.room:
            _note(gone, "room_retired", (activity,), activity=activity, room=room)
        elif item != activity and item not in index.contribution:
            _note(gone, "contribution_retired", (item,), activity=activity, contribution=item)
        else:
            return True
        return False

    cells = frozenset(c for c in timetable.cells if is_known(c.activity, c.activity, c.period, c.room))
    owners = {(c.period, c.room): c.activity for c in timetable.cells}
    places = {}
    for item, place in timetable.places.items():
        activity = _activity_of(problem, item) or owners.get((place.period, place.room), "")
        if is_known(item, activity, place.period, place.room):
            places[item] = place
    return engine.Timetable(cells, places), sorted(gone.values(), key=lambda v: (v.rule, v.items))


def _activity_of(problem: engine.Problem, item: str) -> str:
    if item.startswith(BLOCK):
        return item.removeprefix(BLOCK)
    found = problem.index.contribution.get(item)
    return found.activity if found else ""


def _note(gone: dict[tuple[str, ...], Violation], rule: str, items: tuple[str, ...], **values: str) -> None:
    """Note each thing once, however often the timetable speaks of it."""
    gone.setdefault((rule, *values.values()), Violation(rule, items, values))
