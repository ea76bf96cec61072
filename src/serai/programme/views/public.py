"""The public pages of a programme: days, activities, contributions, speakers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from serai.core.errors import NotVisible
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.editions.models import Edition, Period, Room
from serai.parties.models import Party, Person
from serai.parties.names import party_name
from serai.parties.queries import named
from serai.programme.models import Activity, Placement, Release, Section, SectionKind
from serai.programme.public_pages import public_page
from serai.programme.queries import history, media, released
from serai.programme.queries.timetable import timetable, with_titles
from serai.programme.showing.agenda import by_hour, is_long
from serai.programme.showing.blocks import Block, blocks
from serai.programme.showing.cards import cards
from serai.programme.showing.grid import WIDEST, grid, side_by_side
from serai.programme.showing.linked_data import activity_events, contribution_event

PEOPLE_PER_PAGE = 60
RELEASES_PER_PAGE = 10


@require_safe
@public_page("view", "room")
def programme(request: Request, edition: str, day: date | None = None) -> HttpResponse:
    """A day of the programme, the first unless another is asked for: as a grid, or as a list."""
    request.edition, request.release = released.edition_and_release(request.actor, edition)
    subject, release = request.edition, request.release
    news = editions.news(request.actor, subject)
    if release is None:
        return render(request, "programme/unreleased.html", {"news": news})
    return render(request, "programme/day.html", {"news": news, **_programme(request, release, day)})


@require_safe
@public_page("view", "room")
def earlier_programme(request: Request, edition: str, number: int, day: date | None = None) -> HttpResponse:
    """A day of the programme as an earlier release had it, marked as superseded."""
    request.edition, request.release = released.edition_and_release(request.actor, edition)
    subject = request.edition
    release = history.release(request.actor, subject, number)
    if release == request.release:
        return redirect("programme:programme", edition=edition)
    context = {**_programme(request, release, day), "superseded_by": request.release}
    return render(request, "programme/day.html", context)


@require_safe
@public_page("page")
def releases(request: Request, edition: str) -> HttpResponse:
    """All releases with their notes, and how much each changed."""
    subject = _release(request, edition).edition
    page = Paginator(history.releases(request.actor, subject), RELEASES_PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = history.counts_of_changes(request.actor, subject, list(page.object_list))
    return render(request, "programme/releases.html", {"page": page, "rows": rows})


def _programme(request: Request, release: Release, day: date | None) -> dict[str, Any]:
    """A day of a release, the first unless another is asked for."""
    subject, zone = release.edition, ZoneInfo(release.edition.time_zone)
    bare = timetable(request.actor, release, inside=False)
    days = sorted({sitting.starts.astimezone(zone).date() for sitting in bare.sittings})
    if day and day not in (days or [subject.start]):
        raise Http404
    day = day or next(iter(days), subject.start)
    held = [sitting.id for sitting in bare.sittings if sitting.starts.astimezone(zone).date() == day]
    found = blocks(with_titles(request.actor, bare, held))
    shown = [block for block in found if block.starts.astimezone(zone).date() == day]
    breaks = released.breaks(request.actor, subject, day)
    return {"release": release, "days": days, "day": day, **_day(request, subject, shown, breaks)}


@require_safe
@public_page()
def activity(request: Request, edition: str, key: str) -> HttpResponse:
    """An activity: its sessions, chairs, contributions and sources."""
    release = _release(request, edition)
    subject = released.activity(request.actor, release, key)
    shown = timetable(request.actor, release, activity=subject)
    found = [block for block in blocks(shown) if block.activity == subject]
    context = {
        "activity": subject,
        "cards": found,
        "is_detailed": all(card.is_detailed for card in found),
        "chairs": found[0].chairs,
        "talks": sum(len(block.talks) for block in found),
        "has_generated": any(card.has_generated for card in found),
        "has_generated_times": any(card.has_generated_times for card in found),
        "linked_data": activity_events(release.edition, found, *_addresses(request, edition)),
        **_neighbours(shown.held, subject),
    }
    return render(request, "programme/activity.html", context)


@require_safe
@public_page()
def contribution(request: Request, edition: str, key: str) -> HttpResponse:
    """A contribution: when and where, by whom, about what."""
    release = _release(request, edition)
    placement = released.placement(request.actor, release, key)
    held_with = released.placements(request.actor, release, activity=placement.session.activity)
    section = placement.session.activity.section
    context = {
        "placement": placement,
        "contribution": placement.contribution,
        "session": placement.session,
        "slides": media.slides_of(request.actor, placement.contribution),
        "kind": section.kind if section else SectionKind.SUPPORTING,
        "has_generated": _is_generated(placement),
        "has_generated_times": placement.session.period.is_generated,
        "linked_data": contribution_event(release.edition, placement, *_addresses(request, edition)),
        **_neighbours(held_with, placement),
    }
    return render(request, "programme/contribution.html", context)


@require_safe
@public_page("party", "page")
def speakers(request: Request, edition: str) -> HttpResponse:
    """Whoever speaks or chairs: all, those of a party, or those with a name."""
    release = _release(request, edition)
    everybody = released.people(request.actor, release)
    asked = {"party": request.GET.get("party", ""), "q": request.GET.get("q", "").strip()}
    shown = named(everybody, asked["q"])
    if asked["party"]:
        shown = shown.filter(party__code=asked["party"])
    page = Paginator(shown, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "parties": _parties(released.parties(request.actor, release)),
        "asked": asked,
        "has_generated": any(person.is_generated for person in page),
    }
    return render(request, "programme/speakers.html", context)


@require_safe
@public_page()
def speaker(request: Request, edition: str, key: str) -> HttpResponse:
    """Somebody's contributions and what they chair."""
    release = _release(request, edition)
    person = released.person(request.actor, release, key)
    placements = released.placements(request.actor, release, person=person)
    chaired = cards(released.chaired(request.actor, release, person))
    generated = [card.has_generated for card in chaired] + [_is_generated(row) for row in placements]
    context = {
        "person": person,
        "other_name": _other_name(person),
        "placements": placements,
        "chaired": chaired,
        "has_generated": person.is_generated or any(generated),
        "has_generated_times": any(row.session.period.is_generated for row in placements)
        or any(card.has_generated_times for card in chaired),
    }
    return render(request, "programme/speaker.html", context)


