"""Who has which role at the desk, who organises what, and how it came to be."""

from __future__ import annotations

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from serai.core.access import require, visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.core.models import AuditEntry
from serai.editions import queries as editions
from serai.editions.models import Edition
from serai.participation import queries as participations
from serai.participation.models import Participation
from serai.participation.rules import DESK, PRESENT
from serai.parties.models import Person
from serai.programme.models import Activity, ActivityMember, ActivityRole

OF_EDITION = ("grant_role", "revoke_role")
OF_ACTIVITIES = ("grant_organiser", "revoke_organiser")
FOUND = 20  # people whom a search shows


def desk_edition(actor: Actor, key: str) -> Edition:
    """The edition with this key, if the actor works on it; else it doesn't exist for them."""
    found = editions.edition(actor, key)
    require(actor, "participation.view_desk", found)
    return found


def desk_members(actor: Actor, edition: Edition) -> QuerySet[Participation]:
    """The secretariat and the programme committee, with their accounts."""
    rows = participations.participations(actor, edition).filter(role__in=DESK, state__in=PRESENT)
    return rows.select_related("person__user", "edition").order_by("-role", "person__sort_key", "pk")


def desk_member(actor: Actor, id: int, edition: Edition) -> Participation:
    """One of them."""
    found = desk_members(actor, edition).filter(pk=id).first()
    if found is None:
        raise NotVisible
    return found


def organisers(actor: Actor, edition: Edition) -> QuerySet[ActivityMember]:
    """The organisers of those activities of the edition that the actor may change, in the order of these."""
    activities = visible(actor, "programme.change_activity", edition.activities.order_by())
    rows = ActivityMember.objects.filter(activity__in=activities, role=ActivityRole.ORGANISER)
    rows = rows.select_related("activity__edition", "person__user")
    return rows.order_by("activity__order", "activity__key", "person__sort_key", "pk")


def organiser(actor: Actor, id: int, edition: Edition) -> ActivityMember:
    """One of them."""
    found = organisers(actor, edition).filter(pk=id).first()
    if found is None:
        raise NotVisible
    return found


def organised_activities(actor: Actor, edition: Edition) -> QuerySet[Activity]:
    """The activities that can be given organisers."""
    return visible(actor, "programme.change_activity", edition.activities.filter(is_retired=False))


def people_found(actor: Actor, edition: Edition, words: str) -> list[Person]:
    """Those who take part and whose name or address holds these words; the first few."""
    if not words.strip():
        return []
    named = Q(name__icontains=words) | Q(latin_name__icontains=words) | Q(sort_key__icontains=words)
    seen = participations.participations(actor, edition).order_by().values("person")
    rows = Person.objects.filter(named | Q(user__email__icontains=words), pk__in=seen)
    return list(rows.select_related("user")[:FOUND])


def role_history(actor: Actor, edition: Edition) -> QuerySet[AuditEntry]:
    """Who gave and took which roles of this edition, the latest first."""
    require(actor, "participation.view_desk", edition)
    keys = edition.activities.order_by().annotate(text=Cast("pk", CharField()))
    return AuditEntry.objects.filter(
        Q(subject_type="editions.edition", subject_id=str(edition.pk), service__in=OF_EDITION)
        | Q(subject_type="programme.activity", subject_id__in=keys.values("text"), service__in=OF_ACTIVITIES)
    )
