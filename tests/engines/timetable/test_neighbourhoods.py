"""Which parts of a timetable are decided anew, and how many parallel sessions they may have."""

from __future__ import annotations

import random
from collections import Counter

from tests.engines.timetable.worlds import conference_world

from serai.engines.timetable import Activity, Cell, Contribution, Period, Place, Problem, Room, Timetable
from serai.engines.timetable.construct import construct
from serai.engines.timetable.direct import Plan
from serai.engines.timetable.large import scope_of
from serai.engines.timetable.neighbourhoods import Kind, costs_of, neighbourhood, unfilled, weighted_sample

PROBLEM = Problem(
    periods=(Period("am", 0, 0, 4), Period("pm", 0, 5, 4)),
    rooms=(Room("hall"), Room("attic")),
    activities=(Activity("full"), Activity("loose"), Activity("looser")),
    contributions=(
        Contribution("f", "full", 4),
        Contribution("l", "loose", 3),
        Contribution("r", "looser", 1),
    ),
)
TIMETABLE = Timetable(
    frozenset({Cell("full", "am", "hall"), Cell("loose", "am", "attic"), Cell("looser", "pm", "hall")}),
    {"f": Place("am", "hall", 0), "l": Place("am", "attic", 0), "r": Place("pm", "hall", 5)},
)


def test_what_sessions_leave_empty_is_counted_by_activity() -> None:
    assert unfilled(PROBLEM, TIMETABLE) == {"loose": 1, "looser": 3}
    assert unfilled(PROBLEM, Timetable()) == {}


def test_a_loose_part_has_those_whose_sessions_are_not_full_beside_the_first() -> None:
    costs = costs_of(PROBLEM, TIMETABLE)
    parts = [
        neighbourhood(PROBLEM, TIMETABLE, costs, Kind.LOOSE, 3, random.Random(seed)) for seed in range(20)
    ]
    for part in parts:
        assert {"loose", "looser"} <= {activity for activity, _ in part}
        assert {period for _, period in part} == {"am", "pm"}
    assert {len({activity for activity, _ in part}) for part in parts} == {2, 3}


def test_where_every_session_is_full_a_loose_part_is_drawn_like_another() -> None:
    timetable = Timetable(frozenset({Cell("full", "am", "hall")}), {"f": Place("am", "hall", 0)})
    costs = costs_of(PROBLEM, timetable)
    part = neighbourhood(PROBLEM, timetable, costs, Kind.LOOSE, 3, random.Random(1))
    assert len({activity for activity, _ in part}) >= 2


def test_what_weighs_more_is_drawn_more_often_and_nothing_twice() -> None:
    weights = {"rare": 1, "common": 9, "usual": 3}
    drawn = [weighted_sample(random.Random(seed), weights, 2) for seed in range(300)]
    assert all(len(set(sample)) == 2 for sample in drawn)
    first = Counter(sample[0] for sample in drawn)
    assert first["common"] > first["usual"] > first["rare"] > 0
    assert set(weighted_sample(random.Random(1), weights, 5)) == set(weights)


def test_spare_sessions_are_for_activities_whose_ranks_do_not_count() -> None:
    gained = {0: 0, 1: 0}
    for seed in range(10):
        for weight in gained:
            problem = conference_world(seed, 6, contribution_off_its_rank=weight)
            plan = Plan(construct(problem), 0)
            before, after = (scope_of(problem, plan, frozenset(), spare).limit for spare in (0, 1))
            more = {activity for activity in before if after[activity] == before[activity] + 1}
            assert all(after[activity] == before[activity] for activity in before.keys() - more)
            assert weight == 0 or more.isdisjoint(c.activity for c in problem.contributions if c.rank)
            gained[weight] += len(more)
    assert gained[0] > gained[1]
