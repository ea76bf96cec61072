"""What the edition folder says of the edition: its series, days, hosts, venues, rooms and periods."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from serai.core.tables import (
    PROVENANCE,
    Column,
    Item,
    Links,
    Outcome,
    Report,
    Row,
    Table,
    Target,
    cells,
    missing,
    refer,
    suggestion,
)
from serai.editions.models import Edition, Host, HostRole, Period, PeriodKind, Room, Series, Venue

FILE = "edition.json"
LONGEST = timedelta(days=366)
SERIES = Table(
    "series",
    (
        Column("key", cells.key, required=True),
        Column("name", cells.text(300), required=True, translated=True),
    ),
)
EDITION = Table(
    "edition",
    (
        Column("key", cells.key, required=True),
        Column("ordinal", cells.number(1, 10_000)),
        Column("name", cells.text(300), required=True, translated=True),
        Column("short_name", cells.text(80), translated=True),
        Column("theme", cells.text(300), translated=True),
        Column("summary", cells.text(), translated=True),
        Column("start", cells.day, required=True),
        Column("end", cells.day, required=True),
        Column("time_zone", cells.time_zone, required=True),
        Column("city", cells.text(120), required=True, translated=True),
        Column("country", cells.country, required=True),
        Column("languages", cells.language, required=True, many=True),
        Column("working_languages", cells.language, many=True),
        Column("slot_minutes", cells.number(1, 240)),
        Column("contact_email", cells.email),
        Column("planning_seconds", cells.number(1, 3600)),
        *PROVENANCE,
    ),
)
VENUES = Table(
    "venues",
    (
        Column("key", cells.key, required=True),
        Column("name", cells.text(300), required=True, translated=True),
        Column("address", cells.text(300), translated=True),
        *PROVENANCE,
    ),
)
SOURCES = Table(
    "sources",
    (
        Column("key", cells.key, required=True),
        Column("url", cells.link),
        Column("date", cells.text(100)),
        Column("publisher", cells.text(300)),
        Column("note", cells.text(2000)),
    ),
)
HOSTS = Table(
    "hosts",
    (
        Column("key", cells.key, required=True),
        Column("name", cells.text(300), required=True, translated=True),
        Column("role", cells.choice(HostRole)),
        Column("order", cells.number(0, 32_767)),
        *PROVENANCE,
    ),
)
PERIODS = Table(
    "periods",
    (
        Column("key", cells.key, required=True),
        Column("start", cells.moment, required=True),
        Column("end", cells.moment, required=True),
        Column("kind", cells.choice(PeriodKind)),
        Column("name", cells.text(200), translated=True),
        *PROVENANCE,
    ),
)
ROOMS = Table(
    "rooms",
    (
        Column("key", cells.key, required=True),
        refer("venue", "venues"),
        Column("name", cells.text(200), required=True, translated=True),
        Column("seats", cells.number()),
        Column("booths", cells.number(0, 32_767)),
        refer("closed", "periods", many=True),
        *PROVENANCE,
    ),
)


def _derive_edition(row: Row) -> Mapping[str, Any]:
    """What stands beside the edition's own columns: its series, and the weights if the file has them."""
    weights = {"weights": row["weights"]} if row["weights"] is not None else {}
    return {"series": (row["series"],), **weights}


TARGETS = (
    Target("series", Series, SERIES, scope=""),
    Target(
        "edition",
        Edition,
        EDITION,
        scope="",
        links={"series": "series", "country": "parties"},
        derive=_derive_edition,
        derived=("series", "weights"),
    ),
    Target("hosts", Host, HOSTS),
    Target("venues", Venue, VENUES),
    Target("periods", Period, PERIODS, rename={"start": "starts", "end": "ends"}),
    Target(
        "rooms",
        Room,
        ROOMS,
        links={"venue": "venues"},
        position="edition",
        lists={"closed": Links(Room.closed.through, "room", {"period": "periods"})},
    ),
)


