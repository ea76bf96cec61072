"""Who speaks, chairs and must attend, for programs: listed, given a role, their answer noted, taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.pagination import paginate

from serai.core.api import READING, WRITING, Body, IdempotencyHeader, Key, PathId, PathKey, once
from serai.core.errors import NotVisible
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.editions.desk.api import typed
from serai.parties.models import Person
from serai.programme import services
from serai.programme.api_schemas import SomebodyOut
from serai.programme.models import ActivityRole, ContributionRole, MemberState
from serai.programme.queries import editing

router = Router(tags=["desk"])


class MemberOut(SomebodyOut):
    """Somebody with a role; `state` is what they said to it."""

    role: str
    state: str


class ActivityMemberIn(Body):
    person: Key
    role: ActivityRole
    state: MemberState = MemberState.ACCEPTED


class ContributionMemberIn(Body):
    person: Key
    role: ContributionRole
    state: MemberState = MemberState.ACCEPTED


class MemberChange(Body):
    state: MemberState


@dataclass(frozen=True, slots=True)
class Owner:
    """What people have a role in: how its rows and members are read, and what is done with these."""

    name: str
    plural: str
    rows: Callable[..., QuerySet[Any]]
    members: Callable[..., QuerySet[Any]]
    body: type[Body]
    add: Callable[..., Any]
    change: Callable[..., Any]
    remove: Callable[..., None]


ACTIVITY = Owner(
    "activity",
    "activities",
    editing.activities,
    editing.activity_members,
    ActivityMemberIn,
    services.add_activity_member,
    services.change_activity_member,
    services.remove_activity_member,
)
CONTRIBUTION = Owner(
    "contribution",
    "contributions",
    editing.contributions,
    editing.contribution_members,
    ContributionMemberIn,
    services.add_contribution_member,
    services.change_contribution_member,
    services.remove_contribution_member,
)


def _add_operations(owner: Owner) -> None:
    """Reading who has a role, and giving, changing and taking away one."""
    address = f"/editions/{{edition}}/desk/{owner.plural}/{{key}}/members"
    router.get(
        address,
        response=READING | {200: list[MemberOut]},
        operation_id=f"list_{owner.name}_members",
        description=f"Who has a role in a certain {owner.name}.",
    )(paginate(_reading(owner)))
    router.post(
        address,
        response=WRITING | {201: MemberOut},
        operation_id=f"add_{owner.name}_member",
        description=f"Give somebody who takes part a role in a certain {owner.name}.",
    )(_adding(owner))
    router.patch(
        f"{address}/{{id}}",
        response=WRITING | {200: MemberOut},
        operation_id=f"change_{owner.name}_member",
        description="Note what somebody said to their role.",
    )(_changing(owner))
    router.delete(
        f"{address}/{{id}}",
        response=WRITING | {204: None},
        operation_id=f"remove_{owner.name}_member",
        description="Take somebody's role away.",
    )(_removing(owner))


def _reading(owner: Owner) -> Any:
    def read(request: Request, edition: str, key: PathKey) -> QuerySet[Any]:
        return owner.members(request.actor, _found(owner, request, edition, key))

    return typed(read, key=PathKey)


def _adding(owner: Owner) -> Any:
    def add(
        request: Request, edition: str, key: PathKey, body: Any, idempotency: IdempotencyHeader
    ) -> HttpResponse:
        row = _found(owner, request, edition, key)

        def added() -> Any:
            who = {"person": _person(request, row, body.person), "role": body.role, "state": body.state}
            return owner.add(actor=request.actor, **{owner.name: row}, **who)

        return once(request, idempotency, MemberOut, added)

    return typed(add, body=owner.body)


def _changing(owner: Owner) -> Any:
    def change(request: Request, edition: str, key: PathKey, id: PathId, body: MemberChange) -> Any:
        member = _member(owner, request, edition, key, id)
        return owner.change(actor=request.actor, member=member, state=body.state)

    return change


def _removing(owner: Owner) -> Any:
    def remove(request: Request, edition: str, key: PathKey, id: PathId) -> Status[None]:
        owner.remove(actor=request.actor, member=_member(owner, request, edition, key, id))
        return Status(204, None)

    return remove


def _found(owner: Owner, request: Request, edition: str, key: str) -> Any:
    subject = editions.edition(request.actor, edition)
    return _only(owner.rows(request.actor, subject).filter(key=key))


def _member(owner: Owner, request: Request, edition: str, key: str, id: int) -> Any:
    return _only(owner.members(request.actor, _found(owner, request, edition, key)).filter(pk=id))


def _only(rows: QuerySet[Any]) -> Any:
    row = rows.first()
    if row is None:
        raise NotVisible
    return row


def _person(request: Request, row: Any, key: str) -> Person:
    """Somebody who can be given a role, by key."""
    person = editing.choosable(request.actor, row.edition).filter(key=key).first()
    if person is None:
        message = _("Nobody with this name takes part. Add them to the people of the edition first.")
        raise ValidationError({"person": message})
    return person


for each in (ACTIVITY, CONTRIBUTION):
    _add_operations(each)
