"""`python -m serai.engines.timetable` as a person types it, with Django out of reach."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.engines.timetable import naive
from tests.engines.timetable.conferences import instance, random_workbook, solution
from tests.engines.timetable.worlds import world

from serai.engines.solving import Limits, Status
from serai.engines.timetable import Cell, io, solve
from serai.engines.timetable.__main__ import main
from serai.engines.timetable.cosplib.reading import WEIGHTS, rule_weights
from serai.engines.timetable.reference import reference

ROOT = Path(__file__).parents[3]
BLOCKER = "import sys\nsys.modules['django'] = None\n"
"""Run by Python as it starts: from then on `import django` fails."""


def typed(*arguments: str, directory: Path, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the command in a Python of its own in which Django can't be imported."""
    return subprocess.run(
        [sys.executable, "-m", "serai.engines.timetable", *arguments],
        env=surroundings(directory, hash_seed),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def surroundings(directory: Path, hash_seed: str = "0") -> dict[str, str]:
    """The environment of a Python in which Django can't be imported."""
    (directory / "sitecustomize.py").write_text(BLOCKER)
    search = os.pathsep.join([str(directory), str(ROOT / "src")])
    return {"PATH": os.environ["PATH"], "PYTHONPATH": search, "PYTHONHASHSEED": hash_seed}


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
        ("{", "the file is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        (
            '{"periods": [], "rooms": [], "weights": {"room_not_preferred": 1' + "0" * 30 + "}}",
            "must not exceed",
        ),
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
    assert printed.err.startswith(f"error: {problem}: ")
    assert complaint in printed.err
    assert printed.out == ""
    assert not out.exists()


def test_a_missing_file_and_a_missing_directory_are_refused(
    problem: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", str(tmp_path / "none.json")]) == 2
    assert "none.json: No such file" in capsys.readouterr().err
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


def test_the_reference_of_the_engine_is_current() -> None:
    assert (ROOT / "docs/reference/timetable.md").read_text(encoding="utf-8") == reference()


def test_the_reference_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reference"]) == 0
    assert capsys.readouterr().out == reference()


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_reference_says_where_each_weight_of_cosplib_goes(name: str) -> None:
    (row,) = (line for line in reference().splitlines() if f"| `{name}` |" in line)
    off, on = (rule_weights({**dict.fromkeys(WEIGHTS, 0), name: weight}) for weight in (0, 7))
    weighed = {rule for rule in on if on[rule] != off[rule]}
    if weighed:
        assert row.endswith(f"| `{weighed.pop()}` | weight of the rule |")
        assert not weighed
    else:
        assert "_cost` of " in row or "`cell_cost`" in row or "`similar`:" in row


def last_line(text: str) -> dict[str, object]:
    line: dict[str, object] = json.loads(text.splitlines()[-1])
    return line


SUMMARY = {"objective", "bound", "gap", "status", "seconds", "seed", "terms", "unplaced", "hard_violations"}


@pytest.mark.parametrize("ending", [".xlsx", ".json"])
def test_a_workbook_is_solved_and_the_solution_costs_what_everybody_says(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, book = tmp_path / f"solution{ending}", str(tmp_path / "book.xlsx")
    random_workbook(Path(book), 1)
    assert main(["solve", book, "--seconds", "30", "--work", "1", "--workers", "1", "--out", str(out)]) == 0
    solved = last_line(capsys.readouterr().out)
    assert main(["evaluate", book, str(out)]) == 0
    again = last_line(capsys.readouterr().out)
    assert solved.keys() >= SUMMARY <= again.keys()
    for name in ("objective", "terms", "unplaced", "hard_violations"):
        assert solved[name] == again[name]
    assert (solved["unplaced"], again["status"], again["hard_violations"]) == ([], "feasible", 0)
    if ending == ".xlsx":
        assert naive.objective(naive.Book(Path(book)), *naive.grid_of(out)) == solved["objective"]


def test_the_authors_solution_is_evaluated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(instance("GECCO20")), str(solution("exact", "GECCO20"))]) == 0
    *broken, summary = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert summary["objective"] == sum(violation["penalty"] for violation in broken) == 6_298
    assert (summary["bound"], summary["status"], summary["unplaced"]) == (None, "feasible", [])


def test_a_problem_may_be_json_and_its_timetable_a_workbook(
    problem: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan.xlsx"
    assert main(["solve", str(problem), "--work", "2", "--out", str(out)]) == 0
    solved = last_line(capsys.readouterr().out)
    assert main(["evaluate", str(problem), str(out)]) == 0
    assert last_line(capsys.readouterr().out)["objective"] == solved["objective"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["solve", "problem.csv"], "problem.csv: the name must end in .xlsx (a CoSPLib workbook) or .json"),
        (["solve", "none.xlsx"], "none.xlsx: No such file or directory"),
        (["solve", "problem.json", "--out", "plan.txt"], "plan.txt: the name must end in .xlsx"),
        (["solve", "problem.json", "--out", "folder.json"], "folder.json is a directory; name a file"),
        (["evaluate", "problem.json", "problem"], "problem: the name must end in .xlsx"),
        (["evaluate", "problem.json", "text.xlsx"], "text.xlsx: the file is not an .xlsx workbook"),
        (["evaluate", "problem.json", "none.json"], "none.json: No such file or directory"),
    ],
)
def test_other_files_are_refused_in_words(
    arguments: list[str],
    complaint: str,
    problem: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(problem.parent)
    Path("text.xlsx").write_text("no workbook")
    Path("folder.json").mkdir()
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"error: {complaint}")
    assert printed.err.count("\n") == 1