def take_weights(
    data: dict[str, Any], file: str, report: Report
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Take the rules' weights out of the object of edition.json: rule name to a number, or null for hard."""
    edition = data.get("edition")
    if not isinstance(edition, dict) or "weights" not in edition:
        return data, None
    weights = edition["weights"] or {}
    rest = data | {"edition": {name: value for name, value in edition.items() if name != "weights"}}
    is_right = isinstance(weights, dict) and all(
        value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
        for value in weights.values()
    )
    if is_right:
        return rest, weights
    report.error(
        "wrong_type",
        _("The value has the wrong type."),
        _("Write an object from names of rules to numbers of 0 or more, or null for a hard rule."),
        file=file,
        column="edition.weights",
        value=json.dumps(weights, ensure_ascii=False),
    )
    return rest, None


def objects(data: Mapping[str, Any], file: str, report: Report) -> Iterator[tuple[str, str, Any]]:
    """The objects of edition.json: the table that each is a row of, its path, and what stands there."""
    for name in data:
        if name not in ("series", "edition", "venues"):
            report.error(
                "unknown_name",
                _("This name isn't known here."),
                suggestion(name, ("series", "edition", "venues"))
                or _("Delete it; the file has “series”, “edition” and “venues”."),
                file=file,
                column=name,
            )
    for name in ("series", "edition"):
        if data.get(name) is None:
            missing(report, file, None, name)
        else:
            yield name, name, data[name]
    venues = [] if data.get("venues") is None else data["venues"]
    if not isinstance(venues, list):
        report.error(
            "wrong_type",
            _("The value has the wrong type."),
            _("Write a list of objects, in square brackets."),
            file=file,
            column="venues",
            value=json.dumps(venues, ensure_ascii=False),
        )
        return
    for place, venue in enumerate(venues):
        yield "venues", f"venues[{place}]", venue


SOURCE = ("key", "url", "date", "publisher", "note")


def source(row: Row) -> dict[str, str]:
    """A source as every row keeps it that names it."""
    return {name: row[name] for name in SOURCE if row[name]}


def source_key(source: Mapping[str, Any]) -> str:
    """The key of a source; one that has none gets it from what it says."""
    if source.get("key"):
        return str(source["key"])
    said = json.dumps([source.get(name) or "" for name in SOURCE])
    return f"source-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def is_same_source(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sources say the same under one key."""
    return all((one.get(name) or "") == (other.get(name) or "") for name in SOURCE if name != "key")


@dataclass(frozen=True, slots=True)
class Clock:
    """The edition's days and slots, for checking times."""

    zone: ZoneInfo
    begins: datetime
    ends: datetime
    slot: timedelta

    def local(self, moment: datetime) -> str:
        """A moment as the host's clocks show it."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def is_on_raster(self, moment: datetime) -> bool:
        """Whether a slot begins at this moment."""
        return (moment - self.begins) % self.slot == timedelta(0)


def clock(outcome: Outcome) -> Clock | None:
    """The clock of the edition; None if edition.json doesn't give its days and zone."""
    edition = next(iter(outcome["edition"].values()), None)
    if edition is None or not (edition["start"] and edition["end"] and edition["time_zone"]):
        return None
    zone = ZoneInfo(edition["time_zone"])
    begins = datetime.combine(edition["start"], time(), zone).astimezone(UTC)
    ends = datetime.combine(edition["end"] + timedelta(days=1), time(), zone).astimezone(UTC)
    return Clock(zone, begins, ends, timedelta(minutes=edition["slot_minutes"] or 5))


def check(outcome: Outcome) -> None:
    """Note what is wrong with the edition's days and its periods."""
    for _identity, edition, _row in outcome.given("edition"):
        _check_days(outcome, edition)
    if (times := clock(outcome)) is not None and times.begins < times.ends:
        for _identity, period, _row in outcome.given("periods"):
            if period["starts"] and period["ends"]:
                _check_period(outcome, period, times)
    _check_overlaps(outcome)


def _check_days(outcome: Outcome, edition: Item) -> None:
    start, end = edition["start"], edition["end"]
    if not start or not end:
        return
    if end < start:
        outcome.error(
            "end_before_start",
            edition,
            "end",
            _("The edition ends before it starts (%(start)s).") % {"start": start},
            _("Correct edition.start or edition.end."),
        )
    elif end - start > LONGEST:
        outcome.error(
            "too_long",
            edition,
            "end",
            _("The edition lasts %(days)d days.") % {"days": (end - start).days + 1},
            _("Check the years; at most a year is possible."),
        )


def _check_period(outcome: Outcome, period: Item, times: Clock) -> None:
    starts, ends = period["starts"], period["ends"]
    if ends <= starts:
        outcome.error(
            "end_before_start",
            period,
            "end",
            _("The period ends before it starts, or at once."),
            _("Write an end after %(start)s.") % {"start": times.local(starts)},
        )
        return
    for column, moment in (("start", starts), ("end", ends)):
        if not times.begins <= moment <= times.ends:
            outcome.error(
                "outside_edition",
                period,
                column,
                _("This is outside the days of the edition."),
                _("Write a time from %(first)s to %(last)s, or correct the edition's days.")
                % {"first": times.local(times.begins), "last": times.local(times.ends)},
            )
        elif not times.is_on_raster(moment):
            minutes = times.slot // timedelta(minutes=1)
            outcome.error(
                "off_raster",
                period,
                column,
                _("This isn't on the raster of %(minutes)d minutes.") % {"minutes": minutes},
                _("Write a time that is a multiple of %(minutes)d minutes after midnight, or change "
                  "edition.slot_minutes.") % {"minutes": minutes},
            )  # fmt: skip


def _check_overlaps(outcome: Outcome) -> None:
    """Periods, breaks included, come one after the other."""
    timed = [
        (item["starts"], item["ends"], identity[0], item)
        for identity, item in outcome["periods"].items()
        if item["starts"] and item["ends"] and item["starts"] < item["ends"]
    ]
    latest: tuple[Any, ...] | None = None
    for entry in sorted(timed, key=lambda entry: entry[:3]):
        if latest is not None and entry[0] < latest[1]:
            later, other = (entry, latest) if entry[3].row else (latest, entry)
            outcome.error(
                "periods_overlap",
                later[3],
                "start",
                _("The period overlaps with “%(other)s”%(place)s.")
                % {"other": other[2], "place": _in_row(other[3])},
                _("Periods and breaks come one after the other; correct start or end of one of them."),
            )
        if latest is None or entry[1] > latest[1]:
            latest = entry


def _in_row(item: Item) -> str:
    if item.row is None or item.row.number is None:
        return ""
    return " " + _("(row %(row)d)") % {"row": item.row.number}
