"""How somebody takes part: roles, delegation, arrival and departure."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from serai.core import audit, editing
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.core.errors import NotVisible
from serai.editions.models import Edition
from serai.participation import taking_part
from serai.participation.models import Participation
from serai.participation.rules import PRESENT
from serai.parties.models import Person

FIELDS = ("role", "state", "delegation", "arrives", "departs", "away", "languages")


@transaction.atomic
def add_participation(*, actor: Actor, edition: Edition, person: Person, values: Values) -> Participation:
    """Give somebody who takes part a further role in the edition; `delegation` is a party's code."""
    require(actor, "participation.change_people", edition)
    edition = editing.lock(edition)
    roles = edition.participations.filter(person=person)
    if not roles.exists():
        raise NotVisible
    taking_part.refuse_desk_role("", values["role"])
    if roles.filter(role=values["role"]).exists():
        raise ValidationError({"role": _("This person has this role already.")})
    row = Participation(edition=edition, person=person)
    changes = taking_part.write(row, values)
    changes["after"] |= _whose(row)
    audit.record(actor, "add_participation", row, **changes)
    taking_part.touch(person)
    return row


@transaction.atomic
def change_participation(
    *, actor: Actor, participation: Participation, values: Values, seen: str = ""
) -> Participation:
    """Change how somebody takes part; `seen` is the stamp as the writer read it."""
    require(actor, "participation.change_people", participation.edition)
    edition = editing.lock(participation.edition)
    row = editing.lock(participation)
    taking_part.refuse_desk_role(row.role, values.get("role", row.role))
    if row.state != values.get("state", row.state):
        taking_part.refuse_desk_role(row.role, "")
    others = edition.participations.filter(person=row.person).exclude(pk=row.pk)
    if others.filter(role=values.get("role", row.role)).exists():
        raise ValidationError({"role": _("This person has this role already.")})
    changes = taking_part.write(row, values, seen=seen, names=FIELDS)
    audit.record(actor, "change_participation", row, **changes)
    taking_part.touch(row.person)
    return row


@transaction.atomic
def remove_participation(*, actor: Actor, participation: Participation) -> bool:
    """Take one role in the edition from somebody who has another one, or none in its programme."""
    require(actor, "participation.change_people", participation.edition)
    edition = editing.lock(participation.edition)
    row = editing.lock(participation)
    taking_part.refuse_desk_role(row.role, "")
    others = edition.participations.filter(person=row.person, state__in=PRESENT).exclude(pk=row.pk)
    if row.state in PRESENT and not others.exists():
        taking_part.refuse_if_needed(edition, row.person)
    before = {"role": row.role, "state": row.state} | _whose(row)
    audit.record(actor, "remove_participation", row, before=before)
    taking_part.touch(row.person)
    row.delete()
    return True


def _whose(row: Participation) -> dict[str, int]:
    """By what the audit trail finds the role of somebody when it is gone."""
    return {"edition": row.edition_id, "person": row.person_id}
