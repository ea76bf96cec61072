"""How much each rule of planning counts in an edition, and how long a run may take."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock, write
from serai.editions.models import Edition
from serai.programme import planning


@transaction.atomic
def change_rules(
    *, actor: Actor, edition: Edition, weights: Mapping[str, int | None], planning_seconds: int, seen: str
) -> Edition:
    """Set the weights that differ from the rules' own (None: a must), and the time that a run may take.

    `seen` is the stamp of both as the actor read them (`planning.RULE_FIELDS`). A rule that isn't named has
    its own weight again.
    """
    require(actor, "programme.plan_edition", edition)
    if problems := planning.weight_problems(weights):
        raise ValidationError({"weights": problems})
    if not 1 <= planning_seconds <= planning.MOST_SECONDS:
        raise ValidationError({"planning_seconds": _("Write between 1 second and one hour.")})
    edition = lock(edition)
    values = {"weights": planning.changed_weights(weights), "planning_seconds": planning_seconds}
    changes = write(edition, values, seen=seen, names=planning.RULE_FIELDS)
    if changes["after"]:
        Edition.objects.filter(pk=edition.pk).update(content_version=F("content_version") + 1)
    audit.record(actor, "change_rules", edition, **changes)
    return edition
