"""Making a draft public."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.errors import DomainError
from serai.editions.models import Edition
from serai.programme import planning
from serai.programme.models import Plan, Release


@transaction.atomic
def release_plan(
    *, actor: Actor, plan: Plan, after: int | None = None, accept_unplaced: bool = False, note: str = ""
) -> Release:
    """Make a draft public as the next release.

    `after` is the number of the release that the actor saw last (None or 0: none yet). Refused if another
    came meanwhile, if a hard rule is broken, or if something is unplaced and that is not accepted.
    """
    require(actor, "programme.release_plan", plan)
    edition = Edition.objects.select_for_update().get(pk=plan.edition_id)
    if Release.objects.filter(plan=plan).exists():
        raise DomainError("already_released", _("This plan has already been released."))
    number = edition.releases.values_list("number", flat=True).first() or 0
    if number != (after or 0):
        raise DomainError(
            "release_changed",
            _("Somebody else released version %(number)s meanwhile. Look at it before you release again."),
            number=number,
        )
    release = Release.objects.create(
        edition=edition,
        plan=plan,
        number=number + 1,
        released_by=actor.user,
        note=note,
        unplaced=_unplaced_knowingly(plan, accept_unplaced),
    )
    audit.record(actor, "release_plan", release, after={"edition": edition.key, "number": release.number})
    return release


def _unplaced_knowingly(plan: Plan, accept_unplaced: bool) -> list[str]:
    """The ids of what has no place in a plan that can be released; refuse any other plan."""
    check = planning.check_plan(plan)
    if check.hard:
        raise DomainError(
            "hard_violations",
            _("The plan breaks hard rules (%(count)s) and can't be released."),
            count=len(check.hard),
        )
    if check.unplaced and not accept_unplaced:
        raise DomainError(
            "unplaced_items",
            _("%(count)s items have no place. Release without them only if that is meant."),
            count=len(check.unplaced),
        )
    return check.unplaced
