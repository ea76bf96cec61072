"""The two faces of the rules of conferences agree: the model says what the cheapest completion costs."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from ortools.sat.python import cp_model
from tests.engines.timetable.test_agreement import BASE, completions, value_in_model
from tests.engines.timetable.worlds import CONFERENCE_RULES, broken, conference_world, timetables

from serai.engines.solving import Limits, Status
from serai.engines.timetable import RULES, Cell, Place, Problem, Timetable, penalty, solve, violations
from serai.engines.timetable.bounds import limits_for
from serai.engines.timetable.constraints.meetings import AtOnce
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.construct import construct
from serai.engines.timetable.evaluate import unplaced_weight
from serai.engines.timetable.model import Model
from serai.engines.timetable.packing import NoSeat, packed
from serai.engines.timetable.scope import part, whole

HARD = [rule for rule in RULES if rule in BASE or rule.name == "room_conflict"]
NEW = [rule for rule in RULES if rule.name in CONFERENCE_RULES]
UNMODELLED = dict.fromkeys((rule.name for rule in NEW if isinstance(rule, AtOnce)), 0)
"""Weights without the rules that the model leaves out."""


def one_at_a_time(problem: Problem) -> dict[str, int]:
    """Every activity has one session at one time at most."""
    return {a.id: 1 for a in problem.activities}


def decision(problem: Problem, random_: random.Random, limits: dict[str, int]) -> Timetable:
    """A random activity or none in each cell, and contributions in sessions of theirs, most of them."""
    cells: set[Cell] = set()
    for period in problem.periods:
        for room in problem.rooms:
            activity = random_.choice([None, *(a.id for a in problem.activities)])
            if (
                activity
                and sum(c.activity == activity and c.period == period.id for c in cells) < limits[activity]
            ):
                cells.add(Cell(activity, period.id, room.id))
    places = {}
    for c in problem.contributions:
        choices = [
            Place(period.id, cell.room, begin)
            for cell in sorted(cells, key=repr)
            if cell.activity == c.activity
            for period in problem.periods
            if period.id == cell.period
            for begin in range(period.begin, period.end - c.slots + 1)
        ]
        if choices and random_.random() < 0.9:
            places[c.id] = random_.choice(choices)
    return Timetable(frozenset(cells), places)


def values(problem: Problem, chosen: Timetable, rule: Rule, limits: dict[str, int]) -> list[int]:
    """What the rule costs in each timetable that agrees with what the model decides and breaks nothing."""
    scope, rules = whole(problem, limits), [*HARD, rule]
    found = [broken(problem, t, rules) for t in completions(problem, chosen, scope.timed, scope.roomed)]
    return [sum(v.penalty for v in f) for f in found if not any(v.hard for v in f)]


@pytest.mark.parametrize("rule", NEW, ids=lambda rule: rule.name)
def test_model_and_checker_agree_with_one_session_at_a_time(rule: Rule) -> None:
    outcomes: set[int | None] = set()
    for seed in range(60):
        random_ = random.Random(f"{rule.name} {seed}")
        problem = conference_world(random_.randrange(10**6))
        limits = one_at_a_time(problem)
        chosen = decision(problem, random_, limits)
        expected = min(values(problem, chosen, rule, limits), default=None)
        value = value_in_model(problem, chosen, rule, [*HARD, rule], limits)
        if isinstance(rule, AtOnce):
            assert value == (None if expected is None else 0), f"seed {seed}"
        else:
            assert value == expected, f"seed {seed}"
        outcomes.add(expected)
    is_free = isinstance(rule, AtOnce) or rule.name == "activity_in_parallel"
    assert len(outcomes) > (1 if is_free else 2), "the rule never cost anything"


@pytest.mark.parametrize("rule", NEW, ids=lambda rule: rule.name)
def test_the_model_is_a_lower_bound_with_several_sessions_at_a_time(rule: Rule) -> None:
    costly = 0
    for seed in range(40):
        random_ = random.Random(f"{rule.name} several {seed}")
        problem = conference_world(random_.randrange(10**6))
        limits = {a.id: 3 for a in problem.activities}
        chosen = decision(problem, random_, limits)
        least = min(values(problem, chosen, rule, limits), default=None)
        value = value_in_model(problem, chosen, rule, [*HARD, rule], limits)
        if least is not None:
            assert value is not None, f"seed {seed}"
            assert 0 <= value <= least, f"seed {seed}"
            costly += value > 0
    assert isinstance(rule, AtOnce) or costly, "the model never said that it costs anything"


def solved_part(problem: Problem, seed: int, limits: dict[str, int]) -> tuple[Timetable, Timetable, int]:
    """A start, what a model of a random part of it makes of it, and what that costs by the model."""
    random_ = random.Random(seed)
    scope = whole(problem, limits, optional=True)
    start = packed(problem, construct(problem), scope.timed)
    if any(v.hard for v in violations(problem, start)) or exceeds(start, limits):
        start = Timetable()
    blocks = [(a.id, p.id) for a in problem.activities for p in problem.periods]
    free = frozenset(random_.sample(blocks, k=random_.randint(0, len(blocks))))
    model = Model(problem, part(problem, scope, start, free))
    model.hint(start)
    model.cp.add(model.left_out <= unplaced_weight(problem, start))
    model.cp.minimize(model.penalty)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    found = model.timetable(solver)
    assert not any(v.hard for v in violations(problem, found))
    assert unplaced_weight(problem, found) <= unplaced_weight(problem, start)
    assert all((c.activity, c.period) in free for c in found.cells ^ start.cells)
    return start, found, round(solver.objective_value)


def exceeds(timetable: Timetable, limits: dict[str, int]) -> bool:
    """Say whether an activity has more sessions at one time than it may."""
    held = [(c.activity, c.period) for c in timetable.cells]
    return any(held.count(block) > limits[block[0]] for block in held)


@pytest.mark.parametrize("seed", range(40))
def test_a_part_of_a_conference_counts_what_the_whole_counts(seed: int) -> None:
    problem = conference_world(seed, 6, **UNMODELLED)
    start, found, objective = solved_part(problem, seed, one_at_a_time(problem))
    assert penalty(problem, found) == objective <= penalty(problem, start)


@pytest.mark.parametrize("seed", range(40))
def test_with_several_sessions_a_model_counts_no_more_than_its_timetable_costs(seed: int) -> None:
    problem = conference_world(seed, 6)
    try:
        _, found, objective = solved_part(problem, seed, limits_for(problem))
    except NoSeat:
        return
    assert objective <= penalty(problem, found)


@pytest.mark.parametrize("seed", range(16))
def test_the_bound_holds_and_the_best_is_the_best_of_all_timetables(seed: int) -> None:
    problem = conference_world(f"small {seed}", 3)
    problem = replace(
        problem,
        periods=problem.periods[:2],
        rooms=problem.rooms[:2],
        cell_cost={("p0", "r0"): 1, ("p1", "r1"): 2},
        activities=tuple(replace(a, period_cost={"p1": 1}, room_cost={}) for a in problem.activities),
        contributions=tuple(
            replace(c, period_cost={}, hour_cost={}, room_cost={}) for c in problem.contributions
        ),
    )
    best = min((unplaced_weight(problem, t), penalty(problem, t)) for t in timetables(problem))
    result = solve(problem, Limits(seconds=10, workers=1, seed=seed))
    assert best <= (result.unplaced_weight, result.objective)
    assert result.unplaced_weight == best[0]
    if result.bound is not None:
        assert result.bound <= best[1]
    if result.status is Status.OPTIMAL:
        assert result.objective == best[1]
