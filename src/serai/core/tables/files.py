"""From a file to rows of cells: CSV here, spreadsheets by `grids`; what is wrong is noted, nothing raised.

A cell is the text that stands in it, stripped. One that holds a formula begins with “=”; a text that begins
so has an apostrophe before it (`quoting`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables.grids import OLE, ZIP, read_grid
from serai.core.tables.problems import Report

LARGEST_FILE = 50_000_000  # bytes
LONGEST_CELL = 100_000  # characters
INVISIBLE = " \t\r\n\u00a0\u200b\u2060\ufeff"  # what copying from pages and spreadsheets leaves at the ends
SPREADSHEETS = (".xlsx", ".ods", ".xls")

Record = tuple[int, list[str]]


class Day(str):
    """A date without a time, as spreadsheets keep midnight too."""

    __slots__ = ()


def read_file(path: Path, report: Report) -> bytes | None:
    """What a file holds, or None with the problem noted."""
    file = path.name
    try:
        size = path.stat().st_size
        if not path.is_file() or size > LARGEST_FILE:
            _refuse_size(file, size, path.is_file(), report)
            return None
        return path.read_bytes()
    except FileNotFoundError:
        report.error(
            "missing_file",
            _("The file is missing, and an edition needs it."),
            _("Add it to the folder."),
            file=file,
        )
    except OSError as error:
        report.error(
            "unreadable",
            _("The file can't be read (%(reason)s).") % {"reason": error.strerror},
            _("Check that it exists and that you may read it."),
            file=file,
        )
    return None


def _refuse_size(file: str, size: int, is_file: bool, report: Report) -> None:
    if not is_file:
        report.error("unreadable", _("This isn't a file."), _("Put a file in its place."), file=file)
        return
    report.error(
        "too_large",
        _("The file has %(size)d MB; at most %(most)d MB are read.")
        % {"size": size // 1_000_000, "most": LARGEST_FILE // 1_000_000},
        _("Delete empty rows and columns, or look whether this is the right file."),
        file=file,
    )


def decode(data: bytes, file: str, report: Report) -> str | None:
    """The text of a UTF-8 file, or None with the problem noted."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report.error(
            "not_utf8",
            _("The file isn't UTF-8."),
            _("Save it again as “CSV UTF-8 (comma delimited)”."),
            file=file,
            row=None if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[: error.start].count(b"\n") + 1,
        )
        return None


def is_spreadsheet(data: bytes) -> bool:
    """Whether this is an Excel or OpenDocument file, whatever it is called."""
    return data[:4] == ZIP or data[:8] == OLE


def read_records(data: bytes, file: str, names: tuple[str, ...], report: Report) -> list[Record] | None:
    """The rows from the first one that holds something, or None with the problems noted.

    `names`: what the sheet of a spreadsheet may be called that is to be read.
    """
    if is_spreadsheet(data):
        return _from_spreadsheet(data, file, names, report)
    text = decode(data, file, report)
    before = len(report.problems)
    records = list(_from_csv(text, file, report)) if text is not None else []
    return None if text is None or len(report.problems) > before else records


def _from_csv(text: str, file: str, report: Report) -> Iterator[Record]:
    """The records of a CSV file, with their numbers as a spreadsheet shows them."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number, begun = 0, False
    try:
        for cells in reader:
            if not begun and number == 0 and text[:4].casefold() == "sep=":
                if text[4:5] == ",":
                    text = ""  # Excel's own line, which it doesn't show
                    continue
                say_wrong_separator(file, report)
                return
            number += 1
            stripped = [cell.strip(INVISIBLE) for cell in cells]
            begun = begun or any(stripped)
            if begun:
                yield number, stripped
    except csv.Error as error:
        report.error(
            "broken_csv",
            _("From here on the file can't be read as CSV (%(reason)s).") % {"reason": error},
            _("Look for a double quote too many, or a missing one, in this row or above."),
            file=file,
            row=number + 1,
        )


def say_wrong_separator(file: str, report: Report) -> None:
    """Note that the columns are parted by something else than commas."""
    report.error(
        "wrong_separator",
        _("The columns are separated by semicolons or tabs."),
        _("Save the file as CSV with commas between the columns."),
        file=file,
        row=1,
    )


def _from_spreadsheet(data: bytes, file: str, names: tuple[str, ...], report: Report) -> list[Record] | None:
    grid = read_grid(data, *names)
    if "error" in grid:
        _say_unreadable(grid, file, report)
        return None
    if not grid["is_named"] and grid["others"]:
        report.warn(
            "first_sheet_read",
            _("The file has several sheets; the first, “%(name)s”, was read.") % {"name": grid["sheet"]},
            _("Call the sheet that is meant “%(name)s”.") % {"name": names[0]},
            file=file,
        )
    rows = [[_cell(cell) for cell in row] for row in grid["rows"]]
    _fill_merged(rows, grid["merged"], file, report)
    first = next((place for place, cells in enumerate(rows) if any(cells)), len(rows))
    return [(number, cells) for number, cells in enumerate(rows[first:], first + 1)]


def _cell(cell: Any) -> str:
    if isinstance(cell, dict):
        return Day(cell["day"]) if "day" in cell else str(cell["formula"])
    text = str(cell).strip(INVISIBLE)
    return f"'{text}" if text.startswith("=") else text


def _fill_merged(rows: list[list[str]], merged: list[list[int]], file: str, report: Report) -> None:
    """Give each of some merged cells what stands in them together, and say so."""
    for top, start, bottom, end in merged:
        text = rows[top][start] if top < len(rows) and start < len(rows[top]) else ""
        if not text:
            continue
        for row in rows[top : bottom + 1]:
            row[start : end + 1] = [text] * len(row[start : end + 1])
        report.warn(
            "merged_cells",
            _("Cells are merged here; each was read as if it held the text."),
            _("Unmerge them if it is meant for the first alone."),
            file=file,
            row=top + 1,
            value=text,
        )


def _say_unreadable(grid: dict[str, Any], file: str, report: Report) -> None:
    """Put into a sentence why a spreadsheet can't be read."""
    most = {"most": grid.get("most", 0)}
    sentences = {
        "password": (
            _("The file is protected by a password."),
            _("Save it without one, and send it again."),
        ),
        "too_large": (
            _("The file takes too much room when it is unpacked."),
            _("Copy the rows that are meant into a new spreadsheet."),
        ),
        "too_many_rows": (
            _("The sheet has more than %(most)d rows.") % most,
            _("Delete what isn't needed below the last row, or send the rows in several files."),
        ),
        "too_many_columns": (
            _("The sheet has more than %(most)d columns.") % most,
            _("Delete what isn't needed beside the last column."),
        ),
        "broken": (
            _("The file can't be read as a spreadsheet."),
            _("Open it in a spreadsheet program, save it as .xlsx, and send that."),
        ),
    }
    message, remedy = sentences[grid["error"]]
    report.error(grid["error"], message, remedy, file=file)
