"""Who speaks, chairs and must attend."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from serai.core import audit, editing
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.core.errors import DomainError
from serai.editions.writing import next_order, touch
from serai.participation.rules import PRESENT
from serai.parties.models import Person
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    MemberState,
)

M = TypeVar("M", ActivityMember, ContributionMember)


@transaction.atomic
def add_activity_member(
    *, actor: Actor, activity: Activity, person: Person, role: str, state: str = MemberState.ACCEPTED
) -> ActivityMember:
    """Give somebody who takes part a role in an activity; organisers are named where roles are granted."""
    require(actor, "programme.change_activity", activity)
    _refuse_organiser(role)
    return _add(
        actor, "add_activity_member", ActivityMember(activity=activity, person=person, role=role), state
    )


@transaction.atomic
def add_contribution_member(
    *, actor: Actor, contribution: Contribution, person: Person, role: str, state: str = MemberState.ACCEPTED
) -> ContributionMember:
    """Give somebody who takes part a role in a contribution."""
    require(actor, "programme.change_contribution", contribution)
    member = ContributionMember(contribution=contribution, person=person, role=role)
    return _add(actor, "add_contribution_member", member, state)


@transaction.atomic
def change_activity_member(*, actor: Actor, member: ActivityMember, state: str) -> ActivityMember:
    """Note what somebody said to their role in an activity."""
    require(actor, "programme.change_activity", member.activity)
    return _change(actor, "change_activity_member", member, state)


@transaction.atomic
def change_contribution_member(*, actor: Actor, member: ContributionMember, state: str) -> ContributionMember:
    """Note what somebody said to their role in a contribution."""
    require(actor, "programme.change_contribution", member.contribution)
    return _change(actor, "change_contribution_member", member, state)


@transaction.atomic
def remove_activity_member(*, actor: Actor, member: ActivityMember) -> None:
    """Take somebody's role in an activity away."""
    require(actor, "programme.change_activity", member.activity)
    _refuse_organiser(member.role)
    _remove(actor, "remove_activity_member", member)


@transaction.atomic
def remove_contribution_member(*, actor: Actor, member: ContributionMember) -> None:
    """Take somebody's role in a contribution away."""
    require(actor, "programme.change_contribution", member.contribution)
    _remove(actor, "remove_contribution_member", member)


def _refuse_organiser(role: str) -> None:
    """An organiser may change the activity, so the role is given and taken elsewhere, by the secretariat."""
    if role == ActivityRole.ORGANISER:
        message = _("Organisers are named on the page of roles, by the secretariat.")
        raise DomainError("organiser_role", message)


def _owner(member: ActivityMember | ContributionMember) -> Activity | Contribution:
    return member.activity if isinstance(member, ActivityMember) else member.contribution


def _add(actor: Actor, service: str, member: M, state: str) -> M:
    owner = _owner(member)
    edition = editing.lock(owner.edition)
    if not edition.participations.filter(person=member.person, state__in=PRESENT).exists():
        message = _("%(person)s doesn't take part in this edition.")
        raise DomainError("not_taking_part", message, person=member.person)
    if owner.members.filter(person=member.person, role=member.role).exists():
        raise DomainError("already_member", _("%(person)s has this role already."), person=member.person)
    member.order = next_order(owner.members.all())
    changes = editing.write(member, {"role": member.role, "state": state})
    _note(actor, service, member, **changes)
    touch(edition)
    return member


def _change(actor: Actor, service: str, member: M, state: str) -> M:
    edition = editing.lock(_owner(member).edition)
    member = editing.lock(member)
    _note(actor, service, member, **editing.write(member, {"state": state}))
    touch(edition)
    return member


def _remove(actor: Actor, service: str, member: ActivityMember | ContributionMember) -> None:
    edition = editing.lock(_owner(member).edition)
    member = editing.lock(member)
    _note(actor, service, member, before={"role": member.role})
    member.delete()
    touch(edition)


def _note(
    actor: Actor,
    service: str,
    member: ActivityMember | ContributionMember,
    before: Values | None = None,
    after: Values | None = None,
) -> None:
    """Note it on the activity or contribution, where people look for it."""
    before, after = dict(before or {}), dict(after or {})
    audit.record(actor, service, _owner(member), before=before, after={"person": str(member.person), **after})