def test_what_can_not_be_complete_is_said_and_planned_as_far_as_it_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = tmp_path / "problem.json"
    too_long = [{"id": f"t{n}", "activity": "a", "slots": slots} for n, slots in enumerate((9, 1, 2))]
    periods = [{"id": "am", "day": 0, "begin": 0, "slots": 3}]
    data = {"periods": periods, "rooms": [{"id": "hall"}], "activities": [{"id": "a"}]}
    problem.write_text(json.dumps({**data, "contributions": too_long}))
    assert main(["solve", str(problem), "--work", "1"]) == 0
    printed = capsys.readouterr()
    assert f"note: {problem}: the contributions need 12 slots, but 1 rooms of 3 slots each" in printed.err
    assert f"note: {problem}: contribution 't0' is 9 slots long, but no period" in printed.err
    summary = last_line(printed.out)
    assert summary["unplaced"] == [{"kind": "contribution", "id": "t0"}]
    assert (summary["status"], summary["gap"]) == ("infeasible", None)


def test_a_workbook_that_can_not_be_complete_is_planned_as_far_as_it_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "book.xlsx", tmp_path / "plan.xlsx"
    random_workbook(path, 1)
    book = load_workbook(path)
    book["submissions"]["C2"] = 50
    book.save(path)
    assert main(["solve", str(path), "--work", "0.5", "--workers", "1", "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert f"note: {path}: contribution 'S0' is 50 slots long, but no period" in printed.err
    solved = last_line(printed.out)
    assert {"kind": "contribution", "id": "S0"} in solved["unplaced"]  # type: ignore[operator]
    assert main(["evaluate", str(path), str(out)]) == 0
    again = last_line(capsys.readouterr().out)
    assert (again["objective"], again["unplaced"]) == (solved["objective"], solved["unplaced"])
    assert (again["status"], solved["bound"], solved["gap"]) == ("unknown", None, None)


def test_ctrl_c_keeps_the_best_so_far(tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    arguments = ["solve", str(instance("GECCO21")), "--seconds", "60", "--out", str(out)]
    with subprocess.Popen(
        [sys.executable, "-m", "serai.engines.timetable", *arguments],
        env=surroundings(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        line = running.stderr.readline()
        while "bound" not in line:
            line = running.stderr.readline()
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=30)
    assert running.returncode == 0, errors
    assert "stopped; this is the best plan so far" in errors
    summary = last_line(output)
    assert isinstance(summary["seconds"], float)
    assert summary["seconds"] < 30
    assert naive.objective(naive.Book(instance("GECCO21")), *naive.grid_of(out)) == summary["objective"]
