"""One person's agenda on paper: worded in one language and set as PDF."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils import translation
from django.utils.translation import get_language_info, gettext

from serai.core.text import date_range, locale_of, localise, utc_offsets
from serai.editions.models import Room
from serai.parties.models import Person
from serai.programme.models import Release, SectionKind
from serai.programme.queries.agendas import Entry, Marked
from serai.programme.showing.agendas import by_day, role_name
from serai.typesetting import agenda as data
from serai.typesetting import missing_glyphs, render

logger = logging.getLogger(__name__)


def agenda_pdf(release: Release, person: Person, rows: Iterable[Marked], language: str) -> bytes:
    """The agenda of a person in a release, in an interface language; what was cancelled is left out."""
    document = agenda_document(release, person, rows, language)
    if unprintable := missing_glyphs(document):
        logger.warning("The agenda's fonts lack these characters: %s", " ".join(unprintable))
    return render("agenda", document)


def agenda_document(
    release: Release, person: Person, rows: Iterable[Marked], language: str
) -> data.AgendaDocument:
    """All that it prints, translated and formatted."""
    with translation.override(language):
        return _Builder(release, person, language).document(rows)


class _Builder:
    """Words one agenda in one language."""

    def __init__(self, release: Release, person: Person, language: str) -> None:
        self.release = release
        self.edition = release.edition
        self.person = person
        self.language = language
        self.locale = locale_of(language)
        self.zone = ZoneInfo(self.edition.time_zone)
        self.original = self.edition.languages[0] if self.edition.languages else ""

    def document(self, rows: Iterable[Marked]) -> data.AgendaDocument:
        direction: Literal["ltr", "rtl"] = "rtl" if get_language_info(self.language)["bidi"] else "ltr"
        standing = [row for row in rows if row.change != "cancelled"]
        return {
            "lang": str(self.locale).replace("_GB", "").replace("_", "-"),
            "dir": direction,
            "labels": self._labels(),
            "person": self.person.name_in(self.language),
            "edition": self._text(self.edition.name),
            "when": date_range(self.edition.start, self.edition.end, self.locale),
            "where": self._text(self.edition.city),
            "days": [self._day(day, found) for day, found in by_day(self.edition, standing)],
        }

    def _day(self, day: date, rows: Iterable[Marked]) -> data.AgendaDay:
        return {
            "title": format_date(day, "full", self.locale),
            "entries": [self._entry(row.entry) for row in rows],
        }

    def _entry(self, entry: Entry) -> data.AgendaEntry:
        within = entry.activity.title if entry.contribution else None
        section = entry.activity.section
        return {
            "time": f"{self._local(entry.starts):%H:%M}–{self._local(entry.ends):%H:%M}",
            "title": self._text(entry.title),
            **self._fallback(entry.title, "title_lang"),  # type: ignore[typeddict-item]
            "within": self._text(within),
            **self._fallback(within, "within_lang"),
            "kind": section.kind if section else SectionKind.SUPPORTING.value,
            "place": self._place(entry.room),
            "roles": " · ".join(role_name(role) for role in entry.roles),
            "note": "" if entry.is_agreed else gettext("not answered yet"),
        }

    def _place(self, room: Room) -> str:
        parts = [self._text(room.name), self._text(room.venue.name) if room.venue else ""]
        return " · ".join(part for part in parts if part)

    def _labels(self) -> data.AgendaLabels:
        offsets = utc_offsets(self.edition.start, self.edition.end, self.edition.time_zone)
        release = {
            "number": self.release.number,
            "date": format_date(self._local(self.release.released_at), "long", self.locale),
        }
        return {
            "agenda": gettext("Agenda"),
            "times": gettext("All times are those of %(city)s (%(zone)s).")
            % {"city": self._text(self.edition.city), "zone": offsets},
            "release": gettext("Release %(number)s of %(date)s.") % release,
            "nothing": gettext("There is nothing that you have to be at."),
            "latest": gettext("Later changes stand on your own page and in your calendar."),
        }

    def _text(self, value: Any) -> str:
        return str(localise(value, self.language, self.original))

    def _fallback(self, value: Any, key: str) -> dict[str, str]:
        """The language of a text that stands in another one than the document's."""
        text = localise(value, self.language, self.original)
        return {key: text.language} if text.is_fallback else {}

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)
