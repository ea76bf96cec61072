"""A release in the format of frab, schedule.xml and schedule.json, which apps and recording teams read.

A contribution is an event; so is a block of an activity of which no contribution is shown. Sections are its
tracks. Everything is known by a UUID made of keys, which stays the same from release to release.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from serai.core.text import localise
from serai.editions.models import Edition, Room
from serai.programme.models import Activity, Contribution, Section, SectionKind
from serai.programme.queries.timetable import Named, Talk, Timetable
from serai.programme.showing.blocks import Block, blocks

Address = Callable[[Activity | Contribution | Talk | Named], str]

DAY_BEGINS = time(4)  # what begins earlier belongs to the night before
GENERATOR = {"name": "serai", "version": version("serai")}
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLOURS = {  # the site's colours of kinds, in its light scheme
    SectionKind.PLENARY: "#0f766e",
    SectionKind.MINISTERIAL: "#80306f",
    SectionKind.THEMED: "#3b4cb8",
    SectionKind.ROUNDTABLE: "#8a580c",
    SectionKind.EXHIBITION: "#b93a27",
    SectionKind.SUPPORTING: "#4b5f7d",
}


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whoever speaks or chairs, worded."""

    id: int
    guid: str
    name: str
    url: str


class Event(NamedTuple):
    """What happens in one room from start to end, worded."""

    id: int
    guid: str
    code: str
    slug: str
    room: Room
    starts: datetime
    ends: datetime
    title: str
    subtitle: str
    kind: str
    section: Section | None
    language: str
    abstract: str
    people: list[Somebody]
    sources: list[Any]
    url: str
    attachments: Sequence[tuple[str, str]] = ()  # what can be downloaded: address and name

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where the event was published elsewhere: address and words."""
        found = [(source.get("url"), source.get("note")) for source in self.sources]
        return [(url, note or url) for url, note in found if url]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the programme, from `DAY_BEGINS` on, with the events of each room."""

    index: int
    date: date
    starts: datetime
    ends: datetime
    rooms: list[tuple[Room, list[Event]]]


class Schedule:
    """A release worded in one language: its rooms and tracks, and the events by day and room."""

    def __init__(
        self,
        shown: Timetable,
        language: str,
        address: Address,
        home: str,
        slides: Mapping[int, Sequence[tuple[str, str]]],
    ) -> None:
        self.shown = shown
        self.edition: Edition = shown.edition
        self.zone = ZoneInfo(self.edition.time_zone)
        self.language = language
        self.original = self.edition.languages[0] if self.edition.languages else "en"
        self.address = address
        self.home = home
        self.slides = slides  # by contribution: address and name of each file
        self.people: dict[int, Somebody] = {}
        self.acronym = acronym(self.edition)
        used = {shown.rooms[row.room_id] for row in shown.sittings}
        self.rooms = sorted(used, key=lambda room: (room.order, room.key))
        self.room_names = self._room_names()
        held = {shown.activities[row.activity_id].section for row in shown.sittings}
        self.sections = sorted(filter(None, held), key=lambda section: (section.number, section.key))
        self.track_names = {section.pk: self.of(section.title) for section in self.sections}
        self.days = self._days()

    def of(self, value: Any) -> str:
        return localise(value, self.language, self.original).words

    @property
    def version(self) -> str:
        return str(self.shown.release.number)

    @property
    def slot(self) -> str:
        return f"{self.edition.slot_minutes // 60:02}:{self.edition.slot_minutes % 60:02}"

    def guid(self, kind: str, key: str) -> str:
        return guid(self.edition.key, kind, key)

    def person(self, person: Named) -> Somebody:
        """Somebody as the events name them, worded once."""
        found = self.people.get(person.id)
        if found is None:
            guid, name = self.guid("person", person.key), person.name_in(self.language)
            found = self.people[person.id] = Somebody(person.id, guid, name, self.address(person))
        return found

    def _room_names(self) -> dict[int, str]:
        """Readers tell rooms apart by name, so two of one name carry their keys."""
        names = {room.pk: self.of(room.name) or room.key for room in self.rooms}
        twice = {name for name in names.values() if list(names.values()).count(name) > 1}
        return {
            room.pk: f"{names[room.pk]} ({room.key})" if names[room.pk] in twice else names[room.pk]
            for room in self.rooms
        }

    def _days(self) -> list[Day]:
        """Every day from the first to the last, be it empty, so that the index counts."""
        found: dict[date, dict[int, list[Event]]] = {}
        for event in self._events():
            day = event.starts.date() - timedelta(days=event.starts.time() < DAY_BEGINS)
            found.setdefault(day, {}).setdefault(event.room.pk, []).append(event)
        first = min([self.edition.start, *found])
        last = max([self.edition.end, *found])
        return [
            self._day(number, first + timedelta(days=number), found.get(first + timedelta(days=number), {}))
            for number in range((last - first).days + 1)
        ]

    def _day(self, number: int, day: date, events: dict[int, list[Event]]) -> Day:
        starts = datetime.combine(day, DAY_BEGINS, self.zone)
        ends = datetime.combine(day + timedelta(days=1), DAY_BEGINS, self.zone) - timedelta(minutes=1)
        rooms = [
            (room, sorted(events[room.pk], key=lambda event: (event.starts, event.id)))
            for room in self.rooms
            if room.pk in events
        ]
        return Day(number + 1, day, starts, ends, rooms)

    def _events(self) -> Iterator[Event]:
        for block in blocks(self.shown):
            if not block.talks:
                yield self._block(block)
            subtitle = self.of(block.activity.title) if block.talks else ""
            for talk in block.talks:
                yield self._talk(talk, block, subtitle)

    def _talk(self, talk: Talk, block: Block, subtitle: str) -> Event:
        return self._event(
            f"{talk.key}.talk",
            2 * talk.id,
            block,
            starts=talk.starts.astimezone(self.zone),
            ends=talk.ends.astimezone(self.zone),
            title=self.of(talk.title),
            subtitle=subtitle,
            kind="talk",
            language=talk.language or block.activity.language,
            abstract=self.of(talk.abstract),
            people=[self.person(speaker) for speaker in talk.speakers],
            sources=talk.sources,
            url=self.address(talk),
            attachments=self.slides.get(talk.id, ()),
        )

    def _block(self, block: Block) -> Event:
        return self._event(
            block.name,
            2 * (1000 * block.activity.pk + block.number) + 1,
            block,
            starts=block.starts.astimezone(self.zone),
            ends=block.ends.astimezone(self.zone),
            title=self.of(block.activity.title),
            subtitle="",
            kind=block.kind,
            language=block.activity.language,
            abstract=self.of(block.activity.summary) if block.is_detailed else "",
            people=[self.person(chair) for chair in block.chairs],
            sources=block.activity.sources if block.is_detailed else [],
            url=self.address(block.activity),
        )

    def _event(self, name: str, number: int, block: Block, *, language: str, **facts: Any) -> Event:
        return Event(
            id=number,
            guid=self.guid("event", name),
            code=code(number),
            slug=f"{self.acronym}-{number}-{name.replace('.', '-').lower()}",
            room=block.room,
            section=block.activity.section,
            language=(language or self.original).split("-")[0],
            **facts,
        )


