"""`make bench`: plans conferences, CoSPLib's and made ones, and writes what came of it to results/*.csv."""

from __future__ import annotations

import argparse
import csv
import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from synthetic import SIZES, conference

from serai.engines.solving import Limits, Progress
from serai.engines.timetable import Place, Problem, Timetable, penalty, solve, violations
from serai.engines.timetable.construct import construct
from serai.engines.timetable.cosplib import read_problem, write_timetable
from serai.engines.timetable.evaluate import unplaced_weight

HERE = Path(__file__).parent
RESULTS = HERE / "results"
COSPLIB = {path.stem: path for path in sorted((HERE / "instances" / "cosplib").glob("*.xlsx"))}
SECONDS = dict.fromkeys(COSPLIB, 60.0) | {
    "summit": 5.0,
    "small": 5.0,
    "conference": 20.0,
    "full": 60.0,
    "congress": 60.0,
}


def main() -> None:
    """Run what is asked for; each line is written as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", nargs="*", default=list(SECONDS), choices=SECONDS, metavar="NAME")
    parser.add_argument("--seeds", nargs="*", type=int, default=[0, 1, 2, 3, 4])
    parser.add_argument("--seconds", type=float, help="instead of what each instance has")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--solutions", type=Path, help="where to write CoSPLib's timetables, for others to check"
    )
    options = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    for seed in options.seeds:
        for name in options.instances:
            limits = Limits(options.seconds or SECONDS[name], options.workers, seed)
            line, trace = planned(name, limits, options.solutions)
            write("timetable.csv", [line])
            write("traces.csv", trace)
    write("checking.csv", [checked(name) for name in SIZES if name in options.instances])


def problem_of(name: str, seed: int) -> Problem:
    """One of CoSPLib's instances, the same for every seed, or a made conference, which the seed makes."""
    return read_problem(COSPLIB[name]) if name in COSPLIB else conference(SIZES[name], seed)


def planned(name: str, limits: Limits, solutions: Path | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Plan one conference; the reference of the same run is the greedy plan it starts from."""
    problem = problem_of(name, limits.seed)
    begun = time.perf_counter()
    greedy = construct(problem)
    greedy_seconds = time.perf_counter() - begun
    course: list[Progress] = []
    result = solve(problem, limits, progress=course.append)
    if penalty(problem, result.timetable) != result.objective:
        raise SystemExit(f"{name}: the evaluator doesn't agree with the solver")
    if solutions is not None and name in COSPLIB:
        solutions.mkdir(parents=True, exist_ok=True)
        write_timetable(problem, result.timetable, solutions / f"{name}-{limits.seed}.xlsx")
    cost_of_greedy = penalty(problem, greedy)
    line = {
        "instance": name,
        "seed": limits.seed,
        "contributions": len(problem.contributions),
        "rooms": len(problem.rooms),
        "periods": len(problem.periods),
        "limit": limits.seconds,
        "workers": limits.workers,
        "status": result.status.value,
        "objective": result.objective,
        "bound": result.bound,
        "gap": None if result.gap is None else round(result.gap, 4),
        "unplaced_weight": result.unplaced_weight,
        "unplaced_bound": result.unplaced_bound,
        "hard_violations": result.hard_violations,
        "seconds": round(result.seconds, 2),
        "greedy_objective": cost_of_greedy,
        "greedy_unplaced_weight": unplaced_weight(problem, greedy),
        "greedy_seconds": round(greedy_seconds, 2),
        "objective_to_greedy": round(result.objective / max(1, cost_of_greedy), 3),
    } | machine()
    told = ("instance", "seed", "status", "objective", "bound", "gap", "seconds")
    print({key: line[key] for key in told}, flush=True)
    return line, list(trace_of(name, limits.seed, course))


def trace_of(name: str, seed: int, course: list[Progress]) -> Iterator[dict[str, Any]]:
    """Objective and bound over time, as they were told."""
    for step in course:
        if step.objective is not None:
            yield {
                "instance": name,
                "seed": seed,
                "seconds": round(step.seconds, 2),
                "objective": step.objective,
                "bound": step.bound,
            }


def checked(name: str) -> dict[str, Any]:
    """Time a check of everything and of one move, on the greedy plan; the reference is the full check."""
    problem = conference(SIZES[name], 1)
    timetable = construct(problem)
    full = milliseconds(partial(violations, problem, timetable))
    moves = [moved(problem, timetable, n) for n in range(0, len(timetable.places), 10)]
    times = sorted(milliseconds(partial(violations, problem, plan, items)) for plan, items in moves)
    line = {
        "instance": name,
        "contributions": len(problem.contributions),
        "full_check_ms": round(full, 1),
        "one_move_median_ms": round(times[len(times) // 2], 2),
        "one_move_worst_ms": round(times[-1], 2),
        "one_move_to_full": round(times[len(times) // 2] / full, 4),
    } | machine()
    print(
        {key: line[key] for key in ("instance", "full_check_ms", "one_move_median_ms", "one_move_worst_ms")}
    )
    return line


def moved(problem: Problem, timetable: Timetable, n: int) -> tuple[Timetable, list[str]]:
    """The timetable with one contribution at another's place, and the ids of the two."""
    ids = list(timetable.places)
    one, other = ids[n], ids[(n * 7 + 3) % len(ids)]
    place: Place = timetable.places[other]
    return replace(timetable, places={**timetable.places, one: place}), [one, other]


def milliseconds(call: Any) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - begun)


def machine() -> dict[str, Any]:
    """Where and with what this was measured."""
    return {
        "machine": f"{platform.machine()} {os.cpu_count()} CPUs",
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "date": time.strftime("%Y-%m-%d"),
    }


def write(name: str, lines: list[dict[str, Any]]) -> None:
    """Write lines in place of the earlier ones of the same instances and seeds; others stay as they are."""
    path = RESULTS / name
    columns = list(lines[0]) if lines else []
    kept: list[dict[str, Any]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = [row for row in csv.DictReader(file) if list(row) == columns]
    measured = {key(line) for line in lines}
    rows = sorted([*(row for row in kept if key(row) not in measured), *lines], key=key)
    if lines:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)


def key(row: dict[str, Any]) -> tuple[int, int]:
    """Which instance and seed a line is of, in the order of the instances."""
    return list(SECONDS).index(row["instance"]), int(row.get("seed", 0))


if __name__ == "__main__":
    sys.exit(main())
