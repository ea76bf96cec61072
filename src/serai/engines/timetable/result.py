"""The answer: a timetable, how good it is known to be, and what is missing from it and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from serai.engines.solving import Status, Violation
from serai.engines.timetable.problem import Timetable, no_costs


class Item(StrEnum):
    """What can be left out of a plan: an activity's own sessions, or a contribution."""

    ACTIVITY = "activity"
    CONTRIBUTION = "contribution"


@dataclass(frozen=True, slots=True)
class Blocker:
    """A rule in the way of an item: at how many of the tried places, and its commonest violation there.

    ``rule`` names a rule, or is ``no_room`` or ``no_period`` (``example`` None) if there is none at all.
    """

    rule: str
    count: int
    example: Violation | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An item without a place, its price in people, and what is in the way, commonest first.

    ``tried`` is the number of places that were tried for it with everything else left where it is.
    """

    kind: Item
    id: str
    weight: int
    tried: int = 0
    blockers: tuple[Blocker, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A plan and what is known about it.

    ``objective`` is the penalty of ``timetable``, ``bound`` a proven lower bound on the penalty of every
    complete timetable, and ``gap`` = (objective − bound) / max(1, |objective|); with something unplaced both
    are None, ``unplaced_weight`` says how much is left out, weighted by people, and ``unplaced_bound`` how
    much must be. ``terms`` has the penalty of each soft rule.
    """

    timetable: Timetable
    status: Status
    objective: int
    bound: int | None
    seconds: float
    seed: int
    terms: Mapping[str, int] = field(default_factory=no_costs)
    unplaced: tuple[Unplaced, ...] = ()
    unplaced_weight: int = 0
    unplaced_bound: int = 0
    hard_violations: int = 0

    @property
    def gap(self) -> float | None:
        """How far the objective may be above the best possible, relative to itself."""
        if self.bound is None:
            return None
        return (self.objective - self.bound) / max(1, abs(self.objective))
