"""Runs a model within what is left of the limits; progress and stopping happen in the caller's own thread."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from ortools.sat.python import cp_model

from serai.engines.solving import Limits, OnProgress, Progress, ShouldStop
from serai.engines.timetable.model import Model, without_empty
from serai.engines.timetable.problem import Timetable

News = SimpleQueue[tuple[int | None, int | None]]
"""Objectives and bounds from the solver's thread."""
POLL_SECONDS = 0.1
PROVERS = ("max_lp", "reduced_costs")
"""The solver's strategies that prove timetables soonest, by measurement; both find good ones too."""


class Run:
    """The limits of a run, what is used up, who wants to know, and what is known so far."""

    def __init__(self, limits: Limits, progress: OnProgress | None, should_stop: ShouldStop | None) -> None:
        self.limits = limits
        self.begun = time.monotonic()
        self.work = 0.0
        self.objective: int | None = None
        self.bound: int | None = None
        self.unplaced: int | None = None
        self.stopped = False
        self._progress = progress
        self._should_stop = should_stop
        self._ask_after = 0.0
        self._told: tuple[int | None, ...] = (None, None, None)

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.begun

    @property
    def seconds_left(self) -> float:
        """Seconds until the clock ends the run."""
        return self.limits.seconds - self.seconds

    @property
    def work_left(self) -> float | None:
        """Deterministic work until it ends the run, None if it isn't limited."""
        return None if self.limits.work is None else self.limits.work - self.work

    @property
    def share(self) -> float:
        """The share of the run that is over: of its work, if that is limited, else of its time."""
        if self.limits.work is not None:
            return self.work / self.limits.work
        return self.seconds / self.limits.seconds

    def is_over(self, share: float = 1.0) -> bool:
        """Say whether the run (or the first share of it) must end, asking whoever may stop it."""
        if not self.stopped and self._should_stop is not None and self.seconds >= self._ask_after:
            self.stopped = self._should_stop()
            self._ask_after = self.seconds + POLL_SECONDS
        return self.stopped or self.share >= share or self.seconds >= self.limits.seconds

    def tell(
        self, objective: int | None = None, bound: int | None = None, unplaced: int | None = None
    ) -> None:
        """Report an objective, a bound or how many items are unplaced, if it is news."""
        if objective is not None:
            self.objective = objective if self.objective is None else min(objective, self.objective)
        if bound is not None:
            self.bound = bound if self.bound is None else max(bound, self.bound)
        if unplaced is not None:
            self.unplaced = unplaced
        now = (self.objective, self.bound, self.unplaced)
        if self._progress is not None and now != self._told:
            self._told = now
            self._progress(Progress(self.seconds, *now))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model gave: a timetable if it found one, its value, and a lower bound."""

    timetable: Timetable | None
    value: int | None
    bound: int | None


class Watch(cp_model.CpSolverSolutionCallback):
    """Puts each new value into a queue; it runs in the solver's thread."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news

    def on_solution_callback(self) -> None:
        """Report a better solution."""
        self.news.put((round(self.objective_value), None))


def minimise(model: Model, run: Run, share: float = 1.0, tells: bool = False) -> Answer:
    """Solve a model with a share of the time and work that are left; ``tells``: its values are the run's."""
    solver = solver_for(run, share)
    news: News = SimpleQueue()
    status = solved(solver, model, run, news, tells)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        value, bound = round(solver.objective_value), up(solver.best_objective_bound)
        timetable = without_empty(model.problem, model.timetable(solver))
        return Answer(timetable, value, min(value, bound))
    return Answer(None, None, up(solver.best_objective_bound) if status == cp_model.UNKNOWN else None)


def solver_of_part(seed: int, work: float) -> cp_model.CpSolver:
    """Make a solver for one of many small parts, which is given up after so much work."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = seed
    parameters.max_deterministic_time = work
    parameters.catch_sigint_signal = False  # Ctrl-C belongs to whoever runs the solver
    # It is solved once: what presolve would find out is rarely worth its time.
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.max_presolve_iterations = 1
    # By measurement: a full linear relaxation closes most parts, in a third of the time.
    parameters.linearization_level = 2
    return solver


def decided(model: Model, solver: cp_model.CpSolver) -> tuple[Timetable | None, float]:
    """Solve a small part in the caller's thread; return its answer and the work it took.

    Raises NoSeat if parallel sessions can't be filled as their sum suggests.
    """
    status = solver.solve(model.cp)
    refuse_invalid(model, status)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (model.timetable(solver) if found else None), solver.response_proto.deterministic_time


def refuse_invalid(model: Model, status: cp_model.CpSolverStatus) -> None:
    """A model that the solver can't read is a mistake of ours."""
    if status == cp_model.MODEL_INVALID:
        raise AssertionError(model.cp.validate()[:400])


def prove(model: Model, run: Run, share: float) -> tuple[int | None, cp_model.CpSolver | None]:
    """Return the best lower bound that a share of what is left proves, and the solver if it found a solution.

    The bound is None if the model has no solution.
    """
    solver = solver_for(run, share)
    status = solved(solver, model, run, SimpleQueue(), tells=False)
    bound = None if status == cp_model.INFEASIBLE else up(solver.best_objective_bound)
    return bound, solver if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def solver_for(run: Run, share: float) -> cp_model.CpSolver:
    """Make a solver with a share of the time and work that are left."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    share_of_time = share if run.work_left is None else 1.0
    parameters.max_time_in_seconds = max(0.01, run.seconds_left * share_of_time)
    parameters.num_workers = run.limits.workers
    if run.limits.workers > 1:
        parameters.subsolvers.extend(PROVERS)
    parameters.random_seed = run.limits.seed
    parameters.catch_sigint_signal = False  # Ctrl-C belongs to whoever runs the solver
    if run.work_left is not None:
        parameters.interleave_search = run.limits.workers > 1
        parameters.max_deterministic_time = max(1e-6, run.work_left * share)
    return solver


def solved(
    solver: cp_model.CpSolver, model: Model, run: Run, news: News, tells: bool
) -> cp_model.CpSolverStatus:
    """Run the solver in a thread of its own while this one reports and asks whether to stop."""
    solver.best_bound_callback = lambda bound: news.put((None, up(bound)))
    with ThreadPoolExecutor(1) as thread:
        solving = thread.submit(solver.solve, model.cp, Watch(news))
        follow(solver, solving, run, news if tells else None)
        status = solving.result()
    run.work += solver.response_proto.deterministic_time
    refuse_invalid(model, status)
    return status


def follow(
    solver: cp_model.CpSolver,
    solving: Future[cp_model.CpSolverStatus],
    run: Run,
    news: News | None,
) -> None:
    """Pass on the news, and stop the solver when the run is to stop, until the solver ends."""
    is_done = False
    while not is_done:
        is_done = waited([solver], [solving], run)
        while news is not None:
            try:
                run.tell(*news.get_nowait())
            except Empty:
                break


def waited(solvers: Sequence[cp_model.CpSolver], solving: Sequence[Future[Any]], run: Run) -> bool:
    """Wait a moment, stop the solvers if the run is to stop, and say whether they have ended."""
    is_done = not wait(solving, timeout=POLL_SECONDS).not_done
    if run.is_over() and run.stopped:
        for solver in solvers:
            solver.stop_search()
    return is_done


def up(bound: float) -> int:
    """The least whole number that a bound proves."""
    return math.ceil(bound - 1e-6)
