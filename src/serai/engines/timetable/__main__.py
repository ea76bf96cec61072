"""`python -m serai.engines.timetable solve|evaluate|constraints`: the engine without anything around it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from serai.engines.solving import Limits, Progress
from serai.engines.timetable import io
from serai.engines.timetable.evaluate import (
    hard_violations,
    terms,
    unplaced_activities,
    unplaced_contributions,
    violations,
)
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.reference import reference
from serai.engines.timetable.solve import solve

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 2 if a file or an argument is wrong."""
    options = parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(prog="python -m serai.engines.timetable", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    planning = commands.add_parser("solve", help="plan a problem; the last line printed is one JSON object")
    planning.add_argument("problem", type=Path, metavar="FILE", help="the problem, as JSON")
    planning.add_argument("--seconds", type=float, default=20.0, help="time on the clock (default 20)")
    planning.add_argument("--workers", type=int, default=2, help="threads of the solver (default 2)")
    planning.add_argument("--seed", type=int, default=0, help="start of the random numbers (default 0)")
    planning.add_argument("--work", type=float, help="deterministic limit, about a second each; repeatable")
    planning.add_argument("--out", type=Path, metavar="FILE", help="where the result goes, as JSON")
    planning.set_defaults(run=run_solve)
    checking = commands.add_parser("evaluate", help="check a timetable (or a result) against its problem")
    checking.add_argument("problem", type=Path, metavar="PROBLEM", help="the problem, as JSON")
    checking.add_argument(
        "timetable", type=Path, metavar="TIMETABLE", help="the timetable or result, as JSON"
    )
    checking.set_defaults(run=run_evaluate)
    page = commands.add_parser("constraints", help="print the reference page of the rules, as Markdown")
    page.set_defaults(run=run_constraints)
    return top


def run_constraints(options: argparse.Namespace) -> int:
    """Print the reference page of the rules."""
    print(reference(), end="")
    return 0


def run_solve(options: argparse.Namespace) -> int:
    """Plan a problem, write the result and print its summary."""
    problem = read_problem(options.problem)
    limits = Limits(options.seconds, options.workers, options.seed, options.work)
    if options.out is not None and not options.out.parent.is_dir():
        raise ValueError(f"{options.out.parent} is not a directory")
    result = solve(problem, limits, progress=show)
    data = io.dump_result(result)
    if options.out is not None:
        write(options.out, data)
    del data["timetable"]
    data["unplaced"] = [{"kind": item.kind.value, "id": item.id} for item in result.unplaced]
    print(json.dumps(data, ensure_ascii=False))
    return 0


def run_evaluate(options: argparse.Namespace) -> int:
    """Check a timetable and print what it breaks."""
    problem = read_problem(options.problem)
    data = read(options.timetable)
    if isinstance(data, dict) and "timetable" in data:
        data = data["timetable"]
    timetable = named(options.timetable, io.load_timetable, data)
    found = named(options.timetable, lambda given: violations(problem, given), timetable)
    for violation in found:
        print(json.dumps(io.dump_violation(violation), ensure_ascii=False))
    amounts = terms(problem, timetable)
    missing = [{"kind": "activity", "id": id} for id in unplaced_activities(problem, timetable)]
    missing += [{"kind": "contribution", "id": id} for id in unplaced_contributions(problem, timetable)]
    summary = {
        "objective": sum(amounts.values()),
        "terms": amounts,
        "unplaced": missing,
        "hard_violations": len(hard_violations(problem, timetable)),
    }
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def show(progress: Progress) -> None:
    """Print how far the run is, where it doesn't get into the output."""
    print(f"{progress.seconds:7.1f} s  {progress.objective} (bound {progress.bound})", file=sys.stderr)


def read(path: Path) -> object:
    """Return the JSON in a file."""
    try:
        data: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not JSON: {error}") from None
    return data


def read_problem(path: Path) -> Problem:
    """Return the problem in a file."""
    problem: Problem = named(path, io.load_problem, read(path))
    return problem


def named(path: Path, make: Callable[[Any], Any], data: object) -> Any:
    """Make something from a file's data; complaints begin with the file's name."""
    try:
        return make(data)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def write(path: Path, data: io.Json) -> None:
    """Write JSON all or nothing."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)


if __name__ == "__main__":
    sys.exit(main())
