"""The programme for other programs: calendars to subscribe to, and the schedule as data."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from serai.core.errors import NotVisible
from serai.core.middleware import Request
from serai.editions.models import Edition, Room
from serai.parties.models import Person
from serai.programme.models import Activity, Contribution, Release
from serai.programme.public_pages import public_page
from serai.programme.queries import media, released
from serai.programme.queries.timetable import Named, Talk, timetable
from serai.programme.showing import documents, exports, frab, frab_xml
from serai.programme.showing.blocks import Block


@require_safe
@public_page()
def programme_calendar(request: Request, edition: str) -> HttpResponse:
    """All sessions of the release."""
    release = _release(request, edition)
    return _calendar(request, release, edition)


@require_safe
@public_page()
def activity_calendar(request: Request, edition: str, key: str) -> HttpResponse:
    """The sessions of one activity."""
    release = _release(request, edition)
    activity = released.held_activity(request.actor, release, key)
    return _calendar(request, release, key, activity=activity)


@require_safe
@public_page()
def room_calendar(request: Request, edition: str, key: str) -> HttpResponse:
    """What takes place in one room."""
    release = _release(request, edition)
    return _calendar(request, release, key, room=released.room(request.actor, release, key))


@require_safe
@public_page()
def speaker_calendar(request: Request, edition: str, key: str) -> HttpResponse:
    """What one person speaks in and chairs."""
    release = _release(request, edition)
    return _calendar(request, release, key, person=released.named_person(request.actor, release, key))


@require_safe
@public_page()
def schedule(request: Request, edition: str) -> HttpResponse:
    """All sessions with their contributions as plain data, every text in all its languages."""
    release = _release(request, edition)
    return _json(exports.schedule(timetable(request.actor, release)))


@require_safe
@public_page()
def frab_json(request: Request, edition: str) -> HttpResponse:
    """The programme as frab's schedule.json, in the language of the page."""
    return _json(frab.json_schedule(_frab(request, edition)))


@require_safe
@public_page()
def schedule_xml(request: Request, edition: str) -> HttpResponse:
    """The programme as frab's schedule.xml, in the language of the page."""
    content = frab_xml.xml_schedule(_frab(request, edition))
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


@require_safe
def booklet(request: Request, edition: str) -> HttpResponse:
    """The programme booklet as PDF, in the language of the page; it holds what the public may see."""
    release = _release(request, edition)
    content = documents.public_programme_pdf(release, get_language() or "en").read_bytes()
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{edition}.pdf"'
    return response


def _release(request: Request, key: str) -> Release:
    """The edition's latest release; before the first there are no feeds."""
    _edition, release = released.edition_and_release(request.actor, key)
    if release is None:
        raise NotVisible
    return release


def _calendar(
    request: Request,
    release: Release,
    name: str,
    *,
    activity: Activity | None = None,
    room: Room | None = None,
    person: Person | None = None,
) -> HttpResponse:
    """The whole release as a calendar, or an activity's, a room's or a person's part of it."""
    actor, previous = request.actor, released.release_before(request.actor, release)
    read = partial(timetable, actor, activity=activity, room=room, person=person)
    shown = read(release)
    before = read(previous, inside=bool(person), known=shown) if previous else None

    def keep(block: Block) -> bool:
        if person:
            return person.pk in {chair.id for chair in block.chairs}
        return (activity or block.activity) == block.activity and (room or block.room) == block.room

    content = exports.feed(
        shown,
        before,
        get_language() or "en",
        _addresses(request, release.edition.key),
        keep=keep,
        person=person.pk if person else None,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def _frab(request: Request, key: str) -> frab.Schedule:
    release = _release(request, key)
    shown = timetable(request.actor, release)
    home = request.build_absolute_uri(reverse("edition", args=[key]))
    return frab.Schedule(
        shown, get_language() or "en", _addresses(request, key), home, _slides(request, shown.edition)
    )


def _slides(request: Request, edition: Edition) -> dict[int, list[tuple[str, str]]]:
    """The public files of each contribution, as addresses and names."""
    found: dict[int, list[tuple[str, str]]] = {}
    for file in media.public_slides(request.actor, edition):
        path = reverse("programme:slides", args=[edition.key, file.pk])
        found.setdefault(file.contribution_id, []).append((request.build_absolute_uri(path), file.name))
    return found


def _json(content: Any) -> HttpResponse:
    """Data for any program on any site: it holds nothing but what the reader may see."""
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/json")


PAGES = {Activity: "activity", Contribution: "contribution", Talk: "contribution", Named: "speaker"}


def _addresses(request: Request, edition: str) -> exports.Address:
    """The page of an activity, contribution or person, as an address that works elsewhere."""
    found = {
        kind: request.build_absolute_uri(reverse(f"programme:{page}", args=[edition, "-"]))[:-2]
        for kind, page in PAGES.items()
    }

    def address(row: Activity | Contribution | Talk | Named) -> str:
        return f"{found[type(row)]}{row.key}/"

    return address
