"""One person's agenda for calendars and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from icalendar import Calendar, Event, vDuration, vText

from serai.core.text import forms, localise
from serai.editions.models import Edition
from serai.programme.models import ActivityRole, Agenda, ContributionRole
from serai.programme.queries.agendas import Entry, Marked

REFRESH = timedelta(minutes=15)  # how often a calendar may ask again


def event_of(entry: Entry) -> dict[str, Any]:
    """What a calendar is told of an entry, as plain data in all languages."""
    venue = entry.room.venue
    return {
        "starts": entry.starts.isoformat(),
        "ends": entry.ends.isoformat(),
        "title": forms(entry.title),
        "within": forms(entry.activity.title) if entry.contribution else {},
        "room": forms(entry.room.name),
        "venue": forms(venue.name) if venue else {},
        "roles": list(entry.roles),
        "is_agreed": entry.is_agreed,
    }


def is_told(agenda: Agenda | None, entries: Iterable[Entry], release: int) -> bool:
    """Whether a calendar that was told this knows what the release says by now."""
    if agenda is None or agenda.release != release:
        return False
    standing = {name: event["says"] for name, event in agenda.events.items() if not event["is_cancelled"]}
    return standing == {entry.name: event_of(entry) for entry in entries}


def by_day(edition: Edition, rows: Iterable[Marked]) -> list[tuple[date, list[Marked]]]:
    """The agenda by local day, in order of time."""
    zone = ZoneInfo(edition.time_zone)
    days: dict[date, list[Marked]] = {}
    for row in rows:
        days.setdefault(row.entry.starts.astimezone(zone).date(), []).append(row)
    return sorted(days.items())


def role_name(role: str) -> str:
    """What somebody does there: speaks, chairs, must attend."""
    labels = {**dict(ContributionRole.choices), **dict(ActivityRole.choices)}
    return str(labels[role])


def agenda_calendar(edition: Edition, agenda: Agenda | None, language: str) -> bytes:
    """All that a person's calendar is told, cancelled events among it, in one language.

    An event keeps its UID, and its SEQUENCE has grown whenever it changed.
    """
    words = _Words(edition, language)
    result = Calendar()
    result.add("prodid", "-//Serai//Agenda//EN")
    result.add("version", "2.0")
    result.add("method", "PUBLISH")
    result.add("x-wr-calname", vText(words.of(edition.name)))
    result.add("x-wr-timezone", edition.time_zone)
    result.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", vDuration(REFRESH))
    events = agenda.events if agenda else {}
    for name in sorted(events, key=lambda name: (events[name]["says"]["starts"], name)):
        result.add_component(words.event(name, events[name]))
    result.add_missing_timezones()
    return bytes(result.to_ical())


class _Words:
    """Events of one edition in one language."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.edition = edition
        self.zone = ZoneInfo(edition.time_zone)
        self.language = language
        self.original = edition.languages[0] if edition.languages else ""

    def of(self, value: Any) -> str:
        return localise(value, self.language, self.original).words

    def event(self, name: str, told: dict[str, Any]) -> Event:
        """One event; a cancelled one says what it was."""
        says, changed = told["says"], datetime.fromisoformat(told["changed"])
        event = Event()
        event.add("uid", f"{name}.agenda@{self.edition.key}.serai")
        event.add("sequence", told["sequence"])
        event.add("dtstamp", changed)
        event.add("last-modified", changed)
        event.add("dtstart", datetime.fromisoformat(says["starts"]).astimezone(self.zone))
        event.add("dtend", datetime.fromisoformat(says["ends"]).astimezone(self.zone))
        event.add("summary", self.of(says["title"]))
        event.add("status", self._status(told))
        place = [self.of(says["room"]), self.of(says["venue"])]
        event.add("location", ", ".join(part for part in place if part))
        roles = " · ".join(role_name(role) for role in says["roles"])
        asked = "" if says["is_agreed"] else gettext("You have not answered yet whether you accept.")
        lines = [roles, self.of(says["within"]), asked]
        event.add("description", "\n".join(line for line in lines if line))
        return event

    @staticmethod
    def _status(told: dict[str, Any]) -> str:
        if told["is_cancelled"]:
            return "CANCELLED"
        return "CONFIRMED" if told["says"]["is_agreed"] else "TENTATIVE"
