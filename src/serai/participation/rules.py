"""Facts about people in an edition, and who may see a participation."""

from __future__ import annotations

from django.db.models import Q

from serai.core.access import Permission, register
from serai.core.actors import Actor
from serai.editions.models import Edition
from serai.participation.models import Participation, ParticipationRole, ParticipationState

PRESENT = (ParticipationState.INVITED, ParticipationState.ACCEPTED)


def is_participant(actor: Actor, edition: Edition) -> bool:
    """Whether the actor takes part in the edition, in any role."""
    return actor.user is not None and edition_roles(actor).filter(edition=edition).exists()


def is_secretariat(actor: Actor, edition: Edition) -> bool:
    """Whether the actor belongs to the secretariat of this edition."""
    return actor.is_operator or (
        actor.user is not None
        and edition_roles(actor).filter(edition=edition, role=ParticipationRole.SECRETARIAT).exists()
    )


def edition_roles(actor: Actor):  # type: ignore[no-untyped-def]
    """The actor's own participations that stand, as a query for filters."""
    return Participation.objects.filter(
        person__user=actor.user, person__user__isnull=False, state__in=PRESENT
    )


def secretariat_editions(actor: Actor):  # type: ignore[no-untyped-def]
    """The editions whose secretariat the actor belongs to, as a query for filters."""
    return edition_roles(actor).filter(role=ParticipationRole.SECRETARIAT).values("edition")


def led_delegations(actor: Actor):  # type: ignore[no-untyped-def]
    """The delegations that the actor heads, as a query for filters."""
    return edition_roles(actor).filter(role=ParticipationRole.HEAD_OF_DELEGATION).values("delegation")


def _view_participation(actor: Actor, subject: Participation) -> bool:
    if actor.user is None:
        return False
    return (
        subject.person.user_id == actor.user.pk
        or is_secretariat(actor, subject.edition)
        or (
            subject.delegation_id is not None
            and led_delegations(actor).filter(delegation=subject.delegation_id).exists()
        )
    )


def _viewable_participations(actor: Actor) -> Q:
    if actor.user is None:
        return Q(pk__in=[])
    return (
        Q(person__user=actor.user)
        | Q(edition__in=secretariat_editions(actor))
        | Q(delegation__in=led_delegations(actor).exclude(delegation=None))
    )


register(Permission("participation.view_participation", _view_participation, _viewable_participations))
