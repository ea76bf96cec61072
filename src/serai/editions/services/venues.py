"""The buildings of an edition."""

from __future__ import annotations

from django.db import transaction

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.editions import writing
from serai.editions.models import Edition, Venue

FIELDS = ("name", "address")


@transaction.atomic
def add_venue(*, actor: Actor, edition: Edition, values: Values) -> Venue:
    """Add a venue to an edition."""
    require(actor, "editions.change_edition", edition)
    return writing.add(actor, "add_venue", Venue(edition=edition), values)


@transaction.atomic
def change_venue(*, actor: Actor, venue: Venue, values: Values, seen: str = "") -> Venue:
    """Change a venue; `seen` is its stamp as the writer read it."""
    require(actor, "editions.change_edition", venue.edition)
    return writing.change(actor, "change_venue", venue, values, seen, FIELDS)


@transaction.atomic
def remove_venue(*, actor: Actor, venue: Venue) -> bool:
    """Delete a venue in which no room is left."""
    require(actor, "editions.change_edition", venue.edition)
    return writing.remove(actor, "remove_venue", venue)
