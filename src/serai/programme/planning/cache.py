"""What planning asks again and again, kept: an edition's problem in the process, a plan's check in a row.

Both hang on `Edition.content_version`, so every service that changes what is planned must raise it in the
same transaction; a check hangs on `Plan.version` as well. What is kept is never written from inside a
transaction that could still be undone.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import OperationalError
from django.utils import timezone

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.counting import counts
from serai.core.kept import Kept
from serai.editions.models import Edition
from serai.engines import timetable as engine
from serai.engines.solving import Violation
from serai.engines.timetable import io
from serai.programme.models import Plan, PlanCheck
from serai.programme.planning.checks import Check, Crowding, checked
from serai.programme.planning.runs import read_problem

_problems: Kept[tuple[int, int], engine.Problem] = Kept(8)  # one of 2,000 contributions takes some megabytes


@dataclass(frozen=True, slots=True)
class Counts:
    """A plan's check in figures."""

    hard: int
    unplaced: int
    penalty: int


def cached_problem(edition: Edition) -> engine.Problem:
    """The edition's problem at its `content_version`, read once per process and version; not to be changed.

    The row handed in must be fresh (in a service: the locked one). In a transaction that itself changes what
    is planned use `read_problem`. Raises `DomainError("problem_invalid")` for data that can't be planned.
    """
    key = edition.pk, edition.content_version
    if (kept := _problems.get(key)) is not None:
        return kept
    problem = read_problem(edition)
    _problems.keep(key, problem)
    return problem


def plan_findings(actor: Actor, plan: Plan) -> Check:
    """What is wrong with a plan as it and the data are now; kept from the last time if nothing changed.

    `plan` and its edition must be fresh. Before a release `check_plan` is asked instead: it trusts nothing.
    """
    require(actor, "programme.view_plan", plan)
    kept = _kept(plan).first()
    return _loaded(kept.findings) if kept else _checked(plan)


def plan_counts(actor: Actor, plan: Plan) -> Counts:
    """The same in figures only, for lists and the desk."""
    require(actor, "programme.view_plan", plan)
    kept = _kept(plan).values("hard", "unplaced", "penalty").first()
    if kept:
        return Counts(**kept)
    check = _checked(plan)
    return Counts(len(check.hard), len(check.unplaced), check.penalty)


def _kept(plan: Plan) -> Any:
    return PlanCheck.objects.filter(
        plan=plan, plan_version=plan.version, content_version=plan.edition.content_version
    )


def _checked(plan: Plan) -> Check:
    """Check the plan and keep what was found; the versions were read before the data."""
    check = replace(checked(cached_problem, plan), figures=_figures(plan))
    values = {
        "plan_version": plan.version,
        "content_version": plan.edition.content_version,
        "hard": len(check.hard),
        "unplaced": len(check.unplaced),
        "penalty": check.penalty,
        "findings": _dumped(check),
        "checked_at": timezone.now(),
    }
    with suppress(OperationalError):  # a busy database costs the next reader the work
        PlanCheck.objects.bulk_create(
            [PlanCheck(plan=plan, **values)],
            update_conflicts=True,
            unique_fields=["plan"],
            update_fields=[*values],
        )
    return check


def _dumped(check: Check) -> dict[str, Any]:
    return {
        "violations": [io.dump_violation(v) for v in check.violations],
        "unplaced": check.unplaced,
        "crowding": asdict(check.crowding) if check.crowding else None,
        "figures": dict(check.figures),
    }


def _loaded(findings: dict[str, Any]) -> Check:
    violations = [
        Violation(v["rule"], tuple(v["items"]), v["values"], v["penalty"], v["hard"])
        for v in findings["violations"]
    ]
    crowding = Crowding(**findings["crowding"]) if findings["crowding"] else None
    return Check(violations, findings["unplaced"], crowding, findings["figures"])


def _figures(plan: Plan) -> dict[str, int]:
    """Counts of the edition and of the plan, in one question."""
    edition = plan.edition
    contributions = edition.contributions.filter(is_retired=False, activity__is_retired=False)
    parties = edition.participations.exclude(person__party=None).order_by().values("person__party")
    return counts(
        edition,
        {
            "activities": edition.activities.filter(is_retired=False),
            "sessions": plan.sessions.all(),
            "contributions": contributions,
            "fixed": contributions.exclude(fixed_period=None, fixed_start=None),
            "people": edition.participations.order_by().values("person").distinct(),
            "parties": parties.distinct(),
        },
    )
