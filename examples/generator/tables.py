"""Reads and writes the CSV files of an edition folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = dict[str, str]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "parties": ("code", "kind", "name:en", "name:zh", "name:ar", "provenance", "sources"),
    "organisations": ("key", "name:en", "name:zh", "name:ar", "party", "provenance", "sources"),
    "people": (
        "key", "name", "latin_name", "name:en", "name:zh", "honorific", "position:en", "position:zh",
        "position:ar", "party", "organisation", "email", "provenance", "sources",
    ),
    "participations": (
        "person", "role", "delegation", "state", "arrives", "departs", "languages", "provenance", "sources",
    ),
    "contributions": (
        "key", "activity", "title:en", "title:zh", "title:ar", "minutes", "rank", "language",
        "fixed_period", "fixed_room", "fixed_start", "preferred_periods", "provenance", "sources",
    ),
    "people_roles": ("activity", "contribution", "person", "role", "provenance", "sources"),
}  # fmt: skip


def read(path: Path) -> list[Row]:
    """The rows of a CSV file, by column name."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def text(table: str, rows: Iterable[Row]) -> str:
    """The CSV text of a table, with its columns in their usual order."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[table], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
