"""Plans in figures, side by side: what is wrong with each and how far it may be from the best possible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from serai.core.actors import Actor
from serai.core.kept import Kept
from serai.programme.models import Plan
from serai.programme.planning.cache import Counts, cached_problem, plan_counts
from serai.programme.planning.runs import RunOutcome, fingerprint, outcomes_of

_fingerprints: Kept[tuple[int, int], str] = Kept(64)


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan in figures; the bound is there if a run proved it for the data as they are now."""

    hard: int
    unplaced: int
    penalty: int
    bound: int | None

    @property
    def gap(self) -> float | None:
        """How far a complete plan may be above the best possible, relative to itself."""
        if self.bound is None or self.hard or self.unplaced:
            return None
        return (self.penalty - self.bound) / max(1, abs(self.penalty))

    @property
    def percent(self) -> str | None:
        """The gap as people read it."""
        return None if self.gap is None else f"{100 * self.gap:.1f}"


def figures_of(actor: Actor, plans: Iterable[Plan]) -> list[tuple[Plan, Figures]]:
    """Each plan with its figures; plans come as `queries.plans.plans` reads them."""
    rows = list(plans)
    outcomes = outcomes_of({plan.run_id for plan in rows if plan.run_id})
    return [(plan, _figures(actor, plan, outcomes)) for plan in rows]


def figures(actor: Actor, plan: Plan) -> Figures:
    """One plan's figures."""
    return figures_of(actor, [plan])[0][1]


def _figures(actor: Actor, plan: Plan, outcomes: dict[int, RunOutcome]) -> Figures:
    counts = _kept(plan) or plan_counts(actor, plan)
    return Figures(counts.hard, counts.unplaced, counts.penalty, _bound(plan, outcomes))


def _kept(plan: Plan) -> Counts | None:
    """What was found the last time, read along with the plan, if nothing changed since."""
    found = getattr(plan, "found", None)
    versions = plan.version, plan.edition.content_version
    if found is None or (found.plan_version, found.content_version) != versions:
        return None
    return Counts(found.hard, found.unplaced, found.penalty)


def _bound(plan: Plan, outcomes: dict[int, RunOutcome]) -> int | None:
    """The bound that the plan's run proved, as long as the question is still the same."""
    if plan.run is None or plan.run.pk not in outcomes:
        return None
    bound = outcomes[plan.run.pk].bound
    return bound if bound is not None and plan.run.fingerprint == _fingerprint(plan) else None


def _fingerprint(plan: Plan) -> str:
    key = plan.edition_id, plan.edition.content_version
    found = _fingerprints.get(key)
    if found is None:
        found = fingerprint(cached_problem(plan.edition))
        _fingerprints.keep(key, found)
    return found
