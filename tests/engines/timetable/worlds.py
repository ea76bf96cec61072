"""Tiny random worlds in which every rule can be broken, and all their timetables."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from serai.engines.solving import Violation
from serai.engines.timetable import (
    RULES,
    Activity,
    Attendance,
    Cell,
    Contribution,
    Fixed,
    Period,
    Person,
    Place,
    Problem,
    Role,
    Room,
    Timetable,
)
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.view import View

PERIODS = (
    Period("p0", 0, 0, 3),
    Period("p1", 0, 4, 3),
    Period("p2", 1, 20, 3, by_name_only=False),
)
TEA = Period("tea", 0, 3, 1, by_name_only=True)


def some(random_: random.Random, items: Sequence[str], chance: float) -> frozenset[str] | None:
    """A few of the items, mostly None."""
    if random_.random() > chance:
        return None
    return frozenset(random_.sample(list(items), k=random_.randint(1, len(items))))


def costs(random_: random.Random, items: Sequence[str], chance: float = 0.3) -> dict[str, int]:
    """Prices of a few items, mostly none."""
    return {item: random_.randint(1, 3) for item in items if random_.random() < chance}


def world(
    seed: int, periods: int = 3, contributions: int = 3, weights: dict[str, int | None] | None = None
) -> Problem:
    """A problem of two or three activities and a few contributions, two rooms and three people."""
    random_ = random.Random(seed)
    times = PERIODS[:periods] + ((TEA,) if random_.random() < 0.3 else ())
    names = [p.id for p in times]
    rooms = tuple(room(random_, n, names) for n in range(2))
    people = tuple(person(random_, n) for n in range(3))
    activities = tuple(activity(random_, f"a{n}", names, people) for n in range(2))
    talks = tuple(
        contribution(random_, f"c{n}", random_.choice(activities), names, people)
        for n in range(contributions)
    )
    before = ((activities[0].id, activities[1].id),) if random_.random() < 0.3 else ()
    return Problem(times, rooms, people, activities, talks, before, weights=weights or {})


def room(random_: random.Random, n: int, periods: list[str]) -> Room:
    """A room that may be small, without booths, or closed at times."""
    closed = frozenset({random_.choice(periods)}) if random_.random() < 0.2 else frozenset()
    return Room(f"r{n}", random_.choice((None, 10, 30)), random_.choice((0, 1)), closed)


def person(random_: random.Random, n: int) -> Person:
    """Somebody who may come late or leave early."""
    stays = random_.choice((None, None, None, ((0, 6),), ((1, 30),), ((0, 2), (4, 30))))
    return Person(f"x{n}", random_.choice((1, 2)), stays)


def activity(random_: random.Random, id: str, periods: list[str], people: tuple[Person, ...]) -> Activity:
    """An activity with a few of the things an activity may have."""
    chair = (Attendance(random_.choice(people).id, Role.CHAIR),) if random_.random() < 0.3 else ()
    fixed = frozenset({Cell(id, random_.choice(periods), "r0")}) if random_.random() < 0.2 else frozenset()
    own = some(random_, periods, 0.2)
    return Activity(
        id,
        people=chair,
        sessions=random_.choice((None, None, None, (1, 2), (2, 2))),
        together=random_.random() < 0.2,
        audience=random_.choice((0, 0, 20)),
        pairs=random_.choice(((), (), ("en-zh",))),
        setup_slots=random_.choice((0, 0, 2)),
        periods=own,
        rooms=some(random_, ["r0", "r1"], 0.2),
        fixed=fixed,
        period_cost=costs(random_, periods, 0.2),
        room_cost=costs(random_, ["r0", "r1"], 0.2),
    )


def contribution(
    random_: random.Random, id: str, owner: Activity, periods: list[str], people: tuple[Person, ...]
) -> Contribution:
    """A contribution with a few of the things a contribution may have."""
    roles = (Role.SPEAKER, Role.SPEAKER, Role.ATTENDEE)
    who = random_.sample(people, k=random_.choice((0, 1, 1, 2)))
    fixed = None
    if random_.random() < 0.2:
        fixed = Fixed(random_.choice(periods), random_.choice((None, "r0")), random_.choice((None, 1, 5)))
    return Contribution(
        id,
        owner.id,
        slots=random_.choice((1, 1, 2)),
        people=tuple(Attendance(p.id, random_.choice(roles)) for p in who),
        rank=random_.choice((0, 1, 2)),
        fixed=fixed,
        period_cost=costs(random_, periods, 0.1),
        hour_cost=costs(random_, periods, 0.1),
        room_cost=costs(random_, ["r0"], 0.1),
    )


CONFERENCE_RULES = tuple(rule.name for rule in RULES if rule.weight == 0)
"""The rules that count only in conferences."""
OFF = (
    "person_in_two_places",
    "attendee_elsewhere",
    "activity_not_consecutive",
    "contribution_out_of_order",
    "empty_session",
)
"""The rules of programmes that have another form in conferences."""


def conference_world(seed: int | str, contributions: int = 4, **weights: int) -> Problem:
    """A conference: nobody has to be anywhere, but everything has its price; some weights may be given."""
    random_ = random.Random(seed)
    times = (*PERIODS[:2], Period("p2", 0, 8, 3))
    names, rooms = [p.id for p in times], ("r0", "r1", "r2")
    activities = tuple(track(random_, f"a{n}", names, rooms) for n in range(3))
    talks = tuple(
        submission(random_, f"c{n}", random_.choice(activities[:2]), names) for n in range(contributions)
    )
    return Problem(
        times,
        tuple(map(Room, rooms)),
        tuple(Person(f"x{n}") for n in range(4)),
        activities,
        talks,
        cell_cost={(p, r): random_.randint(1, 3) for p in names for r in rooms if random_.random() < 0.3},
        similar={("a1", "a0"): 2} if random_.random() < 0.7 else {},
        weights={
            **dict.fromkeys(OFF, 0),
            **dict.fromkeys(CONFERENCE_RULES, random_.randint(1, 3)),
            **weights,
        },
    )


def some_people(random_: random.Random, role: Role) -> tuple[Attendance, ...]:
    """Nobody, or one or two of four people."""
    chosen = random_.sample(range(4), k=random_.choice((0, 1, 1, 2)))
    return tuple(Attendance(f"x{n}", role) for n in chosen)


def track(random_: random.Random, id: str, periods: list[str], rooms: Sequence[str]) -> Activity:
    """An activity with chairs and prices."""
    return Activity(
        id,
        people=some_people(random_, Role.CHAIR) if random_.random() < 0.6 else (),
        period_cost=costs(random_, periods),
        room_cost=costs(random_, rooms),
    )


def submission(random_: random.Random, id: str, owner: Activity, periods: list[str]) -> Contribution:
    """A contribution with people and prices, and maybe a rank."""
    return Contribution(
        id,
        owner.id,
        slots=random_.choice((1, 1, 2)),
        people=some_people(random_, Role.SPEAKER) + some_people(random_, Role.ATTENDEE),
        rank=random_.choice((0, 1, 2, 3)),
        period_cost=costs(random_, periods, 0.2),
        hour_cost=costs(random_, periods, 0.2),
        room_cost=costs(random_, ["r0"], 0.2) if random_.random() < 0.3 else {},
    )


def all_cells(problem: Problem, activity: str) -> list[Cell]:
    """Every session an activity could be given, allowed or not."""
    return [Cell(activity, p.id, r.id) for p in problem.periods for r in problem.rooms]


def any_timetable(problem: Problem, seed: int) -> Timetable:
    """A random timetable that may break every rule."""
    random_ = random.Random(seed)
    cells = {cell for a in problem.activities for cell in all_cells(problem, a.id) if random_.random() < 0.3}
    places = {
        c.id: Place(
            period.id, random_.choice(problem.rooms).id, period.begin + random_.randint(-1, period.slots)
        )
        for c in problem.contributions
        if random_.random() < 0.8
        for period in (random_.choice(problem.periods),)
    }
    return Timetable(frozenset(cells), places)


def broken(problem: Problem, timetable: Timetable, rules: Sequence[Rule]) -> list[Violation]:
    """The violations of some rules."""
    view = View(problem, timetable)
    return [v for rule in rules if rule.weight_in(problem) != 0 for v in rule.violations(view)]


MONOTONE = [
    rule
    for rule in RULES
    if rule.weight is None
    and rule.name not in ("too_few_sessions", "fixed_placement", "empty_session", "activity_not_together")
]


def timetables(problem: Problem) -> Iterator[Timetable]:
    """Every timetable worth looking at: any sessions for activities that ask for them, any places."""
    own = []
    for activity in problem.activities:
        cells = all_cells(problem, activity.id) if activity.sessions or activity.fixed else []
        own.append(list(chain.from_iterable(combinations(cells, n) for n in range(len(cells) + 1))))
    for chosen in product(*own):
        start = Timetable(frozenset(chain.from_iterable(chosen)))
        if not broken(problem, start, MONOTONE):
            yield from extended(problem, start, list(problem.contributions))


def extended(problem: Problem, timetable: Timetable, waiting: list[Contribution]) -> Iterator[Timetable]:
    """Every way to place, or leave out, the contributions that are waiting."""
    if not waiting:
        if not any(v.hard for v in broken(problem, timetable, RULES)):
            yield timetable
        return
    first, rest = waiting[0], waiting[1:]
    yield from extended(problem, timetable, rest)
    for period in problem.periods:
        for room in problem.rooms:
            for begin in range(period.begin, period.end - first.slots + 1):
                cells = timetable.cells | {Cell(first.activity, period.id, room.id)}
                placed = Timetable(cells, {**timetable.places, first.id: Place(period.id, room.id, begin)})
                if not broken(problem, placed, MONOTONE):
                    yield from extended(problem, placed, rest)
