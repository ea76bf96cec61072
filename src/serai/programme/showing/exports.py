"""A released programme for other programs: iCalendar and JSON. Built from what a query let the actor see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from serai.core.text import forms, localise
from serai.editions.models import Edition, Room
from serai.programme.models import Activity, Contribution, Placement, Release
from serai.programme.queries.timetable import Named, Talk, Timetable
from serai.programme.showing import calendars
from serai.programme.showing.blocks import Block, blocks
from serai.programme.showing.calendars import Entry
from serai.programme.showing.cards import Card

SCHEDULE_VERSION = 1

Address = Callable[[Activity | Contribution | Talk | Named], str]
Keep = Callable[[Block], bool]


def feed(
    shown: Timetable,
    before: Timetable | None,
    language: str,
    address: Address,
    *,
    keep: Keep = lambda block: True,
    person: int | None = None,
) -> bytes:
    """The wanted blocks of a release, and a person's own contributions, as iCalendar in one language.

    What the release `before` had of them and this one has no more is cancelled, for those who subscribed.
    """
    words = Wording(shown.release, language, address)
    entries = list(_entries(shown, words, keep, person))
    if before:
        known = {entry.uid for entry in entries}
        gone = [entry for entry in _entries(before, words, keep, person) if entry.uid not in known]
        entries += [replace(entry, is_cancelled=True, description="", url="") for entry in gone]
    return calendars.calendar(shown.release, entries, language)


def _entries(shown: Timetable, words: Wording, keep: Keep, person: int | None) -> Iterator[Entry]:
    found = blocks(shown)
    yield from (words.block(block) for block in found if keep(block))
    if person is not None:
        for block in found:
            for talk in block.talks:
                if person in {speaker.id for speaker in talk.speakers}:
                    yield words.talk(talk, block.activity, block.room)


def calendar(
    release: Release,
    shown: Iterable[Card],
    language: str,
    *,
    talks: Iterable[Placement] = (),
    address: Address | None = None,
) -> bytes:
    """Cards, and single contributions where asked for, as iCalendar in one language."""
    words = Wording(release, language, address)
    entries = [words.block(_block(card)) for card in shown]
    entries += [words.talk(_talk(row), row.session.activity, row.session.room) for row in talks]
    return calendars.calendar(release, entries, language)


class Wording:
    """Entries of one release in one language."""

    def __init__(self, release: Release, language: str, address: Address | None) -> None:
        self.edition = release.edition
        self.zone = ZoneInfo(self.edition.time_zone)
        self.language = language
        self.original = self.edition.languages[0] if self.edition.languages else ""
        self.address = address
        self.places: dict[int, str] = {}

    def of(self, value: Any) -> str:
        return localise(value, self.language, self.original).words

    def block(self, block: Block) -> Entry:
        """A block as an event; its description lists what the reader may see of the inside."""
        activity = block.activity
        parts = [self.of(activity.summary)] if block.is_detailed else []
        parts.append("\n".join(map(self._line, block.talks)))
        return self._entry(
            block.name,
            block.starts,
            block.ends,
            block.room,
            summary=self.of(activity.title),
            description=_description(parts, activity.is_generated),
            category=self.of(activity.section.title) if activity.section else "",
            url=self.address(activity) if self.address else "",
        )

    def talk(self, talk: Talk, activity: Activity, room: Room) -> Entry:
        """One contribution as an event of its own."""
        return self._entry(
            f"{talk.key}.talk",
            talk.starts,
            talk.ends,
            room,
            summary=self.of(talk.title),
            description=_description([self.of(activity.title)], talk.is_generated),
            url=self.address(talk) if self.address else "",
        )

    def _entry(
        self,
        name: str,
        starts: datetime,
        ends: datetime,
        room: Room,
        *,
        summary: str,
        description: str,
        url: str,
        category: str = "",
    ) -> Entry:
        return Entry(
            uid=f"{name}@{self.edition.key}.serai",
            starts=starts.astimezone(self.zone),
            ends=ends.astimezone(self.zone),
            summary=summary,
            location=self._place(room),
            description=description,
            category=category,
            url=url,
        )

    def _place(self, room: Room) -> str:
        if room.pk not in self.places:
            parts = [self.of(room.name), self.of(room.venue.name) if room.venue else ""]
            self.places[room.pk] = ", ".join(part for part in parts if part)
        return self.places[room.pk]

    def _line(self, talk: Talk) -> str:
        starts = f"{talk.starts.astimezone(self.zone):%H:%M}"
        people = [speaker.name_in(self.language) for speaker in talk.speakers]
        title = self.of(talk.title)
        return f"{starts} {title} ({', '.join(people)})" if people else f"{starts} {title}"


def _description(parts: list[str], is_generated: bool) -> str:
    if is_generated:
        parts = [*parts, gettext("generated for the example")]
    return "\n\n".join(part for part in parts if part)


def _block(card: Card) -> Block:
    """A card of the pages in the shape of the feeds."""
    return Block(
        activity=card.activity,
        room=card.room,
        number=card.number,
        starts=card.starts,
        ends=card.ends,
        is_detailed=card.is_detailed,
        chairs=(),
        talks=tuple(map(_talk, card.placements)),
    )


def _talk(row: Placement) -> Talk:
    """A placement of the pages in the shape of the feeds."""
    talk = row.contribution
    people = [member.person for member in talk.speakers]  # type: ignore[attr-defined]
    return Talk(
        id=talk.pk,
        key=talk.key,
        title=talk.title,
        abstract=talk.abstract,
        language=talk.language,
        provenance=talk.provenance,
        sources=talk.sources,
        starts=row.starts,
        ends=row.ends,
        speakers=tuple(
            Named(
                person.pk,
                person.key,
                person.name,
                person.latin_name,
                person.names,
                person.party.code if person.party else None,
                person.provenance,
            )
            for person in people
        ),
    )


def schedule(shown: Timetable) -> dict[str, Any]:
    """The programme as plain data: every text in all its languages, times with the edition's offset."""
    edition, zone = shown.edition, ZoneInfo(shown.edition.time_zone)
    found = blocks(shown)
    rooms = {block.room.pk: block.room for block in found}
    sections = {
        block.activity.section.pk: block.activity.section for block in found if block.activity.section
    }
    return {
        "schedule_version": SCHEDULE_VERSION,
        "edition": _edition(edition),
        "release": {
            "number": shown.release.number,
            "released_at": shown.release.released_at.isoformat(),
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
        "sessions": [_session(block, zone) for block in found],
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


def _session(block: Block, zone: ZoneInfo) -> dict[str, Any]:
    """A block; without its inside where the reader may not see that."""
    activity = block.activity
    inside: dict[str, Any] = {}
    if block.is_detailed:
        inside = {
            "summary": forms(activity.summary),
            "chairs": [_person(person) for person in block.chairs],
            "contributions": [_contribution(talk, zone) for talk in block.talks],
        }
    return {
        "activity": activity.key,
        "number": block.number,
        "title": forms(activity.title),
        "section": activity.section.key if activity.section else None,
        "room": block.room.key,
        "starts": block.starts.astimezone(zone).isoformat(),
        "ends": block.ends.astimezone(zone).isoformat(),
        "language": activity.language or None,
        "interpretation": activity.interpretation,
        "provenance": activity.provenance,
        "sources": activity.sources if block.is_detailed else [],
        **inside,
    }


def _contribution(talk: Talk, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "key": talk.key,
        "title": forms(talk.title),
        "starts": talk.starts.astimezone(zone).isoformat(),
        "ends": talk.ends.astimezone(zone).isoformat(),
        "speakers": [_person(speaker) for speaker in talk.speakers],
        "provenance": talk.provenance,
        "sources": talk.sources,
    }


def _person(person: Named) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "latin_name": person.latin_name,
        "party": person.party.code if person.party else None,
        "provenance": person.provenance,
    }
