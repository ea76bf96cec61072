"""Look-ups on a problem: by id, by membership, and where each item could be at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.domains import begin_spans
from serai.engines.timetable.meetings import Conflicts, Pairs
from serai.engines.timetable.problem import Activity, Attendance, Cell, Contribution, Problem, Role, Span


class Index:
    """What is derived from a problem once; nothing in here changes afterwards."""

    def __init__(self, problem: Problem) -> None:
        self.periods = tuple(sorted(problem.periods, key=lambda p: p.begin))
        self.period = {p.id: p for p in self.periods}
        self.position = {p.id: n for n, p in enumerate(self.periods)}
        self.room = {r.id: r for r in problem.rooms}
        self.room_position = {r.id: n for n, r in enumerate(problem.rooms)}
        self.person = {p.id: p for p in problem.people}
        self.person_position = {p.id: n for n, p in enumerate(problem.people)}
        self.activity = {a.id: a for a in problem.activities}
        self.contribution = {c.id: c for c in problem.contributions}
        self.members = members(problem)
        self.weights = problem.weights
        self.counts_ranks = bool(problem.weights.get("contribution_off_its_rank"))
        # Without this rule nobody is needed anywhere: conflicts have a price instead.
        counts = problem.weights.get("person_in_two_places") != 0
        self.needed_at_activity = {a.id: needed(a.people) if counts else () for a in problem.activities}
        self.needed_at = {c.id: needed(c.people) if counts else () for c in problem.contributions}
        self.wishing_at = {c.id: wishing(c.people) if counts else () for c in problem.contributions}
        self.activities_needing = turned(self.needed_at_activity)
        self.contributions_needing = turned(self.needed_at)
        self.contributions_wished = turned(self.wishing_at)
        self.own_periods = {a.id: self._own_periods(a) for a in problem.activities}
        self.cells = {a.id: self._cells(problem, a) for a in problem.activities}
        usable = {id: {period for period, _ in cells} for id, cells in self.cells.items()}
        self.spans = {c.id: self._spans(c, usable[c.activity]) for c in problem.contributions}
        self.before = tuple(dict.fromkeys(problem.before))
        self.similar = {
            pair: cost for (a, b), cost in problem.similar.items() for pair in ((a, b), (b, a)) if cost
        }
        self.earlier = {b: tuple(x for x, y in self.before if y == b) for _, b in self.before}
        self.later = {a: tuple(y for x, y in self.before if x == a) for a, _ in self.before}

    @cached_property
    def conflicts(self) -> Conflicts:
        """Which items have people in common."""
        return Conflicts(tuple(self.activity.values()), tuple(self.contribution.values()))

    @cached_property
    def near(self) -> Pairs:
        """Contributions with people in common, as far as it costs something to have these in two rooms."""
        groups = [
            pairs
            for rules, pairs in (
                (("speakers_in_parallel", "speakers_at_once"), self.conflicts.speakers),
                (("attendees_in_parallel", "attendees_at_once"), self.conflicts.attendees),
            )
            if any(self.weights.get(rule) for rule in rules)
        ]
        items = {item for pairs in groups for item in pairs}
        return {i: frozenset().union(*(pairs.get(i, frozenset()) for pairs in groups)) for i in items}

    @cached_property
    def prices_at_once(self) -> dict[str, dict[str, int]]:
        """What each slot costs that two contributions in different rooms have in common, both ways round."""
        prices: dict[str, dict[str, int]] = {}
        for rule, pairs in (
            ("speakers_at_once", self.conflicts.speakers),
            ("attendees_at_once", self.conflicts.attendees),
        ):
            if weight := self.weights.get(rule):
                for one, others in pairs.items():
                    for other in others:
                        row = prices.setdefault(one, {})
                        row[other] = row.get(other, 0) + weight
        return prices

    def weight_of_activity(self, activity: str) -> int:
        """The price of leaving out an activity's own sessions: the people it needs, at least 1."""
        return max(1, sum(self.person[p].weight for p in self.needed_at_activity[activity]))

    def weight_of_contribution(self, contribution: str) -> int:
        """The price of leaving out a contribution: the people it needs, at least 1."""
        return max(1, sum(self.person[p].weight for p in self.needed_at[contribution]))

    def parallel_limit(self, activity: Activity) -> int:
        """The greatest number of sessions at one time that any allowed timetable could give the activity."""
        if activity.together or self.needed_at_activity[activity.id]:
            return 1
        rooms = len({room for _, room in self.cells[activity.id]})
        most = (
            activity.sessions[1]
            if activity.sessions
            else len(self.members[activity.id]) + len(activity.fixed)
        )
        return max(1, min(rooms, most))

    def _own_periods(self, activity: Activity) -> tuple[str, ...]:
        """The periods an activity may use by its own terms, in order; a fixed session names its period."""
        if activity.periods is not None:
            return tuple(p.id for p in self.periods if p.id in activity.periods)
        named = {cell.period for cell in activity.fixed}
        return tuple(p.id for p in self.periods if not p.by_name_only or p.id in named)

    def _cells(self, problem: Problem, activity: Activity) -> tuple[tuple[str, str], ...]:
        """The (period, room) pairs that no rule forbids for the activity on its own."""
        allows = [rule.allows for rule in RULES if type(rule).allows is not Rule.allows]
        found: list[tuple[str, str]] = []
        for period in self.periods:  # plain loops: hundreds of thousands of questions in a large house
            for room in problem.rooms:
                for allow in allows:
                    if not allow(self, activity, period, room):
                        break
                else:
                    found.append((period.id, room.id))
        return tuple(found)

    def _spans(self, contribution: Contribution, usable: set[str]) -> dict[str, tuple[Span, ...]]:
        """Per usable period, the slots at which the contribution may begin, half-open; no empty spans."""
        stays = [self.person[p].here for p in self.needed_at[contribution.id]]
        found = {
            p.id: begin_spans(p, contribution, [s for s in stays if s is not None])
            for p in self.periods
            if p.id in usable
        }
        return {period: spans for period, spans in found.items() if spans}


def members(problem: Problem) -> dict[str, tuple[Contribution, ...]]:
    """Group the contributions by activity, in the order of the problem."""
    groups: dict[str, list[Contribution]] = {a.id: [] for a in problem.activities}
    for contribution in problem.contributions:
        groups[contribution.activity].append(contribution)
    return {activity: tuple(group) for activity, group in groups.items()}


def needed(people: tuple[Attendance, ...]) -> tuple[str, ...]:
    """The people who can't be spared, each once."""
    return tuple(dict.fromkeys(a.person for a in people if a.role is not Role.ATTENDEE))


def wishing(people: tuple[Attendance, ...]) -> tuple[str, ...]:
    """The people who only wish to attend, each once."""
    return tuple(
        dict.fromkeys(a.person for a in people if a.role is Role.ATTENDEE and a.person not in needed(people))
    )


def turned(groups: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Turn item → people into person → items."""
    by_person: dict[str, list[str]] = defaultdict(list)
    for item, people in groups.items():
        for person in people:
            by_person[person].append(item)
    return {person: tuple(items) for person, items in by_person.items()}


def cell_key(index: Index, cell: Cell) -> tuple[int, int]:
    """Order cells by time, then by room as the problem lists them."""
    return index.position[cell.period], index.room_position[cell.room]
