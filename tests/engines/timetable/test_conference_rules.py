"""One tiny world for each rule that only conferences weigh: what breaks it, what doesn't, and the penalty."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.engines.timetable import test_constraints
from tests.engines.timetable.test_constraints import is_soft, plan

from serai.engines.solving import Limits, Violation
from serai.engines.timetable import (
    RULES,
    Activity,
    Attendance,
    Cell,
    Contribution,
    Period,
    Place,
    Problem,
    Role,
    Room,
    Timetable,
    solve,
    violations,
)
from serai.engines.timetable.problem import Person

FORUM, PANEL = Activity("forum"), Activity("panel")
ADA, BO = Attendance("ada"), Attendance("bo")
OFF = ("person_in_two_places", "activity_split_over_rooms", "activity_not_consecutive", "attendee_elsewhere")
BOTH = ("forum am hall", "panel am attic")
"""Both activities in the morning, each in a room of its own."""


def conference(rule: str, weight: int = 3, /, *contributions: Contribution, **changes: object) -> Problem:
    """A problem in which only one rule has a price."""
    given: dict[str, object] = {
        "activities": (FORUM, PANEL),
        "weights": {**dict.fromkeys(OFF, 0), rule: weight, "empty_session": None},
        **changes,
    }
    return Problem(
        periods=(Period("am", 0, 0, 4), Period("noon", 0, 5, 4), Period("pm", 0, 10, 4)),
        rooms=(Room("hall"), Room("attic"), Room("cellar")),
        people=(Person("ada"), Person("bo")),
        contributions=contributions,
        **given,  # type: ignore[arg-type]
    )


def soft(problem: Problem, timetable: Timetable) -> list[Violation]:
    """The violations that have a price; a session may be empty here."""
    return [v for v in violations(problem, timetable) if not v.hard]


def costs(rule: str, problem: Problem, timetable: Timetable) -> list[int]:
    """The penalties, all of them of one rule."""
    found = soft(problem, timetable)
    assert {v.rule for v in found} <= {rule}
    return [v.penalty for v in found]


def test_every_rule_has_a_test_of_its_own_name() -> None:
    assert {f"test_{rule.name}" for rule in RULES} <= vars(test_constraints).keys() | globals().keys()


def test_every_rule_has_a_formula_of_its_own() -> None:
    formulas = [rule.formula for rule in RULES]
    assert all(formulas)
    assert len(set(formulas)) == len(RULES)


def test_what_is_counted_is_a_sum_and_what_is_forbidden_is_not() -> None:
    for rule in RULES:
        assert rule.formula.startswith("Σ") == (rule.weight is not None), rule.name


@pytest.mark.parametrize("rule", [rule.name for rule in RULES if rule.weight == 0])
def test_a_rule_of_conferences_is_off_by_itself(rule: str) -> None:
    problem = Problem((Period("am", 0, 0, 4),), (Room("hall"), Room("attic")), activities=(FORUM, PANEL))
    assert rule not in {v.rule for v in violations(problem, plan("forum am hall", "forum am attic"))}


def test_room_not_preferred_then() -> None:
    name = "room_not_preferred_then"
    problem = conference(name, cell_cost={("am", "hall"): 4, ("pm", "attic"): 1})
    (violation,) = soft(problem, plan("forum am hall", "panel pm hall", "panel am attic"))
    assert is_soft(violation, name, 12, "forum")
    assert costs(name, problem, plan("forum am hall", "panel pm attic")) == [12, 3]


def test_similar_activities_in_parallel() -> None:
    name = "similar_activities_in_parallel"
    problem = conference(name, similar={("panel", "forum"): 2})
    (violation,) = soft(problem, plan(*BOTH))
    assert is_soft(violation, name, 6, "forum", "panel")
    assert costs(name, problem, plan(*BOTH, "forum am cellar")) == [12]
    assert costs(name, problem, plan("forum am hall", "panel pm attic")) == []


def test_activity_in_parallel() -> None:
    name = "activity_in_parallel"
    problem = conference(name)
    (violation,) = soft(problem, plan("forum am hall", "forum am attic", "forum am cellar"))
    assert is_soft(violation, name, 6, "forum")
    assert costs(name, problem, plan("forum am hall", "panel am attic", "forum pm attic")) == []


def test_activity_interrupted() -> None:
    name = "activity_interrupted"
    problem = conference(name)
    (violation,) = soft(problem, plan("forum am hall", "forum pm attic"))
    assert is_soft(violation, name, 3, "forum")
    assert costs(name, problem, plan("forum am hall", "forum noon attic", "forum pm hall")) == []


def ranked(*ranks: int) -> Iterable[Contribution]:
    return (Contribution(f"t{n}", "forum", 1, rank=rank) for n, rank in enumerate(ranks))


def test_contribution_off_its_rank() -> None:
    name = "contribution_off_its_rank"
    problem = conference(name, 3, *ranked(1, 2, 0))
    cells = ("forum am hall", "forum am attic", "forum pm hall")
    right = plan(*cells, t0=("am", "hall", 0), t1=("am", "hall", 1), t2=("pm", "hall", 10))
    assert costs(name, problem, right) == []
    first = plan(*cells, t2=("am", "hall", 0), t0=("am", "hall", 1), t1=("pm", "hall", 10))
    assert costs(name, problem, first) == [3, 3], "a free one ahead of them shifts both"
    later_room = plan(*cells, t0=("am", "attic", 0), t1=("am", "hall", 1), t2=("pm", "hall", 10))
    (one, other) = soft(problem, later_room)
    assert is_soft(one, name, 3, "t1", "forum"), "rooms are in order before begins"
    assert is_soft(other, name, 3, "t0", "forum")
    parallel = plan(*cells, t0=("am", "hall", 0), t1=("am", "attic", 0), t2=("pm", "hall", 10))
    (violation,) = soft(problem, parallel)
    assert is_soft(violation, name, 3, "t0", "t1", "forum")


def talks(mine: Iterable[Attendance], theirs: Iterable[Attendance]) -> tuple[Contribution, Contribution]:
    return Contribution("talk", "forum", 2, tuple(mine)), Contribution("word", "panel", 2, tuple(theirs))


PLACES = {
    "at_once": {"talk": ("am", "hall", 0), "word": ("am", "attic", 1)},
    "one_after_the_other": {"talk": ("am", "hall", 0), "word": ("am", "attic", 2)},
    "another_period": {"talk": ("am", "hall", 0), "word": ("pm", "attic", 10)},
    "one_room": {"talk": ("am", "hall", 0), "word": ("am", "hall", 2)},
}
"""Where the two talks may be, and how they are counted: in parallel, and in the same slot."""


def placed(where: str) -> Timetable:
    return plan("forum am hall", "panel am attic", "panel pm attic", **PLACES[where])


def expect(rule: str, people: tuple[Iterable[Attendance], Iterable[Attendance]], **changes: object) -> None:
    """The rule counts two talks with these people where they are in parallel, or only where they overlap."""
    problem = conference(rule, 3, *talks(*people), **changes)
    (violation,) = soft(problem, placed("at_once"))
    assert is_soft(violation, rule, 3, "talk", "word")
    later = costs(rule, problem, placed("one_after_the_other"))
    assert later == ([] if rule.endswith("_at_once") else [3])
    assert costs(rule, problem, placed("another_period")) == costs(rule, problem, placed("one_room")) == []


CHAIRED = (FORUM, Activity("panel", people=(Attendance("ada", Role.CHAIR),)))
WISHES, BO_WISHES = Attendance("ada", Role.ATTENDEE), Attendance("bo", Role.ATTENDEE)


def test_speakers_in_parallel() -> None:
    expect("speakers_in_parallel", ([ADA], [ADA]))
    expect("speakers_in_parallel", ([ADA, BO], [BO, ADA]))
    expect("speakers_in_parallel", ([ADA], [BO]), activities=CHAIRED)
    problem = conference("speakers_in_parallel", 3, *talks([ADA, WISHES], [BO, WISHES]))
    assert soft(problem, placed("at_once")) == []


def test_speakers_at_once() -> None:
    expect("speakers_at_once", ([ADA, BO], [ADA, BO]))
    expect("speakers_at_once", ([ADA], []), activities=CHAIRED)


def test_attendees_in_parallel() -> None:
    expect("attendees_in_parallel", ([WISHES, BO_WISHES], [WISHES, BO_WISHES]))
    expect("attendees_in_parallel", ([WISHES], [ADA]))
    expect("attendees_in_parallel", ([ADA], [WISHES]))
    expect("attendees_in_parallel", ([WISHES], []), activities=CHAIRED)
    problem = conference("attendees_in_parallel", 3, *talks([ADA], [ADA]), activities=CHAIRED)
    assert soft(problem, placed("at_once")) == []


def test_attendees_at_once() -> None:
    expect("attendees_at_once", ([WISHES], [WISHES, ADA]))
    expect("attendees_at_once", ([WISHES], []), activities=CHAIRED)


def test_somebody_who_chairs_an_activity_is_not_in_conflict_with_it() -> None:
    chaired = (Activity("forum", people=(Attendance("ada", Role.CHAIR),)), PANEL)
    members = (Contribution("talk", "forum", 2, (ADA,)), Contribution("word", "forum", 2, (BO,)))
    problem = conference("speakers_in_parallel", 3, *members, activities=chaired)
    both = plan("forum am hall", "forum am attic", **PLACES["at_once"])
    assert soft(problem, both) == []


def test_chairs_in_parallel() -> None:
    chairs = (Attendance("ada", Role.CHAIR), Attendance("bo", Role.CHAIR))
    problem = conference(
        "chairs_in_parallel", activities=(Activity("forum", chairs), Activity("panel", chairs[::-1]))
    )
    (violation,) = soft(problem, plan(*BOTH))
    assert is_soft(violation, "chairs_in_parallel", 3, "forum", "panel")
    assert costs("chairs_in_parallel", problem, plan(*BOTH, "panel am cellar")) == [6]
    assert costs("chairs_in_parallel", problem, plan("forum am hall", "panel pm attic")) == []
    assert costs("chairs_in_parallel", problem, plan("forum am hall", "forum am attic")) == []


def bridgeable(**weights: int | None) -> tuple[Problem, Timetable]:
    """An activity in the morning and the evening, and a timetable with an empty session between."""
    morning, evening = {"noon": 50, "pm": 50}, {"am": 50, "noon": 50}
    problem = Problem(
        periods=(Period("am", 0, 0, 4), Period("noon", 0, 5, 4), Period("pm", 0, 10, 4)),
        rooms=(Room("hall"),),
        activities=(FORUM,),
        contributions=(
            Contribution("first", "forum", 3, period_cost=morning),
            Contribution("last", "forum", 3, period_cost=evening),
        ),
        weights={**dict.fromkeys(OFF, 0), "period_not_preferred": 1, "activity_interrupted": 10, **weights},
    )
    cells = {Cell("forum", period, "hall") for period in ("am", "noon", "pm")}
    places = {"first": Place("am", "hall", 0), "last": Place("pm", "hall", 10)}
    return problem, Timetable(frozenset(cells), places)


def test_a_bound_allows_for_empty_sessions_where_the_problem_does_but_none_is_held() -> None:
    problem, bridged = bridgeable(empty_session=0)
    assert violations(problem, bridged) == []
    result = solve(problem, Limits(5))
    assert (result.objective, result.bound, result.status) == (10, 0, "feasible")
    assert {cell.period for cell in result.timetable.cells} == {"am", "pm"}


def test_where_no_session_may_be_empty_the_interruption_is_proven() -> None:
    problem, bridged = bridgeable()
    assert [v.rule for v in violations(problem, bridged) if v.hard] == ["empty_session"]
    result = solve(problem, Limits(5))
    assert (result.objective, result.bound, result.status) == (10, 10, "optimal")
