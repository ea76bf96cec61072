"""What a cell may hold: each reader takes a text and gives a value, or says what is wrong and what to do.

Liberal where the meaning is plain (`TRUE`, `9:00`, `2023/11/06`), strict where it isn't (`06/11/2023`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from serai.core.tables.problems import CellError, nearest, suggestion


@dataclass(frozen=True, slots=True)
class Context:
    """What the readers know of the whole: the time zone, and the languages in which texts are given."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    languages: tuple[str, ...] | None = None  # the original first; None: not known, so any goes

    @property
    def original(self) -> str:
        """The language in which a required text must be given."""
        return self.languages[0] if self.languages else "en"


Reader = Callable[[str, Context], Any]
TAKES: dict[Reader, Callable[[], str]] = {}  # what each reader takes, in words

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,15}")
NUMBER = re.compile(r"([+-]?\d{1,18})(?:\.0+)?", re.ASCII)
DATE = r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
DAY = re.compile(DATE, re.ASCII)
MOMENT = re.compile(
    DATE + r"(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)+")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
EARLIEST = 1900  # years before are typing errors
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
FAULTS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!")
# CLDR names these two-letter codes too, but they aren't in ISO 3166-1.
NOT_ISO = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)  # fmt: skip


def check_characters(text: str) -> None:
    """Refuse what spreadsheets leave behind: error values, unprintable characters."""
    if UNPRINTABLE.search(text):
        raise CellError(
            "control_character", _("The text holds an unprintable character."), _("Type the cell anew.")
        )
    if text.startswith("#") and (text in FAULTS or (not text.strip("#") and len(text) > 2)):
        raise CellError(
            "spreadsheet_error",
            _("This is what a spreadsheet shows for an error."),
            _("Put the value right in the spreadsheet and save the file again."),
        )


def check_formula(cell: str) -> None:
    """Refuse a formula; a text that begins like one has an apostrophe before it."""
    if cell.startswith("="):
        raise CellError(
            "formula", _("This is a formula, not its value."), _("Copy the column and paste it as values.")
        )


def text(longest: int = 10_000) -> Reader:
    """A text of any language, at most so long."""

    def read(cell: str, context: Context) -> str:
        if len(cell) > longest:
            raise CellError(
                "too_long",
                _("The text has %(length)d characters.") % {"length": len(cell)},
                _("Shorten it to at most %(longest)d.") % {"longest": longest},
            )
        return cell

    TAKES[read] = lambda: _("a text of at most %(longest)d characters") % {"longest": longest}
    return read


def key(cell: str, context: Context) -> str:
    """A key: small letters, digits and hyphens."""
    if KEY.fullmatch(cell):
        return cell
    letters = unicodedata.normalize("NFKD", cell.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    wanted = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:80]
    raise CellError(
        "bad_key",
        _("This can't be a key."),
        _("Write a key with small letters a-z, digits and hyphens only, at most 80.")
        + (" " + _("For example “%(text)s”.") % {"text": wanted} if wanted else ""),
    )


def code(cell: str, context: Context) -> str:
    """The code of a party: ISO 3166-1 alpha-2, or an acronym."""
    if CODE.fullmatch(cell):
        return cell.upper() if cell.upper() in countries() else cell
    raise CellError(
        "bad_code",
        _("This can't be the code of a party."),
        _("Write the two letters of ISO 3166-1, or an acronym of 2 to 16 letters, digits and hyphens."),
    )


def country(cell: str, context: Context) -> str:
    """A country or territory of ISO 3166-1 alpha-2."""
    names = countries()
    if cell.upper() in names:
        return cell.upper()
    raise CellError(
        "unknown_country",
        _("ISO 3166-1 has no such country."),
        _named_suggestion(cell, names) or _("Write its two letters of ISO 3166-1, such as “CN”."),
    )


def country_named(name: str) -> str:
    """The code of a country called by its English name, or nothing."""
    return {known.casefold(): code for code, known in countries().items()}.get(name.casefold(), "")


@cache
def countries() -> dict[str, str]:
    """English names of the countries and territories of ISO 3166-1, by their two letters."""
    territories = Locale("en").territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_ISO
    }


