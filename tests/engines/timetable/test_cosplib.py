"""CoSPLib's workbooks mean what its authors and a second, naive evaluator say they mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.engines.timetable import naive
from tests.engines.timetable.conferences import (
    KNOWN,
    NAMES,
    instance,
    random_timetable,
    random_workbook,
    solution,
)

from serai.engines.timetable import Problem, Timetable, cosplib, hard_violations, io, penalty, terms

TERMS = {
    "period_not_preferred": (0, 9),
    "room_not_preferred": (1, 10),
    "room_not_preferred_then": (2,),
    "similar_activities_in_parallel": (3,),
    "activity_split_over_rooms": (4,),
    "activity_in_parallel": (5,),
    "activity_interrupted": (6,),
    "hour_not_preferred": (7,),
    "contribution_off_its_rank": (8,),
    "speakers_in_parallel": (11,),
    "attendees_in_parallel": (12,),
    "chairs_in_parallel": (13,),
    "speakers_at_once": (14,),
    "attendees_at_once": (15,),
}
"""Which of CoSPLib's 16 terms each rule counts."""


def differences(book: naive.Book, problem: Problem, timetable: Timetable) -> dict[str, tuple[int, int]]:
    """The rules on which the engine and the naive evaluator differ, with what each of them says."""
    theirs = naive.terms(book, *naive.grid_from(problem, timetable))
    ours = terms(problem, timetable)
    assert ours.keys() <= TERMS.keys()
    wanted = {rule: sum(book.weights[n] * theirs[n] for n in parts) for rule, parts in TERMS.items()}
    assert sum(wanted.values()) == naive.objective(book, *naive.grid_from(problem, timetable))
    return {rule: (ours.get(rule, 0), cost) for rule, cost in wanted.items() if ours.get(rule, 0) != cost}


@pytest.mark.parametrize(("model", "name"), KNOWN)
def test_the_authors_solutions_cost_what_they_say(model: str, name: str) -> None:
    problem = cosplib.read_problem(instance(name))
    timetable = cosplib.read_timetable(problem, solution(model, name))
    assert hard_violations(problem, timetable) == []
    assert len(timetable.places) == len(problem.contributions)
    assert penalty(problem, timetable) == KNOWN[model, name]
    book = naive.Book(instance(name))
    assert naive.objective(book, *naive.grid_of(solution(model, name))) == KNOWN[model, name]
    assert differences(book, problem, timetable) == {}


@pytest.mark.parametrize("name", NAMES)
def test_random_timetables_of_the_instances_cost_what_the_naive_evaluator_says(name: str) -> None:
    book, problem = naive.Book(instance(name)), cosplib.read_problem(instance(name))
    for seed in range(4):
        timetable = random_timetable(problem, seed, placed=1.0 if seed % 2 else 0.7)
        assert differences(book, problem, timetable) == {}, seed


def test_random_timetables_of_random_workbooks_cost_what_the_naive_evaluator_says(tmp_path: Path) -> None:
    seen: set[str] = set()
    for seed in range(25):
        path = tmp_path / f"{seed}.xlsx"
        random_workbook(path, seed)
        book, problem = naive.Book(path), cosplib.read_problem(path)
        for other_seed in range(8):
            timetable = random_timetable(problem, f"{seed} {other_seed}", placed=0.95)
            assert differences(book, problem, timetable) == {}, (seed, other_seed)
            seen |= {rule for rule, cost in terms(problem, timetable).items() if cost}
    assert seen == TERMS.keys(), "some term never cost anything"


@pytest.mark.parametrize("name", NAMES)
def test_a_written_timetable_reads_back_the_same(name: str, tmp_path: Path) -> None:
    problem, path = cosplib.read_problem(instance(name)), tmp_path / "solution.xlsx"
    book = naive.Book(instance(name))
    timetable = random_timetable(problem, name)
    cosplib.write_timetable(problem, timetable, path)
    again = cosplib.read_timetable(problem, path)
    assert again == timetable
    assert penalty(problem, again) == naive.objective(book, *naive.grid_of(path))
    assert [file.name for file in tmp_path.iterdir()] == ["solution.xlsx"]


@pytest.mark.parametrize("name", NAMES)
def test_a_problem_survives_a_round_trip_through_json(name: str) -> None:
    problem = cosplib.read_problem(instance(name))
    again = io.load_problem(json.loads(json.dumps(io.dump_problem(problem))))
    assert again == problem
    timetable = random_timetable(problem, name)
    assert penalty(again, timetable) == penalty(problem, timetable)
