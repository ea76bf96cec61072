"""Solves a problem as one model: first leave out as little as possible, then the least penalty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from serai.engines.timetable.bounds import Group, least_at_once, limits_for
from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.constraints.people import AttendeeElsewhere
from serai.engines.timetable.evaluate import penalty, unplaced_count, unplaced_weight
from serai.engines.timetable.model import Model, may_be_empty
from serai.engines.timetable.packing import NoSeat
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.relaxation import hint, relaxation, sessions_and_periods
from serai.engines.timetable.scope import Out, whole, without_times
from serai.engines.timetable.search import Answer, Run, minimise, prove

SHARE_OF_FEW = 0.6
"""Of the time, for plans with few parallel sessions: found sooner, they show how many could be worth it."""
SHARE_OF_SEATING = 0.07
"""Of what is left, to find rooms for a plan of periods: most are found at once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The best timetable so far; what must be left out at least, and what a complete one costs at least.

    ``lower`` says the latter for groups of activities, ``worth`` how many sessions at one time an activity
    would have if it had the place to itself.
    """

    timetable: Timetable
    left_out: int
    least_left_out: int = 0
    bound: int = 0
    lower: Mapping[Group, int] = field(default_factory=dict)
    worth: Mapping[str, int] = field(default_factory=dict)


def place_all(problem: Problem, plan: Plan, run: Run, out: Out, share: float) -> Plan:
    """Leave out as little as possible, starting from a plan."""
    limits = limits_for(problem)
    few = at_most(limits, needed_at_once(problem, plan.timetable))
    for chosen in [few, limits] if few != limits else [limits]:

        def make(roomed: frozenset[str], plan: Plan = plan, chosen: dict[str, int] = chosen) -> Model:
            model = Model(problem, whole(problem, chosen, optional=True, out=out, roomed=roomed))
            model.hint(plan.timetable)
            model.cp.minimize(model.left_out)
            return model

        answer = seated(make, run, share)
        if chosen == limits:
            plan = replace(plan, least_left_out=max(plan.least_left_out, answer.bound or 0))
        if answer.timetable is not None and answer.value is not None and answer.value < plan.left_out:
            plan = replace(plan, timetable=answer.timetable, left_out=answer.value)
            objective = None if answer.value else penalty(problem, answer.timetable)
            run.tell(objective, unplaced=unplaced_count(problem, answer.timetable))
        if plan.left_out <= plan.least_left_out or run.is_over():
            break
    return plan


def improve(problem: Problem, plan: Plan, run: Run, out: Out, share: float, tells: bool = False) -> Plan:
    """Lower the penalty without leaving out more: with few parallel sessions, then with all worth it."""
    few = needed_at_once(problem, plan.timetable)
    limits = at_most(limits_of(problem, plan), few)
    plan = improve_within(problem, plan, limits, run, out, share * SHARE_OF_FEW, tells)
    worth = limits_of(problem, plan)
    is_done = plan.left_out == 0 and penalty(problem, plan.timetable) <= plan.bound
    if is_done or run.is_over() or all(worth[a] <= limits[a] for a in limits):
        return plan
    return improve_within(problem, plan, worth, run, out, share, tells)


def improve_within(
    problem: Problem, plan: Plan, limits: dict[str, int], run: Run, out: Out, share: float, tells: bool
) -> Plan:
    """Lower the penalty of a plan with so many sessions at one time at most."""
    is_complete = plan.left_out == 0
    known = penalty(problem, plan.timetable)

    def make(roomed: frozenset[str]) -> Model:
        model = Model(problem, whole(problem, limits, optional=not is_complete, out=out, roomed=roomed))
        if not is_complete:
            model.cp.add(model.left_out <= plan.left_out)
        elif plan.bound:
            model.cp.add(model.penalty >= plan.bound)
        model.hint(plan.timetable)
        model.cp.minimize(model.penalty)
        return model

    # What a model with empty sessions costs isn't what their timetable costs without them.
    answer = seated(make, run, share, tells=tells and is_complete and not may_be_empty(problem))
    found = plan
    if answer.timetable is not None and penalty(problem, answer.timetable) < known:
        left_out = unplaced_weight(problem, answer.timetable)
        found = replace(plan, timetable=answer.timetable, left_out=left_out)
    worth = limits_of(problem, found)
    if is_complete and answer.bound is not None and all(worth[a] <= limits[a] for a in limits):
        bound = max(plan.bound, min(answer.bound, penalty(problem, found.timetable)))
        return replace(found, bound=bound)
    return found


def limits_of(problem: Problem, plan: Plan) -> dict[str, int]:
    """How many sessions at one time could be worth it, given a plan."""
    known = penalty(problem, plan.timetable) if plan.left_out == 0 else None
    return limits_for(problem, known, plan.lower)


def needed_at_once(problem: Problem, timetable: Timetable) -> dict[str, int]:
    """How many sessions at one time each activity needs for its length, or has in a timetable."""
    used = Counter((cell.activity, cell.period) for cell in timetable.cells)
    most: dict[str, int] = {a.id: least_at_once(problem, a.id) for a in problem.activities}
    for (activity, _), count in used.items():
        most[activity] = max(most[activity], count)
    return most


def at_most(limits: dict[str, int], few: dict[str, int]) -> dict[str, int]:
    """The smaller of two limits for each activity."""
    return {activity: min(limit, few[activity]) for activity, limit in limits.items()}


def relaxed_bound(problem: Problem, plan: Plan, run: Run, out: Out, share: float) -> Plan:
    """Raise the bound of a complete plan by a model in which rooms are only counted.

    It is solved much sooner. What it says of periods is a good plan already, if it finds rooms.
    """
    known = penalty(problem, plan.timetable)
    model = relaxation(problem, limits_of(problem, plan), plan.bound)
    hint(model, plan.timetable)
    bound, solver = prove(model, run, share)
    plan = raised(plan, bound, known, run)
    if solver is None or run.is_over():
        return plan
    numbers, periods = sessions_and_periods(model, solver)

    def make(roomed: frozenset[str]) -> Model:
        limits = {
            a.id: max([1, *(n for (b, _), n in numbers.items() if b == a.id)]) for a in problem.activities
        }
        full = Model(problem, whole(problem, limits, out=out, roomed=roomed))
        for key, number in numbers.items():
            full.cp.add(full.x.count(*key) == number)
        for contribution, period in periods.items():
            full.cp.add(full.x.inside(contribution, period) == 1)
        full.cp.minimize(full.penalty)
        return full

    answer = seated(make, run, SHARE_OF_SEATING)
    if answer.timetable is not None and penalty(problem, answer.timetable) < known:
        return replace(plan, timetable=answer.timetable)
    return plan


def untimed_bound(problem: Problem, plan: Plan, run: Run, share: float) -> Plan:
    """Raise the bound of a complete plan by a model with rooms, in which nobody minds when items begin."""
    known = penalty(problem, plan.timetable)
    scope = without_times(limits_of(problem, plan))
    model = Model(problem, scope, [rule for rule in RULES if not isinstance(rule, AttendeeElsewhere)])
    model.cp.add(model.penalty >= plan.bound)
    model.hint(plan.timetable)
    model.cp.minimize(model.penalty)
    bound, _ = prove(model, run, share)
    return raised(plan, bound, known, run)


def raised(plan: Plan, bound: int | None, known: int, run: Run) -> Plan:
    """The plan with a bound if it is better than the one it had; it can't be above what the plan costs."""
    if bound is None:
        return plan
    plan = replace(plan, bound=max(plan.bound, min(known, bound)))
    run.tell(known, plan.bound)
    return plan


def seated(make: Callable[[frozenset[str]], Model], run: Run, share: float, tells: bool = False) -> Answer:
    """Solve a model, again with rooms decided one by one where parallel sessions couldn't be filled."""
    roomed: frozenset[str] = frozenset()
    while True:
        try:
            return minimise(make(roomed), run, share, tells)
        except NoSeat as failure:
            roomed |= {failure.activity}
            if run.is_over():
                return Answer(None, None, None)


def size(problem: Problem) -> int:
    """About how many variables a model of the whole problem has."""
    index = problem.index
    return sum(
        len(index.cells[a.id]) + sum(len(index.spans[c.id]) for c in index.members[a.id])
        for a in problem.activities
    )
