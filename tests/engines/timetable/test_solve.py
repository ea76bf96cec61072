"""What a plan is and what is said of it: complete plans, impossible ones, limits and stopping."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from tests.engines.timetable.worlds import world

from serai.engines.solving import Limits, Progress, Status
from serai.engines.timetable import (
    Activity,
    Attendance,
    Cell,
    Contribution,
    Fixed,
    Item,
    Period,
    Person,
    Problem,
    Result,
    Role,
    Room,
    hard_violations,
    penalty,
    solve,
)
from serai.engines.timetable.construct import construct
from serai.engines.timetable.direct import Plan, relaxed_bound
from serai.engines.timetable.evaluate import unplaced_weight
from serai.engines.timetable.grouping import bounded, bounded_together
from serai.engines.timetable.large import improve_in_parts
from serai.engines.timetable.search import Run, waited

MORNING, NOON = Period("morning", 0, 0, 6), Period("noon", 0, 8, 6)
HALL, ATTIC = Room("hall", seats=100), Room("attic", seats=10)
LIMITS = Limits(seconds=10, workers=1)


def planned(**parts: object) -> Result:
    given = {"periods": (MORNING, NOON), "rooms": (HALL, ATTIC)} | parts
    problem = Problem(**given)  # type: ignore[arg-type]
    result = solve(problem, LIMITS)
    assert hard_violations(problem, result.timetable) == []
    assert result.objective == penalty(problem, result.timetable)
    return result


def in_the_way(result: Result, id: str) -> dict[str, int]:
    """Rule to count of the blockers of an unplaced item."""
    (item,) = [item for item in result.unplaced if item.id == id]
    return {blocker.rule: blocker.count for blocker in item.blockers}


def is_impossible(result: Result) -> bool:
    return (
        result.status is Status.INFEASIBLE
        and result.gap is None
        and result.bound is None
        and 0 < result.unplaced_bound == result.unplaced_weight
    )


def test_a_plan_that_costs_nothing_is_optimal() -> None:
    result = planned(activities=(Activity("a"),), contributions=(Contribution("c", "a", 3),))
    assert result.status is Status.OPTIMAL
    assert (result.objective, result.bound, result.gap, result.unplaced) == (0, 0, 0.0, ())


def test_a_plan_that_must_cost_something_says_so() -> None:
    talks = tuple(Contribution(f"c{n}", "a", 6) for n in range(3))
    result = planned(activities=(Activity("a"),), contributions=talks)
    assert result.status is Status.OPTIMAL
    assert (result.objective, result.bound) == (10, 10)
    assert result.terms["activity_split_over_rooms"] == 10


def test_two_contributions_fixed_to_the_same_place() -> None:
    fixed = Fixed("morning", "hall", 0)
    talks = (
        Contribution("minor", "a", 2, fixed=fixed),
        Contribution("major", "a", 2, (Attendance("ada"),), fixed=fixed),
    )
    result = planned(activities=(Activity("a"),), contributions=talks, people=(Person("ada", 5),))
    assert is_impossible(result)
    assert [item.id for item in result.unplaced] == ["minor"]
    assert in_the_way(result, "minor") == {"contributions_overlap": 1}
    example = result.unplaced[0].blockers[0].example
    assert example is not None
    assert set(example.items) == {"major", "minor"}


def test_contributions_of_two_activities_fixed_to_the_same_place() -> None:
    fixed = Fixed("morning", "hall", 0)
    talks = (Contribution("c", "a", 2, fixed=fixed), Contribution("d", "b", 2, fixed=fixed))
    result = planned(activities=(Activity("a"), Activity("b")), contributions=talks)
    assert is_impossible(result)
    (item,) = result.unplaced
    assert in_the_way(result, item.id) == {"room_conflict": 1}


def test_a_fixed_time_outside_the_stay_of_the_speaker() -> None:
    talk = Contribution("c", "a", 2, (Attendance("ada"),), fixed=Fixed("morning", begin=0))
    result = planned(
        activities=(Activity("a"),), contributions=(talk,), people=(Person("ada", here=((8, 14),)),)
    )
    assert is_impossible(result)
    assert in_the_way(result, "c") == {"person_unavailable": 2}
    assert result.timetable.cells == frozenset()


def test_more_contributions_than_slots() -> None:
    talks = tuple(Contribution(f"c{n}", "a", 3) for n in range(10))
    result = planned(activities=(Activity("a"),), contributions=talks)
    assert is_impossible(result)
    assert len(result.unplaced) == 2
    assert in_the_way(result, result.unplaced[0].id).keys() >= {"contributions_overlap"}


def test_the_people_decide_who_is_left_out() -> None:
    people = tuple(Person(f"x{n}", weight=n + 1) for n in range(5))
    talks = tuple(Contribution(f"c{n}", "a", 6, (Attendance(f"x{n}"),)) for n in range(5))
    result = planned(activities=(Activity("a"),), contributions=talks, people=people)
    assert [(item.kind, item.id, item.weight) for item in result.unplaced] == [(Item.CONTRIBUTION, "c0", 1)]
    assert result.unplaced_bound == 1


def test_an_activity_too_large_for_every_room() -> None:
    result = planned(activities=(Activity("a", audience=500),), contributions=(Contribution("c", "a", 2),))
    assert is_impossible(result)
    assert in_the_way(result, "c")["room_too_small"] == 4


def test_a_contribution_longer_than_every_period() -> None:
    result = planned(activities=(Activity("a"),), contributions=(Contribution("c", "a", 7),))
    assert is_impossible(result)
    assert in_the_way(result, "c") == {"contribution_outside_period": 4}


def test_a_person_required_in_two_fixed_sessions() -> None:
    both = (Attendance("ada", Role.MUST_ATTEND),)
    activities = tuple(
        Activity(id, people=both, fixed=frozenset({Cell(id, "morning", room)}))
        for id, room in (("a", "hall"), ("b", "attic"))
    )
    result = planned(activities=activities, people=(Person("ada"),))
    assert is_impossible(result)
    ((kind, id),) = [(item.kind, item.id) for item in result.unplaced]
    assert kind is Item.ACTIVITY
    assert in_the_way(result, id) == {"person_in_two_places": 1}


def test_fixed_sessions_of_two_activities_that_clash() -> None:
    activities = tuple(Activity(id, fixed=frozenset({Cell(id, "morning", "hall")})) for id in ("a", "b"))
    result = planned(activities=activities)
    assert is_impossible(result)
    (item,) = result.unplaced
    assert in_the_way(result, item.id) == {"room_conflict": 1}


def test_a_fixed_session_in_a_closed_room_leaves_out_what_is_in_it() -> None:
    closed = Room("hall", closed=frozenset({"morning"}))
    activity = Activity("a", fixed=frozenset({Cell("a", "morning", "hall")}))
    result = planned(rooms=(closed,), activities=(activity,), contributions=(Contribution("c", "a", 2),))
    assert is_impossible(result)
    assert {item.id for item in result.unplaced} == {"a", "c"}
    assert in_the_way(result, "a") == {"room_unavailable": 1}


def test_sessions_that_must_be_together_and_find_no_room() -> None:
    taken = Activity("exhibition", fixed=frozenset({Cell("exhibition", "noon", "hall")}))
    meeting = Activity("meeting", sessions=(2, 2), together=True, audience=50)
    result = planned(activities=(taken, meeting))
    assert is_impossible(result)
    (item,) = result.unplaced
    assert in_the_way(result, item.id)["room_conflict" if item.id == "meeting" else "fixed_placement"] >= 1


@pytest.mark.parametrize(("missing", "reason"), [("rooms", "no_room"), ("periods", "no_period")])
def test_no_room_or_no_period(missing: str, reason: str) -> None:
    result = planned(
        activities=(Activity("a"), Activity("b", sessions=(1, 1))),
        contributions=(Contribution("c", "a", 2),),
        **{missing: ()},
    )
    assert is_impossible(result)
    assert in_the_way(result, "c") == in_the_way(result, "b") == {reason: 1}


def test_nothing_to_plan_is_planned() -> None:
    for activities in ((), (Activity("a"),)):
        result = planned(activities=activities)
        assert result.status is Status.OPTIMAL
        assert result.timetable.cells == frozenset()


def test_sessions_without_contributions_are_held() -> None:
    activities = (
        Activity("ministers", sessions=(2, 2), together=True),
        Activity("exhibition", fixed=frozenset({Cell("exhibition", p, "hall") for p in ("morning", "noon")})),
    )
    result = planned(activities=activities)
    assert result.status is Status.OPTIMAL
    assert {c for c in result.timetable.cells if c.activity == "ministers"} == {
        Cell("ministers", "morning", "attic"),
        Cell("ministers", "noon", "attic"),
    }


def test_a_tight_order_of_activities_is_found() -> None:
    activities = tuple(Activity(f"a{n}") for n in range(2))
    talks = (Contribution("late", "a0", 6), Contribution("early", "a1", 6))
    result = planned(activities=activities, contributions=talks, before=(("a1", "a0"),))
    assert result.status is Status.OPTIMAL
    assert result.timetable.places["early"].period == "morning"
    assert result.timetable.places["late"].period == "noon"


def test_the_same_seed_and_work_give_the_same_plan() -> None:
    problem = world(7, contributions=9)
    limits = Limits(seconds=60, workers=2, seed=3, work=0.5)
    first, second = solve(problem, limits), solve(problem, limits)
    assert first.timetable == second.timetable
    assert (first.objective, first.bound, first.status) == (second.objective, second.bound, second.status)


def crowded() -> Problem:
    """Costs something, and takes the solver a moment."""
    people = tuple(Person(f"x{n}") for n in range(12))
    activities = tuple(Activity(f"a{n}", period_cost={"morning": 1}) for n in range(5))
    talks = tuple(
        Contribution(
            f"c{n}",
            f"a{n % 5}",
            1 + n % 3,
            (Attendance(f"x{n % 12}"), Attendance(f"x{(n * 7 + 1) % 12}")),
            period_cost={"noon": n % 2},
        )
        for n in range(16)
    )
    periods = (MORNING, NOON, Period("evening", 1, 50, 6))
    return Problem(
        periods=periods,
        rooms=(HALL, ATTIC, Room("cellar")),
        people=people,
        activities=activities,
        contributions=talks,
    )


def test_progress_is_reported_and_never_worsens() -> None:
    news: list[Progress] = []
    result = solve(crowded(), Limits(seconds=10, workers=1), progress=news.append)
    objectives = [n.objective for n in news if n.objective is not None]
    bounds = [n.bound for n in news if n.bound is not None]
    assert objectives == sorted(objectives, reverse=True)
    assert bounds == sorted(bounds)
    assert (objectives[-1], bounds[-1]) == (result.objective, result.bound)
    assert [n.seconds for n in news] == sorted(n.seconds for n in news)


def test_parts_that_are_being_decided_are_stopped_as_well() -> None:
    """Whoever presses stop doesn't wait until the solvers have used up what they were allowed."""
    run = Run(Limits(seconds=60), None, should_stop=lambda: True)
    begun, told = Event(), list[bool]()

    class Told:
        def stop_search(self) -> None:
            told.append(True)
            begun.set()

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(begun.wait, 30)
        while not waited([Told()], [answer], run):  # type: ignore[list-item]
            pass
    assert told
    assert answer.result()


