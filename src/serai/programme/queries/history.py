"""Reads of all releases: which there were, and how much each changed for who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import QuerySet

from serai.core.access import visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions.models import Edition
from serai.programme.models import Placement, Release, Session
from serai.programme.planning.differences import differences, stored_rows


def releases(actor: Actor, edition: Edition) -> QuerySet[Release]:
    """All releases of an edition, newest first; that they exist is public."""
    return edition.releases.select_related("plan", "edition")


def release(actor: Actor, edition: Edition, number: int) -> Release:
    """One release of an edition; what of it the actor may see is asked for each of its parts."""
    found = releases(actor, edition).filter(number=number).first()
    if found is None:
        raise NotVisible
    return found


def counts_of_changes(
    actor: Actor, edition: Edition, shown: Sequence[Release]
) -> list[tuple[Release, Counter[str]]]:
    """Each release with how much it moved, added and took away, counted over what the actor may see."""
    numbers = [number for row in shown for number in (row.number, row.number - 1)]
    plans = dict(edition.releases.filter(number__in=numbers).values_list("number", "plan"))
    sessions = visible(actor, "programme.view_session", Session.objects.filter(plan__in=plans.values()))
    contributions = visible(actor, "programme.view_contribution", edition.contributions.all())
    placements = Placement.objects.filter(plan__in=plans.values(), contribution__in=contributions)
    rows = stored_rows(sessions, placements)
    found = []
    for row in shown:
        before, after = rows.get(plans.get(row.number - 1, 0), {}), rows.get(row.plan_id, {})
        found.append((row, Counter(change.kind.value for change in differences(before, after))))
    return found
