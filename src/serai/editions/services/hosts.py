"""The bodies that hold an edition."""

from __future__ import annotations

from django.db import transaction

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.editions import writing
from serai.editions.models import Edition, Host

FIELDS = ("name", "role")


@transaction.atomic
def add_host(*, actor: Actor, edition: Edition, values: Values) -> Host:
    """Add a host to an edition."""
    require(actor, "editions.change_edition", edition)
    return writing.add(actor, "add_host", Host(edition=edition), values)


@transaction.atomic
def change_host(*, actor: Actor, host: Host, values: Values, seen: str = "") -> Host:
    """Change a host; `seen` is its stamp as the writer read it."""
    require(actor, "editions.change_edition", host.edition)
    return writing.change(actor, "change_host", host, values, seen, FIELDS)


@transaction.atomic
def remove_host(*, actor: Actor, host: Host) -> bool:
    """Delete a host."""
    require(actor, "editions.change_edition", host.edition)
    return writing.remove(actor, "remove_host", host)
