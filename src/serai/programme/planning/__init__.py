"""Where the programme meets the timetable engine: rows in, plans out."""

from serai.programme.planning.plans import timetable_of, unplaced_items, write_timetable
from serai.programme.planning.problem import BLOCK, Clock, problem_of
from serai.programme.planning.report import PlanReport, plan_report
from serai.programme.planning.runs import (
    Check,
    check_plan,
    dump_problem,
    fingerprint,
    read_problem,
    solve_run,
    timetable_of_result,
)
from serai.programme.planning.wording import Sentence, Wording

__all__ = [
    "BLOCK",
    "Check",
    "Clock",
    "PlanReport",
    "Sentence",
    "Wording",
    "check_plan",
    "dump_problem",
    "fingerprint",
    "plan_report",
    "problem_of",
    "read_problem",
    "solve_run",
    "timetable_of",
    "timetable_of_result",
    "unplaced_items",
    "write_timetable",
]
