"""What rows of an edition are called in lists and choices, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_skeleton
from django.utils.translation import get_language

from serai.core.tables import cells
from serai.core.text import locale_of, localise, name_of
from serai.editions.models import Edition, Period
from serai.parties.models import Party, PartyKind
from serai.parties.names import party_name


def row_label(row: Any, edition: Edition) -> str:
    """A row as a choice: its name, for periods the time first."""
    if isinstance(row, Period):
        return period_label(row, edition)
    return name_of(row, _reader(), edition.languages[0])


def period_label(period: Period, edition: Edition) -> str:
    """A period by its day and hours, with the name that it may have."""
    name = localise(period.name, _reader(), edition.languages[0]).words
    hours = f"{moment_label(period.starts, edition)}–{_local(period.ends, edition):%H:%M}"
    return f"{hours} · {name}" if name else hours


def moment_label(moment: datetime, edition: Edition) -> str:
    """A moment in the edition's zone: Mon 4 May, 09:00."""
    local = _local(moment, edition)
    day = format_skeleton("MMMEd", local.replace(tzinfo=UTC), locale=locale_of(_reader()))
    return f"{day} {local:%H:%M}"


def language_label(tag: str) -> str:
    """A language in the reader's language."""
    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name(locale_of(_reader()))
    except (UnknownLocaleError, ValueError):
        name = None
    return str(name or tag)


def direction(tag: str) -> str:
    """In which direction a language is written."""
    try:
        return str(Locale.parse(tag.replace("-", "_")).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def country_choices() -> list[tuple[str, str]]:
    """All countries by code and name, in order of name."""
    names = locale_of(_reader()).territories
    countries = [(code, str(names.get(code, name))) for code, name in cells.countries().items()]
    return sorted(countries, key=lambda entry: entry[1])


def party_choices() -> list[tuple[str, str]]:
    """All countries, then the other parties that are stored."""
    others = Party.objects.exclude(kind=PartyKind.COUNTRY).exclude(code__in=cells.countries())
    rest = [(party.code, party_name(party, _reader()).words) for party in others]
    return [*country_choices(), *sorted(rest, key=lambda entry: entry[1])]


def offset_label(local: datetime, instant: datetime) -> str:
    """How far a local time is from UTC at an instant: UTC+2."""
    minutes = (local.replace(tzinfo=UTC) - instant) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _local(moment: datetime, edition: Edition) -> datetime:
    return moment.astimezone(ZoneInfo(edition.time_zone))


def _reader() -> str:
    return get_language() or "en"
