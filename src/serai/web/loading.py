"""Loads an edition folder: reads and checks every file, compares with what is stored, writes the difference.

Each app says in its `importing.py` what it reads; only here, at the top, are all of them known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from serai.core.tables import (
    Column,
    Outcome,
    Problem,
    Report,
    Row,
    Sheet,
    Store,
    Table,
    TableResult,
    TablesRefused,
    Target,
    Wanted,
    nearest,
    read_json,
    read_object,
    read_sheet,
    suggestion,
    wanted,
)
from serai.core.tables.cells import Context, country_named
from serai.core.tables.upserts import Comparison, chunks
from serai.core.text import forms
from serai.editions import importing as editions
from serai.editions.models import Edition
from serai.participation import importing as participation
from serai.participation.accounts import Account, compare_accounts, wanted_accounts, write_accounts
from serai.parties import importing as parties
from serai.programme import importing as programme

# In this order rows are written: each names only rows of targets before it.
TARGETS: tuple[Target, ...] = (
    *(target for target in parties.TARGETS),
    *(target for target in editions.TARGETS),
    *(target for target in participation.TARGETS),
    *(target for target in programme.TARGETS),
)
TABLES: tuple[Table, ...] = (
    editions.SOURCES,
    parties.PARTIES,
    parties.ORGANISATIONS,
    parties.PEOPLE,
    editions.HOSTS,
    editions.PERIODS,
    editions.ROOMS,
    participation.PARTICIPATIONS,
    programme.SECTIONS,
    programme.ACTIVITIES,
    programme.CONTRIBUTIONS,
    programme.PEOPLE_ROLES,
)
CHECKS = (parties.check, editions.check, participation.check, programme.check)
NEEDED = ("periods", "rooms", "activities")  # without these there is nothing to plan
SPREADSHEETS = (".csv", ".tsv", ".xls", ".xlsx", ".ods")
# The way from rows that editions share to the editions that show them.
SHOWN_BY = {
    "parties": "delegations__edition",
    "organisations": "person__participations__edition",
    "people": "participations__edition",
    "series": "editions",
}
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading a folder does, or with `is_preview` would do, table by table."""

    edition: str
    is_new: bool
    is_preview: bool
    tables: tuple[TableResult, ...]
    warnings: tuple[Problem, ...]

    @property
    def is_change(self) -> bool:
        return any(table.is_change for table in self.tables)


@dataclass(slots=True)
class Folder:
    """What the files say, before anything is compared: the rows of every table, and the problems so far."""

    sheets: dict[str, Sheet]
    report: Report

    @property
    def edition(self) -> str | None:
        """The key of the edition, if edition.json could be read so far."""
        rows = self.sheets["edition"].rows
        return rows[0]["key"] if rows else None


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
        file = files.get(table.file)
        step(table.file)
        sheets[table.name] = (
            read_sheet(file, table, context, report)
            if file
            else Sheet(table, is_given=False, file=table.file)
        )
        _check_keys(sheets[table.name], report)
    _check_keys(sheets["venues"], report)
    _add_host_country(sheets)
    sheets["delegations"] = _delegations(sheets["participations"])
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


def _check_keys(sheet: Sheet, report: Report) -> None:
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
        is_spreadsheet = file.suffix.casefold() in SPREADSHEETS
        if is_spreadsheet or (near and file.suffix.casefold() in (".json", ".txt", "")):
            report.warn(
                "file_not_read",
                _("This file isn't read."),
                _("Did you mean “%(text)s”?") % {"text": known[near]}
                if near
                else _("Only edition.json and the tables of an edition folder are."),
                file=file.name,
            )


def _delegations(participations: Sheet) -> Sheet:
    """One delegation for each party that participations name."""
    codes = dict.fromkeys(row["delegation"] for row in participations.rows if row["delegation"])
    rows = [Row(None, {}, {"party": code}) for code in codes]
    return Sheet(participation.DELEGATIONS, rows, participations.is_given, file=participations.file)


@dataclass(slots=True)
class Prepared:
    """The rows as the models take them, beside the stored rows that they meet; nothing is written yet."""

    store: Store
    plan: dict[str, list[Wanted]]
    accounts: list[Account]


def prepare(folder: Folder, edition: Edition | None, *, may_link_others: bool) -> Prepared:
    """Bring the files and the database together, and check what needs both."""
    store = Store(TARGETS, edition.pk if edition else None)
    sources = {row["key"]: editions.source(row) for row in folder.sheets["sources"].rows}
    plan = {target.name: _rows(target, folder, sources) for target in TARGETS}
    named = _named(folder)
    for target in TARGETS:
        store.read(target.name, named[target.name])
        store.complete(target.name, plan[target.name])
    _check_needed(folder, store)
    _check_references(folder, store)
    outcome = Outcome(folder.sheets, store, plan, folder.report)
    for check in CHECKS:
        check(outcome)
    accounts = wanted_accounts(outcome, may_link_others=may_link_others)
    return Prepared(store, plan, accounts)


def _check_needed(folder: Folder, store: Store) -> None:
    """Note tables without which there is no programme; loading again may leave them out."""
    for name in NEEDED:
        sheet = folder.sheets[name]
        if not sheet.is_given and not store.ids[name]:
            folder.report.error(
                "missing_file",
                _("The file is missing, and an edition needs it."),
                _("Add it to the folder."),
                file=sheet.file,
            )
            sheet.is_whole = False


