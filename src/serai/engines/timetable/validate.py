"""Checks a problem before anything is built on it; every complaint names the item and the value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from serai.engines.timetable.problem import Activity, Contribution, Period, Person, Problem, Role, Room, Span

LARGEST = 10**9
"""No price, weight, length or time may be greater: sums of them must stay exact in the solver."""
ACTIVITY_ROLES = frozenset({Role.CHAIR, Role.MUST_ATTEND})
SPARED = ("person_in_two_places", "empty_session")
"""The hard rules that a problem may switch off: benchmarks put a price on such conflicts, or don't mind."""


def check(problem: Problem) -> None:
    """Raise ValueError at the first thing that makes no sense."""
    if problem.slot_minutes is not None and problem.slot_minutes < 1:
        raise ValueError(f"slot_minutes must be at least 1, not {problem.slot_minutes}")
    ids = {
        "period": distinct("period", (p.id for p in problem.periods)),
        "room": distinct("room", (r.id for r in problem.rooms)),
        "person": distinct("person", (p.id for p in problem.people)),
        "activity": distinct("activity", (a.id for a in problem.activities)),
        "contribution": distinct("contribution", (c.id for c in problem.contributions)),
    }
    check_periods(problem.periods)
    for room in problem.rooms:
        check_room(room, ids)
    for person in problem.people:
        check_person(person)
    for activity in problem.activities:
        check_activity(activity, ids)
    for contribution in problem.contributions:
        check_contribution(contribution, problem, ids)
    check_before(problem.before, ids)
    check_pairs(problem.cell_cost, ("period", "room"), ids, "cell_cost")
    check_pairs(problem.similar, ("activity", "activity"), ids, "similar")
    check_weights(problem.weights)


def distinct(kind: str, ids: Iterable[str]) -> frozenset[str]:
    """Return the ids as a set, refusing empty ones and duplicates."""
    seen: set[str] = set()
    for id in ids:
        if not id:
            raise ValueError(f"{kind} without an id")
        if id in seen:
            raise ValueError(f"{kind} {id!r} is given twice")
        seen.add(id)
    return frozenset(seen)


def not_too_great(number: int, what: str) -> None:
    """Refuse a number that the solver couldn't count with."""
    if number > LARGEST:
        raise ValueError(f"{what} is too great; it must not exceed {LARGEST:,}")


def known(kind: str, id: str, ids: Mapping[str, frozenset[str]], where: str) -> None:
    """Refuse an id that names nothing."""
    if id not in ids[kind]:
        raise ValueError(f"{where}: unknown {kind} {id!r}")


def check_periods(periods: tuple[Period, ...]) -> None:
    """Refuse periods without slots and periods that overlap."""
    for period in periods:
        if period.slots < 1:
            raise ValueError(f"period {period.id!r} has {period.slots} slots; at least 1 is needed")
        not_too_great(max(period.slots, abs(period.begin)), f"period {period.id!r}")
    ordered = sorted(periods, key=lambda p: p.begin)
    for earlier, later in pairwise(ordered):
        if earlier.end > later.begin:
            raise ValueError(f"periods {earlier.id!r} and {later.id!r} overlap")
        if earlier.day > later.day:
            raise ValueError(f"period {later.id!r} is later than {earlier.id!r} but on an earlier day")


def check_room(room: Room, ids: Mapping[str, frozenset[str]]) -> None:
    """Refuse negative numbers and closures in unknown periods."""
    if (room.seats is not None and room.seats < 0) or room.booths < 0:
        raise ValueError(f"room {room.id!r}: seats and booths can't be negative")
    for period in sorted(room.closed):
        known("period", period, ids, f"room {room.id!r}, closed")


def check_person(person: Person) -> None:
    """Refuse a weight below 1 and stays that are empty or out of order."""
    if person.weight < 1:
        raise ValueError(f"person {person.id!r}: weight must be at least 1, not {person.weight}")
    not_too_great(person.weight, f"person {person.id!r}: the weight")
    if person.here is None:
        return
    if not person.here:
        raise ValueError(f"person {person.id!r} is never here; leave the person out or give a stay")
    check_stays(person.id, person.here)


def check_stays(person: str, here: tuple[Span, ...]) -> None:
    """Refuse stays that end before they begin, or that aren't in order with time between them."""
    for begin, end in here:
        if begin >= end:
            raise ValueError(f"person {person!r}: the stay {begin}–{end} ends before it begins")
    for earlier, later in pairwise(here):
        if earlier[1] >= later[0]:
            raise ValueError(f"person {person!r}: the stays {earlier} and {later} touch or are out of order")


def check_costs(costs: Mapping[str, int], kind: str, ids: Mapping[str, frozenset[str]], where: str) -> None:
    """Refuse costs of unknown things and negative costs."""
    for id, cost in costs.items():
        known(kind, id, ids, where)
        if cost < 0:
            raise ValueError(f"{where}: the cost of {id!r} is negative")
        not_too_great(cost, f"{where}: the cost of {id!r}")


