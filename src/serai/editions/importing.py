"""What the edition folder says of the edition: its series, days, hosts, venues, rooms and periods."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables import PROVENANCE, Column, Report, Row, Sheet, Table, cells, refer, suggestion
from serai.core.tables.upserts import Links, Target
from serai.editions.models import Edition, Host, HostRole, Period, PeriodKind, Room, Series, Venue

FILE = "edition.json"
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
            report.error(
                "missing_name",
                _("The name is missing."),
                _("A value is needed here."),
                file=file,
                column=name,
            )
        else:
            yield name, name, data[name]
    venues = data.get("venues") or []
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


def source(row: Row) -> dict[str, str]:
    """A source as every row keeps it that names it."""
    return {name: row[name] for name in ("key", "url", "date", "publisher", "note") if row[name]}


def check(sheets: Mapping[str, Sheet], report: Report) -> None:
    """Note what is wrong with days, periods and rooms."""
