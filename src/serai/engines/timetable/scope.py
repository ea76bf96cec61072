"""What one model decides: how many parallel sessions it allows, what may be left out, what is frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from serai.engines.timetable.constraints.people import AttendeeElsewhere
from serai.engines.timetable.index import cell_key
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.timing import timed_activities

Block = tuple[str, str]
"""An (activity, period) pair: its sessions and what is in them are free or frozen together."""
Out = frozenset[tuple[bool, str]]
"""Items that stay unplaced, as (is an activity, id)."""


@dataclass(frozen=True)
class Scope:
    """The part of a problem that a model decides.

    ``limit``: sessions of an activity at one time. ``timed``: activities whose contributions' begins are
    decided. ``roomed``: activities whose contributions' rooms are decided even with several sessions at one
    time; the others are seated when the solution is read. ``optional``: items may stay unplaced. ``free``:
    the blocks to decide (None: all); the others stay as in ``kept``, whose rooms are ``taken`` and listed in
    ``sessions``.
    """

    limit: Mapping[str, int]
    timed: frozenset[str]
    roomed: frozenset[str]
    optional: bool = False
    out: Out = frozenset()
    free: frozenset[Block] | None = None
    kept: Timetable = field(default_factory=Timetable)
    taken: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sessions: Mapping[Block, list[str]] = field(default_factory=dict)

    def is_free(self, activity: str, period: str) -> bool:
        """Say whether the model decides this block."""
        return self.free is None or (activity, period) in self.free


def whole(
    problem: Problem,
    limit: Mapping[str, int],
    *,
    optional: bool = False,
    out: Out = frozenset(),
    roomed: frozenset[str] = frozenset(),
) -> Scope:
    """The scope of a model that decides everything."""
    return Scope(limit, timed_for(problem, limit), roomed | roomed_for(problem, limit), optional, out)


def without_times(limit: Mapping[str, int]) -> Scope:
    """The scope of a model that doesn't say when contributions begin: its penalty is a lower bound."""
    return Scope(limit, frozenset(), frozenset())


def part(problem: Problem, plan: Scope, kept: Timetable, free: frozenset[Block]) -> Scope:
    """The scope of a model that decides some blocks and keeps the rest of a timetable."""
    taken: dict[tuple[str, str], str] = {}
    sessions: dict[Block, list[str]] = defaultdict(list)
    for cell in sorted(kept.cells, key=lambda c: cell_key(problem.index, c)):
        sessions[cell.activity, cell.period].append(cell.room)
        if (cell.activity, cell.period) not in free:
            taken[cell.period, cell.room] = cell.activity
    return Scope(plan.limit, plan.timed, plan.roomed, plan.optional, plan.out, free, kept, taken, sessions)


def timed_for(problem: Problem, limit: Mapping[str, int]) -> frozenset[str]:
    """The activities whose begins matter, with wishes only if they count."""
    return timed_activities(problem, limit, with_wishes=AttendeeElsewhere().weight_in(problem) != 0)


def roomed_for(problem: Problem, limit: Mapping[str, int]) -> frozenset[str]:
    """The activities with parallel sessions in which it matters which contribution is in which room."""
    return frozenset(
        c.activity
        for c in problem.contributions
        if limit[c.activity] > 1 and (c.room_cost or (c.fixed is not None and c.fixed.room is not None))
    )