def check_activity(activity: Activity, ids: Mapping[str, frozenset[str]]) -> None:
    """Refuse an activity that refers to unknown things or whose session count can't be."""
    where = f"activity {activity.id!r}"
    for attendance in activity.people:
        known("person", attendance.person, ids, where)
        if attendance.role not in ACTIVITY_ROLES:
            raise ValueError(f"{where}: {attendance.person!r} as {attendance.role} belongs on a contribution")
    for period in sorted(activity.periods or ()):
        known("period", period, ids, where)
    for room in sorted(activity.rooms or ()):
        known("room", room, ids, where)
    for cell in sorted(activity.fixed, key=lambda c: (c.activity, c.period, c.room)):
        known("period", cell.period, ids, f"{where}, fixed")
        known("room", cell.room, ids, f"{where}, fixed")
        if cell.activity != activity.id:
            raise ValueError(f"{where}: a fixed session names activity {cell.activity!r}")
    if min(activity.audience, activity.setup_slots) < 0:
        raise ValueError(f"{where}: audience and setting-up time can't be negative")
    check_sessions(activity, where)
    check_costs(activity.period_cost, "period", ids, f"{where}, period_cost")
    check_costs(activity.room_cost, "room", ids, f"{where}, room_cost")


def check_sessions(activity: Activity, where: str) -> None:
    """Refuse session counts that contradict themselves or the fixed sessions."""
    if activity.sessions is None:
        return
    least, most = activity.sessions
    if not 0 <= least <= most or most < 1:
        raise ValueError(f"{where}: between {least} and {most} sessions is not possible")
    if len(activity.fixed) > most:
        raise ValueError(f"{where}: {len(activity.fixed)} fixed sessions, but at most {most} are allowed")


def check_contribution(
    contribution: Contribution, problem: Problem, ids: Mapping[str, frozenset[str]]
) -> None:
    """Refuse a contribution that refers to unknown things, or whose length or rank can't be."""
    where = f"contribution {contribution.id!r}"
    known("activity", contribution.activity, ids, where)
    if contribution.slots < 1:
        raise ValueError(f"{where}: its length is {contribution.slots} slots; at least 1 is needed")
    not_too_great(contribution.slots, f"{where}: its length")
    if contribution.rank < 0:
        raise ValueError(f"{where}: its rank is negative")
    for attendance in contribution.people:
        known("person", attendance.person, ids, where)
    if contribution.fixed is not None:
        known("period", contribution.fixed.period, ids, f"{where}, fixed")
        if contribution.fixed.room is not None:
            known("room", contribution.fixed.room, ids, f"{where}, fixed")
    check_costs(contribution.period_cost, "period", ids, f"{where}, period_cost")
    check_costs(contribution.hour_cost, "period", ids, f"{where}, hour_cost")
    check_costs(contribution.room_cost, "room", ids, f"{where}, room_cost")


def check_before(before: tuple[tuple[str, str], ...], ids: Mapping[str, frozenset[str]]) -> None:
    """Refuse precedence among unknown activities and precedence in a circle."""
    waits: TopologicalSorter[str] = TopologicalSorter()
    for first, second in before:
        known("activity", first, ids, "before")
        known("activity", second, ids, "before")
        waits.add(second, first)
    try:
        waits.prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise ValueError(f"before: these activities wait for each other: {circle}") from None


def check_pairs(
    costs: Mapping[tuple[str, str], int],
    kinds: tuple[str, str],
    ids: Mapping[str, frozenset[str]],
    where: str,
) -> None:
    """Refuse prices of pairs of unknown things or of the same thing twice, and negative prices."""
    for pair, cost in costs.items():
        for kind, id in zip(kinds, pair, strict=True):
            known(kind, id, ids, where)
        if cost < 0:
            raise ValueError(f"{where}: the cost of {pair} is negative")
        not_too_great(cost, f"{where}: the cost of {pair}")
        if kinds[0] == kinds[1] and (pair[0] == pair[1] or pair[::-1] in costs):
            raise ValueError(f"{where}: {pair} must be two, and given once")


def check_weights(weights: Mapping[str, int | None]) -> None:
    """Refuse weights of unknown rules, negative ones, and weights of rules that are always hard."""
    if not weights:
        return
    from serai.engines.timetable.constraints import RULES  # the rules need the types of the problem

    rules = {rule.name: rule for rule in RULES}
    for name, weight in weights.items():
        if name not in rules:
            raise ValueError(f"weights: unknown rule {name!r}; there are {', '.join(sorted(rules))}")
        if weight is not None and weight < 0:
            raise ValueError(f"weights: {name} can't be negative")
        not_too_great(weight or 0, f"weights: {name}")
        if weight is not None and rules[name].weight is None and (weight or name not in SPARED):
            raise ValueError(f"weights: {name} is always hard")
