"""What people do with a programme; one module per noun, callers need not know which."""

from serai.programme.services.activities import add_activity, change_activity, remove_activity
from serai.programme.services.contributions import (
    add_contribution,
    change_contribution,
    remove_contribution,
)
from serai.programme.services.members import (
    add_activity_member,
    add_contribution_member,
    change_activity_member,
    change_contribution_member,
    remove_activity_member,
    remove_contribution_member,
)
from serai.programme.services.openings import open_edition
from serai.programme.services.releases import release_plan
from serai.programme.services.runs import (
    SILENCE,
    UNDER_WAY,
    carry_out_run,
    is_lost,
    mark_lost_runs,
    request_plan,
    restart_run,
    stop_run,
    write_draft,
)
from serai.programme.services.sections import add_section, change_section, remove_section

__all__ = [
    "SILENCE",
    "UNDER_WAY",
    "add_activity",
    "add_activity_member",
    "add_contribution",
    "add_contribution_member",
    "add_section",
    "carry_out_run",
    "change_activity",
    "change_activity_member",
    "change_contribution",
    "change_contribution_member",
    "change_section",
    "is_lost",
    "mark_lost_runs",
    "open_edition",
    "release_plan",
    "remove_activity",
    "remove_activity_member",
    "remove_contribution",
    "remove_contribution_member",
    "remove_section",
    "request_plan",
    "restart_run",
    "stop_run",
    "write_draft",
]
