"""Moves by hand: they change what two full scans tell apart, and the best places are the best of all."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from tests.engines.timetable.worlds import any_timetable, world

from serai.engines.solving import Violation
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
    violations,
)
from serai.engines.timetable.moves import (
    Board,
    Item,
    best_places,
    cost,
    moved,
    place_of,
    touched,
    without,
)


def seated(problem: Problem, seed: int) -> Timetable:
    """A random timetable whose contributions are all in sessions."""
    found = any_timetable(problem, seed)
    held = {
        Cell(problem.index.contribution[id].activity, place.period, place.room)
        for id, place in found.places.items()
    }
    return Timetable(found.cells | held, found.places)


def any_item(problem: Problem, timetable: Timetable, random_: random.Random) -> Item:
    """A contribution, placed or not, or a session, held or not."""
    cells = [*sorted(timetable.cells, key=repr), Cell("a0", "", "")]
    return random_.choice([random_.choice(cells), random_.choice(problem.contributions).id])


def places_in(problem: Problem, slots: int) -> list[Place]:
    return [
        Place(period.id, room.id, begin)
        for period in problem.periods
        for room in problem.rooms
        for begin in range(period.begin, max(period.begin, period.end - slots) + 1)
    ]


def counted(found: list[Violation] | tuple[Violation, ...]) -> Counter[str]:
    return Counter(map(repr, found))


@pytest.mark.parametrize("seed", range(120))
def test_the_effect_of_a_move_is_the_difference_of_two_full_scans(seed: int) -> None:
    problem, random_ = world(seed, contributions=5), random.Random(seed)
    before = seated(problem, seed)
    item = any_item(problem, before, random_)
    after = moved(problem, before, item, random_.choice(places_in(problem, 1)))
    found = Board(problem, before).effect(after, touched(problem, before, item))
    scan, rescan = (counted(violations(problem, timetable)) for timetable in (before, after))
    assert counted(found.new) == rescan - scan
    assert counted(found.gone) == scan - rescan
    hard, soft = (
        new - old
        for new, old in zip(cost(violations(problem, after)), cost(violations(problem, before)), strict=True)
    )
    assert (found.hard, found.penalty) == (hard, soft)


@pytest.mark.parametrize("seed", range(120))
def test_the_effect_of_taking_out_is_the_difference_of_two_full_scans(seed: int) -> None:
    problem, random_ = world(seed, contributions=5), random.Random(seed)
    before = seated(problem, seed)
    item = any_item(problem, before, random_)
    after = without(problem, before, item)
    found = Board(problem, before).effect(after, touched(problem, before, item))
    scan, rescan = (counted(violations(problem, timetable)) for timetable in (before, after))
    assert (counted(found.new), counted(found.gone)) == (rescan - scan, scan - rescan)


@pytest.mark.parametrize("seed", range(120))
def test_better_places_are_the_best_of_all_places(seed: int) -> None:
    """Found by looking into few; compared with trying every period, room and begin."""
    problem, random_ = world(seed, contributions=5), random.Random(seed)
    before = seated(problem, seed)
    item = random_.choice(problem.contributions).id
    costs: dict[tuple[str, str], tuple[int, int]] = {}
    for place in places_in(problem, problem.index.contribution[item].slots):
        if place != before.places.get(item):
            price = cost(violations(problem, moved(problem, before, item, place)))
            cell = (place.period, place.room)
            costs[cell] = min(costs.get(cell, price), price)
    count = random_.choice((1, 3, 8))
    found = best_places(Board(problem, before), item, count)
    found_costs = [cost(violations(problem, moved(problem, before, item, c.place))) for c in found]
    assert found_costs == sorted(costs.values())[:count]
    assert [costs[choice.place.period, choice.place.room] for choice in found] == found_costs
    now = cost(violations(problem, before))
    assert [(c.effect.hard + now[0], c.effect.penalty + now[1]) for c in found] == found_costs


@pytest.mark.parametrize("seed", range(60))
def test_better_places_of_a_session_are_the_best_of_all_places(seed: int) -> None:
    problem, before = world(seed, contributions=5), seated(world(seed, contributions=5), seed)
    cell = min(before.cells, key=repr)
    here = place_of(problem, before, cell)
    assert here is not None
    offset = here.begin - problem.index.period[cell.period].begin
    costs = []
    for period in problem.periods:
        for room in problem.rooms:
            tries = [Place(period.id, room.id, period.begin + shift) for shift in {0, offset}]
            prices = [cost(violations(problem, moved(problem, before, cell, t))) for t in tries if t != here]
            costs += [min(prices)] if prices else []
    found = best_places(Board(problem, before), cell)
    found_costs = [cost(violations(problem, moved(problem, before, cell, c.place))) for c in found]
    assert found_costs == sorted(costs)[:8]


def small() -> tuple[Problem, Timetable]:
    """Two periods, two rooms; a forum of two talks of 2 slots in the first cell, another across from it."""
    problem = Problem(
        periods=(Period("am", 0, 0, 4), Period("pm", 0, 10, 4)),
        rooms=(Room("hall"), Room("attic")),
        people=(Person("ann"), Person("ben")),
        activities=(Activity("forum"), Activity("other")),
        contributions=(
            Contribution("one", "forum", 2, (Attendance("ann"),)),
            Contribution("two", "forum", 2),
            Contribution("three", "other", 2, (Attendance("ben"),)),
        ),
    )
    places = {"one": Place("am", "hall", 0), "two": Place("am", "hall", 2), "three": Place("am", "attic", 0)}
    return problem, Timetable(frozenset({Cell("forum", "am", "hall"), Cell("other", "am", "attic")}), places)


@pytest.mark.parametrize("seed", range(40))
def test_a_board_after_some_moves_is_the_board_of_the_timetable_they_lead_to(seed: int) -> None:
    problem, random_ = world(seed, contributions=5), random.Random(seed)
    board = Board(problem, seated(problem, seed))
    for _ in range(4):
        item = any_item(problem, board.timetable, random_)
        board = board.after(moved(problem, board.timetable, item, random_.choice(places_in(problem, 1))))
    everything = [*problem.index.activity, *problem.index.contribution]
    assert counted(board.broken(board.timetable, everything)) == counted(violations(problem, board.timetable))


def test_a_session_comes_with_its_first_contribution_and_goes_with_its_last() -> None:
    problem, before = small()
    after = moved(problem, before, "one", Place("pm", "hall", 10))
    assert after.cells - before.cells == {Cell("forum", "pm", "hall")}
    assert before.cells <= after.cells
    after = moved(problem, after, "two", Place("pm", "hall", 12))
    assert before.cells - after.cells == {Cell("forum", "am", "hall")}


def test_a_session_takes_its_contributions_along_and_keeps_their_distances() -> None:
    problem, before = small()
    after = moved(problem, before, Cell("forum", "am", "hall"), Place("pm", "attic", 10))
    assert after.places["one"] == Place("pm", "attic", 10)
    assert after.places["two"] == Place("pm", "attic", 12)
    assert after.cells == {Cell("forum", "pm", "attic"), Cell("other", "am", "attic")}


def test_the_nearest_of_places_that_cost_the_same_comes_first() -> None:
    problem, before = small()
    found = best_places(Board(problem, before), "three")
    assert [(c.place.period, c.place.room, c.place.begin) for c in found] == [
        ("am", "attic", 1),
        ("pm", "attic", 10),
        ("pm", "hall", 10),
        ("am", "hall", 0),
    ]
    assert [c.effect.hard for c in found] == [0, 0, 0, 1]


def test_what_there_is_no_longer_moves_along_and_is_left_out_of_what_is_checked() -> None:
    problem, timetable = small()
    gone = Cell("forum", "am", "cellar")
    before = Timetable(
        timetable.cells - {Cell("forum", "am", "hall")} | {gone},
        {
            **timetable.places,
            "one": Place("am", "cellar", 0),
            "two": Place("am", "cellar", 2),
            "lost": Place("am", "attic", 2),
        },
    )
    board = Board(problem, before)
    assert not board.is_known
    found = best_places(board, gone)
    assert (found[0].place, found[0].effect.hard) == (Place("am", "hall", 0), 0)
    after = moved(problem, before, gone, found[0].place)
    assert after.places["two"] == Place("am", "hall", 2)
    assert "lost" in after.places
