"""`python -m serai.engines.timetable solve|evaluate|reference`: the engine without anything around it."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from serai.engines.solving import Limits, Progress, ShouldStop, Status
from serai.engines.timetable import files, io
from serai.engines.timetable.concerns import concerns
from serai.engines.timetable.evaluate import (
    hard_violations,
    terms,
    unplaced_activities,
    unplaced_contributions,
    violations,
)
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.reference import reference
from serai.engines.timetable.solve import solve

BAD_INPUT = 2
FORMATS = "as a CoSPLib workbook (.xlsx) or JSON (.json)"


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
    planning.add_argument("problem", type=Path, metavar="FILE", help=f"the problem, {FORMATS}")
    planning.add_argument("--seconds", type=float, default=20.0, help="time on the clock (default 20)")
    planning.add_argument("--workers", type=int, default=2, help="threads of the solver (default 2)")
    planning.add_argument("--seed", type=int, default=0, help="start of the random numbers (default 0)")
    planning.add_argument("--work", type=float, help="deterministic limit, about a second each; repeatable")
    planning.add_argument("--out", type=Path, metavar="FILE", help=f"where the result goes, {FORMATS}")
    planning.set_defaults(run=run_solve)
    checking = commands.add_parser("evaluate", help="check a timetable (or a result) against its problem")
    checking.add_argument("problem", type=Path, metavar="PROBLEM", help=f"the problem, {FORMATS}")
    checking.add_argument(
        "timetable", type=Path, metavar="TIMETABLE", help=f"the timetable or result, {FORMATS}"
    )
    checking.set_defaults(run=run_evaluate)
    page = commands.add_parser("reference", help="print the reference page of the engine, as Markdown")
    page.set_defaults(run=run_reference)
    return top


def run_reference(options: argparse.Namespace) -> int:
    """Print the reference page of the engine."""
    print(reference(), end="")
    return 0


def run_solve(options: argparse.Namespace) -> int:
    """Plan a problem, write the result and print its summary."""
    limits = Limits(options.seconds, options.workers, options.seed, options.work)
    if options.out is not None:
        files.check_place_for(options.out)
    with stoppable() as should_stop:
        problem = files.read_problem(options.problem)
        for sentence in files.named(options.problem, lambda: concerns(problem)):
            print(f"note: {options.problem}: {sentence}", file=sys.stderr)
        result = solve(problem, limits, progress=show, should_stop=should_stop)
        if options.out is not None:
            files.write_result(problem, result, options.out)
        if should_stop():
            print("stopped; this is the best plan so far", file=sys.stderr)
    data = io.dump_result(result)
    del data["timetable"]
    data["unplaced"] = [{"kind": item.kind.value, "id": item.id} for item in result.unplaced]
    print(json.dumps(data, ensure_ascii=False))
    return 0


@contextmanager
def stoppable() -> Iterator[ShouldStop]:
    """Let Ctrl-C (and whoever ends the process) stop the run with the best so far; a second time ends it."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped.is_set
        return
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}

    def stop(sign: int, frame: FrameType | None) -> None:
        stopped.set()
        signal.signal(sign, before[signal.Signals(sign)])

    try:
        for sign in before:
            signal.signal(sign, stop)
        yield stopped.is_set
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def run_evaluate(options: argparse.Namespace) -> int:
    """Check a timetable and print what it breaks."""
    begun = time.monotonic()
    problem = files.read_problem(options.problem)
    timetable = files.read_timetable(problem, options.timetable)
    found = files.named(options.timetable, lambda: violations(problem, timetable))
    for violation in found:
        print(json.dumps(io.dump_violation(violation), ensure_ascii=False))
    summary = {**summary_of(problem, timetable), "seconds": round(time.monotonic() - begun, 3), "seed": None}
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def summary_of(problem: Problem, timetable: Timetable) -> dict[str, Any]:
    """What is known about a timetable that wasn't planned here: nothing of how good it could be."""
    amounts = terms(problem, timetable)
    missing = [{"kind": "activity", "id": id} for id in unplaced_activities(problem, timetable)]
    missing += [{"kind": "contribution", "id": id} for id in unplaced_contributions(problem, timetable)]
    broken = len(hard_violations(problem, timetable))
    return {
        "objective": sum(amounts.values()),
        "bound": None,
        "gap": None,
        "status": (Status.UNKNOWN if missing or broken else Status.FEASIBLE).value,
        "terms": amounts,
        "unplaced": missing,
        "hard_violations": broken,
    }


def show(progress: Progress) -> None:
    """Print how far the run is, where it doesn't get into the output."""
    print(f"{progress.seconds:7.1f} s  {progress.objective} (bound {progress.bound})", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
