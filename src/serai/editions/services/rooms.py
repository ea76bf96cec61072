"""The rooms of an edition."""

from __future__ import annotations

from django.db import transaction

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.editions import writing
from serai.editions.models import Edition, Room

FIELDS = ("name", "venue", "seats", "booths", "closed")


@transaction.atomic
def add_room(*, actor: Actor, edition: Edition, values: Values) -> Room:
    """Add a room to an edition."""
    require(actor, "editions.change_edition", edition)
    return writing.add(actor, "add_room", Room(edition=edition), values)


@transaction.atomic
def change_room(*, actor: Actor, room: Room, values: Values, seen: str = "") -> Room:
    """Change a room; `seen` is its stamp as the writer read it."""
    require(actor, "editions.change_edition", room.edition)
    return writing.change(actor, "change_room", room, values, seen, FIELDS)


@transaction.atomic
def remove_room(*, actor: Actor, room: Room) -> bool:
    """Delete a room that nothing mentions, else take it out of use; whether it was deleted."""
    require(actor, "editions.change_edition", room.edition)
    return writing.remove(actor, "remove_room", room)
