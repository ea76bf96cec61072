"""Drafts: copied, named, discarded, and changed item by item."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.core.errors import DomainError
from serai.core.models import AuditEntry
from serai.programme import planning
from serai.programme.models import Plan, Release

MOVES = ("move_item", "unplace_item")


@transaction.atomic
def copy_plan(*, actor: Actor, plan: Plan, name: str = "") -> Plan:
    """Start a draft that holds what a plan or release holds, but for what is no longer in the programme."""
    require(actor, "programme.change_plan", plan)
    copy = Plan.objects.create(
        edition=plan.edition, name=name, copied_from=plan, run=plan.run, created_by=actor.user
    )
    left_out = planning.copy_rows(plan, copy)
    audit.record(actor, "copy_plan", copy, after={"copied_from": plan.pk, "name": name, "left_out": left_out})
    return copy


@transaction.atomic
def rename_plan(*, actor: Actor, plan: Plan, name: str) -> Plan:
    """Give a plan a name of its own; a released one too, as that changes no placement."""
    require(actor, "programme.change_plan", plan)
    plan = lock(plan)
    before, plan.name = plan.name, name.strip()
    plan.save(update_fields=["name", "changed_at"])
    audit.record(actor, "rename_plan", plan, before={"name": before}, after={"name": plan.name})
    return plan


@transaction.atomic
def discard_plan(*, actor: Actor, plan: Plan) -> None:
    """Delete a draft; what was released stays for ever."""
    require(actor, "programme.change_plan", plan)
    plan = _draft(plan)
    audit.record(actor, "discard_plan", plan, before={"name": plan.name, "version": plan.version})
    plan.delete()


@transaction.atomic
def move_item(
    *, actor: Actor, plan: Plan, item: str, spot: planning.Spot, seen_version: int
) -> planning.Outcome:
    """Put a contribution, a block or a session of a draft to another place, whatever rules that breaks.

    `seen_version` is the version of the plan that the actor looked at. Refused if somebody else has moved the
    item since, or something that now is in its way.
    """
    require(actor, "programme.change_plan", plan)
    plan = _draft(plan)
    mover = planning.Mover(plan, item)
    outcome = mover.try_at(spot)
    _refuse_if_concerned(plan, mover, outcome, seen_version)
    _write(actor, "move_item", plan, mover, outcome, spot)
    return outcome


@transaction.atomic
def unplace_item(*, actor: Actor, plan: Plan, item: str, seen_version: int) -> planning.Outcome:
    """Take a contribution, a block or a session out of a draft."""
    require(actor, "programme.change_plan", plan)
    plan = _draft(plan)
    mover = planning.Mover(plan, item)
    outcome = mover.try_without()
    _refuse_if_concerned(plan, mover, outcome, seen_version)
    _write(actor, "unplace_item", plan, mover, outcome)
    return outcome


def _draft(plan: Plan) -> Plan:
    """The plan locked, if it may still change."""
    plan = lock(plan)
    if Release.objects.filter(plan=plan).exists():
        raise DomainError("already_released", _("A released plan never changes. Start a draft from it."))
    return plan


def _refuse_if_concerned(
    plan: Plan, mover: planning.Mover, outcome: planning.Outcome, seen_version: int
) -> None:
    """Compare with what others moved after the actor looked: the same things, or what is now in the way."""
    if seen_version == plan.version:
        return
    entries = AuditEntry.objects.filter(
        subject_type=Plan._meta.label_lower,
        subject_id=str(plan.pk),
        service__in=MOVES,
        after__version__gt=seen_version,
    )
    theirs = {id for entry in entries for id in entry.after["moved"]}
    concerned = theirs & mover.moving
    for violation in outcome.effect.new:
        concerned |= theirs.intersection(violation.items)
    if concerned:
        raise DomainError(
            "moved_meanwhile",
            _("Somebody else moved “%(title)s” meanwhile. Look at where it is now, then move again."),
            title=planning.Wording(plan.edition).item(min(concerned)),
        )


def _write(
    actor: Actor,
    service: str,
    plan: Plan,
    mover: planning.Mover,
    outcome: planning.Outcome,
    spot: planning.Spot | None = None,
) -> None:
    """Store what changed, and note what was moved from where to where under the plan's new version."""
    planning.write_changes(plan, outcome.before, outcome.after)
    plan.version += 1
    plan.save(update_fields=["version", "changed_at"])
    planning.keep_board(plan, plan.version, mover.board.after(outcome.after))
    audit.record(
        actor,
        service,
        plan,
        before={"item": mover.id, **_told(mover.spot)},
        after={
            "item": mover.id,
            **_told(spot),
            "version": plan.version,
            "moved": sorted(mover.moving),
        },
    )


def _told(spot: planning.Spot | None) -> dict[str, str]:
    """A place for the audit trail."""
    if spot is None:
        return {}
    return {"period": spot.period, "room": spot.room, "starts": spot.starts.isoformat()}
