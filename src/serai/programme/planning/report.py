"""What is to be said about a plan before its release: figures, what is wrong, what has no place and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from serai.core.access import require
from serai.core.actors import Actor
from serai.engines.solving import Status
from serai.engines.timetable import io
from serai.engines.timetable.result import Blocker, Unplaced
from serai.programme.models import Contribution, Plan
from serai.programme.planning.cache import plan_findings
from serai.programme.planning.wording import Sentence, Wording


@dataclass(frozen=True, slots=True)
class Homeless:
    """An item without a place, and what is in its way in sentences, commonest first."""

    id: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan in figures and sentences."""

    figures: dict[str, Any]
    hard: list[Sentence]
    soft: list[Sentence]
    unplaced: list[Homeless]
    quality: str

    def without_retired(self) -> PlanReport:
        """The same for a copy of the plan, which holds nothing that has been retired."""
        left_out = ("activity_retired", "contribution_retired")
        return replace(self, hard=[sentence for sentence in self.hard if sentence.rule not in left_out])

    @property
    def is_releasable(self) -> bool:
        return not self.hard


def plan_report(actor: Actor, plan: Plan, language: str | None = None) -> PlanReport:
    """Check the plan against the data as they are now and say what was found."""
    require(actor, "programme.view_plan", plan)
    wording, check = Wording(plan.edition, language), plan_findings(actor, plan)
    known = _known_reasons(plan, wording)
    sentences = wording.sentences(check.violations)
    figures = _figures(plan) | {"hard_violations": len(check.hard), "unplaced": len(check.unplaced)}
    return PlanReport(
        figures=figures,
        hard=[sentence for sentence in sentences if sentence.hard],
        soft=[sentence for sentence in sentences if not sentence.hard],
        unplaced=[Homeless(id, wording.item(id), known.get(id, ())) for id in check.unplaced],
        quality=quality(figures),
    )


def _figures(plan: Plan) -> dict[str, Any]:
    """Counts of the edition and of the plan, and what the solver proved about it."""
    edition = plan.edition
    contributions = Contribution.objects.filter(edition=edition)
    fixed = contributions.exclude(fixed_period=None, fixed_start=None)
    parties = edition.participations.exclude(person__party=None).values("person__party")
    result = plan.run.result if plan.run and plan.run.result else {}
    return {
        "activities": edition.activities.count(),
        "sessions": plan.sessions.count(),
        "contributions": contributions.count(),
        "fixed": fixed.count(),
        "people": edition.participations.values("person").distinct().count(),
        "parties": parties.distinct().count(),
        "hard_violations": 0,
        "unplaced": 0,
    } | {name: result.get(name) for name in ("objective", "bound", "gap", "status", "seconds")}


def quality(figures: dict[str, Any]) -> str:
    """How good the plan is known to be, in one sentence."""
    if figures["status"] == Status.OPTIMAL:
        return gettext("No better plan exists; this is proven.")
    if figures["status"] == Status.INFEASIBLE:
        return gettext("Not everything can have a place; this is proven.")
    if figures["gap"] is None:
        return gettext("Nothing is known about how far this plan is from the best possible.")
    return gettext("At most %(percent)s %% above the best possible.") % {
        "percent": f"{100 * figures['gap']:.1f}"
    }


def _known_reasons(plan: Plan, wording: Wording) -> dict[str, tuple[str, ...]]:
    """Why the run that made the plan found no place for items, by their ids."""
    if not plan.run or not plan.run.result:
        return {}
    result = io.load_result(plan.run.result)
    return {item.id: _reasons(item, wording) for item in result.unplaced}


def _reasons(item: Unplaced, wording: Wording) -> tuple[str, ...]:
    return tuple(_reason(blocker, item, wording) for blocker in item.blockers[:3])


def _reason(blocker: Blocker, item: Unplaced, wording: Wording) -> str:
    if blocker.rule == "no_room":
        return gettext("There is no room.")
    if blocker.rule == "no_period":
        return gettext("There is no period that it could be in.")
    if blocker.example is None:
        return gettext("No place is left.")
    sentence = wording.sentence(blocker.example).text
    return gettext("At %(count)s of %(tried)s places: %(why)s") % {
        "count": blocker.count, "tried": item.tried, "why": sentence,
    }  # fmt: skip
