"""The public pages of a programme: days, activities, contributions, speakers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.editions.models import Edition
from serai.programme.cards import Card, cards
from serai.programme.grid import WIDEST, grid
from serai.programme.models import Section
from serai.programme.queries import released


@require_safe
def programme(request: Request, edition: str, day: date | None = None) -> HttpResponse:
    """A day of the programme, the first unless another is asked for: as a grid, or as a list."""
    subject = request.edition = editions.edition(request.actor, edition)
    release = released.latest_release(request.actor, subject)
    if release is None:
        return render(request, "programme/unreleased.html")
    days = released.days(request.actor, release)
    if day and day not in days:
        raise Http404
    day = day or next(iter(days), subject.start)
    found = cards(released.programme(request.actor, release, day=day))
    breaks = released.breaks(request.actor, subject, day)
    context = {"release": release, "days": days, "day": day, **_day(request, subject, found, breaks)}
    return render(request, "programme/day.html", context)


def _day(request: Request, edition: Edition, found: list[Card], breaks: Any) -> dict[str, Any]:
    """The day's cards as the reader asked for them: some rooms or all, grid or list."""
    rooms = sorted({card.room for card in found}, key=lambda room: (room.order, room.key))
    chosen = {room.key for room in rooms} & set(request.GET.getlist("room"))
    shown = [card for card in found if card.room.key in chosen] if chosen else found
    laid_out = grid(shown, breaks, ZoneInfo(edition.time_zone))
    view = request.GET.get("view") or ("list" if len(laid_out.columns) > WIDEST else "grid")
    return {
        "rooms": rooms,
        "chosen": chosen,
        "cards": shown,
        "grid": laid_out,
        "sections": _sections(shown),
        "view": "list" if view == "list" else "grid",
    }


def _sections(found: Sequence[Card]) -> list[Section]:
    """The sections that occur, for the key of colours."""
    sections = {card.activity.section for card in found if card.activity.section}
    return sorted(sections, key=lambda section: (section.number, section.key))
