"""Reads of who takes part; how many delegations come, and of whom, is public."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from serai.core.access import require, visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions import queries as editions
from serai.editions.models import Edition
from serai.participation.models import Delegation, Participation
from serai.parties.models import Person
from serai.parties.queries import named


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


def people(actor: Actor, edition: Edition) -> QuerySet[Person]:
    """Who takes part in the edition, with their roles in it as `roles`, for those who work on it."""
    require(actor, "participation.view_desk", edition)
    roles = edition.participations.select_related("delegation__party").order_by("role")
    return (
        Person.objects.filter(pk__in=edition.participations.values("person"))
        .select_related("party", "organisation", "user")
        .prefetch_related(Prefetch("participations", roles, to_attr="roles"))
    )


def stays(actor: Actor, edition: Edition) -> QuerySet[Participation]:
    """The participations of the edition, for those who work on it."""
    require(actor, "participation.view_desk", edition)
    return edition.participations.select_related("person", "edition", "delegation__party")


def of_named(rows: QuerySet[Participation], words: str) -> QuerySet[Participation]:
    """Participations of people whose name has each of the words in it."""
    return rows.filter(person__in=named(Person.objects.all(), words))


def person_of(actor: Actor, edition: Edition, key: str) -> Person:
    """Somebody who takes part in the edition, by key, for those who work on it."""
    found = people(actor, edition).filter(key=key).first()
    if found is None:
        raise NotVisible
    return found
