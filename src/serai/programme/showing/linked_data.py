"""Events as schema.org describes them, for search engines."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from serai.core.text import localise
from serai.editions.models import Edition, Room
from serai.programme.showing.cards import Card


def edition_event(edition: Edition, language: str, address: str) -> dict[str, Any]:
    """The whole edition as one event."""
    venue = next(iter(edition.venues.all()), None)
    name = _words(venue.name if venue else edition.city, edition, language)
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": _words(edition.name, edition, language),
        "startDate": edition.start.isoformat(),
        "endDate": edition.end.isoformat(),
        "location": {
            "@type": "Place",
            "name": name,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": _words(edition.city, edition, language),
                "addressCountry": edition.country.code,
            },
        },
        "organizer": [
            {"@type": "Organization", "name": _words(host.name, edition, language)}
            for host in edition.hosts.all()
        ],
        "url": address,
    }


def activity_events(edition: Edition, cards: list[Card], language: str, address: str) -> list[dict[str, Any]]:
    """Each card of an activity as an event of the edition."""
    zone = ZoneInfo(edition.time_zone)
    return [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": _words(card.activity.title, edition, language),
            "startDate": card.starts.astimezone(zone).isoformat(),
            "endDate": card.ends.astimezone(zone).isoformat(),
            "location": {"@type": "Place", "name": _place(card.room, edition, language)},
            "superEvent": {"@type": "Event", "name": _words(edition.name, edition, language)},
            "url": address,
        }
        for card in cards
    ]


def _place(room: Room, edition: Edition, language: str) -> str:
    parts = [_words(room.name, edition, language)]
    if room.venue:
        parts.append(_words(room.venue.name, edition, language))
    return ", ".join(parts)


def _words(value: Any, edition: Edition, language: str) -> str:
    return localise(value, language, edition.languages[0] if edition.languages else "").words
