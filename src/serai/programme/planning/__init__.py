"""Where the programme meets the timetable engine: rows in, plans out."""

from serai.programme.planning.boards import keep_board
from serai.programme.planning.cache import Counts, cached_problem, plan_counts, plan_findings
from serai.programme.planning.checks import Check, check_plan, check_timetable, known_part
from serai.programme.planning.differences import Change, Changes, Kind, plan_differences
from serai.programme.planning.drafts import Figures, figures, figures_of
from serai.programme.planning.moves import Better, Mover, Outcome, Spot, item_of_session
from serai.programme.planning.notes import Notes
from serai.programme.planning.plans import (
    copy_rows,
    timetable_of,
    unplaced_items,
    write_changes,
    write_timetable,
)
from serai.programme.planning.problem import BLOCK, Clock, problem_of
from serai.programme.planning.replay import Elsewhere, PlacedElsewhere, Replay, places_elsewhere, replayed
from serai.programme.planning.report import PlanReport, above_best, homeless_of, plan_report, quality
from serai.programme.planning.runs import (
    RunOutcome,
    dump_problem,
    fingerprint,
    outcomes_of,
    read_problem,
    solve_run,
    timetable_of_result,
)
from serai.programme.planning.weights import (
    MOST_SECONDS,
    MOST_WEIGHT,
    OWN,
    RULE_FIELDS,
    RuleSetting,
    changed_weights,
    rule_settings,
    settings_of,
    weight_problems,
)
from serai.programme.planning.wording import Part, Sentence, Wording

__all__ = [
    "BLOCK",
    "MOST_SECONDS",
    "MOST_WEIGHT",
    "OWN",
    "RULE_FIELDS",
    "Better",
    "Change",
    "Changes",
    "Check",
    "Clock",
    "Counts",
    "Elsewhere",
    "Figures",
    "Kind",
    "Mover",
    "Notes",
    "Outcome",
    "Part",
    "PlacedElsewhere",
    "PlanReport",
    "Replay",
    "RuleSetting",
    "RunOutcome",
    "Sentence",
    "Spot",
    "Wording",
    "above_best",
    "cached_problem",
    "changed_weights",
    "check_plan",
    "check_timetable",
    "copy_rows",
    "dump_problem",
    "figures",
    "figures_of",
    "fingerprint",
    "homeless_of",
    "item_of_session",
    "keep_board",
    "known_part",
    "outcomes_of",
    "places_elsewhere",
    "plan_counts",
    "plan_differences",
    "plan_findings",
    "plan_report",
    "problem_of",
    "quality",
    "read_problem",
    "replayed",
    "rule_settings",
    "settings_of",
    "solve_run",
    "timetable_of",
    "timetable_of_result",
    "unplaced_items",
    "weight_problems",
    "write_changes",
    "write_timetable",
]
