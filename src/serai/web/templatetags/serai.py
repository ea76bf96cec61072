"""How texts, names, dates and languages are shown: in the reader's language, and marked when they are not."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from django.template import Context, Library
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from serai.core.models import Marked
from serai.core.own_parts import own_part
from serai.core.text import Text, date_range, locale_of, localise, utc_offsets
from serai.editions.models import Edition
from serai.parties.models import Party, Person
from serai.parties.names import party_name
from serai.programme.queries.timetable import Named
from serai.programme.showing.agendas import role_name as name_of_role

register = Library()

# What could end a script element or start a comment in one.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def reader() -> str:
    """The language of the page."""
    return get_language() or "en"


def original(edition: Edition | None) -> str:
    return edition.languages[0] if edition and edition.languages else ""


def shown(text: Text) -> str:
    """A text for HTML: isolated, and with its language when that isn't the page's."""
    if not text.words:
        return ""
    language = f' lang="{escape(text.language)}"' if text.is_fallback else ""
    return SafeString(f"<bdi{language}>{escape(text.words)}</bdi>")


@register.filter
def text(value: Any, edition: Edition | None = None) -> str:
    """A text of the edition in the reader's language."""
    return shown(localise(value, reader(), original(edition)))


@register.filter
def words(value: Any, edition: Edition | None = None) -> str:
    """The same without markup, for titles and attributes."""
    return localise(value, reader(), original(edition)).words


@register.filter
def paragraphs(value: Any, edition: Edition | None = None) -> str:
    """A longer text: blank lines part paragraphs, each finds its own direction."""
    found = localise(value, reader(), original(edition))
    parts = [part.strip() for part in found.words.replace("\r\n", "\n").split("\n\n") if part.strip()]
    language = mark_safe(f' lang="{conditional_escape(found.language)}"') if found.is_fallback else ""
    return format_html_join("", '<p dir="auto"{}>{}</p>', ((language, part) for part in parts))


@register.filter
def named(person: Person) -> str:
    """A person's name in the form usual in the reader's language; generated people carry the mark."""
    return name_of(person, reader())


def name_of(person: Person | Named, language: str) -> SafeString:
    """The same for a reader of this language."""
    name = SafeString(f"<bdi>{escape(person.name_in(language))}</bdi>")
    return marked(name) if person.is_generated else name


@register.filter
def label(row: Any, edition: Edition | None = None) -> str:
    """The name of a room, break, venue or organisation; generated ones carry the mark."""
    name = text(row.name, edition)
    return marked(name) if row.is_generated else name


def marked(name: str) -> SafeString:
    """A name that was made up: dotted under the line, and said to those who don't see that."""
    return format_html(
        '<span class="generated" title="{0}">{1}<span class="visually-hidden"> ({0})</span></span>',
        gettext("generated for the example"),
        name,
    )


@register.filter
def kind(activity: Any) -> str:
    """The kind of the activity's section, which gives the colour."""
    return activity.section.kind if activity.section else "supporting"


@register.filter
def portrait(person: Person) -> str:
    """Where a person's portrait is."""
    return reverse("portrait", args=[(person.portrait.name or "").rpartition("/")[2]])


@register.filter
def role_name(role: str) -> str:
    """What somebody does in an activity or contribution."""
    return name_of_role(role)


@register.filter
def host(address: str) -> str:
    """The site that an address belongs to."""
    return urlsplit(address).netloc.removeprefix("www.")


@register.filter
def name_words(person: Person) -> str:
    """A person's name without markup."""
    return person.name_in(reader())


@register.filter
def party(value: Party | None) -> str:
    """A party's name."""
    return shown(party_name(value, reader())) if value else ""


@register.filter
def clock(moment: datetime, edition: Edition) -> str:
    """The time of day in the edition's zone."""
    return time_of(moment.astimezone(ZoneInfo(edition.time_zone)))


def time_of(local: datetime) -> SafeString:
    """A time of day with its moment behind it."""
    return SafeString(f'<time datetime="{local.isoformat(timespec="minutes")}">{local:%H:%M}</time>')


@register.filter
def milliseconds(moment: datetime) -> int:
    """A moment as scripts count it."""
    return int(moment.timestamp() * 1000)


@register.filter
def moment(value: datetime, edition: Edition) -> str:
    """Day and time of day in the edition's zone."""
    local = value.astimezone(ZoneInfo(edition.time_zone))
    words = f"{day(local.date(), 'MMMEd')}{comma()}{local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.filter
