"""Sessions are put into an order that costs no more, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import pytest
from tests.engines.timetable.conferences import instance, random_timetable

from serai.engines.timetable import (
    Activity,
    Attendance,
    Cell,
    Contribution,
    Period,
    Person,
    Place,
    Problem,
    Room,
    Timetable,
    penalty,
)
from serai.engines.timetable.arranging import arranged
from serai.engines.timetable.cosplib import read_problem
from serai.engines.timetable.packing import packed

NOBODY: frozenset[str] = frozenset()
OFF = {"person_in_two_places": 0, "attendee_elsewhere": 0, "activity_not_consecutive": 0}


def two_rooms(*speakers: str) -> tuple[Problem, Timetable]:
    """Three talks in each of two rooms, by these people, who must not speak at the same slot."""
    contributions = tuple(
        Contribution(f"c{n}", f"a{n // 3}", 1, (Attendance(person),)) for n, person in enumerate(speakers)
    )
    problem = Problem(
        periods=(Period("p", 0, 0, 3),),
        rooms=(Room("r0"), Room("r1")),
        people=tuple(Person(id) for id in sorted(set(speakers))),
        activities=(Activity("a0"), Activity("a1")),
        contributions=contributions,
        weights={**OFF, "speakers_at_once": 10},
    )
    places = {c.id: Place("p", f"r{n // 3}", n % 3) for n, c in enumerate(contributions)}
    return problem, Timetable(frozenset({Cell("a0", "p", "r0"), Cell("a1", "p", "r1")}), places)


@pytest.mark.parametrize("speakers", ["xyzxyz", "xxyxyy", "xyyxzz", "xxxxyz"])
def test_an_order_is_found_as_good_as_the_best_of_all(speakers: str) -> None:
    problem, timetable = two_rooms(*speakers)
    best = min(
        penalty(problem, laid(timetable, one, other))
        for one, other in product(permutations(range(3)), permutations(range(3)))
    )
    assert penalty(problem, arranged(problem, timetable, NOBODY)) == best


def laid(timetable: Timetable, *orders: tuple[int, ...]) -> Timetable:
    places = {
        f"c{3 * room + n}": Place("p", f"r{room}", at)
        for room, order in enumerate(orders)
        for n, at in enumerate(order)
    }
    return replace(timetable, places=places)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_gets_dearer_and_everything_stays_in_its_session(seed: int) -> None:
    problem = read_problem(instance("ISF22"))
    before = packed(problem, random_timetable(problem, seed), NOBODY)
    after = arranged(problem, before, NOBODY)
    assert penalty(problem, after) <= penalty(problem, before)
    assert after.cells == before.cells
    assert {id: (p.period, p.room) for id, p in after.places.items()} == {
        id: (p.period, p.room) for id, p in before.places.items()
    }


def test_where_begins_matter_to_others_the_order_stays() -> None:
    problem, timetable = two_rooms(*"xyzxyz")
    assert arranged(problem, timetable, frozenset({"a0", "a1"})) == timetable
    ranked = replace(problem, contributions=tuple(replace(c, rank=1) for c in problem.contributions))
    assert arranged(ranked, timetable, NOBODY) == timetable
