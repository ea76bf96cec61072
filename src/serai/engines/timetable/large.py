"""Improves a plan part after part: each is decided anew while the rest stays (large neighbourhood search).

P. Shaw, "Using constraint programming and local search methods to solve vehicle routing problems", CP 1998;
sizes adapt as in S. Ropke and D. Pisinger, Transportation Science 40(4), 2006. Each worker decides one
part and one more waits; results are joined in the order of the parts, so that a run can be repeated.
"""

from __future__ import annotations

import math
import random
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from serai.engines.timetable.arranging import arranged
from serai.engines.timetable.bounds import least_at_once
from serai.engines.timetable.constraints.activities import EmptySession
from serai.engines.timetable.direct import Plan, limits_of, needed_at_once
from serai.engines.timetable.evaluate import hard_violations, penalty, unplaced_count, unplaced_weight
from serai.engines.timetable.model import Model, may_be_empty
from serai.engines.timetable.neighbourhoods import LARGEST, SMALLEST, Costs, Kind, costs_of, neighbourhood
from serai.engines.timetable.packing import NoSeat, packed
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.scope import Block, Out, Scope, part, whole
from serai.engines.timetable.search import Run, decided, solver_of_part, waited

WORK_OF_A_PART = 0.2
"""Deterministic work after which a part is given up; about as many seconds."""
EASY = 0.1
"""A part solved with less than this share of that work was small: the next of its kind is larger."""
IN_VAIN, MOST_WORK = 30, 10
"""After each so many parts in vain the work of a part is raised by its first amount, up to so many times, and
each activity may have one session more at one time."""
WAITING = 1
"""Parts that wait for a worker: none is idle then while a result is put in, and few are out of date."""


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


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A part that is being decided: the work it may take, by whom, and what will come of it."""

    work: float
    solver: cp_model.CpSolver
    answer: Future[Found]


def improve_in_parts(
    problem: Problem,
    plan: Plan,
    run: Run,
    out: Out,
    share: float = 1.0,
    patience: float = math.inf,
    start: int = 0,
    spare: int = 0,
) -> Plan:
    """Lower what is left out and the penalty; never worse than the plan given.

    It ends with that share of the run, or after so many parts in vain; parts are numbered from ``start`` on.
    Each activity may have ``spare`` sessions more at one time than it needs: without, parts are smaller.

    The parts and their seeds depend on the run's seed only, so that a longer run extends a shorter one.
    """
    search = Search(problem, plan, run, out, start, spare)
    under_way: deque[UnderWay] = deque()
    with ThreadPoolExecutor(run.limits.workers) as pool:
        while search.in_vain < patience and search.could_be_better() and not run.is_over(share):
            while len(under_way) < run.limits.workers + WAITING:
                under_way.append(search.begin(pool))
            search.end(under_way.popleft())
        for part_ in under_way:
            search.end(part_)
    return replace(plan, timetable=search.best.timetable, left_out=search.best.left_out)


class Search:
    """Where the search stands: the best timetable, what it costs where, how large parts of each kind are."""

    def __init__(self, problem: Problem, plan: Plan, run: Run, out: Out, start: int, spare: int) -> None:
        self.problem, self.run, self.out = problem, run, out
        self.plan = plan
        self.spare = spare
        self.scope = scope_of(problem, plan, out, self.spare)
        packed_ = packed(problem, plan.timetable, self.scope.timed)
        self.best = standing(problem, arranged(problem, packed_, self.scope.timed))
        self.costs = costs_of(problem, self.best.timetable)
        self.sizes = dict(SMALLEST)
        self.step = start
        self.in_vain = 0

    def could_be_better(self) -> bool:
        """Say whether the best isn't proven to be so."""
        return self.best.left_out > self.plan.least_left_out or self.best.penalty > self.plan.bound

    def begin(self, pool: ThreadPoolExecutor) -> UnderWay:
        """Have the next part decided, as the best timetable is now."""
        seed, work = self.run.limits.seed, WORK_OF_A_PART * min(MOST_WORK, 1 + self.in_vain // IN_VAIN)
        part_ = drawn(self.problem, self.best.timetable, self.costs, self.sizes, seed, self.step)
        solver = solver_of_part(part_.seed, work)
        answer = pool.submit(decide, self.problem, self.scope, self.best, part_, solver, self.run)
        self.step += 1
        return UnderWay(work, solver, answer)

    def end(self, part_: UnderWay) -> None:
        """Wait for a part, and put what it found into the best timetable."""
        while not waited([part_.solver], [part_.answer], self.run):
            pass
        found = part_.answer.result()
        kind = found.part.kind
        self.run.work += found.work
        self.in_vain += 1
        self.sizes[kind] = adapted(kind, self.sizes[kind], found.work / part_.work)
        self._take(joined(self.problem, self.best, found, self.scope.timed))
        if self.in_vain and self.in_vain % IN_VAIN == 0:
            self.spare += 1
            self._widen()

    def _take(self, now: Standing) -> None:
        """Go on from a timetable, and tell if it is better."""
        if now.value < self.best.value:
            self.in_vain = 0
            self.costs = costs_of(self.problem, now.timetable)
            objective = None if now.left_out else now.penalty
            self.run.tell(objective, unplaced=unplaced_count(self.problem, now.timetable))
        self.best = now

    def _widen(self) -> None:
        """Let parts hold as many sessions at one time as there are now, and as are to spare."""
        plan = replace(self.plan, timetable=self.best.timetable, left_out=self.best.left_out)
        self.scope = scope_of(self.problem, plan, self.out, self.spare)


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


def joined(problem: Problem, best: Standing, found: Found, timed: frozenset[str]) -> Standing:
    """The best timetable with what a part found, else that as a whole, else the best as it is."""
    if found.timetable is None:
        return best
    for answer in (overlaid(problem, best.timetable, found.timetable, found.part.free), found.timetable):
        timetable = arranged(problem, answer, timed)
        now = standing(problem, timetable)
        if now.value <= best.value and not hard_violations(problem, timetable):
            return now
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


def scope_of(problem: Problem, plan: Plan, out: Out, spare: int = 0) -> Scope:
    """What a part may decide: few more sessions at one time than are needed or in use.

    In parallel sessions ranked contributions get off their ranks, which no model knows: where ranks count, an
    activity has no more of them than its length asks for.
    """
    limits = limits_of(problem, plan)
    few = needed_at_once(problem, plan.timetable)
    for activity, count in plan.worth.items():
        few[activity] = max(few[activity], count)
    few = {activity: count + spare for activity, count in few.items()}
    if problem.index.counts_ranks:
        ranked = {c.activity for c in problem.contributions if c.rank}
        few |= {activity: least_at_once(problem, activity) for activity in sorted(ranked)}
    limits = {activity: min(limit, few[activity]) for activity, limit in limits.items()}
    return whole(problem, limits, optional=plan.left_out > 0, out=out)


def decide(
    problem: Problem, scope: Scope, best: Standing, part_: Part, solver: cp_model.CpSolver, run: Run
) -> Found:
    """Decide a part anew: leave out less if possible, else lower the penalty."""
    model = Model(problem, part(problem, scope, best.timetable, part_.free))
    if may_be_empty(problem):
        EmptySession().post(model.cp, problem, model.x)  # what would be dropped again isn't looked for
    model.cp.add(model.left_out <= best.left_out)
    model.hint(best.timetable)
    model.cp.minimize((best.penalty + 1) * model.left_out + model.penalty)
    solver.parameters.max_time_in_seconds = max(0.01, run.seconds_left)
    try:
        return Found(part_, *decided(model, solver))
    except NoSeat:
        return Found(part_, None, solver.parameters.max_deterministic_time)


def adapted(kind: Kind, size: int, share: float) -> int:
    """The size of the next part of a kind: larger after an easy one, smaller after one that was given up.

    ``share`` is the work it took, relative to what it was allowed.
    """
    if share < EASY:
        return min(LARGEST[kind], size + 1)
    if share >= 1:
        return max(SMALLEST[kind], size - 1)
    return size
