"""From a problem to the best timetable found within the limits, with what is proven about it."""

from __future__ import annotations

from serai.engines.solving import Limits, OnProgress, ShouldStop, Status
from serai.engines.timetable.blocking import unplaced_items
from serai.engines.timetable.bounds import hopeless
from serai.engines.timetable.construct import construct
from serai.engines.timetable.direct import Plan, improve, place_all, relaxed_bound, size, untimed_bound
from serai.engines.timetable.evaluate import (
    hard_violations,
    penalty,
    terms,
    unplaced_count,
    unplaced_weight,
)
from serai.engines.timetable.grouping import bounded, bounded_together
from serai.engines.timetable.large import improve_in_parts
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.result import Result
from serai.engines.timetable.scope import Out
from serai.engines.timetable.search import Run

SMALL_SIZE, DIRECT_SIZE = 1_500, 40_000
"""Variables from which a plan is first improved in parts, and beyond which one model is too large."""
MORE_PARTS = 100_000
"""The number of the first part of a later round, so that it doesn't repeat an earlier one."""
SPARE = 1
"""Sessions at one time beyond those that are needed, once the plan is a good one."""
LITTLE_PATIENCE, PATIENCE = 30, 90
"""Parts decided in vain, one after another, before something else is tried."""
SHARE_OF_FIRST_PARTS, SHARE_OF_LARGE_PARTS, SHARE_OF_PARTS = 0.15, 0.7, 0.9
"""Of the run, until when."""
SHARE_OF_ALONE, SHARE_OF_PLACING, SHARE_OF_RELAXED = 0.1, 0.4, 0.2
SHARE_OF_TOGETHER, SHARE_OF_UNTIMED, SHARE_OF_WHOLE = 0.5, 0.4, 0.5
"""Of what is left."""


def planned(
    problem: Problem, limits: Limits, progress: OnProgress | None, should_stop: ShouldStop | None
) -> Result:
    """Search within the limits and tell what was found."""
    run = Run(limits, progress, should_stop)
    plan = search(problem, run)
    return told(problem, plan, run)


def search(problem: Problem, run: Run) -> Plan:
    """Construct a plan, then improve it and prove what can be proven."""
    out = hopeless(problem)
    first = construct(problem)
    plan = Plan(first, unplaced_weight(problem, first), weight_of(problem, out))
    if plan.left_out == 0:
        run.tell(penalty(problem, first), 0, 0)
    else:
        run.tell(unplaced=unplaced_count(problem, first))
    if size(problem) <= SMALL_SIZE:
        return search_whole(problem, plan, run, out)
    is_direct = size(problem) <= DIRECT_SIZE
    if is_direct:
        patience = PATIENCE if plan.left_out else LITTLE_PATIENCE
        plan = improve_in_parts(problem, plan, run, out, SHARE_OF_FIRST_PARTS, patience)
        if plan.left_out > plan.least_left_out and not run.is_over():
            plan = place_all(problem, plan, run, out, SHARE_OF_PLACING)
    else:
        plan = improve_in_parts(problem, plan, run, out, SHARE_OF_LARGE_PARTS)
    if plan.left_out == 0 and not is_done(problem, plan):
        plan = bounded(problem, plan, run, run.share + SHARE_OF_ALONE * (1 - run.share))
        plan = relaxed_bound(problem, plan, run, out, SHARE_OF_RELAXED)
    plan = improve_in_parts(problem, plan, run, out, SHARE_OF_PARTS, PATIENCE, MORE_PARTS, SPARE)
    if is_direct and plan.left_out == 0 and not is_done(problem, plan) and not run.is_over():
        until = run.share + SHARE_OF_TOGETHER * (1 - run.share)
        plan = bounded(problem, plan, run, until)
        plan = bounded_together(problem, plan, run, until)
        plan = untimed_bound(problem, plan, run, SHARE_OF_UNTIMED)
    if is_direct and not is_done(problem, plan) and not run.is_over():
        plan = improve(problem, plan, run, out, SHARE_OF_WHOLE, tells=True)
    return improve_in_parts(problem, plan, run, out, start=2 * MORE_PARTS, spare=SPARE)


def search_whole(problem: Problem, plan: Plan, run: Run, out: Out) -> Plan:
    """Improve the plan of a small problem as one model, then in parts what that model couldn't tell apart."""
    if plan.left_out > plan.least_left_out and not run.is_over():
        plan = place_all(problem, plan, run, out, SHARE_OF_PLACING)
    plan = bounded(problem, plan, run)
    if plan.left_out == 0 and not is_done(problem, plan) and not run.is_over():
        plan = relaxed_bound(problem, plan, run, out, SHARE_OF_RELAXED)
    if is_done(problem, plan) or run.is_over():
        return plan
    plan = improve(problem, plan, run, out, share=1.0, tells=True)
    if is_done(problem, plan) or run.is_over():
        return plan
    return improve_in_parts(problem, plan, run, out, patience=PATIENCE, spare=SPARE)


def is_done(problem: Problem, plan: Plan) -> bool:
    """Say whether a plan is complete and proven to be the best."""
    return plan.left_out == 0 and penalty(problem, plan.timetable) <= plan.bound


def weight_of(problem: Problem, items: Out) -> int:
    """The weight of some items, given as (is an activity, id)."""
    index = problem.index
    return sum(
        index.weight_of_activity(id) if is_activity else index.weight_of_contribution(id)
        for is_activity, id in items
    )


def told(problem: Problem, plan: Plan, run: Run) -> Result:
    """Say what a plan is and what is proven, all of it counted again from the timetable."""
    amounts = terms(problem, plan.timetable)
    objective = sum(amounts.values())
    is_complete = plan.left_out == 0
    if is_complete:
        status = Status.OPTIMAL if objective <= plan.bound else Status.FEASIBLE
    else:
        status = Status.INFEASIBLE if plan.least_left_out > 0 else Status.UNKNOWN
    run.tell(
        objective if is_complete else None,
        min(plan.bound, objective) if is_complete else None,
        unplaced_count(problem, plan.timetable),
    )
    return Result(
        timetable=plan.timetable,
        status=status,
        objective=objective,
        bound=min(plan.bound, objective) if is_complete else None,
        seconds=run.seconds,
        seed=run.limits.seed,
        terms=amounts,
        unplaced=unplaced_items(problem, plan.timetable),
        unplaced_weight=plan.left_out,
        unplaced_bound=plan.least_left_out,
        hard_violations=len(hard_violations(problem, plan.timetable)),
    )
