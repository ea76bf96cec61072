"""Reads files of tables into rows, with every problem noted and nothing raised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables.cells import (
    Context,
    check_characters,
    check_formula,
    moment,
    named_language,
    usual_case,
)
from serai.core.tables.cells import language as read_language
from serai.core.tables.columns import SEPARATOR, Column, Row, Sheet, Table
from serai.core.tables.files import INVISIBLE, Day, Record, read_file, read_records, say_wrong_separator
from serai.core.tables.problems import CellError, Report, suggestion
from serai.core.tables.quoting import unquote

NOTHING = ("-", "–", "—", "n/a", "na", "null", "none", "nil")  # how spreadsheets say that there is nothing


def read_sheet(path: Path, table: Table, context: Context, report: Report) -> Sheet:
    """The rows of a file; cells that can't be read are noted and left out of their row."""
    data = read_file(path, report)
    if data is None:
        return Sheet(table, file=path.name, is_whole=False)
    return read_content(data, path.name, table, context, report)


def read_content(data: bytes, file: str, table: Table, context: Context, report: Report) -> Sheet:
    """The same of a file's content: CSV, or a spreadsheet."""
    sheet = Sheet(table, file=file, is_whole=False)
    records = read_records(data, file, (table.name,), report)
    if records is None:
        return sheet
    if not records:
        report.error(
            "empty_file",
            _("The file is empty."),
            _("Write the names of the columns into its first row, or delete the file."),
            file=file,
        )
        return sheet
    (number, header), *body = records
    if not _names_columns(header, table) and _say_no_names(records, sheet, context, report):
        return sheet
    columns = read_header(header, number, sheet, context, report)
    if columns is None:
        return sheet
    sheet.is_whole = True
    sheet.header = (
        number,
        [(name, _name(*column) if column else "") for name, column in zip(header, columns, strict=True)],
    )
    for number, cells in body:
        if any(cells):
            _read_body(number, cells, columns, sheet, context, report)
    return sheet


def _read_body(
    number: int,
    cells: list[str],
    columns: list[tuple[Column, str] | None],
    sheet: Sheet,
    context: Context,
    report: Report,
) -> None:
    """Read one row below the header."""
    if any(cells[len(columns) :]):
        report.error(
            "too_many_cells",
            _("The row has more cells than the first row has columns."),
            _("Put texts that hold a comma between double quotes."),
            file=sheet.file,
            row=number,
            value=next(filter(None, cells[len(columns) :])),
        )
    cells = [*cells, *[""] * (len(columns) - len(cells))]
    sheet.texts[number] = [unquote(cell) for cell in cells]
    pairs = zip(columns, cells, strict=False)
    named = {column: _with_time(cell, column[0]) for column, cell in pairs if column is not None}
    sheet.rows.append(read_row(named, number, sheet, context, report))


def _with_time(cell: str, column: Column) -> str:
    """A spreadsheet's date where a time is wanted is the midnight at which that day begins."""
    return f"{cell} 00:00" if isinstance(cell, Day) and column.read is moment else cell


def _names_columns(cells: list[str], table: Table) -> bool:
    """Whether at least one cell is the name of a column."""
    names = {column.name for column in table.columns}
    return any(cell.casefold().partition(":")[0].strip() in names for cell in cells)


def _say_no_names(records: list[Record], sheet: Sheet, context: Context, report: Report) -> bool:
    """Say once that the names of the columns lack, or stand below a title; the rows mean nothing then."""
    number, header = records[0]
    if len([cell for cell in header if cell]) == 1 and any(mark in "".join(header) for mark in ";\t"):
        return False  # another separator, which is said elsewhere
    below = next((row for row, cells in records[1:6] if _names_columns(cells, sheet.table)), None)
    names = [
        f"{column.name}:{context.original}" if column.translated else column.name
        for column in sheet.table.columns
    ]
    report.error(
        "no_column_names",
        _("This row doesn't name columns; row %(row)d does.") % {"row": below}
        if below
        else _("This row names no column of the table."),
        _("Delete everything above the row with the names of the columns.")
        if below
        else _("Write the names of the columns into the first row, separated by commas: %(names)s.")
        % {"names": ", ".join(names)},
        file=sheet.file,
        row=number,
        value=next(filter(None, header), ""),
    )
    return True


def read_header(
    header: list[str], number: int, sheet: Sheet, context: Context, report: Report
) -> list[tuple[Column, str] | None] | None:
    """The declared column and language of each cell of the header; None where there is none to read."""
    while header and not header[-1]:
        header.pop()
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        say_wrong_separator(sheet.file, report)
        return None
    found: list[tuple[Column, str] | None] = []
    for name in header:
        column = _column(name, number, sheet, context, report)
        if column is not None and column in found:
            report.error(
                "column_twice",
                _("The column is given twice."),
                _("Delete or rename one of the two."),
                file=sheet.file,
                row=number,
                column=name,
            )
            column = None
        found.append(column)
    _say_missing(header, found, number, sheet, context, report)
    return found


