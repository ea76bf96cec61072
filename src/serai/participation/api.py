"""Delegations and participations for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from serai.core.api import (
    CHANGING,
    READING,
    WRITING,
    Body,
    IdempotencyHeader,
    Line,
    PathId,
    Stamp,
    StampHeader,
    Words,
    once,
    seen_in,
)
from serai.core.editing import stamp
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.participation import queries, services
from serai.participation.models import Delegation, Mail, MailKind, Participation
from serai.participation.services.mail import FIELDS

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


@router.get(
    "/editions/{edition}/delegations",
    response=READING | {200: list[DelegationOut]},
    operation_id="list_delegations",
)
@paginate
def list_delegations(request: Request, edition: str) -> QuerySet[Delegation]:
    """The delegations that come to an edition."""
    return queries.delegations(request.actor, editions.edition(request.actor, edition))


@router.get(
    "/editions/{edition}/participations",
    response=READING | {200: list[ParticipationOut]},
    operation_id="list_participations",
)
@paginate
def list_participations(request: Request, edition: str) -> QuerySet[Participation]:
    """Who takes part, as far as you may know: yourself, your delegation, or everybody for the secretariat."""
    return queries.participations(request.actor, editions.edition(request.actor, edition))


@router.get(
    "/participations/{id}", response=READING | {200: ParticipationOut}, operation_id="get_participation"
)
def get_participation(request: Request, id: int) -> Participation:
    """One participation."""
    return queries.participation(request.actor, id)


MailId = Annotated[int, Field(ge=1, le=2**63 - 1)]
ANY_STATE = f"^({'|'.join(queries.MAIL_STATES)})$"
ANY_KIND = f"^({'|'.join(MailKind.values)})$"


class MailOut(Schema):
    """`state` is "lost" if the mail may have been sent and only a person can decide to send it again."""

    id: int
    kind: str
    state: str
    person: str | None
    address: str
    language: str
    subject: str
    attempts: int
    error: str
    created_at: datetime
    released_at: datetime | None
    sent_at: datetime | None

    @staticmethod
    def resolve_state(row: Mail) -> str:
        return str(row.shown)  # type: ignore[attr-defined]

    @staticmethod
    def resolve_person(row: Mail) -> str | None:
        return row.person.key if row.person else None


class MailDetailOut(MailOut):
    body: str
    stamp: Stamp

    @staticmethod
    def resolve_stamp(row: Mail) -> str:
        return stamp(row, FIELDS)


class MailsIn(Body):
    """The letters that are meant: by id, or all of a kind ("all": of any)."""

    mails: Annotated[list[MailId], Field(max_length=1000)] = []
    kind: MailKind | Literal["all"] | None = None


class ReleaseMailsIn(MailsIn):
    """`until` is the newest draft that was seen; what was written since stays."""

    until: MailId | None = None


class MailChange(Body):
    """What changes in a letter; what is left out stays."""

    address: Line = Field(default_factory=str, max_length=254)
    subject: Line = Field(default_factory=str, max_length=300)
    body: Words = Field(default_factory=str, max_length=100_000)


class CountOut(Schema):
    count: int


@router.get("/editions/{edition}/mails", response=READING | {200: list[MailOut]}, operation_id="list_mails")
@paginate
def list_mails(
    request: Request,
    edition: str,
    state: str | None = Query(None, pattern=ANY_STATE),  # type: ignore[type-arg]
    kind: str | None = Query(None, pattern=ANY_KIND),  # type: ignore[type-arg]
) -> QuerySet[Mail]:
    """The letters in the outbox, newest first, for the secretariat."""
    subject = queries.outbox_edition(request.actor, edition)
    return queries.mails(request.actor, subject, state=state or "", kind=kind or "")


@router.get("/mails/{id}", response=READING | {200: MailDetailOut}, operation_id="get_mail")
def get_mail(request: Request, id: int) -> Mail:
    """One letter. Before it is sent its text may hold a link that is its reader's key."""
    return queries.mail(request.actor, id)


@router.patch("/mails/{id}", response=CHANGING | {200: MailDetailOut}, operation_id="change_mail")
def change_mail(request: Request, id: PathId, body: MailChange, if_match: StampHeader = None) -> Mail:
    """Change a letter that waits for review or has failed."""
    mail = queries.mail(request.actor, id)
    values = body.model_dump(exclude_unset=True)
    services.change_mail(actor=request.actor, mail=mail, values=values, seen=seen_in(if_match))
    return queries.mail(request.actor, id)


@router.post(
    "/editions/{edition}/mails/release", response=WRITING | {201: CountOut}, operation_id="release_mails"
)
def release_mails(
    request: Request, edition: str, body: ReleaseMailsIn, key: IdempotencyHeader
) -> HttpResponse:
    """Release drafts for sending; the worker sends them one after another."""
    return _counted(request, edition, key, body, services.release_mails)


@router.post(
    "/editions/{edition}/mails/discard", response=WRITING | {201: CountOut}, operation_id="discard_mails"
)
def discard_mails(request: Request, edition: str, body: MailsIn, key: IdempotencyHeader) -> HttpResponse:
    """Take letters out of the outbox that haven't left, or may have; of a kind those that await review."""
    return _counted(request, edition, key, body, services.discard_mails)


@router.post(
    "/editions/{edition}/mails/retry", response=WRITING | {201: CountOut}, operation_id="retry_mails"
)
def retry_mails(request: Request, edition: str, body: MailsIn, key: IdempotencyHeader) -> HttpResponse:
    """Send letters again that failed; those that may have been sent by id only."""
    return _counted(request, edition, key, body, services.retry_mails)


def _counted(
    request: Request, edition: str, key: str, body: MailsIn, service: Callable[..., int]
) -> HttpResponse:
    """Do something with some letters, and say how many there were."""
    subject = queries.outbox_edition(request.actor, edition)

    def create() -> CountOut:
        meant = body.model_dump() | {"kind": body.kind or ""}
        return CountOut(count=service(actor=request.actor, edition=subject, **meant))

    return once(request, key, CountOut, create)
