"""Reads an edition folder: every file, and what can be checked without the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from serai.core.errors import DomainError
from serai.core.tables import (
    Report,
    Row,
    Sheet,
    TablesRefused,
    nearest,
    read_json,
    read_object,
    read_sheet,
)
from serai.core.tables.cells import Context
from serai.core.tables.files import SPREADSHEETS
from serai.core.tables.grids import Refused, check_package
from serai.editions import importing as editions
from serai.participation import importing as participation
from serai.web.loading.tables import TABLES

Step = Callable[[str], None]


@dataclass(slots=True)
class Folder:
    """What the files say, before anything is compared: the rows of every table, and the problems so far."""

    sheets: dict[str, Sheet]
    report: Report
    stored: str | None = None  # the key of the edition to which a single table belongs
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # that the edition has already

    @property
    def edition(self) -> str | None:
        """The key of the edition, if edition.json could be read so far."""
        rows = self.sheets["edition"].rows
        return rows[0]["key"] if rows else self.stored


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder itself, or what a zip file has in place of it, for as long as it is read."""
    if path.suffix.casefold() != ".zip" or not path.is_file():
        yield path
        return
    content = path.read_bytes()
    try:
        check_package(content)
    except Refused as refusal:
        message = _("%(file)s is damaged, or takes too much room when it is unpacked.")
        raise DomainError("bad_zip", message, file=path.name) from refusal
    with TemporaryDirectory() as place, ZipFile(BytesIO(content)) as package:
        package.extractall(place)
        found = next(Path(place).rglob(editions.FILE), None)
        yield found.parent if found else Path(place)


def read_folder(path: Path, step: Step = lambda text: None) -> Folder:
    """Read all files of a folder and check what can be checked without the database."""
    report = Report([editions.FILE, *(table.file for table in TABLES)])
    if not path.is_dir():
        report.error(
            "no_folder",
            _("There is no such folder."),
            _("Give the folder that holds edition.json and the tables."),
            file=str(path),
        )
        raise TablesRefused(report.problems)
    files = {entry.name.casefold(): entry for entry in sorted(path.iterdir(), reverse=True)}
    sheets, context = _read_edition(files.get(editions.FILE, path / editions.FILE), report)
    for table in TABLES:
        names = (table.file, *(f"{table.name}{suffix}" for suffix in SPREADSHEETS))
        file = next((files.pop(name) for name in names if name in files), None)
        step(table.file)
        sheets[table.name] = (
            read_sheet(file, table, context, report)
            if file
            else Sheet(table, is_given=False, file=table.file)
        )
        check_keys(sheets[table.name], report)
    check_keys(sheets["venues"], report)
    _add_host_country(sheets)
    sheets["delegations"] = delegations(sheets["participations"])
    _check_strangers(files.values(), report)
    return Folder(sheets, report)


def _read_edition(path: Path, report: Report) -> tuple[dict[str, Sheet], Context]:
    """The rows of edition.json, and what it says of time zone and languages for reading the others."""
    file = path.name
    sheets = {
        table.name: Sheet(table, file=file) for table in (editions.SERIES, editions.EDITION, editions.VENUES)
    }
    data = read_json(path, report)
    if data is None:
        for sheet in sheets.values():
            sheet.is_whole = False
        return sheets, Context()
    data, weights = editions.take_weights(data, file, report)
    first = read_object(data.get("edition", {}), "edition", editions.EDITION, file, Context(), Report())
    languages = tuple(first["languages"] or ()) or None if first else None
    zone = ZoneInfo(first["time_zone"]) if first and first["time_zone"] else ZoneInfo("UTC")
    context = Context(zone, languages)
    for name, path_, items in editions.objects(data, file, report):
        row = read_object(items, path_, sheets[name].table, file, context, report)
        if row is not None:
            sheets[name].rows.append(row)
    for row in sheets["edition"].rows:
        series = sheets["series"].rows
        row.values = {**row.values, "weights": weights, "series": series[0]["key"] if series else None}
    return sheets, context


def _add_host_country(sheets: dict[str, Sheet]) -> None:
    """The country of edition.json is a party even if parties.csv doesn't list it."""
    for edition in sheets["edition"].rows:
        if edition["country"] and edition["country"] not in sheets["parties"].keys():  # noqa: SIM118 a sheet's
            sheets["parties"].rows.append(Row(None, {}, {"code": edition["country"]}))


def check_keys(sheet: Sheet, report: Report) -> None:
    """Note rows that give a key for the second time."""
    seen: dict[Any, str] = {}
    names = sheet.table.key
    for row in sheet.rows:
        key = tuple(row[name] for name in names)
        if any(row.cells.get(name) and row[name] is None for name in names) or not any(key):
            continue  # the key can't be read, which has been said
        if key in seen:
            place = {"place": seen[key]}
            report.error(
                "key_twice",
                _("%(place)s has the same key.") % place
                if len(names) == 1
                else _("%(place)s says the same.") % place,
                _("Delete one of the two, or give it a key of its own.")
                if len(names) == 1
                else _("Delete one of the two rows."),
                file=sheet.file,
                row=row.number,
                column=row.prefix + names[0],
                value=" · ".join(str(part) for part in key if part is not None),
            )
        place_of = row.prefix.rstrip(".") if row.number is None else _("Row %(row)d") % {"row": row.number}
        seen.setdefault(key, place_of)


def _check_strangers(files: Iterable[Path], report: Report) -> None:
    """Warn of files that look as if they were meant to be read."""
    known = {Path(name).stem: name for name in (editions.FILE, *(table.file for table in TABLES))}
    for file in files:
        if file.name.casefold() in known.values() or file.name.startswith((".", "~")) or not file.is_file():
            continue
        near = nearest(file.stem, known, 0.7)
        is_spreadsheet = file.suffix.casefold() in (".csv", ".tsv", *SPREADSHEETS)
        if is_spreadsheet or (near and file.suffix.casefold() in (".json", ".txt", "")):
            report.warn(
                "file_not_read",
                _("This file isn't read."),
                _("Did you mean “%(text)s”?") % {"text": known[near]}
                if near
                else _("Only edition.json and the tables of an edition folder are."),
                file=file.name,
            )


def delegations(participations: Sheet) -> Sheet:
    """One delegation for each party that participations name."""
    codes = dict.fromkeys(row["delegation"] for row in participations.rows if row["delegation"])
    rows = [Row(None, {}, {"party": code}) for code in codes]
    return Sheet(participation.DELEGATIONS, rows, participations.is_given, file=participations.file)
