"""Who organises an activity."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.core.errors import DomainError
from serai.editions.models import Edition
from serai.participation.holders import role_holder
from serai.participation.models import MailKind, Participation, ParticipationRole, ParticipationState
from serai.participation.notices import role_granted, role_key
from serai.participation.outbox import take_back, write_mails
from serai.participation.rules import PRESENT
from serai.parties.models import Person
from serai.programme.models import Activity, ActivityMember, ActivityRole


@transaction.atomic
def grant_organiser(
    *, actor: Actor, activity: Activity, email: str = "", name: str = "", person: Person | None = None
) -> ActivityMember:
    """Make somebody an organiser of an activity, who may change it, and write them a letter about it.

    Either a person who is known, or whoever has the address; `name` is for an address that is new.
    """
    require(actor, "programme.change_programme", activity.edition)
    edition = lock(activity.edition)
    activity = lock(activity)
    holder = role_holder(actor, edition, email=email, name=name, person=person)
    member, is_new = ActivityMember.objects.get_or_create(
        activity=activity, person=holder, role=ActivityRole.ORGANISER
    )
    if not is_new:
        raise DomainError("role_held", _("%(name)s has this role already."), name=str(holder))
    _take_part(edition, holder)
    _show_anew(edition)
    letter = role_granted(edition, holder, ActivityRole.ORGANISER, activity)
    write_mails(actor, edition, MailKind.OTHER, [letter])
    audit.record(actor, "grant_organiser", activity, after=_told(member))
    return member


@transaction.atomic
def revoke_organiser(*, actor: Actor, member: ActivityMember) -> None:
    """Take an activity from one of its organisers; it ends at once, wherever they are signed in."""
    require(actor, "programme.change_programme", member.activity.edition)
    edition = lock(member.activity.edition)
    member = lock(member)
    if member.role != ActivityRole.ORGANISER:
        raise DomainError("no_such_role", _("This role isn't taken away here."))
    told = _told(member)
    member.delete()
    _leave(edition, member.person)
    key = role_key(member.person, ActivityRole.ORGANISER, member.activity)
    take_back(edition, MailKind.OTHER, key)
    _show_anew(edition)
    audit.record(actor, "revoke_organiser", member.activity, before=told)


def _take_part(edition: Edition, person: Person) -> None:
    """Rights in an activity are for those who take part in the edition."""
    held, _is_new = Participation.objects.get_or_create(
        edition=edition, person=person, role=ParticipationRole.ORGANISER
    )
    if held.state != ParticipationState.ACCEPTED:
        held.state = ParticipationState.ACCEPTED
        held.save(update_fields=["state"])


def _leave(edition: Edition, person: Person) -> None:
    """Who organises nothing any more no longer takes part as an organiser."""
    if not ActivityMember.objects.filter(
        activity__edition=edition, person=person, role=ActivityRole.ORGANISER
    ).exists():
        Participation.objects.filter(
            edition=edition, person=person, role=ParticipationRole.ORGANISER, state__in=PRESENT
        ).update(state=ParticipationState.WITHDRAWN)


def _show_anew(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(content_version=F("content_version") + 1)


def _told(member: ActivityMember) -> dict[str, object]:
    return {"person": member.person_id, "name": str(member.person), "role": member.role}