def language(cell: str, context: Context) -> str:
    """A language tag of BCP 47 whose language CLDR knows, in the usual capitals."""
    names = _languages()
    if TAG.fullmatch(cell) and cell.split("-")[0].lower() in names:
        return usual_case(cell)
    raise CellError(
        "unknown_language",
        _("There is no such language tag."),
        _named_suggestion(cell, names) or _("Write a tag of BCP 47, such as “en” or “zh-Hans”."),
    )


@cache
def _languages() -> dict[str, str]:
    return {tag: name for tag, name in Locale("en").languages.items() if tag.isalpha()}


def named_language(name: str) -> str:
    """The tag of a language called by its English name, or nothing."""
    return {known.casefold(): tag for tag, known in _languages().items()}.get(name.casefold(), "")


def usual_case(tag: str) -> str:
    """A BCP 47 tag in its usual capitals: `ZH-hans-cn` is `zh-Hans-CN`."""
    first, *rest = tag.split("-")
    usual = {4: str.title, 2: str.upper}
    return "-".join([first.lower(), *(usual.get(len(part), str.lower)(part) for part in rest)])


def _named_suggestion(value: str, names: dict[str, str]) -> str:
    """Suggest a code by its name or by a near code."""
    by_name = {name.casefold(): code for code, name in names.items()}
    if value.casefold() in by_name:
        return _("Did you mean “%(text)s”?") % {"text": by_name[value.casefold()]}
    if len(value) <= 3:
        begins_so = [code for code in names if code.casefold() == value[:2].casefold()]
        return suggestion(value, begins_so or names)
    near = nearest(value, by_name, 0.7)
    return _("Did you mean “%(text)s”?") % {"text": by_name[near]} if near else ""


def time_zone(cell: str, context: Context) -> str:
    """A time zone of IANA's list, such as `Asia/Shanghai`."""
    zones = _zones()
    if cell.casefold() in zones:
        return zones[cell.casefold()]
    cities = {zone.rsplit("/", 1)[-1].replace("_", " "): zone for zone in zones.values() if "/" in zone}
    # “UTC+3” and “EAT” look like zones elsewhere; only places are worth a guess.
    is_place = len(cell) > 3 and not any(letter.isdigit() for letter in cell)
    near = nearest(cell, zones.values(), 0.75) if "/" in cell else ""
    near = near or (cities.get(nearest(cell, cities, 0.75), "") if is_place else "")
    raise CellError(
        "unknown_time_zone",
        _("IANA's list has no such time zone."),
        _("Did you mean “%(text)s”?") % {"text": near}
        if near
        else _("Write one like “Asia/Shanghai”: a continent and a large city."),
    )


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def number(least: int = 0, most: int = 2_147_483_647) -> Reader:
    """A whole number between two bounds."""

    def read(cell: str, context: Context) -> int:
        match = NUMBER.fullmatch(cell)
        if not match:
            raise CellError(
                "not_a_number",
                _("This isn't a whole number."),
                _("Write digits only, without a unit or separators."),
            )
        value = int(match[1])
        if not least <= value <= most:
            raise CellError(
                "out_of_range",
                _("The number is out of range."),
                _("Write a number from %(least)d to %(most)d.") % {"least": least, "most": most},
            )
        return value

    TAKES[read] = lambda: _("a whole number from %(least)d to %(most)d") % {"least": least, "most": most}
    return read


