"""Somebody's own agenda: page and calendar, by personal link or for a signed-in account."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from serai.core.errors import NotVisible
from serai.core.limits import limit
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.participation import queries as participations
from serai.participation import services as own
from serai.participation.links import is_noted, token_of
from serai.participation.models import LinkPurpose, Participation, PersonalLink
from serai.programme import services
from serai.programme.models import Agenda
from serai.programme.queries import agendas as queries
from serai.programme.queries import released
from serai.programme.showing.agenda_documents import agenda_pdf
from serai.programme.showing.agendas import agenda_calendar, by_day, is_told
from serai.programme.views.by_link import MINUTE, opened_by

PRINTED = 10  # PDFs of one link in a minute


@require_safe
@opened_by(LinkPurpose.AGENDA)
def agenda(request: Request, link: PersonalLink) -> HttpResponse:
    """What its person has to be at, with what changed since they looked last."""
    return _page(request, link)


@require_safe
def my_agenda(request: Request, edition: str) -> HttpResponse:
    """The same for whoever is signed in and takes part."""
    subject = request.edition = editions.edition(request.actor, edition)
    if request.actor.user is None or not hasattr(request.actor.user, "person"):
        raise NotVisible
    participation = participations.own_participation(request.actor, subject, request.actor.user.person)
    return _page(request, own.make_agenda_link(actor=request.actor, participation=participation))


@require_safe
@opened_by(LinkPurpose.AGENDA)
def calendar(request: Request, link: PersonalLink) -> HttpResponse:
    """The same for calendar programs, which ask again and again."""
    told = _told(request, _own(request, link))
    content = agenda_calendar(link.edition, told, get_language() or "en")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{link.edition.key}-agenda.ics"'
    return response


@require_safe
@opened_by(LinkPurpose.AGENDA)
def document(request: Request, link: PersonalLink) -> HttpResponse:
    """The same on paper, in the language of the page."""
    limit(f"agenda-pdf {link.pk}", PRINTED, MINUTE)
    participation = _own(request, link)
    release = released.latest_release(request.actor, link.edition)
    if release is None:
        raise NotVisible
    rows = queries.marked(request.actor, participation, release, seen=0)
    content = agenda_pdf(release, link.person, rows, get_language() or "en")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{link.edition.key}-agenda.pdf"'
    return response


def _told(request: Request, participation: Participation) -> Agenda | None:
    """What the calendar is told by now; written only if that has changed."""
    told = queries.told(request.actor, participation)
    release = released.latest_release(request.actor, participation.edition)
    if release is None:
        return told
    entries = queries.agendas(request.actor, participation, [release])[release.number]
    if is_told(told, entries, release.number):
        return told
    return services.tell_agenda(actor=request.actor, participation=participation)


def _page(request: Request, link: PersonalLink) -> HttpResponse:
    participation = _own(request, link)
    release = request.release = released.latest_release(request.actor, link.edition)
    marked = []
    if release is not None:
        marked = queries.marked(request.actor, participation, release, link.seen_release)
    number = release.number if release else 0
    if not is_noted(link, number):
        own.open_link(actor=request.actor, link=link, release=number)
    token = token_of(link) or request.resolver_match.kwargs.get("token", "")  # type: ignore[union-attr]
    feed = request.build_absolute_uri(reverse("programme:agenda_calendar", args=[token])) if token else ""
    context = {
        "person": link.person,
        "is_signed_in": request.actor.user is not None,
        "webcal": f"webcal://{feed.partition('://')[2]}",
        "release": release,
        "days": by_day(link.edition, marked),
        "changes": sum(1 for row in marked if row.change),
        "token": token,
    }
    return render(request, "programme/agenda.html", context)


def _own(request: Request, link: PersonalLink) -> Participation:
    return participations.own_participation(request.actor, link.edition, link.person)
