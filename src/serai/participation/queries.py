"""Reads of who takes part; how many delegations come, and of whom, is public."""

from __future__ import annotations

from django.db.models import QuerySet

from serai.core.access import require, visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.core.queries import token_hash
from serai.editions.models import Edition
from serai.participation.models import (
    Delegation,
    LinkPurpose,
    Participation,
    ParticipationRole,
    PersonalLink,
)
from serai.parties.models import Person


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


def personal_link(actor: Actor, token: str, purpose: LinkPurpose) -> PersonalLink:
    """The link with this token, used up or not; whoever holds the token may know."""
    rows = PersonalLink.objects.select_related("edition__series", "edition__country", "person__user")
    found = rows.filter(token_hash=token_hash(token), purpose=purpose).first()
    if found is None:
        raise NotVisible
    return found


def own_participation(actor: Actor, edition: Edition, person: Person) -> Participation:
    """Somebody's participation in an edition, as a speaker if they are one; for them and the secretariat."""
    rows = edition.participations.filter(person=person).select_related("person__user", "edition")
    found = sorted(rows, key=lambda row: (row.role != ParticipationRole.SPEAKER, row.pk))
    if not found:
        raise NotVisible
    require(actor, "participation.view_agenda", found[0])
    return found[0]


def links(actor: Actor, edition: Edition, person: Person) -> QuerySet[PersonalLink]:
    """The links that somebody holds for an edition, newest first."""
    rows = visible(actor, "participation.view_link", edition.personal_links.filter(person=person))
    return rows.select_related("edition", "person")
