"""Improves a plan part after part: each is decided anew while the rest stays (large neighbourhood search).

P. Shaw, "Using constraint programming and local search methods to solve vehicle routing problems", CP 1998;
sizes adapt as in S. Ropke and D. Pisinger, Transportation Science 40(4), 2006. Parts are decided in rounds,
one by each worker, and the results are joined in the order of the parts, so that a run can be repeated.
"""

from __future__ import annotations

import math
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from serai.engines.timetable.arranging import arranged
from serai.engines.timetable.direct import Plan, limits_of, needed_at_once
from serai.engines.timetable.evaluate import hard_violations, penalty, unplaced_count, unplaced_weight
from serai.engines.timetable.model import Model
from serai.engines.timetable.neighbourhoods import LARGEST, SMALLEST, Costs, Kind, costs_of, neighbourhood
from serai.engines.timetable.packing import NoSeat, packed
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.scope import Block, Out, Scope, part, whole
from serai.engines.timetable.search import Run, decided

WORK_OF_A_PART = 0.2
"""Deterministic work after which a part is given up; about as many seconds."""
EASY = 0.1
"""A part solved with less than this share of that work was small: the next of its kind is larger."""
IN_VAIN, MOST_WORK = 30, 10
"""After each so many parts in vain the work of a part is raised by its first amount, up to so many times."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A timetable with what it leaves out and what it costs."""

    timetable: Timetable
    left_out: int
    penalty: int

    @property
    def value(self) -> tuple[int, int]:
        """What is compared: first what is left out, then the penalty."""
        return self.left_out, self.penalty


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks to decide anew, and how they were chosen."""

    kind: Kind
    free: frozenset[Block]
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a part gave: a timetable, if one was found, and the work it took."""

    part: Part
    timetable: Timetable | None
    work: float


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
    best = standing(problem, arranged(problem, packed(problem, plan.timetable, scope.timed), scope.timed))
    costs = costs_of(problem, best.timetable)
    sizes = dict(SMALLEST)
    step, in_vain = start, 0
    with ThreadPoolExecutor(run.limits.workers) as pool:
        while in_vain < patience and (best.left_out > plan.least_left_out or best.penalty > plan.bound):
            if run.is_over(share):
                break
            work = WORK_OF_A_PART * min(MOST_WORK, 1 + in_vain // IN_VAIN)
            parts = [
                drawn(problem, best.timetable, costs, sizes, run.limits.seed, step + n)
                for n in range(run.limits.workers)
            ]
            answers = [
                pool.submit(decide, problem, scope, best, part, work, run.seconds_left) for part in parts
            ]
            found = [answer.result() for answer in answers]
            step += len(parts)
            in_vain += len(parts)
            for one in found:
                run.work += one.work
                sizes[one.part.kind] = adapted(one.part.kind, sizes[one.part.kind], one.work / work)
            now = joined(problem, best, found, scope.timed)
            if now.value < best.value:
                in_vain = 0
                costs = costs_of(problem, now.timetable)
                run.tell(
                    now.penalty if now.left_out == 0 else None,
                    unplaced=unplaced_count(problem, now.timetable),
                )
            best = now
    return replace(plan, timetable=best.timetable, left_out=best.left_out)


def standing(problem: Problem, timetable: Timetable) -> Standing:
    """A timetable counted anew."""
    return Standing(timetable, unplaced_weight(problem, timetable), penalty(problem, timetable))


def drawn(
    problem: Problem, timetable: Timetable, costs: Costs, sizes: dict[Kind, int], seed: int, step: int
) -> Part:
    """The part with this number."""
    random_ = random.Random(f"{seed} {step}")
    kind = list(Kind)[step % len(Kind)]
    free = neighbourhood(problem, timetable, costs, kind, sizes[kind], random_)
    return Part(kind, free, random_.randrange(2**31))


def joined(problem: Problem, best: Standing, found: list[Found], timed: frozenset[str]) -> Standing:
    """The best timetable with the results of parts put in one after another, as far as that isn't worse."""
    for one in found:
        if one.timetable is None:
            continue
        for answer in (overlaid(problem, best.timetable, one.timetable, one.part.free), one.timetable):
            timetable = arranged(problem, answer, timed)
            now = standing(problem, timetable)
            if now.value <= best.value and not hard_violations(problem, timetable):
                best = now
                break
    return best


def overlaid(problem: Problem, timetable: Timetable, other: Timetable, free: frozenset[Block]) -> Timetable:
    """A timetable with some blocks as another has them."""
    index = problem.index
    cells = {c for c in timetable.cells if (c.activity, c.period) not in free}
    cells |= {c for c in other.cells if (c.activity, c.period) in free}
    places = {}
    for contribution in problem.contributions:
        for source, is_free in ((other, True), (timetable, False)):
            place = source.places.get(contribution.id)
            if (
                place is not None
                and ((index.contribution[contribution.id].activity, place.period) in free) == is_free
            ):
                places[contribution.id] = place
                break
    return Timetable(frozenset(cells), places)


def scope_of(problem: Problem, plan: Plan, out: Out) -> Scope:
    """What a part may decide: no more sessions at one time than are needed or in use."""
    limits = limits_of(problem, plan)
    few = needed_at_once(problem, plan.timetable)
    for activity, count in plan.worth.items():
        few[activity] = max(few[activity], count)
    limits = {activity: min(limit, few[activity]) for activity, limit in limits.items()}
    return whole(problem, limits, optional=plan.left_out > 0, out=out)


def decide(problem: Problem, scope: Scope, best: Standing, part_: Part, work: float, seconds: float) -> Found:
    """Decide a part anew: leave out less if possible, else lower the penalty."""
    model = Model(problem, part(problem, scope, best.timetable, part_.free))
    model.cp.add(model.left_out <= best.left_out)
    model.hint(best.timetable)
    model.cp.minimize((best.penalty + 1) * model.left_out + model.penalty)
    try:
        return Found(part_, *decided(model, part_.seed, work, seconds))
    except NoSeat:
        return Found(part_, None, work)


def adapted(kind: Kind, size: int, share: float) -> int:
    """The size of the next part of a kind: larger after an easy one, smaller after one that was given up.

    ``share`` is the work it took, relative to what it was allowed.
    """
    if share < EASY:
        return min(LARGEST[kind], size + 1)
    if share >= 1:
        return max(SMALLEST[kind], size - 1)
    return size