def number_range(cell: str, context: Context) -> tuple[int, int]:
    """A number of 1 or more, or a range of two: `2` or `1-3`."""
    match = re.fullmatch(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", cell, re.ASCII)
    if match and 1 <= int(match[1]) <= int(match[2] or match[1]):
        return int(match[1]), int(match[2] or match[1])
    raise CellError(
        "not_a_range",
        _("This is neither a number nor a range of numbers."),
        _("Write “2”, or “1-3” with the smaller number first."),
    )


def yes_no(cell: str, context: Context) -> bool:
    """`yes` or `no`, or what spreadsheets make of them."""
    if cell.casefold() in (*YES, *NO):
        return cell.casefold() in YES
    raise CellError("not_yes_no", _("This is neither yes nor no."), _("Write “yes” or “no”."))


def choice(*choices: type[TextChoices]) -> Reader:
    """One of some values, in any case; spaces and hyphens stand for underscores."""
    values = [value for kind in choices for value in kind.values]

    def read(cell: str, context: Context) -> str:
        value = re.sub(r"[\s-]+", "_", cell.casefold())
        if value in values:
            return value
        raise CellError(
            "unknown_choice",
            _("This value isn't known here."),
            suggestion(value, values) or _("Write one of: %(values)s.") % {"values": ", ".join(values)},
        )

    TAKES[read] = lambda: _("one of: %(values)s") % {"values": ", ".join(values)}
    return read


def email(cell: str, context: Context) -> str:
    """An e-mail address, in small letters."""
    if EMAIL.fullmatch(cell) and len(cell) <= 254:
        return cell.lower()
    raise CellError(
        "bad_email",
        _("This isn't an e-mail address."),
        _("Write one address such as “name@example.org”."),
    )


def link(cell: str, context: Context) -> str:
    """An address on the web."""
    if re.fullmatch(r"https?://[^\s/]+\S*", cell):
        return cell
    raise CellError("bad_link", _("This isn't a web address."), _("Write it whole, beginning with https://."))


def day(cell: str, context: Context) -> date:
    """A day: `2023-11-06`."""
    if match := DAY.fullmatch(cell.removesuffix(" 00:00:00")):
        return _date(int(match[1]), int(match[3]), int(match[4]))
    raise CellError("not_a_day", _("This isn't a day."), _("Write year, month and day as in “2023-11-06”."))


def _date(year: int, month: int, of_month: int) -> date:
    try:
        if year >= EARLIEST:
            return date(year, month, of_month)
    except ValueError:
        pass
    raise CellError("no_such_day", _("There is no such day."), _("Correct the year, month or day."))


def moment(cell: str, context: Context) -> datetime:
    """A local time of the edition's zone, `2023-11-06 09:00`, or one with its offset; in UTC."""
    match = MOMENT.fullmatch(cell)
    if not match:
        raise CellError(
            "not_a_time",
            _("This isn't a day with a time."),
            _("Write year, month, day, hour and minute as in “2023-11-06 09:00”."),
        )
    year, month, of_month, hour, minute, second = (int(match[part] or 0) for part in (1, 3, 4, 5, 6, 7))
    try:
        local = datetime.combine(_date(year, month, of_month), time(hour, minute, second))
        if offset := match[8]:
            return datetime.fromisoformat(f"{local.isoformat()}{offset}").astimezone(UTC)
    except CellError:
        raise
    except (ValueError, OverflowError):
        raise CellError(
            "no_such_time",
            _("There is no such time."),
            _("Hours go from 00 to 23; midnight is 00:00 of the next day."),
        ) from None
    return _in_zone(local, context.zone)


def _in_zone(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a local time; clocks that are put forward or back make some times none or two."""
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise CellError(
            "no_such_local_time",
            _("Clocks in %(zone)s are put forward then, so this time doesn't exist.") % {"zone": zone.key},
            _("Write a time after the change of clocks."),
        )
    raise CellError(
        "time_twice",
        _("Clocks in %(zone)s are put back then, so this time comes twice.") % {"zone": zone.key},
        _("Add the offset that is meant: “%(first)s” or “%(second)s”.")
        % {"first": _with_offset(local, first), "second": _with_offset(local, second)},
    )


def _with_offset(local: datetime, instant: datetime) -> str:
    minutes = (local.replace(tzinfo=UTC) - instant) // timedelta(minutes=1)
    sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
    return f"{local:%Y-%m-%d %H:%M}{sign}{minutes // 60:02}:{minutes % 60:02}"


TAKES |= {
    key: lambda: _("a key: small letters a-z, digits and hyphens"),
    code: lambda: _("the code of a party: two letters of ISO 3166-1, or an acronym"),
    country: lambda: _("a country: two letters of ISO 3166-1"),
    language: lambda: _("a language tag, such as “en” or “zh-Hans”"),
    time_zone: lambda: _("a time zone, such as “Asia/Shanghai”"),
    number_range: lambda: _("a number, or least and most: “1-3”"),
    yes_no: lambda: _("“yes” or “no”"),
    email: lambda: _("an e-mail address"),
    link: lambda: _("a web address, beginning with https://"),
    day: lambda: _("a day, as in “2023-11-06”"),
    moment: lambda: _("a time in the host city, as in “2023-11-06 09:00”"),
}
