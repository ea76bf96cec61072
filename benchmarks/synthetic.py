"""Makes conferences of any size from a seed: duties, arrivals, precedence, small and large rooms."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from serai.engines.timetable import (
    Activity,
    Attendance,
    Cell,
    Contribution,
    Fixed,
    Period,
    Person,
    Problem,
    Role,
    Room,
)


@dataclass(frozen=True)
class Size:
    """How large a conference is."""

    periods: int
    rooms: int
    activities: int
    contributions: int
    people: int
    load: float = 0.7
    period_slots: int = 18
    ministers: int = 0


SIZES = {
    "summit": Size(periods=6, rooms=5, activities=6, contributions=20, people=60, ministers=12),
    "small": Size(periods=4, rooms=3, activities=5, contributions=30, people=40),
    "conference": Size(periods=9, rooms=9, activities=15, contributions=160, people=200),
    "full": Size(periods=9, rooms=9, activities=20, contributions=330, people=300, load=0.9),
    "congress": Size(periods=16, rooms=40, activities=100, contributions=2000, people=1800),
}


def conference(size: Size, seed: int) -> Problem:
    """Make a conference that could be held, though not necessarily with everybody's wishes.

    With ministers it is a diplomatic one: they meet over two periods, in their languages, and sign something.
    """
    random_ = random.Random(seed)
    periods = tuple(
        Period(f"p{n}", n // 4, (n // 4) * 200 + (n % 4) * (size.period_slots + 4), size.period_slots)
        for n in range(size.periods)
    )
    rooms = tuple(Room(f"r{n}", seats=random_.choice((60, 80, 120, 200, 400))) for n in range(size.rooms))
    people = tuple(person(random_, n, periods) for n in range(size.people))
    activities = [activity(random_, n, people, periods, rooms) for n in range(size.activities)]
    opening = Activity(
        "opening",
        people=(Attendance(people[0].id, Role.CHAIR),),
        fixed=frozenset({Cell("opening", "p0", rooms[0].id)}),
        setup_slots=6,
    )
    before = tuple((activities[n].id, activities[n + 1].id) for n in range(0, min(6, size.activities - 1), 3))
    ordered = {id for pair in before for id in pair}
    shares = [random_.uniform(0.5, 1.5) for _ in activities]
    owners = random_.choices(activities, shares, k=size.contributions)
    contributions = [
        contribution(random_, n, owner, people, periods, owner.id not in ordered)
        for n, owner in enumerate(owners)
    ]
    problem = Problem(
        slot_minutes=5,
        periods=periods,
        rooms=rooms,
        people=people,
        activities=(opening, *activities),
        contributions=tuple(contributions),
        before=before,
    )
    return with_ministers(problem, size.ministers) if size.ministers else problem


def with_ministers(problem: Problem, count: int) -> Problem:
    """The same with ministers among its people, who meet in rooms with booths and sign something."""
    ministers = tuple(replace(person, weight=5, here=None) for person in problem.people[1 : 1 + count])
    return replace(
        problem,
        rooms=tuple(replace(room, booths=2 if n < 2 else 0) for n, room in enumerate(problem.rooms)),
        people=(problem.people[0], *ministers, *problem.people[1 + count :]),
        activities=(*problem.activities, ministerial(ministers), signing()),
        contributions=(*problem.contributions, signed(ministers[:4])),
        before=(*problem.before, ("ministers", "signing")),
    )


def ministerial(ministers: tuple[Person, ...]) -> Activity:
    """The ministers' meeting: two successive periods in a room with booths, which all of them attend."""
    people = tuple(Attendance(p.id, Role.MUST_ATTEND) for p in ministers)
    return Activity("ministers", people, sessions=(2, 2), together=True, pairs=("en-zh", "ar-en"))


def signing() -> Activity:
    """Something is signed, before the eyes of those who listen in their languages."""
    return Activity("signing", audience=50, pairs=("en-zh",), setup_slots=6)


def signed(ministers: tuple[Person, ...]) -> Contribution:
    """The act itself, which some of the ministers are needed at for half an hour."""
    people = tuple(Attendance(p.id, Role.SPEAKER) for p in ministers)
    return Contribution("signed", "signing", slots=6, people=people, body=True)


def person(random_: random.Random, n: int, periods: tuple[Period, ...]) -> Person:
    """Somebody; one in five arrives late or leaves early, at any slot."""
    weight = random_.choice((1, 1, 1, 2, 5))
    first, last = periods[0].begin, periods[-1].end
    chance = random_.random()
    if n and chance < 0.1:
        return Person(f"x{n}", weight, ((random_.randint(first, (first + last) // 2), last),))
    if n and chance < 0.2:
        return Person(f"x{n}", weight, ((first, random_.randint((first + last) // 2, last)),))
    return Person(f"x{n}", weight)


def activity(
    random_: random.Random,
    n: int,
    people: tuple[Person, ...],
    periods: tuple[Period, ...],
    rooms: tuple[Room, ...],
) -> Activity:
    """A forum, most with a chair, some with an audience or wishes."""
    always = [p for p in people if p.here is None]
    chairs = (Attendance(random_.choice(always).id, Role.CHAIR),) if random_.random() < 0.6 else ()
    avoided = random_.sample(periods, k=len(periods) // 2) if random_.random() < 0.5 else []
    return Activity(
        f"a{n}",
        people=chairs,
        audience=random_.choice((0, 50, 60, 80, 120)),
        setup_slots=random_.choice((0, 0, 0, 5)),
        period_cost={p.id: 1 for p in avoided},
        room_cost={r.id: 1 for r in random_.sample(rooms, k=len(rooms) // 3)}
        if random_.random() < 0.3
        else {},
    )


def contribution(
    random_: random.Random,
    n: int,
    owner: Activity,
    people: tuple[Person, ...],
    periods: tuple[Period, ...],
    is_free: bool,
) -> Contribution:
    """A talk of 10 to 20 minutes by one or two people; a few are fixed to a period, some have wishes.

    Where an order of activities binds (not ``is_free``), nothing is fixed and the speakers stay all the time.
    """
    choice = people if is_free else [p for p in people if p.here is None]
    speakers = random_.sample(choice, k=random_.choice((1, 1, 2)))
    chairs = {a.person for a in owner.people}
    fixed = Fixed(random_.choice(periods).id) if is_free and random_.random() < 0.03 else None
    if any(p.here for p in speakers) or chairs & {p.id for p in speakers}:
        fixed = None
    wished = random_.sample(periods, k=2) if random_.random() < 0.2 else []
    return Contribution(
        f"c{n}",
        owner.id,
        slots=random_.choice((2, 3, 4)),
        people=tuple(Attendance(p.id) for p in speakers),
        rank=0,
        fixed=fixed,
        period_cost={p.id: 1 for p in periods if p not in wished} if wished else {},
    )
