"""Screens on site: for the hall and for each room; they look after themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from serai.core.access import require
from serai.core.actors import PUBLIC
from serai.core.errors import NotVisible
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.editions.models import Edition, Room
from serai.programme.models import Release
from serai.programme.public_pages import public_page
from serai.programme.queries import released
from serai.programme.queries.timetable import timetable
from serai.programme.showing.screens import Screen, screen

LIFE = timedelta(seconds=20)


@require_safe
@public_page("lang", life=LIFE)
def hall_screen(request: Request, edition: str) -> HttpResponse:
    """What is on in all rooms."""
    return _screen(request, edition)


@require_safe
@public_page("lang", life=LIFE)
def room_screen(request: Request, edition: str, key: str) -> HttpResponse:
    """What is on in one room."""
    return _screen(request, edition, key)


def _screen(request: Request, key: str, room_key: str = "") -> HttpResponse:
    """A screen shows what the public may see, whoever opened it."""
    subject = request.edition = editions.edition(PUBLIC, key)
    release = request.release = released.latest_release(PUBLIC, subject)
    room = editions.room(PUBLIC, subject, room_key) if room_key else None
    at, is_preview = _moment(request, subject)
    context = {
        "release": release,
        "room": room,
        "screen": _state(release, at, room) if release else None,
        "at": at,
        "today": at.astimezone(ZoneInfo(subject.time_zone)).date(),
        "is_preview": is_preview,
        "news": editions.news(PUBLIC, subject),
        "turns": _turns(request),
    }
    return render(request, "programme/screen.html", context)


def _state(release: Release, at: datetime, room: Room | None) -> Screen:
    shown = timetable(PUBLIC, release, room=room)
    previous = released.release_before(PUBLIC, release)
    before = timetable(PUBLIC, previous, inside=False, known=shown) if previous else None
    return screen(shown, before, released.rooms_before(PUBLIC, release) if before else {}, at, room)


def _moment(request: Request, edition: Edition) -> tuple[datetime, bool]:
    """Now, to the minute, so that a page stays the same for one; or the moment that the desk wants to see."""
    if "at" not in request.GET:
        return timezone.now().replace(second=0, microsecond=0), False
    require(request.actor, "participation.view_desk", edition)
    try:
        moment = datetime.fromisoformat(request.GET["at"])
    except ValueError as error:
        raise NotVisible from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(edition.time_zone))), True


def _turns(request: Request) -> list[str]:
    """This screen's addresses in the languages that it is asked to take turns in (`?lang=en,ar`)."""
    asked = [tag.strip().lower() for tag in request.GET.get("lang", "").split(",")]
    spoken = [tag for tag in dict.fromkeys(asked) if tag in dict(settings.LANGUAGES)]
    others = [tag for tag in spoken if tag != get_language()]
    return [translate_url(request.get_full_path(), tag) for tag in others]
