"""What people do with a programme; one module per noun, callers need not know which."""

from serai.programme.services.notices import prepare_notices
from serai.programme.services.organisers import grant_organiser, revoke_organiser
from serai.programme.services.plans import copy_plan, discard_plan, move_item, rename_plan, unplace_item
from serai.programme.services.releases import release_again, release_plan
from serai.programme.services.rules import change_rules
from serai.programme.services.runs import (
    SILENCE,
    UNDER_WAY,
    carry_out_run,
    is_lost,
    is_stranded,
    mark_lost_runs,
    request_plan,
    restart_run,
    stop_run,
    write_draft,
)

__all__ = [
    "SILENCE",
    "UNDER_WAY",
    "carry_out_run",
    "change_rules",
    "copy_plan",
    "discard_plan",
    "grant_organiser",
    "is_lost",
    "is_stranded",
    "mark_lost_runs",
    "move_item",
    "prepare_notices",
    "release_again",
    "release_plan",
    "rename_plan",
    "request_plan",
    "restart_run",
    "revoke_organiser",
    "stop_run",
    "unplace_item",
    "write_draft",
]
