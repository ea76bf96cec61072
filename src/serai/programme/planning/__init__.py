"""Where the programme meets the timetable engine: rows in, plans out."""

from serai.programme.planning.cache import Counts, cached_problem, plan_counts, plan_findings
from serai.programme.planning.checks import Check, check_plan, check_timetable, known_part
from serai.programme.planning.plans import timetable_of, unplaced_items, write_timetable
from serai.programme.planning.problem import BLOCK, Clock, problem_of
from serai.programme.planning.report import PlanReport, plan_report
from serai.programme.planning.runs import (
    dump_problem,
    fingerprint,
    read_problem,
    solve_run,
    timetable_of_result,
)
from serai.programme.planning.wording import Part, Sentence, Wording

__all__ = [
    "BLOCK",
    "Check",
    "Clock",
    "Counts",
    "Part",
    "PlanReport",
    "Sentence",
    "Wording",
    "cached_problem",
    "check_plan",
    "check_timetable",
    "dump_problem",
    "fingerprint",
    "known_part",
    "plan_counts",
    "plan_findings",
    "plan_report",
    "problem_of",
    "read_problem",
    "solve_run",
    "timetable_of",
    "timetable_of_result",
    "unplaced_items",
    "write_timetable",
]
