"""Problems, timetables and results survive a round trip through JSON; wrong data is refused by name."""

import json

import pytest

from serai.engines.solving import Limits
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
    io,
    solve,
)


def everything() -> Problem:
    return Problem(
        slot_minutes=5,
        periods=(Period("am", 0, 0, 12), Period("tea", 0, 12, 2, by_name_only=True), Period("pm", 1, 20, 12)),
        rooms=(Room("hall", 200, booths=2, closed=frozenset({"pm"})), Room("attic")),
        people=(Person("ada"), Person("bo", 3, ((0, 10), (20, 30)))),
        activities=(
            Activity(
                "opening", (Attendance("bo", Role.CHAIR),), fixed=frozenset({Cell("opening", "am", "hall")})
            ),
            Activity(
                "talks",
                sessions=(1, 3),
                audience=10,
                setup_slots=1,
                periods=frozenset({"am", "pm"}),
                rooms=frozenset({"attic"}),
                period_cost={"am": 2},
                room_cost={"attic": 1},
            ),
        ),
        contributions=(
            Contribution("t1", "talks", 4, (Attendance("ada"),), rank=1, period_cost={"am": 1}),
            Contribution("t2", "talks", 4, (Attendance("bo", Role.ATTENDEE),), rank=2, hour_cost={"pm": 1}),
            Contribution("t3", "talks", 4, fixed=Fixed("pm", "attic", 21), room_cost={"attic": 1}),
            Contribution("o1", "opening", 6, body=True),
        ),
        before=(("opening", "talks"),),
        weights={"activity_split_over_rooms": 7, "activity_not_consecutive": None},
    )


def through_json(data: object) -> object:
    return json.loads(json.dumps(data))


def test_a_problem_survives_a_round_trip() -> None:
    assert io.load_problem(through_json(io.dump_problem(everything()))) == everything()


def test_a_result_survives_a_round_trip() -> None:
    result = solve(everything(), Limits(seconds=5, work=1.0))
    assert io.load_result(through_json(io.dump_result(result))).timetable == result.timetable


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rooms": None, "periods": 3}, r"problem: 'periods' must be a list, not 3"),
        ({"rooms": [{"id": 5}]}, r"problem.rooms\[0\]: 'id' must be a string, not 5"),
        ({"rooms": [{"id": "r", "seets": 3}]}, r"problem.rooms\[0\]: unknown field 'seets'"),
        (
            {"people": [{"id": "p", "here": [[1]]}]},
            r"problem.people\[0\]: 'here' must be pairs of whole numbers",
        ),
        ({"nonsense": 1}, r"problem: unknown field 'nonsense'"),
        ({"before": [["a"]]}, r"problem: 'before' must be a list of pairs of strings"),
    ],
)
def test_wrong_data_is_refused_by_name(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        io.load_problem({"periods": [], "rooms": []} | change)
