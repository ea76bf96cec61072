"""`python -m serai.engines.timetable` as a person types it, with Django out of reach."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engines.timetable.worlds import world

from serai.engines.solving import Limits, Status
from serai.engines.timetable import Cell, io, solve
from serai.engines.timetable.__main__ import main
from serai.engines.timetable.reference import reference

ROOT = Path(__file__).parents[3]
BLOCKER = "import sys\nsys.modules['django'] = None\n"
"""Run by Python as it starts: from then on `import django` fails."""


def typed(*arguments: str, directory: Path, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the command in a Python of its own in which Django can't be imported."""
    (directory / "sitecustomize.py").write_text(BLOCKER)
    search = os.pathsep.join([str(directory), str(ROOT / "src")])
    return subprocess.run(
        [sys.executable, "-m", "serai.engines.timetable", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": search, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def example() -> object:
    text = (ROOT / "docs/reference/timetable-json.md").read_text(encoding="utf-8")
    return json.loads(re.findall(r"```json\n(.*?)```", text, re.DOTALL)[-1])


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(example()))
    return path


def test_solve_writes_the_result_and_ends_with_one_line_of_json(problem: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    arguments = ("--seconds", "20", "--workers", "2", "--seed", "3", "--work", "5", "--out", str(out))
    ran = typed("solve", str(problem), *arguments, directory=tmp_path)
    assert ran.returncode == 0, ran.stderr
    summary = json.loads(ran.stdout.splitlines()[-1])
    result = io.load_result(json.loads(out.read_text()))
    assert summary.keys() >= {
        "objective",
        "bound",
        "gap",
        "status",
        "seconds",
        "seed",
        "terms",
        "unplaced",
        "hard_violations",
    }
    assert (summary["status"], summary["seed"], summary["hard_violations"]) == ("optimal", 3, 0)
    assert summary["objective"] == result.objective
    checked = typed("evaluate", str(problem), str(out), directory=tmp_path)
    again = json.loads(checked.stdout.splitlines()[-1])
    assert {name: again[name] for name in ("objective", "terms", "unplaced", "hard_violations")} == {
        name: summary[name] for name in ("objective", "terms", "unplaced", "hard_violations")
    }


def test_another_process_repeats_the_plan(problem: Path, tmp_path: Path) -> None:
    problem.write_text(json.dumps(io.dump_problem(world(7, contributions=9))))
    plans = []
    for hash_seed in ("1", "2"):
        out = tmp_path / f"{hash_seed}.json"
        arguments = ("--seconds", "60", "--seed", "3", "--work", "0.5", "--out", str(out))
        ran = typed("solve", str(problem), *arguments, directory=tmp_path, hash_seed=hash_seed)
        assert ran.returncode == 0, ran.stderr
        plans.append(json.loads(out.read_text()) | {"seconds": 0})
    assert plans[0] == plans[1]


def test_evaluate_prints_each_violation(
    problem: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    timetable = tmp_path / "timetable.json"
    cells = [Cell("opening", "monday-am", "hall"), Cell("exhibition", "monday-am", "hall")]
    timetable.write_text(json.dumps({"cells": io.dump_cells(cells), "places": {}}))
    assert main(["evaluate", str(problem), str(timetable)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["rule"] for line in lines[:-1]] == [
        "room_conflict",
        "period_not_allowed",
        "too_few_sessions",
    ]
    assert lines[-1]["hard_violations"] == 3
    assert {"kind": "contribution", "id": "welcome"} in lines[-1]["unplaced"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "is not JSON"),
        ("[]", "problem must be an object"),
        ('{"periods": [{"id": "a"}]}', r"problem.periods[0]: 'begin' is missing; it must be a whole number"),
        ('{"rooms": [{"id": "a"}, {"id": "a"}]}', "room 'a' is given twice"),
    ],
)
def test_a_bad_problem_is_refused_and_nothing_is_written(
    text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, out = tmp_path / "problem.json", tmp_path / "result.json"
    problem.write_text(text)
    assert main(["solve", str(problem), "--out", str(out)]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(f"error: {problem}")
    assert complaint in printed.err
    assert printed.out == ""
    assert not out.exists()


def test_a_missing_file_and_a_missing_directory_are_refused(
    problem: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err
    assert main(["solve", str(problem), "--out", str(tmp_path / "none" / "out.json")]) == 2
    assert "is not a directory" in capsys.readouterr().err
    assert main(["solve", str(problem), "--seconds", "-1"]) == 2
    assert "seconds and work must be above 0" in capsys.readouterr().err


def test_the_example_of_the_format_is_planned() -> None:
    result = solve(io.load_problem(example()), Limits(seconds=10, workers=1))
    assert result.status is Status.OPTIMAL
    assert Cell("opening", "monday-am", "hall") in result.timetable.cells


def test_every_random_world_survives_a_round_trip() -> None:
    for seed in range(50):
        problem = world(seed, contributions=5)
        assert io.load_problem(json.loads(json.dumps(io.dump_problem(problem)))) == problem


def test_the_reference_of_the_rules_is_current() -> None:
    assert (ROOT / "docs/reference/constraints.md").read_text(encoding="utf-8") == reference()
