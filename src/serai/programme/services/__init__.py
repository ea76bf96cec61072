"""What people do with a programme; one module per noun, callers need not know which."""

from serai.programme.services.activities import add_activity, change_activity, remove_activity
from serai.programme.services.agendas import tell_agenda
from serai.programme.services.contributions import add_contribution, change_contribution, remove_contribution
from serai.programme.services.invitations import (
    answer_invitation,
    invite_speakers,
    remind_speakers,
    set_answer,
)
from serai.programme.services.members import (
    add_activity_member,
    add_contribution_member,
    change_activity_member,
    change_contribution_member,
    remove_activity_member,
    remove_contribution_member,
)
from serai.programme.services.notices import prepare_notices
from serai.programme.services.openings import open_edition
from serai.programme.services.organisers import grant_organiser, revoke_organiser
from serai.programme.services.own import change_own_contribution
from serai.programme.services.plans import copy_plan, discard_plan, move_item, rename_plan, unplace_item
from serai.programme.services.releases import release_again, release_plan
from serai.programme.services.rules import change_rules
from serai.programme.services.runs import (
    SILENCE,
    carry_out_run,
    is_lost,
    is_stranded,
    mark_lost_runs,
    request_plan,
    restart_run,
    stop_run,
    write_draft,
)
from serai.programme.services.sections import add_section, change_section, remove_section
from serai.programme.services.slides import add_slides, remove_slides, show_slides

__all__ = [
    "SILENCE",
    "add_activity",
    "add_activity_member",
    "add_contribution",
    "add_contribution_member",
    "add_section",
    "add_slides",
    "answer_invitation",
    "carry_out_run",
    "change_activity",
    "change_activity_member",
    "change_contribution",
    "change_contribution_member",
    "change_own_contribution",
    "change_rules",
    "change_section",
    "copy_plan",
    "discard_plan",
    "grant_organiser",
    "invite_speakers",
    "is_lost",
    "is_stranded",
    "mark_lost_runs",
    "move_item",
    "open_edition",
    "prepare_notices",
    "release_again",
    "release_plan",
    "remind_speakers",
    "remove_activity",
    "remove_activity_member",
    "remove_contribution",
    "remove_contribution_member",
    "remove_section",
    "remove_slides",
    "rename_plan",
    "request_plan",
    "restart_run",
    "revoke_organiser",
    "set_answer",
    "show_slides",
    "stop_run",
    "tell_agenda",
    "unplace_item",
    "write_draft",
]
