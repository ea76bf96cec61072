"""The rows as they will stand once the files are loaded: what the files say, over what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from serai.core.tables.columns import Row, Sheet
from serai.core.tables.problems import Report
from serai.core.tables.upserts import Identity, Store, Wanted


@dataclass(frozen=True, slots=True)
class Item:
    """One row as it will stand, by the fields of its model; `row` is None if the files don't mention it.

    `before` holds the fields as they are stored, or as they are by default if the row is new.
    """

    values: Mapping[str, Any]
    row: Row | None
    sheet: Sheet
    before: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


class Outcome:
    """All rows as they will stand, by target and identity; checks read them and note what is wrong."""

    def __init__(
        self, sheets: Mapping[str, Sheet], store: Store, plan: Mapping[str, Sequence[Wanted]], report: Report
    ) -> None:
        self.sheets, self.report, self.edition_id = sheets, report, store.edition
        self._items = {name: self._outcome(name, store, rows) for name, rows in plan.items()}

    def _outcome(self, name: str, store: Store, rows: Sequence[Wanted]) -> dict[Identity, Item]:
        target = store.targets[name]
        sheet = self.sheets[target.table.name]
        stored, defaults = store.values[name], target.defaults()
        items = {
            identity: Item(values, None, sheet)
            for identity, values in stored.items()
            if not values.get("is_retired")
        }
        for wanted in rows:
            identity = target.identity(wanted.values)
            if None not in identity:
                before = stored.get(identity, defaults)
                items[identity] = Item({**before, **wanted.values}, wanted.row, sheet, before)
        return items

    def __getitem__(self, name: str) -> Mapping[Identity, Item]:
        return self._items[name]

    def given(self, name: str) -> Iterator[tuple[Identity, Item, Row]]:
        """The items that the files mention, with their rows."""
        for identity, item in self._items[name].items():
            if item.row is not None:
                yield identity, item, item.row

    def error(
        self, code: str, item: Item, column: str, message: str, remedy: str, value: object = None
    ) -> None:
        """Note an error at a column of an item's row."""
        self.report.error(code, message, remedy, **self._place(item, column, value))

    def warn(
        self, code: str, item: Item, column: str, message: str, remedy: str, value: object = None
    ) -> None:
        """Note something that may be meant, at a column of an item's row."""
        self.report.warn(code, message, remedy, **self._place(item, column, value))

    def _place(self, item: Item, column: str, value: object) -> dict[str, Any]:
        row = item.row
        shown = row.cells.get(column, "") if row and value is None else value
        return {
            "file": item.sheet.file,
            "row": row.number if row else None,
            "column": (row.prefix if row else "") + column,
            "value": "" if shown is None else shown,
        }
