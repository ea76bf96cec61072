"""Problems read, kept as JSON and solved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from serai.core.errors import DomainError
from serai.editions.models import Edition, PlanningRun
from serai.engines import timetable as engine
from serai.engines.solving import Limits, Progress
from serai.engines.timetable import io
from serai.programme.planning.problem import problem_of


def read_problem(edition: Edition) -> engine.Problem:
    """The edition's planning problem, or a refusal that says what in the data can't be planned."""
    try:
        return problem_of(edition)
    except ValueError as error:
        raise DomainError(
            "problem_invalid", _("The edition can't be planned as it stands: %(reason)s"), reason=str(error)
        ) from error


def fingerprint(problem: engine.Problem) -> str:
    """A digest that changes whenever the problem does."""
    text = json.dumps(io.dump_problem(problem), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def solve_run(
    run: PlanningRun, on_progress: Callable[[Progress], None], should_stop: Callable[[], bool]
) -> dict[str, Any]:
    """Solve a stored run's problem; touches no database. Returns the engine's result as JSON data."""
    problem = io.load_problem(run.problem)
    result = engine.solve(problem, Limits(**run.limits), progress=on_progress, should_stop=should_stop)
    return io.dump_result(result)


def dump_problem(problem: engine.Problem) -> dict[str, Any]:
    """The problem as JSON data, for a run that can be replayed."""
    return io.dump_problem(problem)


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What a run found, without its timetable; `unplaced` is as the engine's JSON has it."""

    status: str | None = None
    objective: int | None = None
    bound: int | None = None
    gap: float | None = None
    seconds: float | None = None
    terms: dict[str, int] | None = None
    unplaced: list[Any] | None = None

    @property
    def missing(self) -> int | None:
        """How many items have no place, None without an answer."""
        return None if self.unplaced is None else len(self.unplaced)


def outcomes_of(runs: Iterable[int]) -> dict[int, RunOutcome]:
    """What some runs found, by their ids; their timetables may be megabytes and stay in the database."""
    names = [field.name for field in fields(RunOutcome)]
    rows = PlanningRun.objects.filter(pk__in=runs, result__isnull=False)
    found = rows.values_list("pk", *(f"result__{name}" for name in names))
    return {pk: RunOutcome(**dict(zip(names, values, strict=True))) for pk, *values in found}


def timetable_of_result(result: dict[str, Any]) -> engine.Timetable:
    """The timetable in a stored result."""
    return io.load_result(result).timetable
