"""Parties for programs."""

from __future__ import annotations

from django.db.models import QuerySet
from ninja import Router, Schema
from ninja.pagination import paginate

from serai.core.api import READING, Texts
from serai.core.middleware import Request
from serai.core.text import forms
from serai.parties import queries
from serai.parties.models import Party

router = Router(tags=["parties"])


class PartyOut(Schema):
    code: str
    kind: str
    name: Texts

    @staticmethod
    def resolve_name(row: Party) -> Texts:
        return forms(row.name)


@router.get("/parties", response=READING | {200: list[PartyOut]}, operation_id="list_parties")
@paginate
def list_parties(request: Request) -> QuerySet[Party]:
    """Countries, regions and international organisations; a country without a name goes by CLDR's."""
    return queries.parties(request.actor)


@router.get("/parties/{code}", response=READING | {200: PartyOut}, operation_id="get_party")
def get_party(request: Request, code: str) -> Party:
    """One party."""
    return queries.party(request.actor, code)
