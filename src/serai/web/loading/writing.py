"""Compares what files say with what is stored, table by table, and writes the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables import Problem, Row, TableResult, Target
from serai.core.tables.upserts import Comparison, chunks
from serai.core.text import forms
from serai.participation.accounts import compare_accounts, write_accounts
from serai.web.loading.folders import Folder, Step
from serai.web.loading.preparing import Prepared
from serai.web.loading.tables import SHOWN_BY, TARGETS


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


def _other_editions(comparison: Comparison, folder: Folder) -> tuple[str, ...]:
    """The keys of the other editions that show rows which change; a changed name there may be a mistake."""
    found = shown_by(comparison.target, [key for (key, *_rest) in comparison.changed])
    found = {key: others for key, editions in found.items() if (others := editions - {folder.edition or ""})}
    for identity, (row, fields) in comparison.changed.items():
        if identity[0] in found and "name" in fields and row.row is not None:
            _warn_of_name(folder, comparison, row.row, fields["name"][0], found[identity[0]])
    return tuple(sorted(set().union(*found.values())))


def shown_by(target: Target, keys: Iterable[str]) -> dict[str, set[str]]:
    """The editions that show each of these rows; only tables that editions share have any."""
    found: dict[str, set[str]] = defaultdict(set)
    by = target.key[0]
    for way in SHOWN_BY.get(target.name, ()):
        for chunk in chunks(keys):
            rows = target.model._default_manager.filter(**{f"{by}__in": chunk, f"{way}__isnull": False})
            for key, edition in rows.values_list(by, f"{way}__key").order_by().distinct():
                found[key].add(edition)
    return found


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


def compare(folder: Folder, ready: Prepared, without: Collection[int] = ()) -> list[Comparison]:
    """Each table's wanted rows beside the stored ones; rows `without` are those that have errors."""
    found = []
    for target in TARGETS:
        rows = [
            wanted
            for wanted in ready.plan[target.name]
            if wanted.row is None or wanted.row.number is None or wanted.row.number not in without
        ]
        found.append(ready.store.compare(target.name, rows))
    return found


def results(folder: Folder, ready: Prepared, comparisons: Iterable[Comparison]) -> tuple[TableResult, ...]:
    """What writing does, table by table."""
    tables = [comparison.result(_other_editions(comparison, folder)) for comparison in comparisons]
    return (*tables, compare_accounts(ready.accounts))


def write(
    folder: Folder, ready: Prepared, comparisons: Iterable[Comparison], step: Step = lambda text: None
) -> None:
    """Write what is new or changed."""
    store = ready.store
    for comparison in comparisons:
        step(comparison.target.name)
        store.write(comparison)
        if comparison.target.name == "edition" and folder.edition:
            store.edition = store.ids["edition"][(folder.edition,)]
    write_accounts(ready.accounts)
