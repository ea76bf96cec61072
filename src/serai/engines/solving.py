"""What every engine shares: violations, statuses, limits and progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What is known about a result.

    ``optimal``: complete, and proven that nothing better exists. ``feasible``: complete. ``infeasible``:
    proven that no complete answer exists. ``unknown``: incomplete, and nothing proven.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule, in ids and raw values; names and times are put in where it is shown.

    ``items`` are the ids of the activities and contributions that are part of it, ``values`` fill the
    placeholders of the rule's explanation, ``penalty`` counts towards the objective (0 when ``hard``).
    """

    rule: str
    items: tuple[str, ...]
    values: Mapping[str, str | int]
    penalty: int = 0
    hard: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a run may take: ``seconds`` on the clock and, if given, ``work`` in deterministic units.

    A run that ends by ``work`` and not by the clock is repeated exactly with the same seed and workers.
    """

    seconds: float = 20.0
    workers: int = 2
    seed: int = 0
    work: float | None = None

    def __post_init__(self) -> None:
        if self.seconds <= 0 or (self.work is not None and self.work <= 0):
            raise ValueError("limits: seconds and work must be above 0")
        if self.workers < 1:
            raise ValueError("limits: at least one worker is needed")
        if not 0 <= self.seed < 2**31:
            raise ValueError("limits: the seed must be between 0 and 2147483647")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands after ``seconds``; objective and bound are None while there is none.

    ``unplaced`` is the number of items that the best plan so far leaves out, None before there is one.
    """

    seconds: float
    objective: int | None
    bound: int | None
    unplaced: int | None = None


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]
