"""The secretariat, the programme committee and the organisers of activities, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Status
from ninja.pagination import paginate

from serai.core.api import READING, WRITING, Body, IdempotencyHeader, Key, Line, PathId, once
from serai.core.middleware import Request
from serai.editions.models import Edition
from serai.participation import queries as participations
from serai.participation import services as participation
from serai.participation.models import ParticipationRole
from serai.participation.rules import DESK
from serai.parties.models import Person
from serai.programme import services
from serai.programme.api_schemas import SomebodyOut
from serai.programme.queries import roles as queries

router = Router(tags=["desk"])


class HolderOut(SomebodyOut):
    """Somebody with a role, and the address by which they sign in."""

    email: str

    @staticmethod
    def resolve_email(row: Any) -> str:
        return row.person.user.email if row.person.user else ""


class RoleOut(HolderOut):
    role: str


class OrganiserOut(HolderOut):
    activity: str

    @staticmethod
    def resolve_activity(row: Any) -> str:
        return str(row.activity.key)


class HolderIn(Body):
    """Somebody who takes part, by key, or whoever has the address; `name` is for an address that is new."""

    person: Key | None = None
    email: Annotated[Line, Field(max_length=254)] = ""
    name: Annotated[Line, Field(max_length=200)] = ""


class RoleIn(HolderIn):
    role: ParticipationRole = Field(json_schema_extra={"enum": list(DESK)})


class OrganiserIn(HolderIn):
    activity: Key


@router.get(
    "/editions/{edition}/desk/roles", response=READING | {200: list[RoleOut]}, operation_id="list_roles"
)
@paginate
def list_roles(request: Request, edition: str) -> QuerySet[Any]:
    """The secretariat and the programme committee."""
    return queries.desk_members(request.actor, queries.desk_edition(request.actor, edition))


@router.post("/editions/{edition}/desk/roles", response=WRITING | {201: RoleOut}, operation_id="grant_role")
def grant_role(request: Request, edition: str, body: RoleIn, key: IdempotencyHeader) -> HttpResponse:
    """Take somebody into the secretariat or the programme committee; a letter waits in the outbox."""
    subject = queries.desk_edition(request.actor, edition)

    def create() -> Any:
        who = _holder(request, subject, body)
        return participation.grant_role(actor=request.actor, edition=subject, role=body.role, **who)

    return once(request, key, RoleOut, create)


@router.delete(
    "/editions/{edition}/desk/roles/{id}", response=WRITING | {204: None}, operation_id="revoke_role"
)
def revoke_role(request: Request, edition: str, id: PathId) -> Status[None]:
    """Take such a role away; it ends at once."""
    member = queries.desk_member(request.actor, id, queries.desk_edition(request.actor, edition))
    participation.revoke_role(actor=request.actor, participation=member)
    return Status(204, None)


@router.get(
    "/editions/{edition}/desk/organisers",
    response=READING | {200: list[OrganiserOut]},
    operation_id="list_organisers",
)
@paginate
def list_organisers(request: Request, edition: str) -> QuerySet[Any]:
    """Who organises which activity."""
    return queries.organisers(request.actor, queries.desk_edition(request.actor, edition))


@router.post(
    "/editions/{edition}/desk/organisers",
    response=WRITING | {201: OrganiserOut},
    operation_id="grant_organiser",
)
def grant_organiser(
    request: Request, edition: str, body: OrganiserIn, key: IdempotencyHeader
) -> HttpResponse:
    """Let somebody change an activity; a letter about it waits in the outbox."""
    subject = queries.desk_edition(request.actor, edition)

    def create() -> Any:
        activity = queries.organised_activities(request.actor, subject).filter(key=body.activity).first()
        if activity is None:
            raise ValidationError({"activity": _("There is nothing here for you to see.")})
        who = _holder(request, subject, body)
        return services.grant_organiser(actor=request.actor, activity=activity, **who)

    return once(request, key, OrganiserOut, create)


@router.delete(
    "/editions/{edition}/desk/organisers/{id}",
    response=WRITING | {204: None},
    operation_id="revoke_organiser",
)
def revoke_organiser(request: Request, edition: str, id: PathId) -> Status[None]:
    """Take an activity from one of its organisers; it ends at once."""
    member = queries.organiser(request.actor, id, queries.desk_edition(request.actor, edition))
    services.revoke_organiser(actor=request.actor, member=member)
    return Status(204, None)


def _holder(request: Request, edition: Edition, body: HolderIn) -> dict[str, Any]:
    """Who is meant; a key that nobody has who takes part is said at its place."""
    person: Person | None = None
    if body.person is not None:
        person = participations.people(request.actor, edition).filter(key=body.person).first()
        if person is None:
            message = _("Nobody with this name takes part. Add them to the people of the edition first.")
            raise ValidationError({"person": message})
    return {"person": person, "email": body.email, "name": body.name}
