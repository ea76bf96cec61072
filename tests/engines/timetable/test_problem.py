"""A problem that makes no sense is refused, and the complaint names the item."""

from __future__ import annotations

from typing import Any

import pytest

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

FORUM = Activity("forum")
GOOD: dict[str, Any] = {
    "periods": (Period("am", 0, 0, 6), Period("pm", 0, 8, 6)),
    "rooms": (Room("hall"),),
    "people": (Person("ada"),),
    "activities": (FORUM, Activity("panel")),
}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"periods": (Period("am", 0, 0, 6), Period("am", 0, 8, 6))}, "period 'am' is given twice"),
        ({"periods": (Period("am", 0, 0, 6), Period("pm", 0, 5, 6))}, "'am' and 'pm' overlap"),
        (
            {"periods": (Period("am", 1, 0, 6), Period("pm", 0, 8, 6))},
            "'pm' is later than 'am' but on an earlier",
        ),
        ({"periods": (Period("am", 0, 0, 0),)}, "period 'am' has 0 slots"),
        ({"rooms": (Room("hall"), Room("hall"))}, "room 'hall' is given twice"),
        ({"rooms": (Room(""),)}, "room without an id"),
        ({"rooms": (Room("hall", seats=-1),)}, "room 'hall': seats and booths"),
        ({"rooms": (Room("hall", closed=frozenset({"tea"})),)}, "room 'hall', closed: unknown period 'tea'"),
        ({"people": (Person("ada", 0),)}, "person 'ada': weight must be at least 1"),
        ({"people": (Person("ada", here=()),)}, "person 'ada' is never here"),
        ({"people": (Person("ada", here=((5, 5),)),)}, "'ada': the stay 5–5 ends before it begins"),
        ({"people": (Person("ada", here=((5, 7), (7, 9))),)}, "touch or are out of order"),
        ({"activities": (FORUM, FORUM)}, "activity 'forum' is given twice"),
        (
            {"activities": (Activity("a", (Attendance("bo", Role.CHAIR),)),)},
            "activity 'a': unknown person 'bo'",
        ),
        (
            {"activities": (Activity("a", (Attendance("ada"),)),)},
            "'ada' as speaker belongs on a contribution",
        ),
        ({"activities": (Activity("a", sessions=(3, 2)),)}, "between 3 and 2 sessions"),
        ({"activities": (Activity("a", sessions=(0, 0)),)}, "between 0 and 0 sessions"),
        ({"activities": (Activity("a", audience=-1),)}, "can't be negative"),
        ({"activities": (Activity("a", periods=frozenset({"x"})),)}, "activity 'a': unknown period 'x'"),
        ({"activities": (Activity("a", rooms=frozenset({"x"})),)}, "activity 'a': unknown room 'x'"),
        ({"activities": (Activity("a", period_cost={"x": 1}),)}, "period_cost: unknown period 'x'"),
        ({"activities": (Activity("a", room_cost={"hall": -1}),)}, "the cost of 'hall' is negative"),
        ({"activities": (Activity("a", fixed=frozenset({Cell("b", "am", "hall")})),)}, "names activity 'b'"),
        (
            {
                "activities": (
                    Activity(
                        "a",
                        sessions=(1, 1),
                        fixed=frozenset({Cell("a", "am", "hall"), Cell("a", "pm", "hall")}),
                    ),
                )
            },
            "2 fixed sessions, but at most 1",
        ),
        ({"contributions": (Contribution("c", "x", 1),)}, "contribution 'c': unknown activity 'x'"),
        ({"contributions": (Contribution("c", "forum", 0),)}, "contribution 'c': its length is 0 slots"),
        ({"contributions": (Contribution("c", "forum", 1, rank=-1),)}, "its rank is negative"),
        (
            {"contributions": (Contribution("c", "forum", 1, (Attendance("bo"),)),)},
            "contribution 'c': unknown person 'bo'",
        ),
        (
            {"contributions": (Contribution("c", "forum", 1, fixed=Fixed("x")),)},
            "'c', fixed: unknown period 'x'",
        ),
        ({"before": (("forum", "x"),)}, "before: unknown activity 'x'"),
        ({"before": (("forum", "panel"), ("panel", "forum"))}, "wait for each other: "),
        ({"weights": {"nonsense": 1}}, "unknown rule 'nonsense'"),
        ({"weights": {"room_conflict": 5}}, "room_conflict is always hard"),
        ({"weights": {"activity_split_over_rooms": -1}}, "can't be negative"),
        ({"slot_minutes": 0}, "slot_minutes must be at least 1"),
        ({"periods": (Period("am", 0, 0, 10**10),)}, "period 'am' is too great; it must not exceed"),
        ({"people": (Person("ada", 10**400),)}, "person 'ada': the weight is too great"),
        ({"activities": (Activity("a", room_cost={"hall": 10**10}),)}, "the cost of 'hall' is too great"),
        ({"contributions": (Contribution("c", "forum", 10**10),)}, "'c': its length is too great"),
        ({"cell_cost": {("am", "hall"): 10**10}}, "cell_cost: the cost of .* is too great"),
        ({"weights": {"room_not_preferred": 10**10}}, "weights: room_not_preferred is too great"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(change: dict[str, Any], complaint: str) -> None:
    Problem(**GOOD)
    with pytest.raises(ValueError, match=complaint):
        Problem(**GOOD | change)
