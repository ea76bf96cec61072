"""Making a draft public, and going back to an earlier release."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
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
    edition = _edition_after(plan.edition_id, after, plan)
    release = _make_public(actor, edition, plan, accept_unplaced, note)
    audit.record(actor, "release_plan", release, after={"edition": edition.key, "number": release.number})
    return release


@transaction.atomic
def release_again(
    *, actor: Actor, release: Release, after: int, accept_unplaced: bool = False, note: str = ""
) -> Release:
    """Go back to an earlier release: what it holds, but for what is no longer in the programme, comes next.

    The earlier release stays as it is; a copy of its plan is released under the same conditions as any draft.
    """
    require(actor, "programme.release_plan", release.plan)
    edition = _edition_after(release.edition_id, after)
    if release.number == after:
        raise DomainError("release_stands", _("This release is the one that stands."))
    copy = Plan.objects.create(
        edition=edition, copied_from=release.plan, run=release.plan.run, created_by=actor.user
    )
    left_out = planning.copy_rows(release.plan, copy)
    again = _make_public(actor, edition, copy, accept_unplaced, note)
    audit.record(
        actor,
        "release_again",
        again,
        before={"number": after},
        after={
            "edition": edition.key, "number": again.number, "again": release.number, "left_out": left_out,
        },
    )  # fmt: skip
    return again


def _edition_after(pk: int, after: int | None, plan: Plan | None = None) -> Edition:
    """The edition locked, if the last release is the one that the actor saw and the plan isn't public yet."""
    edition = Edition.objects.select_for_update().get(pk=pk)
    if plan and Release.objects.filter(plan=plan).exists():
        raise DomainError("already_released", _("This plan has already been released."))
    number = edition.releases.values_list("number", flat=True).first() or 0
    if number != (after or 0):
        raise DomainError(
            "release_changed",
            _("Somebody else released version %(number)s meanwhile. Look at it before you release again."),
            number=number,
        )
    return edition


def _make_public(actor: Actor, edition: Edition, plan: Plan, accept_unplaced: bool, note: str) -> Release:
    """Write the release of a plan that can be released; letters are prepared once this is stored."""
    plan = Plan.objects.select_for_update().select_related("edition").get(pk=plan.pk)  # no move comes between
    last = edition.releases.values_list("number", flat=True).first() or 0
    release = Release.objects.create(
        edition=edition,
        plan=plan,
        number=last + 1,
        released_by=actor.user,
        note=note,
        unplaced=_unplaced_knowingly(plan, accept_unplaced),
    )
    Edition.objects.filter(pk=edition.pk).update(content_version=F("content_version") + 1)
    task = import_string("serai.programme.tasks.prepare_notices")  # by name: tasks are a door to services
    transaction.on_commit(lambda: task.enqueue(release.pk))
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