@lru_cache(20_000)
def guid(edition: str, kind: str, key: str) -> str:
    """The UUID that something keeps from release to release; 3,000 of them take 17 ms to make."""
    return str(uuid5(NAMESPACE_URL, f"serai:{edition}/{kind}/{key}"))


def acronym(edition: Edition) -> str:
    """The edition's key as readers take it: small letters and digits, four at least."""
    return re.sub("[^a-z0-9]", "", edition.key.lower()).ljust(4, "0")


def code(number: int) -> str:
    """A number as six letters and digits."""
    letters = ""
    for _ in range(6):
        number, digit = divmod(number, 36)
        letters = DIGITS[digit] + letters
    return letters


def clock(span: timedelta) -> str:
    """A length of time in hours and minutes."""
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def json_schedule(schedule: Schedule) -> dict[str, Any]:
    """The schedule as frab's JSON has it."""
    edition = schedule.edition
    return {
        "generator": GENERATOR,
        "schedule": {
            "version": schedule.version,
            "base_url": schedule.home,
            "conference": {
                "acronym": schedule.acronym,
                "title": schedule.of(edition.name),
                "start": schedule.days[0].date.isoformat(),
                "end": schedule.days[-1].date.isoformat(),
                "daysCount": len(schedule.days),
                "timeslot_duration": schedule.slot,
                "time_zone_name": edition.time_zone,
                "url": schedule.home,
                "rooms": [_json_room(schedule, room) for room in schedule.rooms],
                "tracks": [_json_track(schedule, section) for section in schedule.sections],
                "days": [_json_day(schedule, day) for day in schedule.days],
            },
        },
    }


def _json_room(schedule: Schedule, room: Room) -> dict[str, Any]:
    return {
        "name": schedule.room_names[room.pk],
        "guid": schedule.guid("room", room.key),
        "description": schedule.of(room.venue.name) if room.venue else None,
        "capacity": room.seats,
    }


def _json_track(schedule: Schedule, section: Section) -> dict[str, Any]:
    return {
        "name": schedule.track_names[section.pk],
        "slug": track_slug(section),
        "color": COLOURS[SectionKind(section.kind)],
    }


def _json_day(schedule: Schedule, day: Day) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts.isoformat(),
        "day_end": day.ends.isoformat(),
        "rooms": {
            schedule.room_names[room.pk]: [_json_event(schedule, event) for event in events]
            for room, events in day.rooms
        },
    }


def track_slug(section: Section) -> str:
    """A section's key as readers take it: small letters, digits and hyphens, two at least."""
    return re.sub("[^a-z0-9-]", "-", section.key.lower()).ljust(2, "-")


def _json_event(schedule: Schedule, event: Event) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "id": event.id,
        "date": event.starts.isoformat(),
        "start": f"{event.starts:%H:%M}",
        "duration": clock(event.ends - event.starts),
        "room": schedule.room_names[event.room.pk],
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": event.subtitle,
        "track": schedule.track_names[event.section.pk] if event.section else None,
        "type": event.kind,
        "language": event.language,
        "abstract": event.abstract,
        "description": "",
        "persons": [
            {"id": person.id, "guid": person.guid, "name": person.name, "url": person.url}
            for person in event.people
        ],
        "links": [{"title": words, "url": url, "type": "related"} for url, words in event.links],
        "attachments": [{"title": name, "url": url, "type": "slides"} for url, name in event.attachments],
    }
