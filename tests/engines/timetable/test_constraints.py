"""One tiny world for each rule: what breaks it, what doesn't, and the exact penalty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from serai.engines.solving import Violation
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
    violations,
)

MORNING, NOON, EVENING = Period("morning", 0, 0, 6), Period("noon", 0, 8, 6), Period("evening", 1, 50, 6)
TEA = Period("tea", 0, 6, 2, by_name_only=True)
HALL, ATTIC = Room("hall", seats=100, booths=1), Room("attic", seats=10)
FORUM, DINNER = Activity("forum"), Activity("dinner", sessions=(0, 3))
TALK, REPLY = Contribution("talk", "forum", 2), Contribution("reply", "forum", 2)
ADA = Attendance("ada")


def conference(
    *,
    activities: Iterable[Activity] = (FORUM, DINNER),
    contributions: Iterable[Contribution] = (TALK, REPLY),
    people: Iterable[Person] = (Person("ada"),),
    rooms: Iterable[Room] = (HALL, ATTIC),
    before: tuple[tuple[str, str], ...] = (),
    weights: dict[str, int | None] | None = None,
) -> Problem:
    return Problem(
        periods=(MORNING, TEA, NOON, EVENING),
        rooms=tuple(rooms),
        people=tuple(people),
        activities=tuple(activities),
        contributions=tuple(contributions),
        before=before,
        weights=weights or {},
    )


def plan(*cells: str, **places: tuple[str, str, int]) -> Timetable:
    """A timetable from "activity period room" and contribution=(period, room, begin)."""
    return Timetable(
        frozenset(Cell(*cell.split()) for cell in cells), {id: Place(*place) for id, place in places.items()}
    )


def only(problem: Problem, timetable: Timetable) -> Violation:
    """The one violation there is."""
    (violation,) = violations(problem, timetable)
    return violation


def is_hard(violation: Violation, rule: str, *items: str) -> bool:
    return (violation.rule, violation.items, violation.hard, violation.penalty) == (rule, items, True, 0)


def is_soft(violation: Violation, rule: str, penalty: int, *items: str) -> bool:
    return (violation.rule, violation.items, violation.hard, violation.penalty) == (
        rule,
        items,
        False,
        penalty,
    )


TALK_IN_THE_MORNING = {"talk": ("morning", "hall", 0)}


def test_a_plan_that_keeps_every_rule_has_no_violations() -> None:
    timetable = plan("forum morning hall", talk=("morning", "hall", 0), reply=("morning", "hall", 2))
    assert violations(conference(), timetable) == []


def test_room_conflict() -> None:
    timetable = plan("forum morning hall", "dinner morning hall", **TALK_IN_THE_MORNING)
    violation = only(conference(), timetable)
    assert is_hard(violation, "room_conflict", "dinner", "forum")
    assert violation.values == {
        "activity": "dinner",
        "other_activity": "forum",
        "room": "hall",
        "period": "morning",
    }
    elsewhere = plan("forum morning hall", "dinner morning attic", **TALK_IN_THE_MORNING)
    assert violations(conference(), elsewhere) == []


def test_person_in_two_places() -> None:
    speaker = replace(TALK, people=(ADA,))
    chaired = replace(DINNER, people=(Attendance("ada", Role.CHAIR),))
    problem = conference(activities=(FORUM, chaired), contributions=(speaker,))
    violation = only(problem, plan("forum morning hall", "dinner morning attic", **TALK_IN_THE_MORNING))
    assert is_hard(violation, "person_in_two_places", "talk", "dinner")
    assert violation.values["person"] == "ada"
    assert (violation.values["begin"], violation.values["end"]) == (0, 2)
    apart = plan("forum morning hall", "dinner noon attic", **TALK_IN_THE_MORNING)
    assert violations(problem, apart) == []


def test_a_chair_may_speak_in_the_session_they_chair() -> None:
    chaired = replace(FORUM, people=(Attendance("ada", Role.CHAIR),))
    problem = conference(activities=(chaired,), contributions=(replace(TALK, people=(ADA,)),))
    assert violations(problem, plan("forum morning hall", **TALK_IN_THE_MORNING)) == []


def test_a_person_may_speak_twice_in_one_period_one_after_the_other() -> None:
    two = (FORUM, Activity("panel"))
    talks = (replace(TALK, people=(ADA,)), Contribution("word", "panel", 2, (ADA,)))
    problem = conference(activities=two, contributions=talks)
    cells = ("forum morning hall", "panel morning attic")
    after = plan(*cells, talk=("morning", "hall", 0), word=("morning", "attic", 2))
    during = plan(*cells, talk=("morning", "hall", 0), word=("morning", "attic", 1))
    assert violations(problem, after) == []
    assert is_hard(only(problem, during), "person_in_two_places", "talk", "word")


@pytest.mark.parametrize(("begin", "is_there"), [(0, False), (1, False), (2, True), (3, True), (4, False)])
def test_person_unavailable(begin: int, is_there: bool) -> None:
    problem = conference(
        contributions=(replace(TALK, people=(ADA,)),), people=(Person("ada", here=((2, 5),)),)
    )
    found = violations(problem, plan("forum morning hall", talk=("morning", "hall", begin)))
    assert [v.rule for v in found] == ([] if is_there else ["person_unavailable"])


def test_a_chair_must_be_there_for_the_whole_session() -> None:
    chaired = replace(DINNER, people=(Attendance("ada", Role.MUST_ATTEND),))
    late = conference(activities=(FORUM, chaired), contributions=(), people=(Person("ada", here=((1, 60),)),))
    assert is_hard(only(late, plan("dinner morning hall")), "person_unavailable", "dinner")
    assert violations(late, plan("dinner noon hall")) == []


def test_room_too_small() -> None:
    problem = conference(activities=(replace(FORUM, audience=11), DINNER))
    violation = only(problem, plan("forum morning attic", talk=("morning", "attic", 0)))
    assert is_hard(violation, "room_too_small", "forum")
    assert (violation.values["audience"], violation.values["seats"]) == (11, 10)
    assert violations(problem, plan("forum morning hall", **TALK_IN_THE_MORNING)) == []


def test_room_too_few_booths() -> None:
    problem = conference(activities=(replace(FORUM, pairs=("en-zh", "en-ar")), DINNER))
    violation = only(problem, plan("forum morning hall", **TALK_IN_THE_MORNING))
    assert is_hard(violation, "room_too_few_booths", "forum")
    assert (violation.values["pairs"], violation.values["booths"]) == (2, 1)


def test_room_unavailable() -> None:
    problem = conference(rooms=(replace(HALL, closed=frozenset({"morning"})), ATTIC))
    assert is_hard(only(problem, plan("dinner morning hall")), "room_unavailable", "dinner")
    assert violations(problem, plan("dinner noon hall")) == []


def test_room_not_allowed() -> None:
    problem = conference(activities=(FORUM, replace(DINNER, rooms=frozenset({"attic"}))))
    assert is_hard(only(problem, plan("dinner morning hall")), "room_not_allowed", "dinner")
    assert violations(problem, plan("dinner morning attic")) == []


def test_period_not_allowed() -> None:
    problem = conference(activities=(FORUM, replace(DINNER, periods=frozenset({"tea"}))))
    assert is_hard(only(problem, plan("dinner morning hall")), "period_not_allowed", "dinner")
    assert violations(problem, plan("dinner tea hall")) == []


def test_a_break_is_only_for_activities_that_name_it() -> None:
    assert is_hard(only(conference(), plan("dinner tea hall")), "period_not_allowed", "dinner")


@pytest.mark.parametrize(
    ("fixed", "is_kept"),
    [
        (Fixed("morning"), True),
        (Fixed("morning", "hall"), True),
        (Fixed("morning", "hall", 0), True),
        (Fixed("noon"), False),
        (Fixed("morning", "attic"), False),
        (Fixed("morning", None, 1), False),
    ],
)
def test_fixed_placement(fixed: Fixed, is_kept: bool) -> None:
    problem = conference(contributions=(replace(TALK, fixed=fixed),))
    found = violations(problem, plan("forum morning hall", **TALK_IN_THE_MORNING))
    assert [v.rule for v in found] == ([] if is_kept else ["fixed_placement"])


def test_an_activity_that_meets_must_hold_its_fixed_sessions() -> None:
    fixed = replace(DINNER, fixed=frozenset({Cell("dinner", "noon", "hall")}))
    problem = conference(activities=(FORUM, fixed))
    violation = only(problem, plan("dinner morning hall"))
    assert is_hard(violation, "fixed_placement", "dinner")
    assert (violation.values["period"], violation.values["room"]) == ("noon", "hall")
    assert violations(problem, plan("dinner noon hall")) == []
    assert violations(problem, plan()) == []


def test_activity_before_activity() -> None:
    problem = conference(before=(("dinner", "forum"),))
    together = plan("dinner morning attic", "forum morning hall", **TALK_IN_THE_MORNING)
    assert is_hard(only(problem, together), "activity_before_activity", "dinner", "forum")
    apart = plan("dinner morning attic", "forum noon hall", talk=("noon", "hall", 8))
    assert violations(problem, apart) == []


@pytest.mark.parametrize(("needed", "is_kept"), [(0, True), (2, True), (3, False)])
def test_setting_up_time(needed: int, is_kept: bool) -> None:
    problem = conference(activities=(FORUM, replace(DINNER, setup_slots=needed)))
    timetable = plan("forum morning hall", "dinner noon hall", **TALK_IN_THE_MORNING)
    found = violations(problem, timetable)
    assert [v.rule for v in found] == ([] if is_kept else ["setting_up_time"])
    if found:
        assert found[0].items == ("dinner", "forum")
        assert (found[0].values["needed"], found[0].values["free"]) == (3, 2)


def test_activity_not_together() -> None:
    problem = conference(
        activities=(FORUM, replace(DINNER, together=True)),
        weights={"activity_split_over_rooms": 0, "activity_not_consecutive": 0},
    )
    assert violations(problem, plan("dinner morning hall", "dinner noon hall")) == []
    for cells in (
        ("dinner morning hall", "dinner noon attic"),
        ("dinner noon hall", "dinner evening hall"),
    ):
        assert is_hard(only(problem, plan(*cells)), "activity_not_together", "dinner")


def test_too_few_sessions() -> None:
    problem = conference(activities=(FORUM, replace(DINNER, sessions=(2, 3))))
    violation = only(problem, plan("dinner morning hall"))
    assert is_hard(violation, "too_few_sessions", "dinner")
    assert (violation.values["count"], violation.values["least"]) == (1, 2)
    assert violations(problem, plan()) == []


def test_too_many_sessions() -> None:
    problem = conference(activities=(FORUM, replace(DINNER, sessions=(1, 1))))
    violation = only(problem, plan("dinner morning hall", "dinner noon hall"))
    assert is_hard(violation, "too_many_sessions", "dinner")
    assert (violation.values["count"], violation.values["most"]) == (2, 1)


def test_empty_session() -> None:
    timetable = plan("forum morning hall", "forum noon hall", **TALK_IN_THE_MORNING)
    assert is_hard(only(conference(), timetable), "empty_session", "forum")
    fixed = replace(FORUM, fixed=frozenset({Cell("forum", "noon", "hall")}))
    assert violations(conference(activities=(fixed, DINNER)), timetable) == []


def test_contribution_without_session() -> None:
    violation = only(conference(), plan(**TALK_IN_THE_MORNING))
    assert is_hard(violation, "contribution_without_session", "talk")


@pytest.mark.parametrize(("begin", "is_inside"), [(-1, False), (0, True), (4, True), (5, False), (9, False)])
def test_contribution_outside_period(begin: int, is_inside: bool) -> None:
    found = violations(conference(), plan("forum morning hall", talk=("morning", "hall", begin)))
    assert [v.rule for v in found] == ([] if is_inside else ["contribution_outside_period"])


def test_contributions_overlap() -> None:
    timetable = plan("forum morning hall", talk=("morning", "hall", 0), reply=("morning", "hall", 1))
    violation = only(conference(), timetable)
    assert is_hard(violation, "contributions_overlap", "talk", "reply")
    assert (violation.values["begin"], violation.values["end"]) == (1, 2)


def test_activity_split_over_rooms() -> None:
    cells = ("dinner morning hall", "dinner noon attic")
    assert is_soft(only(conference(), plan(*cells)), "activity_split_over_rooms", 10, "dinner")
    weighted = conference(weights={"activity_split_over_rooms": 3})
    assert is_soft(only(weighted, plan(*cells)), "activity_split_over_rooms", 3, "dinner")
    hard = conference(weights={"activity_split_over_rooms": None})
    assert is_hard(only(hard, plan(*cells)), "activity_split_over_rooms", "dinner")
    assert violations(conference(weights={"activity_split_over_rooms": 0}), plan(*cells)) == []


def test_activity_not_consecutive() -> None:
    days = plan("dinner noon hall", "dinner evening hall")
    assert is_soft(only(conference(), days), "activity_not_consecutive", 10, "dinner")
    across_tea = plan("dinner morning hall", "dinner noon hall")
    assert violations(conference(), across_tea) == []
    names_tea = replace(DINNER, periods=frozenset({"morning", "tea", "noon"}))
    named = only(conference(activities=(FORUM, names_tea)), across_tea)
    assert is_soft(named, "activity_not_consecutive", 10, "dinner")


def test_contribution_out_of_order() -> None:
    ranked = (replace(TALK, rank=1), replace(REPLY, rank=2))
    wrong = plan("forum morning hall", talk=("morning", "hall", 2), reply=("morning", "hall", 0))
    violation = only(conference(contributions=ranked), wrong)
    assert is_soft(violation, "contribution_out_of_order", 5, "talk", "reply")
    right = plan("forum morning hall", talk=("morning", "hall", 0), reply=("morning", "hall", 2))
    assert violations(conference(contributions=ranked), right) == []


def test_attendee_elsewhere() -> None:
    two = (FORUM, Activity("panel"))
    talks = (
        replace(TALK, people=(Attendance("ada", Role.ATTENDEE),)),
        Contribution("word", "panel", 2, (ADA,)),
    )
    problem = conference(activities=two, contributions=talks, people=(Person("ada", weight=3),))
    cells = ("forum morning hall", "panel morning attic")
    during = plan(*cells, talk=("morning", "hall", 0), word=("morning", "attic", 1))
    assert is_soft(only(problem, during), "attendee_elsewhere", 3, "talk", "word")
    after = plan(*cells, talk=("morning", "hall", 0), word=("morning", "attic", 2))
    assert violations(problem, after) == []


def test_period_not_preferred() -> None:
    problem = conference(
        activities=(FORUM, replace(DINNER, period_cost={"morning": 4})),
        contributions=(replace(TALK, period_cost={"morning": 3}),),
    )
    timetable = plan("forum morning hall", "dinner morning attic", **TALK_IN_THE_MORNING)
    dinner, talk = violations(problem, timetable)
    assert is_soft(dinner, "period_not_preferred", 4, "dinner")
    assert is_soft(talk, "period_not_preferred", 6, "talk")


def test_hour_not_preferred() -> None:
    problem = conference(contributions=(replace(TALK, hour_cost={"morning": 3}),))
    timetable = plan("forum morning hall", **TALK_IN_THE_MORNING)
    assert is_soft(only(problem, timetable), "hour_not_preferred", 6, "talk")


def test_room_not_preferred() -> None:
    problem = conference(
        activities=(FORUM, replace(DINNER, room_cost={"attic": 2})),
        contributions=(replace(TALK, room_cost={"hall": 1}),),
    )
    timetable = plan("forum morning hall", "dinner morning attic", **TALK_IN_THE_MORNING)
    dinner, talk = violations(problem, timetable)
    assert is_soft(dinner, "room_not_preferred", 2, "dinner")
    assert is_soft(talk, "room_not_preferred", 2, "talk")


def test_a_timetable_of_another_problem_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown contribution 'speech'"):
        violations(conference(), plan(speech=("morning", "hall", 0)))
    with pytest.raises(ValueError, match="session of unknown things"):
        violations(conference(), plan("forum morning cellar"))


def test_a_fixed_session_names_its_break() -> None:
    served = replace(DINNER, fixed=frozenset({Cell("dinner", "tea", "hall")}))
    assert violations(conference(activities=(FORUM, served)), plan("dinner tea hall")) == []
