"""The periods and breaks of an edition."""

from __future__ import annotations

from django.db import transaction

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.editions import writing
from serai.editions.checks import check_order
from serai.editions.models import Edition, Period

FIELDS = ("name", "kind", "starts", "ends")


@transaction.atomic
def add_period(*, actor: Actor, edition: Edition, values: Values) -> Period:
    """Add a period to an edition."""
    require(actor, "editions.change_edition", edition)
    check_order(values["starts"], values["ends"])
    return writing.add(actor, "add_period", Period(edition=edition), values)


@transaction.atomic
def change_period(*, actor: Actor, period: Period, values: Values, seen: str = "") -> Period:
    """Change a period; `seen` is its stamp as the writer read it."""
    require(actor, "editions.change_edition", period.edition)
    check_order(values.get("starts", period.starts), values.get("ends", period.ends))
    return writing.change(actor, "change_period", period, values, seen, FIELDS)


@transaction.atomic
def remove_period(*, actor: Actor, period: Period) -> bool:
    """Delete a period that nothing mentions, else take it out of use; whether it was deleted."""
    require(actor, "editions.change_edition", period.edition)
    return writing.remove(actor, "remove_period", period)
