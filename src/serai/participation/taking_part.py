"""How somebody takes part in an edition: what services of people and of participations share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serai.core import dependants, editing
from serai.core.editing import Values
from serai.core.errors import DomainError
from serai.core.text import name_of
from serai.editions.models import Edition
from serai.participation.models import Delegation, Participation, ParticipationRole
from serai.participation.rules import DESK
from serai.parties.models import Person
from serai.parties.writing import party


def write(
    row: Participation, values: Values, *, seen: str = "", names: Iterable[str] = ()
) -> dict[str, dict[str, Any]]:
    """Write into a participation; `delegation` is the code of the party that sends it."""
    resolved = dict(values)
    if "delegation" in values:
        sender = party(values["delegation"])
        resolved["delegation"] = (
            Delegation.objects.get_or_create(edition=row.edition, party=sender)[0] if sender else None
        )
    arrives, departs = (values.get(name, getattr(row, name)) for name in ("arrives", "departs"))
    if arrives and departs and departs <= arrives:
        raise ValidationError({"departs": _("The departure must come after the arrival.")})
    changes = editing.write(row, resolved, seen=seen, names=names)
    if row.role == ParticipationRole.HEAD_OF_DELEGATION and row.delegation is None:
        raise ValidationError({"delegation": _("A head of delegation needs a delegation.")})
    return changes


def refuse_desk_role(before: str, after: str) -> None:
    """Refuse to give or take a role that opens the desk: that is done, and noted, where roles are granted."""
    if before != after and {before, after} & set(DESK):
        raise DomainError(
            "desk_role",
            _("Secretariat and programme committee are named on the page of roles, by the secretariat."),
        )


def refuse_if_needed(edition: Edition, person: Person) -> None:
    """Refuse to let somebody go who has a role in the programme of the edition."""
    needing = [row for row in dependants.needing(person) if getattr(row, "edition_id", None) == edition.pk]
    if needing:
        names = ", ".join(f"“{name_of(row, get_language() or 'en')}”" for row in needing[:5])
        raise DomainError(
            "still_needed", _("This person has a role in: %(names)s. Change these first."), names=names
        )


def touch(person: Person) -> None:
    """Let pages and planning of every edition in which somebody takes part know that something changed."""
    editions = Edition.objects.filter(pk__in=person.participations.values("edition"))
    editions.update(content_version=F("content_version") + 1)
