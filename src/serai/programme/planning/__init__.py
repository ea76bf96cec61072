"""Where the programme meets the timetable engine: rows in, plans out."""

from serai.programme.planning.plans import timetable_of, unplaced_items, write_timetable
from serai.programme.planning.problem import BLOCK, Clock, problem_of
from serai.programme.planning.runs import (
    Check,
    check_plan,
    dump_problem,
    fingerprint,
    read_problem,
    solve_run,
    timetable_of_result,
)
from serai.programme.planning.wording import Sentence, Wording, in_the_way

__all__ = [
    "BLOCK",
    "Check",
    "Clock",
    "Sentence",
    "Wording",
    "check_plan",
    "dump_problem",
    "fingerprint",
    "in_the_way",
    "problem_of",
    "read_problem",
    "solve_run",
    "timetable_of",
    "timetable_of_result",
    "unplaced_items",
    "write_timetable",
]
