"""When somebody is there, and what they ask of the secretariat."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock, write
from serai.editions.models import Edition
from serai.participation.models import Participation

STAY = ("arrives", "departs", "away", "note")


@transaction.atomic
def change_own_availability(
    *, actor: Actor, participation: Participation, values: dict[str, Any], seen: str = ""
) -> Participation:
    """Write when somebody arrives and departs, in which periods they are away, and what they ask for."""
    require(actor, "participation.answer_invitation", participation)
    row = lock(participation)
    require(actor, "participation.answer_invitation", row)
    given = {name: values[name] for name in STAY if name in values}
    arrives, departs = given.get("arrives", row.arrives), given.get("departs", row.departs)
    if arrives and departs and departs <= arrives:
        raise ValidationError({"departs": _("The departure isn't after the arrival.")})
    if any(period.edition_id != row.edition_id for period in given.get("away", ())):
        raise ValidationError({"away": _("One of these periods isn't of this edition.")})
    changed = write(row, given, seen=seen, names=STAY)
    Edition.objects.filter(pk=row.edition_id).update(content_version=F("content_version") + 1)
    # What somebody asks for may be of their health: the trail says that it changed, not what it says.
    told = {side: {**values, "note": "…"} if "note" in values else values for side, values in changed.items()}
    audit.record(actor, "change_own_availability", row, before=told["before"], after=told["after"])
    return row
