"""Runs looked at again: the stored question solved once more, two answers compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from serai.editions.models import PlanningRun
from serai.engines import timetable as engine
from serai.engines.solving import Limits, Progress
from serai.engines.timetable import io


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An item that two plans both place, and not in the same spot."""

    id: str
    one: engine.Place
    other: engine.Place

    @property
    def has_moved(self) -> bool:
        """Whether period or room differ, and not only the time within them."""
        return (self.one.period, self.one.room) != (self.other.period, self.other.room)


@dataclass(frozen=True, slots=True)
class PlacedElsewhere:
    """How two results place the same things."""

    items: list[Elsewhere]
    in_both: int
    only_one: list[str]
    only_other: list[str]

    @property
    def moved(self) -> list[Elsewhere]:
        return [item for item in self.items if item.has_moved]

    @property
    def shifted(self) -> int:
        """How many are in the same period and room at another time."""
        return len(self.items) - len(self.moved)


def places_elsewhere(one: dict[str, Any], other: dict[str, Any]) -> PlacedElsewhere:
    """Compare the places in two stored results."""
    places, others = (io.load_timetable(result["timetable"]).places for result in (one, other))
    both = [id for id in places if id in others]
    return PlacedElsewhere(
        items=[Elsewhere(id, places[id], others[id]) for id in both if places[id] != others[id]],
        in_both=len(both),
        only_one=[id for id in places if id not in others],
        only_other=[id for id in others if id not in places],
    )


@dataclass(frozen=True, slots=True)
class Replay:
    """A stored run solved again: what was found now beside what is stored, and what contradicts what."""

    now: dict[str, Any]
    stored: dict[str, Any] | None
    contradictions: list[str]


def replayed(
    run: PlanningRun, seconds: float | None = None, on_progress: Callable[[Progress], None] | None = None
) -> Replay:
    """Solve a run's stored problem with its seed and limits, or in other seconds; writes nothing."""
    problem = io.load_problem(run.problem)
    limits = run.limits | ({"seconds": seconds} if seconds else {})
    now = io.dump_result(engine.solve(problem, Limits(**limits), progress=on_progress))
    return Replay(now, run.result, contradictions(problem, now, run.result))


def contradictions(problem: engine.Problem, now: dict[str, Any], stored: dict[str, Any] | None) -> list[str]:
    """What can't all be true: a plan below a proven bound, figures that a timetable doesn't give."""
    found = []
    for name, result in (("this run", now), ("the stored run", stored)):
        if result is None:
            continue
        timetable = io.load_timetable(result["timetable"])
        if hard := engine.hard_violations(problem, timetable):
            found.append(f"The plan of {name} breaks hard rules ({len(hard)}).")
        penalty = engine.penalty(problem, timetable)
        if penalty != result["objective"]:
            found.append(f"The plan of {name} costs {penalty}, not {result['objective']}.")
    if stored:
        for better, worse in ((now, stored), (stored, now)):
            if not better["unplaced"] and worse["bound"] is not None and better["objective"] < worse["bound"]:
                found.append(f"A plan costs {better['objective']}, below the bound {worse['bound']}.")
            if better["unplaced_weight"] < worse["unplaced_bound"]:
                found.append("A plan leaves out less than was proven to be possible.")
    return found
