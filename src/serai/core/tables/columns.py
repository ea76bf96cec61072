"""How a table is declared: its columns, and the rows that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from serai.core.models import Provenance
from serai.core.tables.cells import Context, Reader, choice, key
from serai.core.tables.problems import CellError

SEPARATOR = ";"  # between the items of a list in one cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how a cell is read, whether it must be filled, and which tables' keys it names.

    `many`: a list separated by semicolons. `translated`: one column for each language, `title:en`.
    `to`: the tables whose keys the value names; of two, the cell holds `a@b`.
    """

    name: str
    read: Reader
    required: bool = False
    many: bool = False
    translated: bool = False
    to: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The name under which a row gives the value: `name`, translated `name:*`."""
        return f"{self.name}:*" if self.translated else self.name


def refer(name: str, *to: str, required: bool = False, many: bool = False, read: Reader = key) -> Column:
    """A column that names a key of another table."""
    return Column(name, read if len(to) == 1 else _pair, required, many, to=to)


def _pair(cell: str, context: Context) -> tuple[str, ...]:
    first, at, second = cell.partition("@")
    if not at:
        raise CellError("not_a_pair", _("An “@” is missing."), _("Write “period@room” with their keys."))
    return key(first.strip(), context), key(second.strip(), context)


PROVENANCE = (
    Column("provenance", choice(Provenance)),
    refer("sources", "sources", many=True),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the folder: its columns, and which of them tell its rows apart."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("key",)

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


@dataclass(slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, its cells as texts, and what they mean.

    `values` has only columns that the file has and cells that could be read; a blank cell is None, or [].
    """

    number: int | None
    cells: Mapping[str, Any]
    values: Mapping[str, Any]
    prefix: str = ""  # the path before the column's name in JSON

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)


@dataclass(slots=True)
class Sheet:
    """The rows of one table; `is_given` says whether the folder has the file at all."""

    table: Table
    rows: list[Row] = field(default_factory=list)
    is_given: bool = True
    is_whole: bool = True  # False: rows are missing here, because the file can't be read
    file: str = ""  # where problems are reported, if not the table's own file
    prefix: str = ""
    header: tuple[int, list[tuple[str, str]]] = (0, [])  # its row; each name with the column that it means
    texts: dict[int, list[str]] = field(default_factory=dict)  # all cells of each row as they stand

    def keys(self) -> set[Any]:
        """The keys of the rows: texts, or tuples where several columns make the key."""
        names = self.table.key
        if len(names) == 1:
            return {row[names[0]] for row in self.rows}
        return {tuple(row[name] for name in names) for row in self.rows}
