"""Who belongs to the secretariat and the programme committee of an edition."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
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
from serai.participation.rules import DESK, PRESENT
from serai.parties.models import Person


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    edition: Edition,
    role: str,
    email: str = "",
    name: str = "",
    person: Person | None = None,
) -> Participation:
    """Take somebody into the secretariat or the programme committee, and write them a letter about it.

    Either a person who is known, or whoever has the address; `name` is for an address that is new.
    """
    require(actor, "participation.grant_role", edition)
    if role not in DESK:
        raise ValidationError({"role": _("This role isn't given here.")})
    edition = lock(edition)
    holder = role_holder(actor, edition, email=email, name=name, person=person)
    held, is_new = Participation.objects.get_or_create(edition=edition, person=holder, role=role)
    if held.state == ParticipationState.ACCEPTED and not is_new:
        raise DomainError("role_held", _("%(name)s has this role already."), name=str(holder))
    before = {} if is_new else {"state": held.state}
    held.state = ParticipationState.ACCEPTED
    held.save(update_fields=["state"])
    write_mails(actor, edition, MailKind.OTHER, [role_granted(edition, holder, ParticipationRole(role))])
    audit.record(actor, "grant_role", edition, before=before, after=_told(held))
    return held


@transaction.atomic
def revoke_role(*, actor: Actor, participation: Participation) -> Participation:
    """Take the role of secretariat or programme committee from somebody.

    It ends at once, wherever they are signed in. The last of the secretariat who can sign in stays.
    """
    require(actor, "participation.grant_role", participation.edition)
    edition = lock(participation.edition)
    held = lock(participation)
    if held.role not in DESK:
        raise DomainError("no_such_role", _("This role isn't taken away here."))
    if held.state not in PRESENT:
        raise DomainError("role_gone", _("This role was taken away already."))
    if held.role == ParticipationRole.SECRETARIAT and not _others(held).exists():
        raise DomainError(
            "last_secretariat",
            _("This is the last of the secretariat who can sign in. Give the role to somebody else first."),
        )
    before = {"state": held.state}
    held.state = ParticipationState.WITHDRAWN
    held.save(update_fields=["state"])
    take_back(edition, MailKind.OTHER, role_key(held.person, ParticipationRole(held.role)))
    audit.record(actor, "revoke_role", edition, before=before, after=_told(held))
    return held


def _others(held: Participation):  # type: ignore[no-untyped-def]
    """Others of the same role who can sign in."""
    rows = Participation.objects.filter(edition=held.edition_id, role=held.role, state__in=PRESENT)
    return rows.filter(person__user__is_active=True).exclude(pk=held.pk)


def _told(held: Participation) -> dict[str, object]:
    return {"person": held.person_id, "name": str(held.person), "role": held.role, "state": held.state}
