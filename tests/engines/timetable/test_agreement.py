"""The two faces of every rule agree, and the solver agrees with going through all timetables."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from itertools import product

import pytest
from ortools.sat.python import cp_model
from tests.engines.timetable.worlds import any_timetable, broken, timetables, world

from serai.engines.solving import Limits, Status
from serai.engines.timetable import (
    PROGRAMME_RULES,
    RULES,
    Cell,
    Place,
    Problem,
    Timetable,
    penalty,
    solve,
    violations,
)
from serai.engines.timetable.bounds import limits_for
from serai.engines.timetable.constraints.rule import Rule
from serai.engines.timetable.construct import construct
from serai.engines.timetable.evaluate import unplaced_weight
from serai.engines.timetable.model import Model
from serai.engines.timetable.packing import packed
from serai.engines.timetable.scope import part, whole

STRUCTURE = ("contribution_without_session", "contribution_outside_period", "contributions_overlap")
DOMAINS = (
    "room_too_small",
    "room_too_few_booths",
    "room_unavailable",
    "room_not_allowed",
    "period_not_allowed",
    "person_unavailable",
)
POSTED = [rule for rule in PROGRAMME_RULES if rule.name not in (*STRUCTURE, *DOMAINS)]
BASE = [rule for rule in RULES if rule.name in (*STRUCTURE, *DOMAINS, "fixed_placement")]


def decision(problem: Problem, random_: random.Random) -> Timetable:
    """Sessions and periods that keep to what each item may do on its own, and begins that may be anything."""
    index = problem.index
    cells = {
        Cell(a.id, period, room)
        for a in problem.activities
        for period, room in index.cells[a.id]
        if random_.random() < 0.4
    }
    places = {}
    for c in problem.contributions:
        choices = [
            Place(p, room, begin)
            for p, spans in index.spans[c.id].items()
            for first, past in spans
            for begin in range(first, past)
            for room in [r.id for r in problem.rooms if Cell(c.activity, p, r.id) in cells]
        ]
        if choices and random_.random() < 0.9:
            places[c.id] = random_.choice(choices)
    return Timetable(frozenset(cells), places)


def completions(
    problem: Problem, chosen: Timetable, timed: frozenset[str], roomed: frozenset[str]
) -> Iterator[Timetable]:
    """All timetables that agree with what the model decides: sessions, periods, begins where timed."""
    options = []
    for id, place in chosen.places.items():
        c = problem.index.contribution[id]
        period = problem.index.period[place.period]
        begins = [place.begin] if c.activity in timed else range(period.begin, period.end - c.slots + 1)
        rooms = (
            [place.room]
            if c.activity in roomed
            else sorted(x.room for x in chosen.cells if (x.activity, x.period) == (c.activity, place.period))
        )
        options.append([Place(place.period, room, begin) for room in rooms for begin in begins])
    for places in product(*options):
        yield Timetable(chosen.cells, dict(zip(chosen.places, places, strict=True)))


def value_in_model(
    problem: Problem,
    chosen: Timetable,
    rule: Rule,
    rules: list[Rule],
    limits: dict[str, int] | None = None,
) -> int | None:
    """What the rule costs in a model in which everything is fixed as chosen; None if the model refuses it."""
    scope = whole(problem, limits or limits_for(problem), optional=True)
    model = Model(problem, scope, rules)
    x, cp = model.x, model.cp
    wanted = {(c.activity, c.period, c.room) for c in chosen.cells}
    if not wanted <= x.room_of.keys() or any(
        len([c for c in chosen.cells if (c.activity, c.period) == (a, p)]) > scope.limit[a]
        for a, p, _ in wanted
    ):
        return None
    for key, variable in x.room_of.items():
        cp.add(variable == (key in wanted))
    for (id, period), variable in x.period_of.items():
        place = chosen.places.get(id)
        cp.add(variable == (place is not None and place.period == period))
    for (id, period, room), variable in x.seat_of.items():
        place = chosen.places.get(id)
        cp.add(variable == (place is not None and (place.period, place.room) == (period, room)))
    for id, place in chosen.places.items():
        if x.is_timed(problem.index.contribution[id].activity):
            cp.add(x.begin(id) == place.begin)
    for activity in problem.activities:
        if activity.least_sessions:
            cp.add(x.placed(activity.id) == any(c.activity == activity.id for c in chosen.cells))
    if rule.weight_in(problem) is not None:
        cp.minimize(model.penalty)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(cp)
    if status != cp_model.OPTIMAL:
        assert status == cp_model.INFEASIBLE, (status, cp.validate()[:300])
        return None
    return round(solver.objective_value)


@pytest.mark.parametrize("rule", POSTED, ids=lambda rule: rule.name)
def test_model_and_checker_agree_on_the_rule(rule: Rule) -> None:
    outcomes: set[int | None] = set()
    seed = 0
    while seed < 14 or (seed < 120 and len(outcomes) < 2):
        random_ = random.Random(f"{rule.name} {seed}")
        problem = world(random_.randrange(10**6))
        chosen = decision(problem, random_)
        rules = BASE if rule in BASE else [*BASE, rule]
        scope = whole(problem, limits_for(problem))
        found = [
            broken(problem, timetable, rules)
            for timetable in completions(problem, chosen, scope.timed, scope.roomed)
        ]
        values = [sum(v.penalty for v in f) for f in found if not any(v.hard for v in f)]
        if all(
            len([c for c in chosen.cells if (c.activity, c.period) == (cell.activity, cell.period)])
            <= scope.limit[cell.activity]
            for cell in chosen.cells
        ):
            expected = min(values, default=None)
            assert value_in_model(problem, chosen, rule, rules) == expected, f"seed {seed}"
            outcomes.add(expected)
        seed += 1
    assert len(outcomes) > 1, "the worlds never told keeping the rule from breaking it"


@pytest.mark.parametrize("seed", range(40))
def test_solver_finds_what_going_through_all_timetables_finds(seed: int) -> None:
    problem = world(seed, periods=2, contributions=2 + seed % 2)
    ranked = [(unplaced_weight(problem, t), penalty(problem, t)) for t in timetables(problem)]
    best = min(ranked)
    result = solve(problem, Limits(seconds=10, workers=1, seed=seed))
    assert (result.unplaced_weight, result.objective) == best
    assert result.unplaced_bound == best[0]
    assert result.hard_violations == 0
    if best[0]:
        assert result.status is Status.INFEASIBLE
        assert result.gap is None
    else:
        assert result.status is Status.OPTIMAL
        assert result.bound == best[1]


@pytest.mark.parametrize("seed", range(60))
def test_touching_finds_exactly_the_violations_of_the_items(seed: int) -> None:
    problem = world(seed, contributions=5)
    timetable = any_timetable(problem, seed)
    items = [a.id for a in problem.activities] + [c.id for c in problem.contributions]
    everything = violations(problem, timetable)
    touched = set(random.Random(seed).sample(items, k=2))
    assert violations(problem, timetable, touched) == [
        v for v in everything if touched & set(v.items)
    ] or sorted(map(repr, violations(problem, timetable, touched))) == sorted(
        repr(v) for v in everything if touched & set(v.items)
    )


def test_explanations_use_only_what_violations_supply() -> None:
    seen: set[str] = set()
    explanations = {rule.name: rule.explanation for rule in PROGRAMME_RULES}
    for seed in range(300):
        problem = world(seed, contributions=5)
        for violation in violations(problem, any_timetable(problem, seed)):
            fields = {
                name for _, name, _, _ in string.Formatter().parse(explanations[violation.rule]) if name
            }
            assert fields <= violation.values.keys(), violation.rule
            assert set(violation.items) <= problem.index.activity.keys() | problem.index.contribution.keys()
            seen.add(violation.rule)
    assert seen == explanations.keys()


@pytest.mark.parametrize("seed", range(30))
def test_a_part_of_a_model_counts_what_the_whole_counts(seed: int) -> None:
    problem = world(seed, contributions=5)
    random_ = random.Random(seed)
    start = construct(problem)
    limits = {a.id: problem.index.parallel_limit(a) for a in problem.activities}
    scope = whole(problem, limits, optional=True)
    start = packed(problem, start, scope.timed)
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
    assert penalty(problem, found) == round(solver.objective_value) <= penalty(problem, start)
    assert unplaced_weight(problem, found) <= unplaced_weight(problem, start)
    assert all((c.activity, c.period) in free for c in found.cells ^ start.cells)
