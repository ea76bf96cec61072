"""Editions for programs."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from ninja import Router, Schema
from ninja.pagination import paginate

from serai.core.api import READING, Texts
from serai.core.middleware import Request
from serai.core.text import forms
from serai.editions import queries
from serai.editions.api_news import router as news_router
from serai.editions.models import Edition, Host, Period, Room, Venue

router = Router(tags=["editions"])
router.add_router("", news_router)


class EditionOut(Schema):
    key: str
    series: str
    ordinal: int
    name: Texts
    start: date
    end: date
    time_zone: str
    city: Texts
    country: str
    languages: list[str]
    working_languages: list[str]
    provenance: str

    @staticmethod
    def resolve_series(row: Edition) -> str:
        return row.series.key

    @staticmethod
    def resolve_name(row: Edition) -> Texts:
        return forms(row.name)

    @staticmethod
    def resolve_city(row: Edition) -> Texts:
        return forms(row.city)

    @staticmethod
    def resolve_country(row: Edition) -> str:
        return row.country.code


class HostOut(Schema):
    key: str
    name: Texts
    role: str

    @staticmethod
    def resolve_name(row: Host) -> Texts:
        return forms(row.name)


class VenueOut(Schema):
    key: str
    name: Texts
    address: Texts
    provenance: str

    @staticmethod
    def resolve_name(row: Venue) -> Texts:
        return forms(row.name)

    @staticmethod
    def resolve_address(row: Venue) -> Texts:
        return forms(row.address)


class EditionDetailOut(EditionOut):
    theme: Texts
    summary: Texts
    hosts: list[HostOut]
    venues: list[VenueOut]

    @staticmethod
    def resolve_theme(row: Edition) -> Texts:
        return forms(row.theme)

    @staticmethod
    def resolve_summary(row: Edition) -> Texts:
        return forms(row.summary)


class RoomOut(Schema):
    """A room; its booths are those of interpreters."""

    key: str
    name: Texts
    venue: str | None
    seats: int | None
    booths: int
    provenance: str

    @staticmethod
    def resolve_name(row: Room) -> Texts:
        return forms(row.name)

    @staticmethod
    def resolve_venue(row: Room) -> str | None:
        return row.venue.key if row.venue else None


class PeriodOut(Schema):
    """A period of sessions, or a break, which has a name."""

    key: str
    kind: str
    name: Texts
    starts: datetime
    ends: datetime
    provenance: str

    @staticmethod
    def resolve_name(row: Period) -> Texts:
        return forms(row.name)


@router.get("/editions", response=READING | {200: list[EditionOut]}, operation_id="list_editions")
@paginate
def list_editions(request: Request) -> QuerySet[Edition]:
    """All editions, the latest first."""
    return queries.editions(request.actor)


@router.get("/editions/{edition}", response=READING | {200: EditionDetailOut}, operation_id="get_edition")
def get_edition(request: Request, edition: str) -> Edition:
    """One edition with its hosts and venues."""
    return queries.edition(request.actor, edition)
