"""Problems written as workbooks mean the same when they are read again; what can't be said is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.engines.timetable import naive
from tests.engines.timetable.conferences import (
    KNOWN,
    NAMES,
    instance,
    random_timetable,
    random_workbook,
    solution,
)
from tests.engines.timetable.worlds import CONFERENCE_RULES, OFF

from serai.engines.timetable import (
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
    cosplib,
    penalty,
)


def written(problem: Problem, path: Path) -> Problem:
    """The problem that a written workbook stands for."""
    cosplib.write_problem(problem, path)
    return cosplib.read_problem(path)


def with_hours_among_periods(problem: Problem) -> Problem:
    """The problem with the prices of hours added to those of periods."""
    talks = []
    for c in problem.contributions:
        both = {p: c.period_cost.get(p, 0) + c.hour_cost.get(p, 0) for p in (*c.period_cost, *c.hour_cost)}
        talks.append(replace(c, period_cost=both, hour_cost={}))
    return replace(problem, contributions=tuple(talks))


@pytest.mark.parametrize("name", NAMES)
def test_an_instance_written_and_read_again_means_the_same(name: str, tmp_path: Path) -> None:
    problem = cosplib.read_problem(instance(name))
    again = written(problem, tmp_path / "again.xlsx")
    assert again == with_hours_among_periods(problem)
    timetables = [random_timetable(problem, seed) for seed in range(2)]
    timetables += [
        cosplib.read_timetable(problem, solution(m, n)) for m, n in KNOWN if n == name and m == "exact"
    ]
    book = naive.Book(tmp_path / "again.xlsx")
    for timetable in timetables:
        cost = penalty(problem, timetable)
        assert penalty(again, timetable) == cost == naive.objective(book, *naive.grid_from(again, timetable))
    assert [file.name for file in tmp_path.iterdir()] == ["again.xlsx"]


def test_random_workbooks_written_and_read_again_mean_the_same(tmp_path: Path) -> None:
    for seed in range(10):
        random_workbook(tmp_path / "book.xlsx", seed)
        problem = cosplib.read_problem(tmp_path / "book.xlsx")
        again = written(problem, tmp_path / "again.xlsx")
        assert written(again, tmp_path / "third.xlsx") == again
        book = naive.Book(tmp_path / "again.xlsx")
        for other in range(4):
            timetable = random_timetable(problem, f"{seed} {other}", placed=0.95)
            cost = penalty(problem, timetable)
            assert penalty(again, timetable) == cost, (seed, other)
            assert naive.objective(book, *naive.grid_from(again, timetable)) == cost, (seed, other)


CHAIR = Attendance("ada", Role.CHAIR)
GOOD: dict[str, Any] = {
    "periods": (Period("am", 3, 100, 3), Period("pm", 3, 150, 2)),
    "rooms": (Room("hall"), Room("am")),
    "people": (Person("ada"),),
    "activities": (
        Activity("forum", (CHAIR,), period_cost={"pm": 2}),
        Activity("=1+1", room_cost={"hall": 3}),
    ),
    "contributions": (
        Contribution("t0", "forum", 2, (Attendance("ada"),), rank=1, hour_cost={"am": 2}),
        Contribution("12", "=1+1", 1, (Attendance("ada", Role.ATTENDEE),), period_cost={"am": 1}),
        Contribution("#N/A", "=1+1", 1, (Attendance("ada", Role.MUST_ATTEND),), room_cost={"am": 5}),
    ),
    "cell_cost": {("am", "am"): 4},
    "similar": {("=1+1", "forum"): 7},
    "weights": {
        **dict.fromkeys(OFF, 0),
        **dict.fromkeys(CONFERENCE_RULES, 3),
        "hour_not_preferred": 5,
        "room_not_preferred": 2,
    },
}


def test_weights_are_in_the_prices_and_no_name_is_a_formula(tmp_path: Path) -> None:
    problem = Problem(**GOOD)
    again = written(problem, tmp_path / "book.xlsx")
    assert [p.begin for p in again.periods] == [0, 4]
    first, second, third = again.contributions
    assert (first.period_cost, second.period_cost, third.room_cost) == ({"am": 10}, {"am": 1}, {"am": 10})
    assert (again.cell_cost, again.similar) == ({("am", "am"): 12}, {("forum", "=1+1"): 21})
    assert again.activities[1].room_cost == {"hall": 6}
    assert [c.id for c in again.contributions] == ["t0", "12", "#N/A"]
    cells = frozenset({Cell("forum", "am", "hall"), Cell("=1+1", "am", "am")})
    places = {"t0": ("hall", 1), "12": ("am", 0), "#N/A": ("am", 2)}

    def beginning(at: int) -> Timetable:
        return Timetable(cells, {id: Place("am", room, at + slot) for id, (room, slot) in places.items()})

    assert penalty(again, beginning(0)) == penalty(problem, beginning(100)) > 0
    cosplib.write_timetable(again, beginning(0), tmp_path / "plan.xlsx")
    assert cosplib.read_timetable(again, tmp_path / "plan.xlsx") == beginning(0)


def changed(kind: str, change: dict[str, Any]) -> dict[str, Any]:
    """The good problem with something else about the first item of a kind."""
    first, *rest = GOOD[kind]
    return {kind: (replace(first, **change), *rest)}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"contributions": ()}, "a problem without any contribution"),
        (changed("contributions", {"fixed": Fixed("am")}), "contribution 't0' has a fixed place"),
        (changed("contributions", {"id": "t "}), "the name 't ' of a contribution, with a space at its end"),
        (changed("contributions", {"id": "a\rb"}), r"no cell of a workbook can hold 'a\\rb'"),
        (changed("contributions", {"id": "x" * 40_000}), "no cell of a workbook can hold 'xxx"),
        (changed("contributions", {"slots": 10_001}), "contribution 't0' is longer than 10,000 slots"),
        (changed("rooms", {"closed": frozenset({"am"})}), "room 'hall' is closed in am; give that a price"),
        (changed("rooms", {"seats": 5}), "room 'hall' has a number of seats"),
        (changed("people", {"here": ((0, 5),)}), "person 'ada' isn't there all the time"),
        (changed("periods", {"day": 2}), "periods on several days"),
        (changed("periods", {"by_name_only": True}), "period 'am' is only for activities that name it"),
        (changed("periods", {"slots": 10_001, "begin": -20_000}), "'am' has more than 10,000 slots"),
        (changed("activities", {"sessions": (1, 2)}), "activity 'forum' has a number of sessions"),
        (
            changed("activities", {"fixed": frozenset({Cell("forum", "am", "hall")})}),
            "'forum' has .* fixed ones",
        ),
        (changed("activities", {"together": True}), "activity 'forum' must be held together"),
        (changed("activities", {"setup_slots": 1}), "activity 'forum' .* needs time to be set up"),
        (changed("activities", {"pairs": ("en-zh",)}), "activity 'forum' needs interpreters"),
        (
            changed("activities", {"rooms": frozenset({"hall"})}),
            "'forum' is allowed in some periods or rooms",
        ),
        (
            changed("activities", {"people": (Attendance("ada", Role.MUST_ATTEND),)}),
            "'forum' has 'ada' as must_attend",
        ),
        ({"activities": (*GOOD["activities"], Activity("idle"))}, "activity 'idle' has no contributions"),
        ({"before": (("forum", "=1+1"),)}, "activity 'forum' ends before '=1[+]1' begins"),
        ({"people": (Person("ada"), Person("Bo, Jr"))}, "the name 'Bo, Jr' of a person, with a comma"),
        ({"weights": {}}, "the rule person_in_two_places counts; give it the weight 0"),
        (
            {"weights": GOOD["weights"] | {"chairs_in_parallel": None}},
            "the rule chairs_in_parallel is hard; give it a great weight",
        ),
        (
            {"weights": GOOD["weights"] | {"similar_activities_in_parallel": 10**9}},
            "similar_activities_in_parallel: the price of .* is greater than 1,000,000,000",
        ),
    ],
)
def test_what_a_workbook_can_not_say_is_refused(
    change: dict[str, Any], complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=complaint):
        cosplib.write_problem(Problem(**GOOD | change), tmp_path / "book.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_two_things_in_one_cell_can_not_be_written(tmp_path: Path) -> None:
    problem = Problem(**GOOD)
    cells = frozenset({Cell("forum", "am", "hall"), Cell("=1+1", "am", "hall")})
    with pytest.raises(ValueError, match=r"'=1[+]1' and 'forum' are both in 'hall' in 'am'"):
        cosplib.write_timetable(problem, Timetable(cells), tmp_path / "plan.xlsx")
    places = {"12": Place("am", "hall", 100), "#N/A": Place("am", "hall", 100)}
    with pytest.raises(ValueError, match="'12' and '#N/A' are both in 'hall'"):
        cosplib.write_timetable(problem, Timetable(places=places), tmp_path / "plan.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_written_workbook_has_the_sheets_and_labels_of_the_library(tmp_path: Path) -> None:
    path = tmp_path / "again.xlsx"
    cosplib.write_problem(cosplib.read_problem(instance("N2OR")), path)
    ours, theirs = load_workbook(path), load_workbook(instance("N2OR"))
    assert ours.sheetnames == theirs.sheetnames
    for name in theirs.sheetnames:
        first = [row[0].value for row in theirs[name].iter_rows()]
        while first[-1] is None:
            first.pop()
        assert [row[0].value for row in ours[name].iter_rows()][: len(first)] == first
    assert [c.value for c in ours["parameters"]["D"]] == [c.value for c in theirs["parameters"]["D"]]
    head = [c.value for c in theirs["submissions"][1] if c.value]
    assert [c.value for c in ours["submissions"][1]] == head
