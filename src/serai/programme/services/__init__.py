"""What people do with a programme; one module per noun, callers need not know which."""

from serai.programme.services.organisers import grant_organiser, revoke_organiser
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

__all__ = [
    "SILENCE",
    "UNDER_WAY",
    "carry_out_run",
    "grant_organiser",
    "is_lost",
    "mark_lost_runs",
    "release_plan",
    "request_plan",
    "restart_run",
    "revoke_organiser",
    "stop_run",
    "write_draft",
]
