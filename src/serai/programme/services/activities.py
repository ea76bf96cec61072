"""The activities of a programme."""

from __future__ import annotations

from django.db import transaction

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.editions import writing
from serai.editions.models import Edition
from serai.programme.models import Activity, ActivityMember, FixedCell

FIELDS = (
    "title", "summary", "section", "number", "visibility", "minutes", "sessions_min", "sessions_max",
    "together", "audience", "setup_minutes", "language", "interpretation", "periods", "rooms",
    "preferred_periods", "preferred_rooms", "fixed_cells", "after",
)  # fmt: skip


@transaction.atomic
def add_activity(*, actor: Actor, edition: Edition, values: Values) -> Activity:
    """Add an activity to a programme."""
    require(actor, "programme.change_programme", edition)
    return writing.add(actor, "add_activity", Activity(edition=edition), values)


@transaction.atomic
def change_activity(*, actor: Actor, activity: Activity, values: Values, seen: str = "") -> Activity:
    """Change an activity; `seen` is its stamp as the writer read it."""
    require(actor, "programme.change_activity", activity)
    return writing.change(actor, "change_activity", activity, values, seen, FIELDS)


@transaction.atomic
def remove_activity(*, actor: Actor, activity: Activity) -> bool:
    """Delete an activity that nothing mentions, else take it out of use; whether it was deleted."""
    require(actor, "programme.change_programme", activity.edition)
    return writing.remove(actor, "remove_activity", activity, own=(ActivityMember, FixedCell))
