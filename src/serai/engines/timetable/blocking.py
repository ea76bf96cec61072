"""Names what is in the way of items without a place: their places are tried, the broken rules counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from serai.engines.solving import Violation
from serai.engines.timetable.evaluate import unplaced_activities, unplaced_contributions, violations
from serai.engines.timetable.problem import Activity, Cell, Contribution, Place, Problem, Timetable
from serai.engines.timetable.result import Blocker, Item, Unplaced

MOST_PLACES = 240
MOST_ITEMS = 40
"""Beyond these, the search for what is in the way would take longer than it is worth."""
NO_ROOM, NO_PERIOD = "no_room", "no_period"


def unplaced_items(problem: Problem, timetable: Timetable) -> tuple[Unplaced, ...]:
    """Return each item without a place and what is in its way."""
    index = problem.index
    found: list[Unplaced] = []
    for id in unplaced_activities(problem, timetable):
        tries = [] if len(found) >= MOST_ITEMS else with_activity(problem, timetable, index.activity[id])
        found.append(tried(problem, Item.ACTIVITY, id, index.weight_of_activity(id), tries))
    for id in unplaced_contributions(problem, timetable):
        tries = (
            [] if len(found) >= MOST_ITEMS else with_contribution(problem, timetable, index.contribution[id])
        )
        found.append(tried(problem, Item.CONTRIBUTION, id, index.weight_of_contribution(id), tries))
    return tuple(found)


def tried(
    problem: Problem, kind: Item, id: str, weight: int, tries: Iterable[tuple[Timetable, list[str]]]
) -> Unplaced:
    """Check each try and count, rule by rule, at how many of them it is broken."""
    counts: Counter[str] = Counter()
    examples: dict[str, Counter[tuple[str, ...]]] = {}
    shown: dict[tuple[str, tuple[str, ...]], Violation] = {}
    number = 0
    for timetable, items in tries:
        number += 1
        broken = [v for v in violations(problem, timetable, touching=items) if v.hard]
        counts.update({v.rule for v in broken})
        for v in broken:
            examples.setdefault(v.rule, Counter())[v.items] += 1
            shown.setdefault((v.rule, v.items), v)
    blockers = [
        Blocker(rule, count, shown[rule, examples[rule].most_common(1)[0][0]])
        for rule, count in sorted(counts.items(), key=lambda rc: (-rc[1], rc[0]))
    ]
    if not problem.rooms:
        blockers.append(Blocker(NO_ROOM, 1))
    if not problem.periods:
        blockers.append(Blocker(NO_PERIOD, 1))
    return Unplaced(kind, id, weight, number, tuple(blockers))


def with_activity(
    problem: Problem, timetable: Timetable, activity: Activity
) -> Iterator[tuple[Timetable, list[str]]]:
    """Try the fixed sessions of an activity, or else as many successive ones as it needs in each room."""
    for cells in session_sets(problem, activity):
        yield Timetable(timetable.cells | cells, timetable.places), [activity.id]


def session_sets(problem: Problem, activity: Activity) -> Iterator[frozenset[Cell]]:
    """Ways of giving an activity the sessions it needs."""
    if activity.fixed:
        yield activity.fixed
        return
    index = problem.index
    least = activity.least_sessions
    rooms = [r.id for r in problem.rooms if activity.rooms is None or r.id in activity.rooms]
    own = index.own_periods[activity.id] or tuple(p.id for p in index.periods)
    for room in rooms or [r.id for r in problem.rooms]:
        for first in range(max(1, len(own) - least + 1)):
            yield frozenset(Cell(activity.id, period, room) for period in own[first : first + least])


def with_contribution(
    problem: Problem, timetable: Timetable, contribution: Contribution
) -> Iterator[tuple[Timetable, list[str]]]:
    """Try a contribution at its places, with the sessions of its activity that they need."""
    activity = problem.index.activity[contribution.activity]
    for place in places_to_try(problem, timetable, contribution):
        cell = Cell(activity.id, place.period, place.room)
        cells = timetable.cells | {cell}
        if activity.id not in {c.activity for c in timetable.cells}:
            cells |= activity.fixed
        changed = Timetable(cells, {**timetable.places, contribution.id: place})
        yield changed, [contribution.id] if cell in timetable.cells else [contribution.id, activity.id]


def places_to_try(problem: Problem, timetable: Timetable, contribution: Contribution) -> Iterator[Place]:
    """A limited number of places, a few beginnings in each session, spread evenly over all there are."""
    index = problem.index
    fixed = contribution.fixed
    activity = index.activity[contribution.activity]
    periods = [fixed.period] if fixed else index.own_periods[activity.id] or [p.id for p in index.periods]
    rooms = [r.id for r in problem.rooms if activity.rooms is None or r.id in activity.rooms]
    if fixed is not None and fixed.room is not None:
        rooms = [fixed.room]
    places = [
        Place(period, room, begin)
        for period in periods
        for room in rooms or [r.id for r in problem.rooms]
        for begin in beginnings(problem, timetable, contribution, period, room)
    ]
    step = max(1, -(-len(places) // MOST_PLACES))
    yield from places[::step]


def beginnings(
    problem: Problem, timetable: Timetable, contribution: Contribution, period: str, room: str
) -> list[int]:
    """The start of the period, the ends of what is there already, and where its people come and go."""
    index = problem.index
    if contribution.fixed is not None and contribution.fixed.begin is not None:
        return [contribution.fixed.begin]
    here = index.period[period]
    begins = {here.begin}
    for other in index.members[contribution.activity]:
        place = timetable.places.get(other.id)
        if place is not None and (place.period, place.room) == (period, room):
            begins.add(place.begin + other.slots)
    for span in index.spans[contribution.id].get(period, ()):
        begins |= {span[0], span[1] - 1}
    last = here.end - contribution.slots
    return sorted(b for b in begins if here.begin <= b <= last) or [here.begin]
