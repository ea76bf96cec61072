"""iCalendar, written line by line: the library makes an object of every line, which a large programme feels.

RFC 5545 for what is written and how lines are folded, RFC 7986 for the properties of a calendar as such.
What the library reads back is compared with what went in by the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from icalendar import Timezone

from serai.core.text import localise
from serai.programme.models import Release

WIDTH = 75  # octets of a line
REFRESH = "PT1H"  # how often a calendar program should ask again
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no text of a calendar may have these
LINE_ENDS = re.compile("\r\n|\r|\n|\x85|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of a calendar; a cancelled one stood in the release before and is taken out again."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str = ""
    category: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar(release: Release, entries: Iterable[Entry], language: str) -> bytes:
    """Entries as a calendar to subscribe to.

    An event keeps its UID from release to release and counts the release as its SEQUENCE: both rise together,
    and never without each other, since nothing but a release moves or cancels an event.
    """
    edition = release.edition
    original = edition.languages[0] if edition.languages else ""
    name = escaped(localise(edition.name, language, original).words)
    zone, modified = edition.time_zone, f"{release.released_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    listed = list(entries)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Serai//Programme//EN",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"X-WR-TIMEZONE:{zone}",
        f"LAST-MODIFIED:{modified}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    days = [entry.starts.date() for entry in listed] or [edition.start]
    lines += time_zone(zone, min(days).year, max(days).year)
    stamps = [f"SEQUENCE:{release.number}", f"DTSTAMP:{modified}", f"LAST-MODIFIED:{modified}"]
    for entry in listed:
        lines += _event(entry, zone, stamps)
    lines.append("END:VCALENDAR")
    return b"".join(map(folded, lines))


def _event(entry: Entry, zone: str, stamps: list[str]) -> Iterator[str]:
    """The lines of an event; its times are given in the edition's zone."""
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield from stamps
    yield f"DTSTART;TZID={zone}:{entry.starts:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={zone}:{entry.ends:%Y%m%dT%H%M%S}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    for name, words in (
        ("LOCATION", entry.location),
        ("DESCRIPTION", entry.description),
        ("CATEGORIES", entry.category),
    ):
        if words:
            yield f"{name}:{escaped(words)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def escaped(words: str) -> str:
    """Words as a value of type TEXT: on one line, separators marked."""
    words = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return UNSEEN.sub("", LINE_ENDS.sub("\\\\n", words))


def folded(line: str) -> bytes:
    """A line in octets, cut after 75 of them but never inside a character."""
    rest = line.encode()
    if len(rest) <= WIDTH:
        return rest + b"\r\n"
    parts, room = [], WIDTH
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:  # a byte that continues a character
            cut -= 1
        parts.append(rest[:cut])
        rest, room = rest[cut:], WIDTH - 1  # a space leads each further part
    return b"\r\n ".join([*parts, rest]) + b"\r\n"


@lru_cache(maxsize=64)
def time_zone(name: str, first: int, last: int) -> tuple[str, ...]:
    """The lines that define a zone for some years."""
    zone = Timezone.from_tzid(name, first_date=date(first, 1, 1), last_date=date(last + 1, 1, 1))
    return tuple(zone.to_ical().decode().replace("\r\n ", "").splitlines())
