"""What can't be planned completely is said in a sentence that names the item and a remedy."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.engines.timetable.conferences import NAMES, instance

from serai.engines.solving import Limits, Status
from serai.engines.timetable import (
    Activity,
    Attendance,
    Contribution,
    Fixed,
    Period,
    Person,
    Problem,
    Room,
    cosplib,
    solve,
)
from serai.engines.timetable.concerns import concerns

RANKED = {"contribution_off_its_rank": 1}
GOOD: dict[str, Any] = {
    "periods": (Period("am", 0, 0, 3), Period("pm", 0, 4, 3)),
    "rooms": (Room("hall", 50), Room("attic", 10)),
    "people": (Person("ada"), Person("bo", here=((0, 3),)), Person("cy", here=((20, 30),))),
    "activities": (Activity("forum"), Activity("panel")),
    "contributions": (Contribution("talk", "forum", 2, (Attendance("ada"),), rank=1),),
}


def talk(**changes: Any) -> dict[str, Any]:
    return {"contributions": (Contribution(**{"id": "talk", "activity": "forum", "slots": 2, **changes}),)}


@pytest.mark.parametrize(
    ("change", "concern"),
    [
        ({"rooms": ()}, "there are no rooms, so nothing can have a place: add a room"),
        ({"periods": ()}, "there are no periods, so nothing can have a place"),
        ({"activities": (), "contributions": ()}, "there is nothing to plan"),
        (
            {"contributions": tuple(Contribution(f"t{n}", "forum", 3) for n in range(5))},
            "the contributions need 15 slots, but 2 rooms of 6 slots each have only 12: add a room",
        ),
        (talk(slots=4), "contribution 'talk' is 4 slots long, but no period .* more than 3: shorten it"),
        (talk(people=(Attendance("cy"),)), "person 'cy' is away for the whole event"),
        (talk(people=(Attendance("cy"),)), "contribution 'talk' has no time at which all its people are"),
        (talk(fixed=Fixed("am", begin=2)), "contribution 'talk' is fixed where it can't be"),
        (
            {"activities": (Activity("forum", audience=90), Activity("panel"))},
            "activity 'forum' is allowed in no room at any time: change its rooms",
        ),
        (
            {**talk(rank=2), "weights": RANKED},
            "'talk' is to be number 2 of .* 'forum', which has only 1",
        ),
        (
            {
                "contributions": tuple(Contribution(f"t{n}", "forum", 1, rank=1) for n in range(2)),
                "weights": RANKED,
            },
            "contributions 't0', 't1' are all to be number 1 of activity 'forum': give each another order",
        ),
        (
            {**talk(slots=2, period_cost={"am": 10**9}), "weights": {"period_not_preferred": 10**7}},
            "the penalties could add up to 2e[+]16, more than .* the weight of 'period_not_preferred'",
        ),
    ],
)
def test_a_concern_names_the_item_and_a_remedy(change: dict[str, Any], concern: str) -> None:
    assert concerns(Problem(**GOOD)) == []
    problem = Problem(**GOOD | change)
    assert [sentence for sentence in concerns(problem) if re.search(concern, sentence)]
    result = solve(problem, Limits(seconds=5, workers=1, work=1))
    assert result.status in Status


def test_what_can_not_be_counted_is_refused() -> None:
    talks = tuple(Contribution(f"t{n}", "forum", 2, period_cost={"am": 10**9}) for n in range(3))
    problem = Problem(**GOOD | {"contributions": talks, "weights": {"period_not_preferred": 10**9}})
    with pytest.raises(ValueError, match=r"could add up to 6e[+]18, more than can be counted at all"):
        concerns(problem)


@pytest.mark.parametrize("name", NAMES)
def test_the_instances_can_be_planned_completely(name: str) -> None:
    assert [c for c in concerns(cosplib.read_problem(instance(name))) if "number" not in c] == []