def hours(block: Any, edition: Edition) -> str:
    """From when to when something takes place, as times of day in the edition's zone."""
    return SafeString(f'<span class="num">{clock(block.starts, edition)}–{clock(block.ends, edition)}</span>')


@register.filter
def day(value: date | datetime, skeleton: str = "MMMMEEEEd") -> str:
    """A date by its CLDR skeleton: MMMMEEEEd (default), MMMEd, MMMd, yMMMMd."""
    return _day(reader(), datetime(value.year, value.month, value.day), skeleton)  # noqa: DTZ001


@lru_cache(maxsize=1000)
def _day(reader: str, midnight: datetime, skeleton: str) -> str:
    return str(format_skeleton(skeleton, midnight, locale=locale_of(reader)))


@register.filter
def local_day(moment: datetime, edition: Edition) -> str:
    """The day on which a moment lies in the edition's zone."""
    return day(moment.astimezone(ZoneInfo(edition.time_zone)).date(), "MMMEd")


@register.filter
def released_on(moment: datetime, edition: Edition) -> str:
    """The day of a release, with its year."""
    return day(moment.astimezone(ZoneInfo(edition.time_zone)).date(), "yMMMd")


@register.filter
def noted(moment: datetime, edition: Edition) -> str:
    """When something was done: the day with its year, and the time of day, in the edition's zone."""
    time = f"\u2066{moment.astimezone(ZoneInfo(edition.time_zone)):%H:%M}\u2069"
    return f"{released_on(moment, edition)}{comma()}{time}"


@register.filter
def local_date(moment: datetime, edition: Edition) -> date:
    """The same as a date, for links."""
    return moment.astimezone(ZoneInfo(edition.time_zone)).date()


@register.filter
def dates(edition: Edition) -> str:
    """From which day to which the edition lasts, months in full."""
    return date_range(edition.start, edition.end, locale_of(reader()))


@register.simple_tag(takes_context=True)
def own(context: Context, name: str) -> str:
    """A part of the frame that is the reader's own (`web/own/`); a page that is stored has a hole there."""
    return own_part(context, name)


@register.simple_tag(takes_context=True)
def offset(context: Context, edition: Edition) -> str:
    """The edition's offset from UTC, such as UTC+8: that of the page's day, else all that its days have."""
    day = context.get("day")
    return utc_offsets(day or edition.start, day or edition.end, edition.time_zone)


@register.filter
def left_to_right(value: str) -> str:
    """A date or code that keeps its own order inside a sentence of either direction."""
    return f"\u2066{value}\u2069"


@register.filter
def number(value: int) -> str:
    """A number with its thousands marked off, in Western digits."""
    return str(format_decimal(value, locale=locale_of(reader()), numbering_system="latn"))


@register.filter
def language_name(tag: str) -> str:
    """A language in the reader's language."""
    return _language_name(reader(), tag)


@lru_cache(maxsize=1000)
def _language_name(reader: str, tag: str) -> str:
    try:
        return str(Locale.parse(tag.replace("-", "_")).get_display_name(locale_of(reader)))
    except (UnknownLocaleError, ValueError):
        return tag


@register.filter
def own_name(tag: str) -> str:
    """A language in itself."""
    try:
        name = str(Locale.parse(tag.replace("-", "_")).get_display_name()).split(" (")[0]
    except (UnknownLocaleError, ValueError):
        name = tag
    return format_html('<bdi lang="{}">{}</bdi>', tag, name[:1].upper() + name[1:])


@register.simple_tag
def spoken(activity: Any) -> str:
    """What is spoken in an activity and into what it is interpreted, in codes with the names behind them."""
    return _spoken(reader(), activity.language, tuple(activity.interpretation))


@lru_cache(maxsize=1000)
def _spoken(reader: str, language: str, into: tuple[str, ...]) -> SafeString:
    context = {
        "language": language.split("-")[0].upper() if language else "",
        "into": [tag.split("-")[0].upper() for tag in into],
        "language_name": language_name(language) if language else "",
        "into_names": [language_name(tag) for tag in into],
    }
    return render_to_string("web/_languages.html", context)


@register.simple_tag
def generated(row: Marked) -> str:
    """The chip on whatever no source gives."""
    return _generated(reader()) if row.is_generated else ""


@cache
def _generated(reader: str) -> SafeString:
    return render_to_string("web/_generated.html", {"is_generated": True})


@register.simple_tag
def comma() -> str:
    """What stands between a name and what belongs to it, in the reader's writing."""
    return pgettext("between a name and its place", ", ")


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Linked data for a script element that no browser runs."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES))
