"""Writes tables as files that `sheets` reads back: CSV, or a spreadsheet with a page of notes.

A value is a text, a number, or a local time without a zone. No text is ever run as a formula: CSV has an
apostrophe before it (`quoting`), a spreadsheet holds it as a text and shows the apostrophe only in its bar.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from serai.core.tables.cells import UNPRINTABLE
from serai.core.tables.quoting import quote, unquote

Value = str | int | datetime
Notes = tuple[str, Sequence[Sequence[str]]]  # title of the sheet, and its lines
NARROWEST, WIDEST = 9, 60


def as_text(value: Value) -> str:
    """A value as a text; local times with seconds only if there are any."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" if value.second else f"{value:%Y-%m-%d %H:%M}"
    return UNPRINTABLE.sub("", str(value))


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file in UTF-8 with a mark at its beginning, by which Excel knows the encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([quote(as_text(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def spreadsheet(
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    notes: tuple[str, Sequence[Sequence[str]]],
) -> bytes:
    """An .xlsx file: the table, its header in place when one scrolls, and a second sheet of notes."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    rows = list(rows)
    for title, head, body in ((name, header, rows), (notes[0], *_split(notes[1]))):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for column, width in enumerate(_widths(head, body), 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.append([_cell(sheet, text, is_head=True) for text in head])
        for row in body:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _split(lines: Sequence[Sequence[str]]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    return lines[0], lines[1:]


def _widths(header: Sequence[str], rows: Sequence[Sequence[Value]]) -> list[int]:
    """Wide enough for the header and most rows, as characters."""
    widths = []
    for place, name in enumerate(header):
        lengths = sorted(len(as_text(row[place]).split("\n", 1)[0]) for row in rows[:500]) or [0]
        usual = lengths[len(lengths) * 9 // 10]
        widths.append(min(max(NARROWEST, len(name) + 2, usual + 2), WIDEST))
    return widths


def _cell(sheet: Any, value: Value, *, is_head: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    if value == "":
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd hh:mm:ss" if value.second else "yyyy-mm-dd hh:mm"
        return cell
    text = as_text(value)
    is_risky = quote(text) != text
    if not (is_head or is_risky or text.startswith("#") or "\n" in text):
        return text
    is_ambiguous = unquote(text) != text or text[:1] in ("\t", "\r")  # blanks at the ends are taken off
    cell = WriteOnlyCell(sheet, quote(text) if is_ambiguous else text)
    cell.data_type = "s"
    if is_risky:
        cell.quotePrefix = True
    if is_head:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F3EDE1")
    elif "\n" in text:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
