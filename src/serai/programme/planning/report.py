"""What is to be said about a plan before its release: figures, what is wrong, what has no place and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext

from serai.core.actors import Actor
from serai.editions.models import Edition
from serai.engines.solving import Status, Violation
from serai.engines.timetable import io
from serai.engines.timetable.result import Blocker, Unplaced
from serai.programme.models import Plan
from serai.programme.planning.cache import plan_findings
from serai.programme.planning.checks import Check, Crowding
from serai.programme.planning.runs import RunOutcome, outcomes_of
from serai.programme.planning.wording import TITLES, Part, Sentence, Wording

EXPLAINED = 3  # reasons that are told of each item without a place


@dataclass(frozen=True, slots=True)
class Homeless:
    """An item without a place, and what is in its way in sentences, commonest first."""

    id: str
    name: Part
    reasons: tuple[Sentence, ...]

    @property
    def title(self) -> str:
        return self.name.text


@dataclass(frozen=True, slots=True)
class Group:
    """What is wrong by one rule: how often, for how much in all, and the dearest of it in sentences."""

    rule: str
    title: str
    count: int
    penalty: int
    sentences: list[Sentence]

    @property
    def others(self) -> int:
        """How many are counted only."""
        return self.count - len(self.sentences)


class PlanReport:
    """A plan in figures and sentences; what isn't asked for isn't worded."""

    def __init__(
        self, check: Check, figures: dict[str, Any], wording: Wording, reasons: dict[str, Unplaced]
    ) -> None:
        self.figures = figures
        self.quality = quality(figures)
        self._check = check
        self._wording = wording
        self._reasons = reasons

    def without_retired(self) -> PlanReport:
        """The same for a copy of the plan, which holds nothing that has been retired."""
        left_out = ("activity_retired", "contribution_retired")
        found = [violation for violation in self._check.violations if violation.rule not in left_out]
        return PlanReport(replace(self._check, violations=found), self.figures, self._wording, self._reasons)

    @property
    def is_releasable(self) -> bool:
        return not self._check.hard

    @cached_property
    def hard(self) -> list[Sentence]:
        self._expect()
        return self._wording.sentences(self._check.hard)

    @property
    def soft_count(self) -> int:
        """How many wishes aren't met."""
        return len(self._check.violations) - len(self._check.hard)

    @cached_property
    def soft(self) -> list[Sentence]:
        return self._wording.sentences(v for v in self._check.violations if not v.hard)

    @cached_property
    def unplaced(self) -> list[Homeless]:
        self._expect()
        return [_homeless(id, self._reasons.get(id), self._wording) for id in self._check.unplaced]

    def _expect(self) -> None:
        """Have read at once what is named of what is in the way of a release and of what has no place."""
        blockers = [blocker for item in self._reasons.values() for blocker in item.blockers[:EXPLAINED]]
        examples = [blocker.example for blocker in blockers if blocker.example]
        self._wording.expect([*self._check.hard, *examples], self._check.unplaced)

    @property
    def crowded(self) -> str:
        """That more is wanted than there is room for, in one sentence; empty if that isn't known."""
        return crowded(self._check.crowding) if self._check.crowding else ""

    def hard_groups(self, shown: int) -> list[Group]:
        """What is in the way of a release, rule by rule; of each at most so many sentences."""
        return self._groups(self._check.hard, shown)

    def soft_groups(self, shown: int) -> list[Group]:
        """What the plan gives up, rule by rule, the dearest rule first."""
        return self._groups((v for v in self._check.violations if not v.hard), shown)

    def _groups(self, violations: Iterable[Violation], shown: int) -> list[Group]:
        rules: dict[str, list[Violation]] = {}
        for violation in violations:
            rules.setdefault(violation.rule, []).append(violation)
        groups = []
        for rule, found in rules.items():
            dearest = sorted(found, key=lambda v: -v.penalty)[:shown]
            title = gettext(TITLES[rule]) if rule in TITLES else gettext("As the programme is now")
            penalty = sum(violation.penalty for violation in found)
            groups.append(Group(rule, title, len(found), penalty, self._wording.sentences(dearest)))
        return sorted(groups, key=lambda group: (-group.penalty, -group.count, group.rule))


