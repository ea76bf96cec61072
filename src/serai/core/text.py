"""Texts in several languages: which form a reader gets, and in which language it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval
from i18nfield.strings import LazyI18nString


class Text(NamedTuple):
    """A text as shown: the words, the BCP 47 tag they are in, and whether the reader asked for another."""

    words: str
    language: str
    is_fallback: bool = False

    def __str__(self) -> str:
        return self.words


Forms: TypeAlias = LazyI18nString | Mapping[str, str] | str | None


def forms(value: Forms) -> dict[str, str]:
    """The given forms by language, not to be changed; a plain string is in the undetermined language."""
    data: Any = value.data if isinstance(value, LazyI18nString) else value
    if not data:
        return {}
    if isinstance(data, str):
        return {"und": data}
    return data if all(data.values()) else {language: words for language, words in data.items() if words}


def localise(value: Forms, language: str, original: str = "") -> Text:
    """The form in the reader's language, else in a language of the same primary subtag, else the original."""
    given = forms(value)
    if language in given:
        return Text(given[language], language)
    if not given:
        return Text("", language)
    primary = language.split("-")[0]
    for tag in (primary, *(tag for tag in given if tag.split("-")[0] == primary)):
        if tag in given:
            return Text(given[tag], tag)
    tag = original if original in given else next(iter(given))
    return Text(given[tag], tag, is_fallback=tag != "und")


def name_of(row: Any, language: str, original: str = "") -> str:
    """What people call a row: its title or name in the reader's language, else its key."""
    for field in ("title", "name"):
        if words := localise(getattr(row, field, None), language, original).words:
            return words
    return str(getattr(row, "key", "") or row)


@cache
def locale_of(language: str) -> Locale:
    """CLDR's conventions for a language of the interface; English dates are day before month."""
    return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))


def date_range(start: date, end: date, locale: Locale) -> str:
    """Days from first to last as a reader writes them, months in full: 6–7 November 2023."""
    if start == end:
        return str(format_date(start, "long", locale=locale))
    span = str(format_interval(start, end, "yMMMd", locale=locale))
    names = locale.months["format"]
    for month in {start.month, end.month}:  # CLDR has intervals for short months only
        if not names["abbreviated"][month][0].isdigit():
            span = span.replace(names["abbreviated"][month], names["wide"][month])
    return span


def utc_offset(day: date, time_zone: str) -> str:
    """How far a zone is from UTC at noon of a day: UTC, UTC+8, UTC−3:30."""
    offset = datetime.combine(day, time(12), ZoneInfo(time_zone)).utcoffset() or timedelta()
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    if not hours and not minutes:
        return "UTC"
    return f"UTC{'−' if offset < timedelta() else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def utc_offsets(first: date, last: date, time_zone: str) -> str:
    """The offsets of some days in their order; two where the clocks are changed between them: UTC+1 / UTC."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return " / ".join(dict.fromkeys(utc_offset(day, time_zone) for day in days))
