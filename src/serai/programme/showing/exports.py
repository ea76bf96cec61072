"""A released programme for other programs: iCalendar and JSON. Built from what a query let the actor see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from icalendar import Calendar, Event, vText

from serai.core.text import forms, localise
from serai.editions.models import Edition, Room
from serai.parties.models import Person
from serai.programme.models import Activity, Contribution, Placement, Release
from serai.programme.queries.released import Programme
from serai.programme.showing.cards import Card, cards

SCHEDULE_VERSION = 1

Address = Callable[[Activity | Contribution], str]


def calendar(
    release: Release,
    shown: Iterable[Card],
    language: str,
    *,
    talks: Iterable[Placement] = (),
    address: Address | None = None,
) -> bytes:
    """Cards, and single contributions where asked for, as iCalendar in one language.

    An event keeps its UID from release to release and counts the release as its SEQUENCE, so that a
    subscribed calendar moves it.
    """
    words = _Words(release, language, address)
    result = Calendar()
    result.add("prodid", "-//Serai//Programme//EN")
    result.add("version", "2.0")
    result.add("x-wr-calname", vText(words.of(release.edition.name)))  # else it is written as it is
    result.add("x-wr-timezone", release.edition.time_zone)
    for card in shown:
        result.add_component(words.session(card))
    for placement in talks:
        result.add_component(words.talk(placement))
    result.add_missing_timezones()
    return bytes(result.to_ical())


class _Words:
    """Events of one release in one language."""

    def __init__(self, release: Release, language: str, address: Address | None) -> None:
        self.release = release
        self.edition = release.edition
        self.zone = ZoneInfo(self.edition.time_zone)
        self.language = language
        self.address = address

    def of(self, value: Any) -> str:
        original = self.edition.languages[0] if self.edition.languages else ""
        return localise(value, self.language, original).words

    def session(self, card: Card) -> Event:
        """A card as an event; its description lists what the reader may see of the inside."""
        event = self._event(f"{card.activity.key}.{card.number}", card.starts, card.ends, card.room)
        event.add("summary", self.of(card.activity.title))
        parts = [self.of(card.activity.summary)] if card.is_detailed else []
        parts.append("\n".join(self._line(placement) for placement in card.placements))
        self._describe(event, parts, card.activity.is_generated)
        if card.activity.section:
            event.add("categories", [self.of(card.activity.section.title)])
        if self.address:
            event.add("url", self.address(card.activity))
        return event

    def talk(self, placement: Placement) -> Event:
        """One contribution as an event of its own."""
        contribution, session = placement.contribution, placement.session
        event = self._event(f"{contribution.key}.talk", placement.starts, placement.ends, session.room)
        event.add("summary", self.of(contribution.title))
        self._describe(event, [self.of(session.activity.title)], contribution.is_generated)
        if self.address:
            event.add("url", self.address(contribution))
        return event

    def _event(self, name: str, starts: datetime, ends: datetime, room: Room) -> Event:
        event = Event()
        event.add("uid", f"{name}@{self.edition.key}.serai")
        event.add("sequence", self.release.number)
        event.add("dtstamp", self.release.released_at)
        event.add("dtstart", starts.astimezone(self.zone))
        event.add("dtend", ends.astimezone(self.zone))
        place = [self.of(room.name), self.of(room.venue.name) if room.venue else ""]
        event.add("location", ", ".join(part for part in place if part))
        return event

    def _line(self, placement: Placement) -> str:
        starts = f"{placement.starts.astimezone(self.zone):%H:%M}"
        people = [
            member.person.name_in(self.language)
            for member in placement.contribution.speakers  # type: ignore[attr-defined]
        ]
        title = self.of(placement.contribution.title)
        return f"{starts} {title} ({', '.join(people)})" if people else f"{starts} {title}"

    def _describe(self, event: Event, parts: list[str], is_generated: bool) -> None:
        if is_generated:
            parts = [*parts, gettext("generated for the example")]
        if text := "\n\n".join(part for part in parts if part):
            event.add("description", text)


def schedule(programme: Programme) -> dict[str, Any]:
    """The programme as plain data: every text in all its languages, times with the edition's offset."""
    edition, zone = programme.edition, ZoneInfo(programme.edition.time_zone)
    found = cards(programme)
    rooms = {card.room.pk: card.room for card in found}
    sections = {card.activity.section.pk: card.activity.section for card in found if card.activity.section}
    return {
        "schedule_version": SCHEDULE_VERSION,
        "edition": _edition(edition),
        "release": {
            "number": programme.release.number,
            "released_at": programme.release.released_at.isoformat(),
        },
        "rooms": [
            {"key": room.key, "name": forms(room.name), "seats": room.seats, "provenance": room.provenance}
            for room in sorted(rooms.values(), key=lambda room: (room.order, room.key))
        ],
        "sections": [
            {
                "key": section.key,
                "number": section.number,
                "title": forms(section.title),
                "kind": section.kind,
            }
            for section in sorted(sections.values(), key=lambda section: (section.number, section.key))
        ],
        "sessions": [_session(card, zone) for card in found],
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "key": edition.key,
        "name": forms(edition.name),
        "city": forms(edition.city),
        "country": edition.country.code,
        "start": edition.start.isoformat(),
        "end": edition.end.isoformat(),
        "time_zone": edition.time_zone,
        "languages": edition.languages,
    }


def _session(card: Card, zone: ZoneInfo) -> dict[str, Any]:
    """A card; without its inside where the reader may not see that."""
    activity = card.activity
    inside: dict[str, Any] = {}
    if card.is_detailed:
        inside = {
            "summary": forms(activity.summary),
            "chairs": [_person(person) for person in card.chairs],
            "contributions": [_contribution(placement, zone) for placement in card.placements],
        }
    return {
        "activity": activity.key,
        "number": card.number,
        "title": forms(activity.title),
        "section": activity.section.key if activity.section else None,
        "room": card.room.key,
        "starts": card.starts.astimezone(zone).isoformat(),
        "ends": card.ends.astimezone(zone).isoformat(),
        "language": activity.language or None,
        "interpretation": activity.interpretation,
        "provenance": activity.provenance,
        "sources": activity.sources if card.is_detailed else [],
        **inside,
    }


def _contribution(placement: Placement, zone: ZoneInfo) -> dict[str, Any]:
    contribution = placement.contribution
    return {
        "key": contribution.key,
        "title": forms(contribution.title),
        "starts": placement.starts.astimezone(zone).isoformat(),
        "ends": placement.ends.astimezone(zone).isoformat(),
        "speakers": [_person(member.person) for member in contribution.speakers],  # type: ignore[attr-defined]
        "provenance": contribution.provenance,
        "sources": contribution.sources,
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "latin_name": person.latin_name,
        "party": person.party.code if person.party else None,
        "provenance": person.provenance,
    }
