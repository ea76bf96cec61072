"""Sources have no rows of their own: each stands with the rows that name it, and changes in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables import Report, Row, Sheet, Wanted
from serai.editions.importing import SOURCE, is_same_source, source_key
from serai.web.loading.stored import StoredEdition


def plan_sources(
    stored: StoredEdition, sheet: Sheet, report: Report, plan: Mapping[str, list[Wanted]]
) -> dict[int | None, Mapping[str, Any]]:
    """Want each row that names a changed source with that source as the file has it.

    Returns what is stored of the changed sources, by their rows in the file.
    """
    rows = {row["key"]: row for row in sheet.rows if row["key"]}
    known = stored.sources()
    for key, row in rows.items():
        if key not in known:
            _say_unused(report, sheet, row)
    new = {key: _with(known[key], row) for key, row in rows.items() if key in known}
    changed = {key: item for key, item in new.items() if not is_same_source(known[key], item)}
    for target in stored.store.targets.values():
        for values in stored.store.values[target.name].values():
            sources = values.get("sources") or []
            named = [source_key(item) for item in sources]
            if changed.keys() & set(named):
                wanted: dict[str, Any] = {name: values[name] for name in target.key}
                wanted["sources"] = [changed.get(key, item) for key, item in zip(named, sources, strict=True)]
                plan[target.name].append(Wanted(wanted, rows[next(key for key in named if key in changed)]))
    return {rows[key].number: known[key] for key in changed}


def _with(source: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """A source with what the row says of it; a blank cell empties."""
    given = {name: row[name] for name in SOURCE if name in row.values}
    return {name: value for name, value in {**source, **given}.items() if value}


def _say_unused(report: Report, sheet: Sheet, row: Row) -> None:
    report.error(
        "unused_source",
        _("No row of the edition names this source."),
        _("Take the row out."),
        file=sheet.file,
        row=row.number,
        column="key",
        value=row["key"],
    )
