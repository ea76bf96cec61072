"""Events as schema.org describes them, for search engines.

Every event says when, where, in which language and by whom, that it takes place as planned, and what it is
part of. Nobody is named here whom the page doesn't name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from serai.core.text import localise
from serai.editions.models import Edition, Room
from serai.parties.models import Person
from serai.programme.models import Placement
from serai.programme.queries.timetable import Named
from serai.programme.showing.blocks import Block

TAKES_PLACE = {
    "eventStatus": "https://schema.org/EventScheduled",
    "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
}
DESCRIBED = 300  # characters of a summary


def edition_event(edition: Edition, language: str, address: str) -> dict[str, Any]:
    """The whole edition as one event."""
    words = _Words(edition, language)
    venue = next(iter(edition.venues.all()), None)
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": words.of(edition.name),
        **words.described(edition.summary),
        "startDate": edition.start.isoformat(),
        "endDate": edition.end.isoformat(),
        **TAKES_PLACE,
        "location": words.place(venue.name if venue else edition.city, venue.address if venue else None),
        **({"inLanguage": edition.working_languages} if edition.working_languages else {}),
        "organizer": [{"@type": "Organization", "name": words.of(host.name)} for host in edition.hosts.all()],
        "url": address,
    }


def activity_events(
    edition: Edition, cards: Iterable[Block], language: str, address: str, home: str
) -> list[dict[str, Any]]:
    """Each card of an activity as an event of the edition; its people and summary if its inside is shown."""
    words = _Words(edition, language)
    return [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": words.of(card.activity.title),
            **(words.described(card.activity.summary) if card.is_detailed else {}),
            **words.times(card),
            **TAKES_PLACE,
            "location": words.room(card.room),
            **words.spoken(card.activity.language),
            **words.people([*card.chairs, *card.speakers]),
            "superEvent": words.edition_at(home),
            "url": address,
        }
        for card in cards
    ]


def contribution_event(
    edition: Edition, placement: Placement, language: str, address: str, home: str
) -> dict[str, Any]:
    """A contribution as an event of its activity."""
    session, contribution = placement.session, placement.contribution
    words = _Words(edition, language)
    speakers = [member.person for member in contribution.speakers]  # type: ignore[attr-defined]
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": words.of(contribution.title),
        **words.described(contribution.abstract),
        **words.times(placement),
        **TAKES_PLACE,
        "location": words.room(session.room),
        **words.spoken(contribution.language or session.activity.language),
        **words.people(speakers),
        "superEvent": {
            "@type": "Event",
            "name": words.of(session.activity.title),
            **words.times(session),
            "location": words.room(session.room),
            "superEvent": words.edition_at(home),
        },
        "url": address,
    }


class _Words:
    """The parts of an event, in one language."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.edition = edition
        self.language = language
        self.zone = ZoneInfo(edition.time_zone)
        self.original = edition.languages[0] if edition.languages else ""

    def of(self, value: Any) -> str:
        return localise(value, self.language, self.original).words

    def times(self, block: Any) -> dict[str, str]:
        return {
            "startDate": block.starts.astimezone(self.zone).isoformat(),
            "endDate": block.ends.astimezone(self.zone).isoformat(),
        }

    def described(self, value: Any) -> dict[str, str]:
        words = " ".join(self.of(value).split())
        return {"description": words[:DESCRIBED]} if words else {}

    def spoken(self, tag: str) -> dict[str, str]:
        return {"inLanguage": tag} if tag else {}

    def people(self, people: Iterable[Person | Named]) -> dict[str, Any]:
        """Whoever chairs or speaks, each once."""
        found = {person.id: person.name_in(self.language) for person in people}
        return {"performer": [{"@type": "Person", "name": name} for name in found.values()]} if found else {}

    def room(self, room: Room) -> dict[str, Any]:
        parts = [self.of(room.name), self.of(room.venue.name) if room.venue else ""]
        return self.place(", ".join(part for part in parts if part), room.venue and room.venue.address)

    def place(self, name: Any, street: Any) -> dict[str, Any]:
        found = self.of(street)
        return {
            "@type": "Place",
            "name": self.of(name),
            "address": {
                "@type": "PostalAddress",
                **({"streetAddress": found} if found else {}),
                "addressLocality": self.of(self.edition.city),
                "addressCountry": self.edition.country.code,
            },
        }

    def edition_at(self, home: str) -> dict[str, Any]:
        """The edition as what its events are part of."""
        return {
            "@type": "Event",
            "name": self.of(self.edition.name),
            "startDate": self.edition.start.isoformat(),
            "endDate": self.edition.end.isoformat(),
            "location": self.place(self.edition.city, None),
            "url": home,
        }
