"""The way into the solver, which is loaded only when something is to be solved."""

from __future__ import annotations

from serai.engines.solving import Limits, OnProgress, ShouldStop
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.result import Result


def solve(
    problem: Problem,
    limits: Limits,
    progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Result:
    """Plan: leave out as little as possible, weighted by people, then break soft rules least.

    ``progress`` and ``should_stop`` are called in the caller's thread, about ten times a second at most; a
    stopped run returns the best plan so far. Never raises for a problem that can't be planned: see
    ``Result.unplaced``.
    """
    from serai.engines.timetable.strategy import planned  # OR-Tools takes half a second and 130 MB to load

    return planned(problem, limits, progress, should_stop)