def _homeless(id: str, item: Unplaced | None, wording: Wording) -> Homeless:
    """An item without a place, with what a run found to be in its way, if one looked."""
    blockers = item.blockers[:EXPLAINED] if item else ()
    reasons = tuple(_reason(blocker, item, wording) for blocker in blockers if item)
    return Homeless(id, wording.named(id), reasons)


def homeless_of(edition: Edition, outcome: RunOutcome, language: str | None = None) -> list[Homeless]:
    """What a run left without a place, and why."""
    wording = Wording(edition, language)
    items = io.load_all_unplaced(outcome.unplaced or [])
    return [_homeless(item.id, item, wording) for item in items]


def plan_report(actor: Actor, plan: Plan, language: str | None = None) -> PlanReport:
    """Check the plan against the data as they are now and say what was found."""
    check = plan_findings(actor, plan)
    outcome = outcomes_of([plan.run_id] if plan.run_id else []).get(plan.run_id or 0, RunOutcome())
    figures: dict[str, Any] = {
        **check.figures,
        "hard_violations": len(check.hard),
        "unplaced": len(check.unplaced),
        "penalty": check.penalty,
    } | {name: getattr(outcome, name) for name in ("objective", "bound", "gap", "status", "seconds")}
    reasons = io.load_all_unplaced(outcome.unplaced or []) if check.unplaced else ()
    return PlanReport(check, figures, Wording(plan.edition, language), {item.id: item for item in reasons})


def quality(figures: dict[str, Any]) -> str:
    """How good the plan is known to be, in one sentence."""
    if figures["status"] == Status.OPTIMAL:
        return gettext("No better plan exists; this is proven.")
    if figures["status"] == Status.INFEASIBLE:
        return gettext("Not everything can have a place; this is proven.")
    if figures["gap"] is None:
        return gettext("Nothing is known about how far this plan is from the best possible.")
    return above_best(figures["gap"])


def above_best(gap: float) -> str:
    """How far from the best possible something is at most, in a sentence."""
    return gettext("At most %(percent)s %% above the best possible.") % {"percent": f"{100 * gap:.1f}"}


def crowded(crowding: Crowding) -> str:
    """What is wanted of the house and what there is of it, in a sentence."""
    if crowding.in_minutes:
        return gettext(
            "The house is too full: what may only be in these rooms and periods takes %(wanted)s minutes, "
            "and there are %(had)s."
        ) % {"wanted": crowding.wanted, "had": crowding.had}
    return ngettext(
        "The house is too full: what may only be in these rooms and periods takes at least %(wanted)s "
        "sessions, and there can be %(had)s.",
        "The house is too full: what may only be in these rooms and periods takes at least %(wanted)s "
        "sessions, and there can be %(had)s.",
        crowding.had,
    ) % {"wanted": crowding.wanted, "had": crowding.had}


def _reason(blocker: Blocker, item: Unplaced, wording: Wording) -> Sentence:
    """What is in the way of an item, with links to what it names."""
    if blocker.example is None:
        words = {
            "no_room": gettext("There is no room."),
            "no_period": gettext("There is no period that it could be in."),
        }.get(blocker.rule, gettext("No place is left."))
        return Sentence((Part(words),), (item.id,), blocker.rule, True, 0)
    why = wording.sentence(blocker.example)
    around = gettext("At %(count)s of %(tried)s places: %(why)s") % {
        "count": blocker.count, "tried": item.tried, "why": "\0",
    }  # fmt: skip
    before, _, after = around.partition("\0")
    parts = (Part(before), *why.parts, Part(after)) if after else (Part(before), *why.parts)
    return Sentence(parts, why.items, why.rule, why.hard, why.penalty)
