"""Sheets of a workbook as rows of cells that know their address: every complaint can name its cell."""

from __future__ import annotations

import math
import os
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from serai.engines.timetable.validate import LARGEST

MOST_ROWS, MOST_COLUMNS, MOST_SLOTS = 20_000, 2_000, 10_000
MOST_CELLS = 2_000_000
MOST_BYTES = 100_000_000
"""What a workbook may have unpacked; the largest instances have some hundred thousand."""
LONGEST = 32_767
"""Characters in a cell."""


class TooLarge(Exception):
    """A workbook would fill the memory; the text says where and what to do."""


UNREADABLE = (
    *(BadZipFile, InvalidFileException, zlib.error, EOFError),  # no archive, or none of a workbook
    *(SyntaxError, KeyError, IndexError, ValueError, TypeError, AttributeError),  # no XML, or none of a sheet
    *(NotImplementedError, RuntimeError),  # encrypted, or packed in a way nobody knows
)


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
        return "" if found is None else str(found)[:LONGEST]

    def shown(self, row: int, column: int) -> str:
        """What a cell holds, for a message."""
        text = self.text(row, column)
        return repr(text if len(text) <= 60 else text[:57] + "...") if text else "nothing"

    def number(self, row: int, column: int) -> int:
        """A whole number of at least 0; an empty cell is 0."""
        found = self.value(row, column)
        if found is None:
            return 0
        if isinstance(found, str):
            found = float(found) if found.replace(".", "", 1).isdecimal() else None
        is_number = isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)
        if not is_number or found != int(found):
            raise ValueError(
                f"{self.at(row, column)}: expected a whole number, found {self.shown(row, column)}"
            )
        if not 0 <= found <= LARGEST:
            raise ValueError(
                f"{self.at(row, column)}: expected a number between 0 and {LARGEST:,}, "
                f"found {self.shown(row, column)}"
            )
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
        if isinstance(found, timedelta) and timedelta(0) <= found < timedelta(days=1):
            found = (datetime(2000, 1, 1) + found).time()  # noqa: DTZ001
        if isinstance(found, str):
            try:
                found = time.fromisoformat(found if found[1:2] != ":" else f"0{found}")
            except ValueError:
                found = None
        if not isinstance(found, time):
            raise ValueError(
                f"{self.at(row, column)}: expected a time like 09:30, found {self.shown(row, column)}"
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
    """Read the wanted sheets of a workbook; raises ValueError if it is none or lacks one, or OSError."""
    try:
        refuse_too_large(path)
        with warnings.catch_warnings(action="ignore"):  # of styles and the like, which nobody reads here
            workbook = load_workbook(path, data_only=True, read_only=True)
            try:
                names = list(workbook.sheetnames)
                found = {name: _rows(workbook[name]) for name in wanted if name in names}
            finally:
                workbook.close()
    except TooLarge as error:
        raise ValueError(str(error)) from None
    except UNREADABLE as error:
        raise ValueError(
            f"the file is not an .xlsx workbook, or is damaged ({error}); save it anew"
        ) from None
    if missing := [name for name in wanted if name not in found]:
        raise ValueError(f"the sheet {missing[0]!r} is missing; there are {', '.join(map(repr, names))}")
    return {name: Sheet(name, rows) for name, rows in found.items()}


def refuse_too_large(path: Path) -> None:
    """Raise ValueError for a file that would fill the memory when it is unpacked."""
    with ZipFile(path) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > MOST_BYTES:
        raise TooLarge(f"unpacked, the file has {size:,} bytes, more than {MOST_BYTES:,}; write it anew")


def _rows(worksheet: Any) -> list[tuple[Any, ...]]:
    """The rows of a sheet without the empty ones that a spreadsheet program leaves behind."""
    worksheet.reset_dimensions()  # what the file says of its size may be wrong
    rows: list[tuple[Any, ...]] = []
    cells = 0
    for row in worksheet.iter_rows(values_only=True):
        rows.append(row)
        cells += len(row)
        if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise TooLarge(
                f"{worksheet.title}: the sheet has more than {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or "
                f"{MOST_CELLS:,} cells, empty ones included; delete those that aren't needed"
            )
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
