"""Takes tables out of an edition: one as a file, or all as the folder that `serai load` reads."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables import Table
from serai.core.tables.writing import as_text, csv_file, spreadsheet
from serai.editions import importing as editions
from serai.web.loading.lists import List, notes
from serai.web.loading.stored import StoredEdition, cells_of, header
from serai.web.loading.tables import TABLES

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_file(stored: StoredEdition, entry: List, file_format: str) -> bytes:
    """One table as CSV or as a spreadsheet with a page of notes."""
    names = header(entry.table, stored.context)
    rows = [[cells[name] for name in names] for cells in stored.rows(entry.table)]
    if file_format == "csv":
        return csv_file(names, rows)
    lines = [
        (_("Column"), _("What it takes")),
        *notes(entry, stored.context),
        ("", ""),
        (_("How it is read"), _how()),
    ]
    return spreadsheet(entry.name, names, rows, (_("Notes"), lines))


def _how() -> str:
    return _(
        "Rows are known by their keys: a known key changes that row, a new key adds one, and nothing is "
        "deleted. A column that isn't there leaves what is stored as it is; a blank cell empties it."
    )


def folder(stored: StoredEdition) -> Iterator[tuple[str, bytes]]:
    """Every file of the edition's folder."""
    yield editions.FILE, (json.dumps(_edition(stored), ensure_ascii=False, indent=2) + "\n").encode()
    for table in TABLES:
        names = header(table, stored.context)
        rows = [[cells[name] for name in names] for cells in stored.rows(table)]
        if rows:
            yield table.file, csv_file(names, rows)


def folder_zip(stored: StoredEdition) -> bytes:
    """The folder in one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in folder(stored):
            package.writestr(f"{stored.edition.key}/{name}", content)
    return out.getvalue()


def _edition(stored: StoredEdition) -> dict[str, Any]:
    """edition.json as an object."""
    (series,), (edition,) = (_objects(stored, table) for table in (editions.SERIES, editions.EDITION))
    weights = stored.store.values["edition"][(stored.edition.key,)]["weights"]
    return {
        "series": series,
        "edition": edition | {"weights": weights or {}},
        "venues": _objects(stored, editions.VENUES),
    }


def _objects(stored: StoredEdition, table: Table) -> list[dict[str, Any]]:
    """The rows of a table as objects of JSON."""
    targets = [target for target in stored.store.targets.values() if target.table is table]
    return [
        _object(table, cells_of(target, values, stored.context), stored)
        for target in targets
        for values in stored.store.values[target.name].values()
    ]


def _object(table: Table, cells: Mapping[str, Any], stored: StoredEdition) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in table.columns:
        if column.translated:
            texts = {tag: cells[f"{column.name}:{tag}"] for tag in stored.context.languages or ()}
            value: Any = {tag: text for tag, text in texts.items() if text}
        elif column.many:
            value = list(filter(None, as_text(cells[column.name]).split(";")))
        else:
            value = cells[column.name]
        if value not in ("", [], {}):
            found[column.name] = value
    return found
