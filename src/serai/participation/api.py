"""Delegations and participations for programs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from ninja import Router, Schema
from ninja.pagination import paginate

from serai.core.api import Refusal
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.participation import queries
from serai.participation.models import Delegation, Participation

router = Router(tags=["participation"])


class DelegationOut(Schema):
    id: int
    party: str

    @staticmethod
    def resolve_party(row: Delegation) -> str:
        return row.party.code


class ParticipationOut(Schema):
    id: int
    person: str
    name: str
    role: str
    state: str
    delegation: str | None
    arrives: datetime | None
    departs: datetime | None
    languages: list[str]
    provenance: str

    @staticmethod
    def resolve_person(row: Participation) -> str:
        return row.person.key

    @staticmethod
    def resolve_name(row: Participation) -> str:
        return row.person.name

    @staticmethod
    def resolve_delegation(row: Participation) -> str | None:
        return row.delegation.party.code if row.delegation else None


@router.get("/editions/{edition}/delegations", response=list[DelegationOut], operation_id="list_delegations")
@paginate
def list_delegations(request: Request, edition: str) -> QuerySet[Delegation]:
    """The delegations that come to an edition."""
    return queries.delegations(request.actor, editions.edition(request.actor, edition))


@router.get(
    "/editions/{edition}/participations", response=list[ParticipationOut], operation_id="list_participations"
)
@paginate
def list_participations(request: Request, edition: str) -> QuerySet[Participation]:
    """Who takes part, as far as you may know: yourself, your delegation, or everybody for the secretariat."""
    return queries.participations(request.actor, editions.edition(request.actor, edition))


@router.get(
    "/participations/{id}", response={200: ParticipationOut, 404: Refusal}, operation_id="get_participation"
)
def get_participation(request: Request, id: int) -> Participation:
    """One participation."""
    return queries.participation(request.actor, id)
