"""Reads of what can be edited: by those who work on the edition all of it, by organisers their own."""

from __future__ import annotations

import json

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from serai.core.access import may, visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions.models import Edition
from serai.participation.models import Participation
from serai.parties.models import Person
from serai.parties.queries import named
from serai.programme.models import (
    Activity,
    ActivityMember,
    Contribution,
    ContributionMember,
    ContributionRole,
    Section,
)


def sections(actor: Actor, edition: Edition) -> QuerySet[Section]:
    """The sections, for those who work on the programme."""
    if not may(actor, "programme.view_planning", edition):
        raise NotVisible
    return edition.sections.all()


def activities(actor: Actor, edition: Edition) -> QuerySet[Activity]:
    """The activities in use that the actor may change, with how many contributions each holds as `held`."""
    rows = _changeable(actor, edition)
    talks = Contribution.objects.filter(activity=OuterRef("pk"), is_retired=False).order_by()
    held = Subquery(talks.values("activity").annotate(held=Count("pk")).values("held"))
    return rows.select_related("section").annotate(held=Coalesce(held, 0)).order_by("order", "key")


def _changeable(actor: Actor, edition: Edition) -> QuerySet[Activity]:
    """The activities in use that the actor may change; who may change none doesn't learn of the page."""
    if not may(actor, "programme.view_planning", edition) and not organises(actor, edition):
        raise NotVisible
    return visible(actor, "programme.change_activity", edition.activities.filter(is_retired=False))


def called(rows: QuerySet[Activity], words: str) -> QuerySet[Activity]:
    """Activities with each of the words in their title or key."""
    for word in words.split():
        rows = rows.filter(Q(title__icontains=json.dumps(word)[1:-1]) | Q(key__icontains=word))
    return rows


def organises(actor: Actor, edition: Edition) -> bool:
    """Whether the actor may change any activity of the edition."""
    standing = edition.activities.filter(is_retired=False)
    return actor.user is not None and visible(actor, "programme.change_activity", standing).exists()


def contributions(actor: Actor, edition: Edition) -> QuerySet[Contribution]:
    """The contributions in use that the actor may change, with their speakers as `speakers`."""
    held = _changeable(actor, edition)
    speakers = ContributionMember.objects.filter(role=ContributionRole.SPEAKER).select_related("person")
    rows = edition.contributions.filter(is_retired=False, activity__in=held)
    return rows.select_related("activity").prefetch_related(Prefetch("members", speakers, to_attr="speakers"))


def titled(rows: QuerySet[Contribution], words: str) -> QuerySet[Contribution]:
    """Contributions with each of the words in their title, key or a speaker's name."""
    for word in words.split():
        stored = json.dumps(word)[1:-1]  # as the column of several languages holds it
        speaking = ContributionMember.objects.filter(person__in=named(Person.objects.all(), word))
        rows = rows.filter(
            Q(title__icontains=stored) | Q(key__icontains=word) | Q(pk__in=speaking.values("contribution"))
        )
    return rows


def choosable(actor: Actor, edition: Edition) -> QuerySet[Person]:
    """Whom the actor can give a role: who takes part, as far as the actor may know of them."""
    seen = visible(actor, "participation.view_participation", Participation.objects.filter(edition=edition))
    own = visible(actor, "programme.change_activity", edition.activities.all())
    spoken = ContributionMember.objects.filter(contribution__activity__in=own)
    held = ActivityMember.objects.filter(activity__in=own)
    known = (
        Q(pk__in=seen.values("person")) | Q(pk__in=spoken.values("person")) | Q(pk__in=held.values("person"))
    )
    return Person.objects.filter(known, participations__edition=edition).select_related("party").distinct()


def activity_members(actor: Actor, activity: Activity) -> QuerySet[ActivityMember]:
    """Who has a role in an activity, for who may change it."""
    if not may(actor, "programme.change_activity", activity):
        raise NotVisible
    return activity.members.select_related("person__party", "activity__edition")


def contribution_members(actor: Actor, contribution: Contribution) -> QuerySet[ContributionMember]:
    """Who has a role in a contribution, for who may change it."""
    if not may(actor, "programme.change_contribution", contribution):
        raise NotVisible
    return contribution.members.select_related("person__party", "contribution__activity__edition")
