"""Sheets of a workbook as rows of cells that know their address, so that complaints can name the cell."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from serai.engines.timetable.validate import LARGEST

MOST_ROWS, MOST_COLUMNS, MOST_SLOTS = 20_000, 2_000, 10_000
LONGEST = 32_767
"""Characters in a cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet by row and column, counted from 0; what isn't there is empty."""

    name: str
    rows: Sequence[Sequence[Any]]

    def at(self, row: int, column: int) -> str:
        """How people call a cell."""
        return f"{self.name}!{get_column_letter(column + 1)}{row + 1}"

    def value(self, row: int, column: int) -> Any:
        """What a cell holds; None if it is empty or only spaces."""
        found = self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None
        if isinstance(found, str):
            found = found.strip()
        return None if found == "" else found

    def text(self, row: int, column: int) -> str:
        """What a cell holds as a text, empty if there is nothing."""
        found = self.value(row, column)
        if isinstance(found, float) and found.is_integer():
            found = int(found)
        return "" if found is None else str(found)

    def number(self, row: int, column: int) -> int:
        """A whole number of at least 0; an empty cell is 0."""
        found = self.value(row, column)
        if found is None:
            return 0
        if isinstance(found, str):
            found = float(found) if found.replace(".", "", 1).isdecimal() else None
        if isinstance(found, bool) or not isinstance(found, int | float) or found != int(found):
            raise ValueError(
                f"{self.at(row, column)}: expected a whole number, found {self.text(row, column)!r}"
            )
        if not 0 <= found <= LARGEST:
            raise ValueError(f"{self.at(row, column)}: {found:g} is not between 0 and {LARGEST:,}")
        return int(found)

    def length(self, row: int, column: int) -> int:
        """A number of time slots, at least 1."""
        found = self.number(row, column)
        if not 1 <= found <= MOST_SLOTS:
            raise ValueError(
                f"{self.at(row, column)}: expected between 1 and {MOST_SLOTS:,} time slots, found {found:,}"
            )
        return found

    def clock(self, row: int, column: int) -> time:
        """A time of day."""
        found = self.value(row, column)
        if isinstance(found, datetime):
            found = found.time()
        if isinstance(found, str):
            try:
                found = time.fromisoformat(found if found[1:2] != ":" else f"0{found}")
            except ValueError:
                found = None
        if not isinstance(found, time):
            raise ValueError(
                f"{self.at(row, column)}: expected a time like 09:30, found {self.text(row, column)!r}"
            )
        return found

    def names(self, row: int, column: int) -> tuple[str, ...]:
        """The entries of a list, each once; CoSPLib separates them by comma and space."""
        return tuple(dict.fromkeys(part for part in self.text(row, column).split(", ") if part))

    def body(self) -> Iterator[int]:
        """The rows below the header that have something in their first cell; none may follow an empty one."""
        end = None
        for row in range(1, len(self.rows)):
            is_empty = all(self.value(row, column) is None for column in range(len(self.rows[row])))
            if self.value(row, 0) is not None:
                if end is not None:
                    raise ValueError(f"{self.at(end, 0)}: an empty row amid the list; delete it")
                yield row
            elif not is_empty:
                raise ValueError(f"{self.at(row, 0)}: expected a name; the row has entries but no name")
            elif end is None:
                end = row


def sheets(path: Path, wanted: Sequence[str]) -> Mapping[str, Sheet]:
    """Read the wanted sheets of a workbook; raises ValueError if it is none or lacks one."""
    try:
        workbook = load_workbook(path, data_only=True, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, EOFError, SyntaxError) as error:
        raise ValueError(f"the file is not an .xlsx workbook: {error}") from None
    try:
        found = set(workbook.sheetnames)
        if missing := [name for name in wanted if name not in found]:
            raise ValueError(
                f"the sheet {missing[0]!r} is missing; there are {', '.join(map(repr, workbook.sheetnames))}"
            )
        return {name: Sheet(name, _rows(workbook[name])) for name in wanted}
    finally:
        workbook.close()


def _rows(worksheet: Any) -> list[tuple[Any, ...]]:
    """The rows of a sheet without the empty ones that a spreadsheet program leaves behind."""
    worksheet.reset_dimensions()  # what the file says of its size may be wrong
    rows: list[tuple[Any, ...]] = []
    for number, row in enumerate(worksheet.iter_rows(values_only=True)):
        if number >= MOST_ROWS or len(row) > MOST_COLUMNS:
            raise ValueError(f"{worksheet.title}: more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns")
        rows.append(row)
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows


def save(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Write the rows of some sheets into a workbook; all or nothing.

    A text stays a text, even if it looks like a formula. Raises ValueError for a text that no cell can hold.
    """
    for value in (value for rows in sheets.values() for row in rows for value in row):
        if isinstance(value, str):
            refuse_unwritable(value)
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([text_cell(sheet, value) if isinstance(value, str) else value for value in row])
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        book.save(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def refuse_unwritable(text: str) -> None:
    """Raise ValueError for a text that no cell can hold."""
    if len(text) > LONGEST or "\r" in text or ILLEGAL_CHARACTERS_RE.search(text):
        shown = repr(text if len(text) <= 60 else text[:57] + "...")
        raise ValueError(f"no cell of a workbook can hold {shown}: it has control characters or is too long")


def text_cell(sheet: Any, text: str) -> Any:
    """A cell with a text."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
