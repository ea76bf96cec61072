"""Where the programme meets the timetable engine: rows in, plans out."""

from serai.programme.planning.cache import Counts, cached_problem, plan_counts, plan_findings
from serai.programme.planning.checks import Check, check_plan, check_timetable, known_part
from serai.programme.planning.differences import Change, Changes, Kind, plan_differences
from serai.programme.planning.drafts import Figures, figures, figures_of
from serai.programme.planning.moves import Better, Mover, Outcome, Spot, item_of_session, item_without_place
from serai.programme.planning.notes import Notes
from serai.programme.planning.plans import (
    copy_rows,
    timetable_of,
    unplaced_items,
    write_changes,
    write_timetable,
)
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
    "Better",
    "Change",
    "Changes",
    "Check",
    "Clock",
    "Counts",
    "Figures",
    "Kind",
    "Mover",
    "Notes",
    "Outcome",
    "Part",
    "PlanReport",
    "Sentence",
    "Spot",
    "Wording",
    "cached_problem",
    "check_plan",
    "check_timetable",
    "copy_rows",
    "dump_problem",
    "figures",
    "figures_of",
    "fingerprint",
    "item_of_session",
    "item_without_place",
    "known_part",
    "plan_counts",
    "plan_differences",
    "plan_findings",
    "plan_report",
    "problem_of",
    "read_problem",
    "solve_run",
    "timetable_of",
    "timetable_of_result",
    "unplaced_items",
    "write_changes",
    "write_timetable",
]