def _addresses(request: Request, edition: str) -> tuple[str, str, str]:
    """The language of the page, its address and that of the edition's home, as linked data name them."""
    home = request.build_absolute_uri(reverse("edition", args=[edition]))
    return get_language() or "en", request.build_absolute_uri(request.path), home


def _release(request: Request, key: str) -> Release:
    """The edition's latest release; before the first there is nothing to see."""
    request.edition, request.release = released.edition_and_release(request.actor, key)
    if request.release is None:
        raise NotVisible
    release: Release = request.release
    return release


def _day(request: Request, edition: Edition, found: list[Block], breaks: Iterable[Period]) -> dict[str, Any]:
    """The day's cards as the reader asked for them: some rooms or all, grid or list."""
    rooms = sorted({card.room for card in found}, key=lambda room: (room.order, room.key))
    zone, asked = ZoneInfo(edition.time_zone), request.GET.get("view")
    chosen = picked = {room.key for room in rooms} & set(request.GET.getlist("room"))
    groups = side_by_side(rooms)
    if asked == "grid" and not chosen and len(groups) > 1:
        chosen = {room.key for room in groups[0]}
    shown = [card for card in found if card.room.key in chosen] if chosen else found
    laid_out = grid(shown, breaks, zone)
    view = asked or ("list" if len(laid_out.columns) > WIDEST else "grid")
    return {
        "rooms": rooms,
        "groups": [(group, _kept(group), {room.key for room in group} == chosen) for group in groups],
        "chosen": chosen,
        "kept": _kept(room for room in rooms if room.key in picked),
        "cards": shown,
        "is_long": is_long(shown),
        "hours": by_hour(shown, zone),
        "has_generated": any(card.has_generated for card in shown),
        "has_generated_times": any(card.has_generated_times for card in shown),
        "grid": laid_out,
        "sections": _sections(shown),
        "view": "list" if view == "list" else "grid",
    }


def _kept(rooms: Iterable[Room]) -> str:
    """The choice of rooms as it stands in addresses."""
    return "".join(f"&room={room.key}" for room in rooms)


def _sections(found: Iterable[Block]) -> list[Section]:
    """The sections that occur, for the key of colours."""
    sections = {card.activity.section for card in found if card.activity.section}
    return sorted(sections, key=lambda section: (section.number, section.key))


def _neighbours(rows: Sequence[Activity] | Sequence[Placement], row: Activity | Placement) -> dict[str, Any]:
    """What comes before and after a row in its order."""
    keys = [other.pk for other in rows]
    at = keys.index(row.pk)
    return {"previous": rows[at - 1] if at else None, "next": rows[at + 1] if at + 1 < len(rows) else None}


def _parties(parties: Iterable[Party]) -> list[tuple[str, str]]:
    """Code and name of parties, by name."""
    language = get_language() or "en"
    return sorted(((party.code, party_name(party, language).words) for party in parties), key=lambda x: x[1])


def _is_generated(placement: Placement) -> bool:
    """Whether a contribution, its room or one of its speakers was made up for an example."""
    speakers = [member.person for member in placement.contribution.speakers]  # type: ignore[attr-defined]
    return any(row.is_generated for row in (placement.contribution, placement.session.room, *speakers))


def _other_name(person: Person) -> str:
    """The name as written, where the page shows another form."""
    return person.name if person.name_in(get_language() or "en") != person.name else ""
