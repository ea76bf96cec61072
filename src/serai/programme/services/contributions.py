"""The contributions of a programme."""

from __future__ import annotations

from django.db import transaction

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.editions import writing
from serai.editions.models import Edition
from serai.programme.models import Contribution, ContributionMember

FIELDS = (
    "title", "abstract", "activity", "minutes", "rank", "language", "fixed_period", "fixed_room",
    "fixed_start", "preferred_periods",
)  # fmt: skip


@transaction.atomic
def add_contribution(*, actor: Actor, edition: Edition, values: Values) -> Contribution:
    """Add a contribution to an activity of the edition, which must be the actor's to change."""
    require(actor, "programme.change_activity", values["activity"])
    return writing.add(actor, "add_contribution", Contribution(edition=edition), values)


@transaction.atomic
def change_contribution(
    *, actor: Actor, contribution: Contribution, values: Values, seen: str = ""
) -> Contribution:
    """Change a contribution, perhaps its activity; `seen` is its stamp as the writer read it."""
    require(actor, "programme.change_contribution", contribution)
    if "activity" in values:
        require(actor, "programme.change_activity", values["activity"])
    return writing.change(actor, "change_contribution", contribution, values, seen, FIELDS)


@transaction.atomic
def remove_contribution(*, actor: Actor, contribution: Contribution) -> bool:
    """Delete a contribution that nothing mentions, else take it out of use; whether it was deleted."""
    require(actor, "programme.change_contribution", contribution)
    return writing.remove(actor, "remove_contribution", contribution, own=(ContributionMember,))
