"""Runs of the planner in words and figures: how far they are, what they were asked, what they found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from serai.editions.models import PlanningRun, RunState
from serai.programme.planning import (
    PlacedElsewhere,
    RuleSetting,
    RunOutcome,
    Wording,
    above_best,
    places_elsewhere,
    rule_settings,
)
from serai.programme.showing.charts import Chart, progress_chart

GAPS = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.0)  # at which the progress of a run is said aloud


def minutes(seconds: float) -> str:
    """Seconds as minutes and seconds: 1:05."""
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02}"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run that is under way stands."""

    run: PlanningRun
    chart: Chart | None
    elapsed: int
    left: int
    objective: int | None
    bound: int | None
    gap: float | None
    unplaced: int | None

    @property
    def limit(self) -> int:
        return round(float(self.run.limits["seconds"]))

    @property
    def sentence(self) -> str:
        """How good the best plan so far is, or what is still missing."""
        if self.run.state == RunState.QUEUED:
            return gettext("Waiting for a worker to begin.")
        if self.gap is not None and self.gap <= 0:
            return gettext("No better plan exists; this is proven.")
        if self.gap is not None and self.bound:
            return above_best(self.gap)
        if self.objective is not None:
            return gettext("Everything has a place; how good the plan is isn't known yet.")
        if self.unplaced:
            return ngettext(
                "%(count)s item has no place yet.", "%(count)s items have no place yet.", self.unplaced
            ) % {"count": self.unplaced}
        return gettext("Looking for a first plan.")

    @property
    def stage(self) -> str:
        """A name for how far it is that changes seldom: only then is the sentence said to screen readers."""
        if self.gap is not None and (self.bound or self.gap <= 0):
            return f"gap{sum(self.gap <= limit for limit in GAPS)}"
        if self.objective is not None:
            return "placed"
        if self.run.state == RunState.QUEUED:
            return "queued"
        return "placing" if self.unplaced else "begun"


def progress_of(run: PlanningRun, seconds: float | None = None) -> Progress:
    """How far a run is, by what it told last; one that is over took so many seconds to solve."""
    limit = run.limits["seconds"]
    ends = run.finished_at or timezone.now()
    elapsed = max(0.0, (ends - run.started_at).total_seconds()) if run.started_at else 0.0
    last = [*run.progress[-1], None, None, None, None][:4] if run.progress else [None] * 4
    objective, bound, unplaced = last[1:]
    gap = None
    if objective is not None and bound is not None:
        gap = (objective - bound) / max(1, abs(objective))
    return Progress(
        run=run,
        chart=progress_chart(
            run, elapsed if seconds is None else seconds, limit if run.state == RunState.RUNNING else 0
        ),
        elapsed=round(elapsed),
        left=max(0, round(limit - elapsed)),
        objective=objective,
        bound=bound,
        gap=gap,
        unplaced=unplaced,
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What a run was asked, in figures."""

    activities: int
    contributions: int
    people: int
    rooms: int
    periods: int
    changed: list[RuleSetting]
    seconds: float
    workers: int
    seed: int

    @property
    def time(self) -> str:
        return minutes(self.seconds)


def question_of(run: PlanningRun) -> Question:
    """The stored problem in figures, and the weights in it that differ from the rules' own."""
    problem: dict[str, list[Any]] = run.problem
    weights: Any = problem.get("weights", {})
    return Question(
        activities=len(problem.get("activities", ())),
        contributions=sum(not row.get("body") for row in problem.get("contributions", ())),
        people=len(problem.get("people", ())),
        rooms=len(problem.get("rooms", ())),
        periods=len(problem.get("periods", ())),
        changed=[row for row in rule_settings(weights) if row.is_changed],
        seconds=run.limits["seconds"],
        workers=run.limits["workers"],
        seed=run.seed,
    )


@dataclass(frozen=True, slots=True)
class Term:
    """What one rule cost in a plan, and what it counts."""

    rule: RuleSetting
    penalty: int


def terms_of(run: PlanningRun, outcome: RunOutcome) -> list[Term]:
    """What each soft rule cost, the dearest first; rules that cost nothing come last."""
    settings = {row.name: row for row in rule_settings(run.problem.get("weights", {}))}
    found = [Term(settings[name], cost) for name, cost in (outcome.terms or {}).items() if name in settings]
    return sorted(found, key=lambda term: -term.penalty)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a comparison: what is compared, and how it is in one and in the other."""

    label: str
    one: Any
    other: Any

    @property
    def differs(self) -> bool:
        return bool(self.one != self.other)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side."""

    one: PlanningRun
    other: PlanningRun
    is_same_question: bool
    settings: list[Row]
    results: list[Row]
    terms: list[Row]
    elsewhere: PlacedElsewhere | None
    wording: Wording


def compared(
    one: PlanningRun, other: PlanningRun, outcomes: dict[int, RunOutcome], language: str | None = None
) -> Comparison:
    """What differs between two runs of an edition: settings, results, and where things are placed."""
    outcome = [outcomes.get(run.pk, RunOutcome()) for run in (one, other)]
    has_both = bool(one.result and other.result)
    return Comparison(
        one=one,
        other=other,
        is_same_question=one.fingerprint == other.fingerprint,
        settings=_settings(question_of(one), question_of(other)),
        results=_results(*outcome),
        terms=_terms(terms_of(one, outcome[0]), terms_of(other, outcome[1])),
        elsewhere=places_elsewhere(one.result, other.result) if has_both else None,
        wording=Wording(one.edition, language),
    )


def _settings(one: Question, other: Question) -> list[Row]:
    figures = (
        ("activities", gettext("Activities")),
        ("contributions", gettext("Contributions")),
        ("people", gettext("People")),
        ("rooms", gettext("Rooms")),
        ("periods", gettext("Periods")),
        ("time", gettext("Time at most")),
        ("workers", gettext("Threads")),
        ("seed", gettext("Seed")),
    )
    rows = [Row(label, getattr(one, name), getattr(other, name)) for name, label in figures]
    weights = [{rule.name: rule for rule in question.changed} for question in (one, other)]
    for name, rule in (weights[0] | weights[1]).items():
        counts = [found[name].weight if name in found else rule.default for found in weights]
        rows.append(Row(rule.title, *(gettext("a must") if count is None else count for count in counts)))
    return rows


def _results(one: RunOutcome, other: RunOutcome) -> list[Row]:
    figures = (
        ("objective", gettext("Penalty")),
        ("bound", gettext("Bound")),
    )
    rows = [Row(label, getattr(one, name), getattr(other, name)) for name, label in figures]
    gaps = [None if found.gap is None else f"{100 * found.gap:.1f} %" for found in (one, other)]
    missing = Row(gettext("Items without a place"), one.missing, other.missing)
    times = [None if found.seconds is None else minutes(found.seconds) for found in (one, other)]
    return [*rows, Row(gettext("Gap"), *gaps), missing, Row(gettext("Time taken"), *times)]


def _terms(one: list[Term], other: list[Term]) -> list[Row]:
    costs = [{term.rule.name: term.penalty for term in terms} for terms in (one, other)]
    titles = {term.rule.name: term.rule.title for term in (*one, *other)}
    return [Row(title, costs[0].get(name), costs[1].get(name)) for name, title in titles.items()]
