"""Brings what files say and what is stored together, and checks what needs both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables import (
    Column,
    Outcome,
    Report,
    Row,
    Sheet,
    Store,
    Target,
    Wanted,
    nearest,
    suggestion,
    wanted,
)
from serai.core.tables.cells import countries, country_named
from serai.editions import importing as editions
from serai.editions.importing import is_same_source, source_key
from serai.editions.models import Edition
from serai.participation import importing as participation
from serai.participation.accounts import Account, wanted_accounts
from serai.parties import importing as parties
from serai.web.loading.folders import Folder
from serai.web.loading.tables import CHECKS, NEEDED, TARGETS

MOST_GUESSES = 100  # in one table: comparing every wrong key with every known one takes long


@dataclass(slots=True)
class Prepared:
    """The rows as the models take them, beside the stored rows that they meet; nothing is written yet."""

    store: Store
    plan: dict[str, list[Wanted]]
    accounts: list[Account]


def prepare(
    folder: Folder, edition: Edition | None, *, may_link_others: bool, store: Store | None = None
) -> Prepared:
    """Bring the files and the database together, and check what needs both; `store` saves reading again."""
    store = store or Store(TARGETS, edition.pk if edition else None)
    given = {row["key"]: editions.source(row) for row in folder.sheets["sources"].rows}
    plan = {target.name: _rows(target, folder, {**folder.sources, **given}) for target in TARGETS}
    named = _named(folder)
    for target in TARGETS:
        store.read(target.name, named[target.name])
        _keep_sources(target, plan[target.name], store, given)
        _number(target, plan[target.name], store)
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
    """The rows of the target's sheet as wanted rows."""
    sheet = folder.sheets[target.table.name]
    return [wanted(row, target, sources) for row in sheet.rows if target.of(row)]


def _keep_sources(target: Target, rows: Iterable[Wanted], store: Store, given: Collection[str]) -> None:
    """A row that names the sources which it has keeps them as they are, unless the files give them anew."""
    for row in rows:
        stored = store.values[target.name].get(target.identity(row.values), {}).get("sources") or []
        wanted = row.values.get("sources")
        if wanted and list(map(source_key, stored)) == list(map(source_key, wanted)):
            pairs = zip(stored, wanted, strict=True)
            row.values["sources"] = [
                new if source_key(new) in given and not is_same_source(old, new) else old
                for old, new in pairs
            ]


def _number(target: Target, rows: Iterable[Wanted], store: Store) -> None:
    """Give the rows their places in the order of the file, as far as it says anything of it.

    New rows that stand last come last. Otherwise a file in which no row lacks says the order of all.
    """
    groups: dict[Any, list[Wanted]] = defaultdict(list)
    stored: dict[Any, dict[Any, int]] = defaultdict(dict)
    if target.position:
        for row in rows:
            groups[row.values.get(target.position)].append(row)
        for identity, values in store.values[target.name].items():
            if not values.get("is_retired"):
                stored[values.get(target.position)][identity] = values["order"]
    for parent, members in groups.items():
        _number_group([(target.identity(row.values), row) for row in members], stored[parent])


def _number_group(members: list[tuple[Any, Wanted]], stored: Mapping[Any, int]) -> None:
    known = [stored[identity] for identity, _row in members if identity in stored]
    fresh = [row for identity, row in members if identity not in stored]
    is_in_order = known == sorted(known) and all(
        identity not in stored for identity, _row in members[len(known) :]
    )
    if stored and (is_in_order or stored.keys() - {identity for identity, _row in members}):
        for place, row in enumerate(fresh, max(stored.values()) + 1):
            row.values["order"] = place
        return
    for place, (_identity, row) in enumerate(members, 1):
        row.values["order"] = place


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
    if folder.stored:
        named["edition"].add(folder.stored)
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
        stored = store.values[name].items()
        known[name] |= {identity[0] for identity, values in stored if not values.get("is_retired")}
    known["sources"] |= folder.sources.keys()
    for sheet in folder.sheets.values():
        if sheet.table is participation.DELEGATIONS:
            continue  # made from the participations, which are checked themselves
        guesses = MOST_GUESSES
        for column in (column for column in sheet.table.columns if column.to):
            for row in sheet.rows:
                for to, key in names_of(column, row):
                    other = folder.sheets[to]
                    if key in known[to] or not other.is_whole:
                        continue
                    if other.is_given:
                        guesses -= 1
                        near = _guess(key, other, known[to]) if guesses >= 0 else ""
                        _say_unknown(folder.report, sheet, row, column, key, other, near)
                    else:
                        _say_missing_file(folder.report, other, sheet.file)
                        other.is_whole = False


def _say_unknown(
    report: Report, sheet: Sheet, row: Row, column: Column, key: str, other: Sheet, near: str
) -> None:
    report.error(
        "unknown_key",
        _("%(file)s has no such key.") % {"file": other.file},
        near or _("Add it to %(file)s, or correct it here.") % {"file": other.file},
        file=sheet.file,
        row=row.number,
        column=row.prefix + column.name,
        value=key,
    )


def _guess(key: str, other: Sheet, known: set[str]) -> str:
    return _by_name(key, other, known) or suggestion(key, filter(None, known))


def _by_name(key: str, other: Sheet, known: set[str]) -> str:
    """The code of a country that stands there by its name, or nearly so."""
    name = nearest(key, countries().values(), 0.75) if other.table is parties.PARTIES and len(key) > 3 else ""
    code = country_named(name)
    return _("Did you mean “%(text)s”?") % {"text": code} if code in known else ""


def _say_missing_file(report: Report, sheet: Sheet, named_in: str) -> None:
    report.error(
        "missing_file",
        _("The file is missing, but %(file)s names its keys.") % {"file": named_in},
        _("Add it to the folder."),
        file=sheet.file,
    )
