"""What people do with a programme; one module per noun, callers need not know which."""

from serai.programme.services.agendas import tell_agenda
from serai.programme.services.invitations import (
    answer_invitation,
    invite_speakers,
    remind_speakers,
    set_answer,
)
from serai.programme.services.own import change_own_contribution
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
from serai.programme.services.slides import add_slides, remove_slides, show_slides

__all__ = [
    "SILENCE",
    "UNDER_WAY",
    "add_slides",
    "answer_invitation",
    "carry_out_run",
    "change_own_contribution",
    "invite_speakers",
    "is_lost",
    "mark_lost_runs",
    "release_plan",
    "remind_speakers",
    "remove_slides",
    "request_plan",
    "restart_run",
    "set_answer",
    "show_slides",
    "stop_run",
    "tell_agenda",
    "write_draft",
]
