"""The programme for other programs: calendars to subscribe to, and the schedule as JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from serai.core.errors import NotVisible
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.programme.models import Activity, Contribution, Release
from serai.programme.public_pages import public_page
from serai.programme.queries import released
from serai.programme.showing import documents, exports
from serai.programme.showing.cards import cards


@require_safe
@public_page()
def programme_calendar(request: Request, edition: str) -> HttpResponse:
    """All sessions of the release."""
    release = _release(request, edition)
    shown = cards(released.programme(request.actor, release))
    return _calendar(
        exports.calendar(release, shown, get_language() or "en", address=_addresses(request, edition)),
        edition,
    )


@require_safe
@public_page()
def activity_calendar(request: Request, edition: str, key: str) -> HttpResponse:
    """The sessions of one activity."""
    release = _release(request, edition)
    activity = released.activity(request.actor, release, key)
    shown = cards(released.programme(request.actor, release, activity=activity))
    return _calendar(
        exports.calendar(release, shown, get_language() or "en", address=_addresses(request, edition)), key
    )


@require_safe
@public_page()
def speaker_calendar(request: Request, edition: str, key: str) -> HttpResponse:
    """What one person speaks in and chairs."""
    release = _release(request, edition)
    person = released.person(request.actor, release, key)
    content = exports.calendar(
        release,
        cards(released.chaired(request.actor, release, person)),
        get_language() or "en",
        talks=released.placements(request.actor, release, person=person),
        address=_addresses(request, edition),
    )
    return _calendar(content, key)


@require_safe
@public_page()
def schedule(request: Request, edition: str) -> HttpResponse:
    """All sessions with their contributions as plain data."""
    release = _release(request, edition)
    content = exports.schedule(released.programme(request.actor, release))
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


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
    release = released.latest_release(request.actor, editions.edition(request.actor, key))
    if release is None:
        raise NotVisible
    return release


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def _addresses(request: Request, edition: str) -> Callable[[Activity | Contribution], str]:
    """The page of an activity or contribution, as an address that works elsewhere."""

    def address(row: Activity | Contribution) -> str:
        kind = "activity" if isinstance(row, Activity) else "contribution"
        return request.build_absolute_uri(reverse(f"programme:{kind}", args=[edition, row.key]))

    return address
