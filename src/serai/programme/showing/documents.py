"""The programme booklet: a release as one reader sees it, worded in one language and set as PDF."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from threading import get_ident
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info, gettext, ngettext

from serai.core.actors import PUBLIC, Actor
from serai.core.text import date_range, locale_of, localise, utc_offsets
from serai.editions.models import Edition, HostRole, PeriodKind
from serai.parties.models import Person
from serai.parties.names import party_name
from serai.programme.models import Placement, Release, Session
from serai.programme.queries.released import Programme, programme
from serai.programme.showing.cards import Card, cards
from serai.typesetting import booklet as data
from serai.typesetting import missing_glyphs, render

logger = logging.getLogger(__name__)
COMMA = {"zh-hans": "，", "ar": "، "}  # between a post and an organisation


def programme_pdf(actor: Actor, release: Release, language: str) -> bytes:
    """The booklet of a release in an interface language, as far as the actor may see the programme."""
    booklet = programme_booklet(actor, release, language)
    if unprintable := missing_glyphs(booklet):
        logger.warning("The booklet's fonts lack these characters: %s", " ".join(unprintable))
    return render("programme", booklet)


def public_programme_pdf(release: Release, language: str) -> Path:
    """The booklet as the public may see it: set once for each state of the texts, then a file."""
    version = f"{release.pk}-{release.edition.content_version}-{language}.pdf"
    path = Path(settings.DATA) / "booklets" / version
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}-{get_ident()}")
        unfinished.write_bytes(programme_pdf(PUBLIC, release, language))
        unfinished.replace(path)
    return path


def programme_booklet(actor: Actor, release: Release, language: str) -> data.Booklet:
    """All that the booklet prints, translated and formatted."""
    with translation.override(language):
        return _Builder(programme(actor, release), language).booklet()


class _Builder:
    """Words one programme in one language."""

    def __init__(self, shown: Programme, language: str) -> None:
        self.shown = shown
        self.edition: Edition = shown.edition
        self.language = language
        self.locale = locale_of(language)
        self.zone = ZoneInfo(self.edition.time_zone)
        self.original = self.edition.languages[0] if self.edition.languages else ""
        self.index: dict[int, tuple[Person, list[str]]] = {}

    def booklet(self) -> data.Booklet:
        direction: Literal["ltr", "rtl"] = "rtl" if get_language_info(self.language)["bidi"] else "ltr"
        days = self._days()
        return {
            "lang": str(self.locale).replace("_GB", "").replace("_", "-"),
            "dir": direction,
            "labels": self._labels(),
            "edition": self._edition(),
            "hosts": self._hosts(),
            "sections": self._sections(),
            "days": days,
            "speakers": self._speakers(),
            "release": {
                "number": str(self.shown.release.number),
                "date": format_date(self._local(self.shown.release.released_at), "long", self.locale),
            },
            "sources_note": self._sources_note(),
        }

    def _sections(self) -> list[data.SectionData]:
        """The sections of what is shown, in their order."""
        found = {session.activity.section for session in self.shown.sessions if session.activity.section}
        in_order = sorted(found, key=lambda section: (section.number, section.key))
        return [{"name": self._text(section.title), "kind": section.kind} for section in in_order]  # type: ignore[typeddict-item]

    def _text(self, value: Any) -> str:
        return str(localise(value, self.language, self.original))

    def _fallback(self, value: Any, key: str) -> dict[str, str]:
        """The language of a text that stands in another one than the booklet's."""
        text = localise(value, self.language, self.original)
        return {key: text.language} if text.is_fallback else {}

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _time(self, starts: datetime, ends: datetime) -> str:
        return f"{self._local(starts):%H:%M}–{self._local(ends):%H:%M}"

    def _offsets(self) -> str:
        return utc_offsets(self.edition.start, self.edition.end, self.edition.time_zone)

    def _edition(self) -> data.EditionData:
        edition = self.edition
        venues = [self._text(venue.name) for venue in edition.venues.all()]
        series, name = self._text(edition.series.name), self._text(edition.name)
        return {
            "name": name,
            "short_name": self._text(edition.short_name) or name,
            "series": "" if series in name else series,
            "theme": self._text(edition.theme),
            "dates": date_range(edition.start, edition.end, self.locale),
            "city": self._text(edition.city),
            "venue": " · ".join(venues),
            "time_zone": f"{edition.time_zone} ({self._offsets()})",
        }

    def _hosts(self) -> list[data.HostData]:
        headings = {
            HostRole.HOST: gettext("Hosts"),
            HostRole.CO_SPONSOR: gettext("Co-sponsors"),
            HostRole.SUPPORTER: gettext("Supporters"),
            HostRole.ORGANISER: gettext("Organisers"),
        }
        order = list(headings)
        hosts = sorted(
            self.edition.hosts.all(), key=lambda host: (order.index(HostRole(host.role)), host.order)
        )
        return [{"name": self._text(host.name), "role": headings[HostRole(host.role)]} for host in hosts]

    def _days(self) -> list[data.DayData]:
        by_day: dict[date, list[Card]] = {}
        for card in cards(self.shown):
            by_day.setdefault(self._local(card.starts).date(), []).append(card)
        return [self._day(day, found) for day, found in sorted(by_day.items())]

    def _day(self, day: date, found: list[Card]) -> data.DayData:
        rooms = {card.room.pk: card.room for card in found}
        in_order = sorted(rooms.values(), key=lambda room: (room.order, room.key))
        held: dict[int, list[Card]] = {}
        for card in found:
            held.setdefault(card.sessions[0].period_id, []).append(card)
        periods = [
            period for period in self.edition.periods.all() if self._local(period.starts).date() == day
        ]
        return {
            "title": format_date(day, "full", self.locale),
            "rooms": [self._text(room.name) for room in in_order],
            "periods": [
                {
                    "time": self._time(period.starts, period.ends),
                    "name": self._text(period.name)
                    or gettext("From %(time)s") % {"time": f"{self._local(period.starts):%H:%M}"},
                    "is_break": period.kind == PeriodKind.BREAK and period.pk not in held,
                    "sessions": [self._session(card) for card in held.get(period.pk, [])],
                }
                for period in periods
            ],
        }

    def _session(self, card: Card) -> data.SessionData:
        activity, ref = card.activity, f"s-{card.sessions[0].pk}"
        summary = activity.summary if card.is_detailed else None
        for chair in card.chairs:
            self._note(chair, ref)
        return {
            "id": ref,
            "time": self._time(card.starts, card.ends),
            "activity": self._text(activity.title),
            **self._fallback(activity.title, "activity_lang"),  # type: ignore[typeddict-item]
            "kind": card.kind,
            "room": self._text(card.room.name),
            "chairs": [self._person(chair) for chair in card.chairs],
            "language": self._language(activity.language),
            "interpretation": [self._language(tag) for tag in activity.interpretation],
            "summary": self._text(summary),
            **self._fallback(summary, "summary_lang"),
            "continued": card.number > 1,
            "generated": activity.is_generated,
            "contributions": [self._contribution(placement) for placement in card.placements],
        }

    def _contribution(self, placement: Placement) -> data.ContributionData:
        contribution = placement.contribution
        ref = f"c-{contribution.key}"
        speakers = [member.person for member in contribution.speakers]  # type: ignore[attr-defined]
        for speaker in speakers:
            self._note(speaker, ref)
        return {
            "id": ref,
            "time": self._time(placement.starts, placement.ends),
            "title": self._text(contribution.title),
            **self._fallback(contribution.title, "title_lang"),  # type: ignore[typeddict-item]
            "speakers": [self._person(speaker) for speaker in speakers],
            "generated": contribution.is_generated,
        }

    def _language(self, tag: str) -> str:
        """The name of a language in the booklet's language."""
        primary = tag.split("-")[0]
        return str(self.locale.languages.get(primary, tag)) if tag else ""

    def _person(self, person: Person) -> data.PersonData:
        position = self._text(person.position)
        organisation = self._text(person.organisation.name) if person.organisation else ""
        country = str(party_name(person.party, self.language)) if person.party else ""
        belonging = organisation or country
        parts = [position] if belonging in position else [part for part in (position, belonging) if part]
        return {
            "name": person.name_in(self.language),
            "affiliation": COMMA.get(self.language, ", ").join(parts),
        }

    def _note(self, person: Person, ref: str) -> None:
        refs = self.index.setdefault(person.pk, (person, []))[1]
        if ref not in refs:
            refs.append(ref)

    def _speakers(self) -> list[data.SpeakerData]:
        """The index, by Latin name; Chinese and Arabic readers get it without letters."""
        entries = sorted(self.index.values(), key=lambda entry: (entry[0].sort_key, entry[0].key))
        has_letters = self.language == "en"
        return [
            {
                **self._person(person),
                "heading": person.sort_key[:1].upper() if has_letters else "",
                "refs": refs,
            }
            for person, refs in entries
        ]

    def _sources_note(self) -> str:
        count = sum(_generated(self.shown.sessions))
        if not count:
            return ""
        return ngettext(
            "%(count)s item of this programme was generated for the example; it is marked.",
            "%(count)s items of this programme were generated for the example; they are marked.",
            count,
        ) % {"count": count}

    def _labels(self) -> data.Labels:
        city = self._text(self.edition.city)
        release = {
            "number": self.shown.release.number,
            "date": format_date(self._local(self.shown.release.released_at), "long", self.locale),
        }
        return {
            "programme": gettext("Programme"),
            "contents": gettext("Contents"),
            "hosts": gettext("Hosts and sponsors"),
            "at_a_glance": gettext("At a glance"),
            "time": gettext("Time"),
            "when": gettext("When"),
            "where": gettext("Where"),
            "chair": gettext("Chair"),
            "chairs": gettext("Chairs"),
            "language": gettext("Spoken"),
            "interpretation": gettext("Interpreted into"),
            "continued": gettext("continued"),
            "empty_day": gettext("There are no sessions on this day."),
            "speakers": gettext("Speakers and chairs"),
            "colophon": gettext("About this booklet"),
            "release": gettext("Release %(number)s of %(date)s.") % release,
            "times": gettext("All times are those of %(city)s (%(zone)s).")
            % {"city": city, "zone": self._offsets()},
            "generated": gettext("Generated for this example; no source gives it."),
        }


def _generated(sessions: Iterable[Session]) -> Iterable[bool]:
    """For each contribution shown whether it was generated."""
    for session in sessions:
        for placement in session.shown:  # type: ignore[attr-defined]
            yield placement.contribution.is_generated
