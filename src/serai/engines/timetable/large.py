"""Improves a plan part after part: each is decided anew while the rest stays (large neighbourhood search)."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from serai.engines.timetable.direct import Plan, limits_of, needed_at_once
from serai.engines.timetable.evaluate import penalty, unplaced_count, unplaced_weight
from serai.engines.timetable.model import Model
from serai.engines.timetable.neighbourhoods import LARGEST, SMALLEST, Kind, costs_by_activity, neighbourhood
from serai.engines.timetable.packing import NoSeat, packed
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.scope import Out, Scope, part, whole
from serai.engines.timetable.search import Answer, Run, minimise

WORK_OF_A_PART = 0.2
"""Deterministic work after which a part is given up; about as many seconds."""
EASY = 0.1
"""A part solved with less than this share of that work was small: the next of its kind is larger."""


def improve_in_parts(
    problem: Problem,
    plan: Plan,
    run: Run,
    out: Out,
    share: float = 1.0,
    patience: float = math.inf,
    start: int = 0,
) -> Plan:
    """Lower what is left out and the penalty; never worse than the plan given.

    It ends with that share of the run, or after so many parts in vain; parts are numbered from ``start`` on.

    The parts and their seeds depend on the run's seed only, so that a longer run extends a shorter one.
    """
    scope = scope_of(problem, plan, out)
    best = packed(problem, plan.timetable, scope.timed)
    left_out, known = plan.left_out, penalty(problem, best)
    costs = costs_by_activity(problem, best)
    sizes = dict(SMALLEST)
    step, in_vain = start, 0
    while in_vain < patience and (left_out > plan.least_left_out or known > plan.bound):
        if run.is_over(share):
            break
        random_ = random.Random(f"{run.limits.seed} {step}")
        kind = list(Kind)[step % len(Kind)]
        free = neighbourhood(problem, best, costs, kind, sizes[kind], random_)
        before = run.work
        answer = decide(problem, part(problem, scope, best, free), best, left_out, known, run)
        sizes[kind] = adapted(kind, sizes[kind], run.work - before)
        step += 1
        in_vain += 1
        if answer.timetable is None:
            continue
        now = unplaced_weight(problem, answer.timetable), penalty(problem, answer.timetable)
        if now <= (left_out, known):
            is_better = now < (left_out, known)
            best, (left_out, known) = answer.timetable, now
            if is_better:
                in_vain = 0
                costs = costs_by_activity(problem, best)
                run.tell(known if left_out == 0 else None, unplaced=unplaced_count(problem, best))
    return replace(plan, timetable=best, left_out=left_out)


def scope_of(problem: Problem, plan: Plan, out: Out) -> Scope:
    """What a part may decide: no more sessions at one time than are needed or in use."""
    limits = limits_of(problem, plan)
    few = needed_at_once(problem, plan.timetable)
    limits = {activity: min(limit, few[activity]) for activity, limit in limits.items()}
    return whole(problem, limits, optional=plan.left_out > 0, out=out)


def decide(problem: Problem, scope: Scope, best: Timetable, left_out: int, known: int, run: Run) -> Answer:
    """Decide a part anew: leave out less if possible, else lower the penalty."""
    model = Model(problem, scope)
    model.cp.add(model.left_out <= left_out)
    model.hint(best)
    model.cp.minimize((known + 1) * model.left_out + model.penalty)
    try:
        return minimise(model, run, most_work=WORK_OF_A_PART)
    except NoSeat:
        return Answer(None, None, None)


def adapted(kind: Kind, size: int, work: float) -> int:
    """The size of the next part of a kind: larger after an easy one, smaller after one that was given up."""
    if work < EASY * WORK_OF_A_PART:
        return min(LARGEST[kind], size + 1)
    if work >= WORK_OF_A_PART:
        return max(SMALLEST[kind], size - 1)
    return size