def _say_missing(
    header: list[str],
    found: list[tuple[Column, str] | None],
    number: int,
    sheet: Sheet,
    context: Context,
    report: Report,
) -> None:
    """Name the required columns that no cell of the header declares, but for those that were refused."""
    given = {_name(*entry) for entry in found if entry}
    pairs = zip(header, found, strict=True)
    refused = {name.casefold().partition(":")[0].strip() for name, column in pairs if column is None}
    for declared in sheet.table.columns:
        name = _name(declared, context.original if declared.translated else "")
        if context.languages is None and declared.translated:
            continue
        is_said = declared.translated and declared.name in refused
        if declared.required and name not in given and not is_said:
            report.error(
                "missing_column",
                _("A column is missing."),
                _("Add the column “%(name)s” to the first row.") % {"name": name},
                file=sheet.file,
                row=number,
                column=name,
            )


def _name(column: Column, language: str) -> str:
    return f"{column.name}:{language}" if language else column.name


def _column(
    name: str, number: int, sheet: Sheet, context: Context, report: Report
) -> tuple[Column, str] | None:
    """The declared column that a name of the header means, with its language."""
    base, colon, tag = (part.strip() for part in name.casefold().partition(":"))
    for column in sheet.table.columns:
        if column.name == base and column.translated == bool(colon):
            if not colon:
                return column, ""
            known = _known_language(tag, context)
            if known:
                return column, known
            report.error(
                "language_not_listed",
                _("edition.json doesn't list this language."),
                _language_remedy(base, tag, context),
                file=sheet.file,
                row=number,
                column=name,
            )
            return None
    report.error(
        "unknown_column",
        _("The table has no such column.") if name else _("The column has no name."),
        _column_remedy(base, colon, sheet.table, context),
        file=sheet.file,
        row=number,
        column=name,
    )
    return None


def _language_remedy(base: str, tag: str, context: Context) -> str:
    try:
        read_language(tag, context)
    except CellError as error:  # “title:English”
        known = named_language(tag)
        return _("Did you mean “%(text)s”?") % {"text": f"{base}:{known}"} if known else error.remedy
    return _("Add “%(tag)s” to edition.languages in edition.json, or delete the column.") % {
        "tag": usual_case(tag)
    }


def _column_remedy(base: str, colon: str, table: Table, context: Context) -> str:
    original = context.original
    names = [f"{column.name}:{original}" if column.translated else column.name for column in table.columns]
    if not colon and f"{base}:{original}" in names:
        return _("Say in which language it is: “%(name)s”.") % {"name": f"{base}:{original}"}
    return suggestion(base, names) or _("Delete it, or use one of: %(names)s.") % {"names": ", ".join(names)}


def _known_language(tag: str, context: Context) -> str | None:
    """The edition's own spelling of a language tag."""
    if context.languages is None:
        return usual_case(tag) if tag else None
    return {language.casefold(): language for language in context.languages}.get(tag)


def read_row(
    cells: dict[tuple[Column, str], Any], number: int | None, sheet: Sheet, context: Context, report: Report
) -> Row:
    """Read the cells of one row by their columns."""
    values: dict[str, Any] = {}
    texts: dict[str, Any] = {}
    for (column, language), cell in cells.items():
        name = _name(column, language)
        texts[name] = cell
        path = sheet.prefix + (name.replace(":", ".") if sheet.prefix else name)
        try:
            value = _read_cell(column, cell, context, is_quoted=not sheet.prefix)
        except CellError as error:
            report.error(
                error.code,
                error.message,
                error.remedy,
                file=sheet.file,
                row=number,
                column=path,
                value=error.value,
            )
            continue
        if column.translated:
            values.setdefault(column.id, {})[language] = value or ""
        else:
            values[column.id] = value
        if value in (None, []) and _is_needed(column, language, context):
            missing(report, sheet.file, number, path)
    return Row(number, texts, values, sheet.prefix)


def missing(report: Report, file: str, row: int | None, column: str) -> None:
    """Note that a value is needed where there is none."""
    report.error(
        "missing_value", _("A value is needed here."), _("Fill it in."), file=file, row=row, column=column
    )


def _is_needed(column: Column, language: str, context: Context) -> bool:
    return column.required and (not column.translated or language == context.original)


def _read_cell(column: Column, cell: Any, context: Context, *, is_quoted: bool) -> Any:
    """The value of one cell; the items of a list are read one by one. Cells of tables may be quoted."""
    plain = unquote(cell) if is_quoted and isinstance(cell, str) else cell
    items = plain.split(SEPARATOR) if column.many and isinstance(plain, str) else plain
    if not column.many:
        items = [plain]
    values = []
    for item in items:
        item = item if item != cell and item == plain else item.strip(INVISIBLE)
        if not item:
            continue
        try:
            if is_quoted:
                check_formula(cell)
            check_characters(item)
            values.append(column.read(item, context))
        except CellError as error:
            error.value = item
            if column.many and "," in item:
                error.remedy = _("Separate the items of a list with semicolons.")
            elif item.casefold() in NOTHING:
                error.remedy = _("Leave the cell blank if there is nothing to give.")
            raise
    if column.many:
        return list(dict.fromkeys(values))
    return values[0] if values else None
