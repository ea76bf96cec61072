"""From a problem to the best timetable found within the limits, with what is proven about it."""

from __future__ import annotations

import time

from serai.engines.solving import Limits, OnProgress, Progress, ShouldStop, Status
from serai.engines.timetable.construct import construct
from serai.engines.timetable.evaluate import (
    hard_violations,
    terms,
    unplaced_activities,
    unplaced_contributions,
    unplaced_weight,
)
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.result import Item, Result, Unplaced


def solve(
    problem: Problem,
    limits: Limits,
    progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Result:
    """Plan: first as many people-weighted items as possible, then the least penalty."""
    begun = time.monotonic()
    timetable = construct(problem)
    amounts = terms(problem, timetable)
    objective = sum(amounts.values())
    index = problem.index
    unplaced = [
        Unplaced(Item.ACTIVITY, a, index.weight_of_activity(a))
        for a in unplaced_activities(problem, timetable)
    ] + [
        Unplaced(Item.CONTRIBUTION, c, index.weight_of_contribution(c))
        for c in unplaced_contributions(problem, timetable)
    ]
    bound = None if unplaced else 0
    status = Status.UNKNOWN if unplaced else Status.OPTIMAL if objective == 0 else Status.FEASIBLE
    seconds = time.monotonic() - begun
    if progress is not None:
        progress(Progress(seconds, objective, bound))
    return Result(
        timetable=timetable,
        status=status,
        objective=objective,
        bound=bound,
        seconds=seconds,
        seed=limits.seed,
        terms=amounts,
        unplaced=tuple(unplaced),
        unplaced_weight=unplaced_weight(problem, timetable),
        hard_violations=len(hard_violations(problem, timetable)),
    )
