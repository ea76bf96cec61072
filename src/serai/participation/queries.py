"""Reads of who takes part; how many delegations come, and of whom, is public."""

from __future__ import annotations

from django.db.models import QuerySet

from serai.core.access import require, visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions import queries as editions
from serai.editions.models import Edition
from serai.participation.models import Delegation, Participation


def desk_edition(actor: Actor, key: str) -> Edition:
    """The edition with this key, if the actor works on it; else it doesn't exist for them."""
    edition = editions.edition(actor, key)
    require(actor, "participation.view_desk", edition)
    return edition


def delegations(actor: Actor, edition: Edition) -> QuerySet[Delegation]:
    """The edition's delegations with the parties that send them."""
    return edition.delegations.select_related("party")


def participations(actor: Actor, edition: Edition) -> QuerySet[Participation]:
    """Who takes part in the edition, as far as this actor may know."""
    rows = visible(actor, "participation.view_participation", edition.participations.all())
    return rows.select_related("person", "delegation__party")


def participation(actor: Actor, id: int) -> Participation:
    """One participation, if the actor may see it."""
    rows = Participation.objects.select_related("person", "delegation__party", "edition")
    found = rows.filter(pk=id).first()
    if found is None:
        raise NotVisible
    require(actor, "participation.view_participation", found)
    return found