def _rows(target: Target, folder: Folder, sources: Mapping[str, Mapping[str, Any]]) -> list[Wanted]:
    """The rows of the target's sheet as wanted rows, in their places."""
    sheet = folder.sheets[target.table.name]
    rows = [row for row in sheet.rows if target.of(row)]
    made = [wanted(row, target, sources) for row in rows]
    if target.position:
        places: dict[Any, int] = defaultdict(int)
        for row in made:
            parent = row.values.get(target.position)
            places[parent] += 1
            row.values.setdefault("order", places[parent])
    return made


def _named(folder: Folder) -> dict[str, set[str]]:
    """The keys of each table that the folder gives or names."""
    named: dict[str, set[str]] = defaultdict(set)
    for name, sheet in folder.sheets.items():
        if sheet.table.key in (("key",), ("code",)):
            named[name].update(filter(None, sheet.keys()))
        for column in (column for column in sheet.table.columns if column.to):
            for row in sheet.rows:
                for to, key in names_of(column, row):
                    named[to].add(key)
    return named


def names_of(column: Column, row: Row) -> Iterator[tuple[str, str]]:
    """Each table and key that a cell names."""
    value = row[column.id]
    for item in value if column.many and value else [value] if value else []:
        yield from zip(column.to, item if isinstance(item, tuple) else (item,), strict=True)


def _check_references(folder: Folder, store: Store) -> None:
    """Note every key that neither the folder nor the edition has, and each file that lacks altogether."""
    known = {name: set(sheet.keys()) for name, sheet in folder.sheets.items() if len(sheet.table.key) == 1}
    for name in known:
        known[name] |= {identity[0] for identity in store.ids[name]}
    for sheet in folder.sheets.values():
        if sheet.table is participation.DELEGATIONS:
            continue  # made from the participations, which are checked themselves
        for column in (column for column in sheet.table.columns if column.to):
            for row in sheet.rows:
                for to, key in names_of(column, row):
                    other = folder.sheets[to]
                    if key in known[to] or not other.is_whole:
                        continue
                    if other.is_given:
                        _say_unknown(folder.report, sheet, row, column, key, other, known[to])
                    else:
                        _say_missing_file(folder.report, other, sheet.file)
                        other.is_whole = False


def _say_unknown(
    report: Report, sheet: Sheet, row: Row, column: Column, key: str, other: Sheet, known: set[str]
) -> None:
    report.error(
        "unknown_key",
        _("%(file)s has no such key.") % {"file": other.file},
        _by_name(key, other, known)
        or suggestion(key, filter(None, known))
        or _("Add it to %(file)s, or correct it here.") % {"file": other.file},
        file=sheet.file,
        row=row.number,
        column=row.prefix + column.name,
        value=key,
    )


def _by_name(key: str, other: Sheet, known: set[str]) -> str:
    """The code of a country that stands there by its name."""
    code = country_named(key) if other.table is parties.PARTIES else ""
    return _("Did you mean “%(text)s”?") % {"text": code} if code in known else ""


def _say_missing_file(report: Report, sheet: Sheet, named_in: str) -> None:
    report.error(
        "missing_file",
        _("The file is missing, but %(file)s names its keys.") % {"file": named_in},
        _("Add it to the folder."),
        file=sheet.file,
    )


def _other_editions(comparison: Comparison, folder: Folder) -> tuple[str, ...]:
    """The keys of the other editions that show rows which change; a changed name there may be a mistake."""
    way = SHOWN_BY.get(comparison.target.name)
    by = comparison.target.key[0]
    found: dict[str, set[str]] = defaultdict(set)
    for chunk in chunks(key for (key,) in comparison.changed) if way else ():
        rows = comparison.target.model._default_manager.filter(**{f"{by}__in": chunk})
        for key, edition in rows.values_list(by, f"{way}__key").order_by().distinct():
            if edition not in (None, folder.edition):
                found[key].add(edition)
    for identity, (row, fields) in comparison.changed.items():
        if identity[0] in found and "name" in fields and row.row is not None:
            _warn_of_name(folder, comparison, row.row, fields["name"][0], found[identity[0]])
    return tuple(sorted(set().union(*found.values())))


def _warn_of_name(folder: Folder, comparison: Comparison, row: Row, before: Any, used_by: set[str]) -> None:
    sheet = folder.sheets[comparison.target.table.name]
    name = before if isinstance(before, str) else next(iter(forms(before).values()), "")
    folder.report.warn(
        "known_by_another_name",
        _("Edition %(editions)s knows this key as “%(name)s”; the name changes there too.")
        % {"editions": ", ".join(sorted(used_by)), "name": name},
        _("If it isn't the same, give it another key."),
        file=sheet.file,
        row=row.number,
        column=row.prefix + sheet.table.key[0],
        value=row[sheet.table.key[0]],
    )


def write(folder: Folder, ready: Prepared, step: Step, *, is_preview: bool) -> tuple[TableResult, ...]:
    """Compare table by table and, unless it is a preview, write what is new or changed."""
    results = []
    store = ready.store
    for target in TARGETS:
        step(target.name)
        comparison = store.compare(target.name, ready.plan[target.name])
        results.append(comparison.result(_other_editions(comparison, folder)))
        if not is_preview:
            store.write(comparison)
            if target.name == "edition":
                store.edition = store.ids["edition"][(folder.edition,)]
    if not is_preview:
        write_accounts(ready.accounts)
    return (*results, compare_accounts(ready.accounts))