def test_a_stopped_run_returns_the_best_plan_so_far() -> None:
    result = solve(crowded(), Limits(seconds=60, workers=1), should_stop=lambda: True)
    assert result.seconds < 20
    assert result.hard_violations == 0
    assert result.status in (Status.OPTIMAL, Status.FEASIBLE, Status.UNKNOWN)


@pytest.mark.parametrize(
    "wrong", [{"seconds": 0}, {"workers": 0}, {"seed": -1}, {"work": 0.0}, {"seed": 2**31}]
)
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="limits"):
        Limits(**wrong)  # type: ignore[arg-type]


def test_parallel_sessions_are_filled_even_where_longest_first_does_not_fit() -> None:
    talks = tuple(Contribution(f"c{n}", "a", slots) for n, slots in enumerate((4, 3, 3, 2, 2, 2)))
    result = planned(periods=(Period("p", 0, 0, 8),), activities=(Activity("a"),), contributions=talks)
    assert result.status is Status.OPTIMAL
    assert result.unplaced == ()
    assert result.objective == 10


def test_a_plan_of_parts_keeps_every_hard_rule_and_never_worsens() -> None:
    problem = crowded()
    start = construct(problem)
    left_out = unplaced_weight(problem, start)
    run = Run(Limits(seconds=30, workers=1, work=1.0), None, None)
    plan = improve_in_parts(problem, Plan(start, left_out), run, frozenset(), patience=12)
    assert hard_violations(problem, plan.timetable) == []
    assert plan.left_out == unplaced_weight(problem, plan.timetable)
    before = (left_out, penalty(problem, start))
    assert (plan.left_out, penalty(problem, plan.timetable)) <= before


def test_bounds_of_groups_and_without_times_hold() -> None:
    run = Run(Limits(seconds=30, workers=1), None, None)
    compared = 0
    for seed in range(200, 240):
        problem = world(seed, contributions=4)
        best = solve(problem, LIMITS)
        if best.status is not Status.OPTIMAL or not best.objective:
            continue
        plan = bounded_together(problem, bounded(problem, Plan(best.timetable, 0), run), run, 1.0)
        assert sum(plan.lower.values()) <= best.objective
        assert relaxed_bound(problem, Plan(best.timetable, 0), run, frozenset(), 1.0).bound <= best.objective
        compared += 1
    assert compared >= 5
