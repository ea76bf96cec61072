"""News of an edition for programs: what everybody reads, and what the secretariat writes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AwareDatetime

from serai.core.api import (
    CHANGING,
    READING,
    WRITING,
    Body,
    IdempotencyHeader,
    PathId,
    Stamp,
    StampHeader,
    Texts,
    once,
    seen_in,
)
from serai.core.editing import stamp
from serai.core.middleware import Request
from serai.core.text import forms
from serai.editions import queries, services
from serai.editions.models import Announcement
from serai.editions.services.announcements import FIELDS, LONGEST

router = Router(tags=["editions"])
Text = dict[str, Annotated[str, Field(max_length=LONGEST)]]


class AnnouncementOut(Schema):
    id: int
    text: Texts
    is_urgent: bool
    starts: datetime
    ends: datetime | None

    @staticmethod
    def resolve_text(row: Announcement) -> Texts:
        return forms(row.text)


class DeskAnnouncementOut(AnnouncementOut):
    stamp: Stamp

    @staticmethod
    def resolve_stamp(row: Announcement) -> str:
        return stamp(row, FIELDS)


class AnnouncementIn(Body):
    """What is announced, in the languages of the edition; from now on unless `starts` says otherwise."""

    text: Text
    is_urgent: bool = False
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None


class AnnouncementChange(Body):
    """What changes; what is left out stays."""

    text: Text = Field(default_factory=dict)
    is_urgent: bool = Field(default_factory=bool)
    starts: AwareDatetime = Field(default_factory=timezone.now)
    ends: AwareDatetime | None = Field(default_factory=lambda: None)


@router.get(
    "/editions/{edition}/announcements",
    response=READING | {200: list[AnnouncementOut]},
    operation_id="list_announcements",
)
@paginate
def list_announcements(request: Request, edition: str) -> QuerySet[Announcement]:
    """What is announced at this moment, the latest first."""
    return queries.news(request.actor, queries.edition(request.actor, edition))


@router.get(
    "/editions/{edition}/desk/announcements",
    response=READING | {200: list[DeskAnnouncementOut], 403: WRITING[403]},
    operation_id="list_desk_announcements",
    tags=["desk"],
)
@paginate
def list_desk_announcements(request: Request, edition: str) -> QuerySet[Announcement]:
    """All announcements, those to come and those that are over too, for the secretariat."""
    return queries.announcements(request.actor, queries.announcing_edition(request.actor, edition))


@router.post(
    "/editions/{edition}/desk/announcements",
    response=WRITING | {201: DeskAnnouncementOut},
    operation_id="announce",
    tags=["desk"],
)
def announce(request: Request, edition: str, body: AnnouncementIn, key: IdempotencyHeader) -> HttpResponse:
    """Say something on the edition's pages and screens."""
    subject = queries.announcing_edition(request.actor, edition)

    def create() -> Announcement:
        return services.announce(actor=request.actor, edition=subject, **body.model_dump())

    return once(request, key, DeskAnnouncementOut, create)


@router.patch(
    "/editions/{edition}/desk/announcements/{id}",
    response=CHANGING | {200: DeskAnnouncementOut},
    operation_id="change_announcement",
    tags=["desk"],
)
def change_announcement(
    request: Request, edition: str, id: PathId, body: AnnouncementChange, if_match: StampHeader = None
) -> Announcement:
    """Change what an announcement says, or when."""
    row = _announcement(request, edition, id)
    values = body.model_dump(exclude_unset=True)
    return services.change_announcement(
        actor=request.actor, announcement=row, values=values, seen=seen_in(if_match)
    )


@router.post(
    "/editions/{edition}/desk/announcements/{id}/end",
    response=WRITING | {200: DeskAnnouncementOut},
    operation_id="end_announcement",
    tags=["desk"],
)
def end_announcement(request: Request, edition: str, id: PathId) -> Announcement:
    """Take an announcement off the pages now."""
    row = _announcement(request, edition, id)
    return services.end_announcement(actor=request.actor, announcement=row)


@router.delete(
    "/editions/{edition}/desk/announcements/{id}",
    response=WRITING | {204: None},
    operation_id="remove_announcement",
    tags=["desk"],
)
def remove_announcement(request: Request, edition: str, id: PathId) -> Status[None]:
    """Delete an announcement."""
    services.remove_announcement(actor=request.actor, announcement=_announcement(request, edition, id))
    return Status(204, None)


def _announcement(request: Request, edition: str, id: int) -> Announcement:
    subject = queries.announcing_edition(request.actor, edition)
    return queries.announcement(request.actor, subject, id)
