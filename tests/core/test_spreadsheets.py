"""Spreadsheets give the same rows as CSV, and nothing that is written is run as a formula."""

# ruff: noqa: DTZ001 times in spreadsheets have no zone

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from serai.core.tables import Column, Report, Sheet, Table, cells
from serai.core.tables.cells import Context
from serai.core.tables.grids import MOST_ROWS, read_grid
from serai.core.tables.quoting import quote, unquote
from serai.core.tables.sheets import read_content
from serai.core.tables.writing import csv_file, spreadsheet

FRUITS = Table(
    "fruits",
    (
        Column("key", cells.key, required=True),
        Column("name", cells.text(200)),
        Column("weight", cells.number()),
        Column("ripe", cells.yes_no),
        Column("picked", cells.moment),
        Column("day", cells.day),
        Column("note", cells.text(200)),
    ),
)
NAMES = [column.name for column in FRUITS.columns]


def read(data: bytes, file: str = "fruits.xlsx") -> tuple[Sheet, list[str]]:
    report = Report([file])
    sheet = read_content(data, file, FRUITS, Context(languages=("en",)), report)
    return sheet, [str(problem) for problem in report.problems]


def book(fill: Callable[[Any], Any], title: str = "fruits", **others: Any) -> bytes:
    """A workbook whose sheet `fill` writes."""
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    fill(workbook.active)
    for name, value in others.items():
        if name == "epoch":
            workbook.epoch = value
        else:
            value(workbook.create_sheet(name))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def rows(*lines: list[Any]) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        for line in lines:
            sheet.append(line)

    return fill


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_numbers_times_and_yes_become_the_texts_of_a_csv_file(epoch: Any) -> None:
    fill = rows(NAMES, ["fig", "Figue", 12.0, True, datetime(2026, 5, 4, 9, 0), datetime(2026, 5, 4), "x"])
    sheet, problems = read(book(fill, **({"epoch": epoch} if epoch else {})))
    as_csv = f"{','.join(NAMES)}\nfig,Figue,12,yes,2026-05-04 09:00,2026-05-04,x\n".encode()
    other, none = read(as_csv, "fruits.csv")
    assert problems == none == []
    assert [dict(row.values) for row in sheet.rows] == [dict(row.values) for row in other.rows]


def test_midnight_is_a_time_where_a_time_is_wanted() -> None:
    sheet, problems = read(book(rows(["key", "picked"], ["fig", datetime(2026, 5, 4)])))
    assert problems == []
    assert f"{sheet.rows[0]['picked']:%Y-%m-%d %H:%M}" == "2026-05-04 00:00"


def test_half_a_number_is_no_whole_number() -> None:
    _sheet, problems = read(book(rows(["key", "weight"], ["fig", 12.5])))
    assert problems == [
        "fruits.xlsx, row 2, weight: “12.5”: This isn't a whole number. "
        "Write digits only, without a unit or separators."
    ]


def test_formula_is_refused_and_a_text_that_looks_like_one_is_read() -> None:
    def fill(sheet: Any) -> None:
        rows(NAMES[:2], ["fig", "=1+1"], ["pear", "plain"])(sheet)
        sheet["B3"] = "=Not a formula"
        sheet["B3"].data_type = "s"

    sheet, problems = read(book(fill))
    assert problems == [
        "fruits.xlsx, row 2, name: “=1+1”: This is a formula, not its value. "
        "Copy the column and paste it as values."
    ]
    assert sheet.rows[1]["name"] == "=Not a formula"


def test_error_of_a_spreadsheet_is_refused_and_not_read_as_blank() -> None:
    def fill(sheet: Any) -> None:
        rows(NAMES[:2], ["fig", "x"])(sheet)
        sheet["B2"] = "#N/A"
        sheet["B2"].data_type = "e"

    _sheet, problems = read(book(fill))
    assert problems == [
        "fruits.xlsx, row 2, name: “#N/A”: This is what a spreadsheet shows for an error. "
        "Put the value right in the spreadsheet and save the file again."
    ]


def test_sheet_with_the_name_of_the_table_is_read_else_the_first_which_is_said() -> None:
    first, second = rows(["key"], ["fig"]), rows(["key"], ["pear"])
    sheet, problems = read(book(first, "other", fruits=second))
    assert (sheet.keys(), problems) == ({"pear"}, [])
    sheet, problems = read(book(first, "this", that=second))
    assert sheet.keys() == {"fig"}
    assert problems == [
        "fruits.xlsx: The file has several sheets; the first, “this”, was read. "
        "Call the sheet that is meant “fruits”."
    ]


def test_merged_cells_hold_their_text_together_which_is_said() -> None:
    def fill(sheet: Any) -> None:
        rows(NAMES[:2], ["fig", "Tree"], ["pear", None])(sheet)
        sheet.merge_cells("B2:B3")

    sheet, problems = read(book(fill))
    assert [row["name"] for row in sheet.rows] == ["Tree", "Tree"]
    assert [problem.split(":")[0] for problem in problems] == ["fruits.xlsx, row 2"]


def test_hidden_rows_are_read() -> None:
    def fill(sheet: Any) -> None:
        rows(["key"], ["fig"], ["pear"])(sheet)
        sheet.row_dimensions[3].hidden = True

    assert read(book(fill))[0].keys() == {"fig", "pear"}


def test_header_below_a_title_is_refused_once() -> None:
    _sheet, problems = read(book(rows(["Our fruits"], [], NAMES[:2], ["fig", "Figue"])))
    assert problems == [
        "fruits.xlsx, row 1: “Our fruits”: This row doesn't name columns; row 3 does. "
        "Delete everything above the row with the names of the columns."
    ]


def test_too_many_rows_and_columns_are_refused_in_words() -> None:
    _sheet, problems = read(book(rows(["key"], *([f"k{place}"] for place in range(MOST_ROWS)))))
    assert problems == [
        "fruits.xlsx: The sheet has more than 20000 rows. "
        "Delete what isn't needed below the last row, or send the rows in several files."
    ]
    _sheet, problems = read(book(rows([f"c{place}" for place in range(300)])))
    assert problems == [
        "fruits.xlsx: The sheet has more than 200 columns. Delete what isn't needed beside the last column."
    ]


def test_one_cell_far_out_costs_no_memory() -> None:
    """Read as a rectangle it would be seventeen thousand million cells."""
    data = book(lambda sheet: (sheet.cell(1, 1, "key"), sheet.cell(1_048_576, 16_384, "x")))
    assert read_grid(data)["error"] == "too_many_rows"
    rows_repeated = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="fruits"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    assert "error" in read_grid(open_document(rows_repeated))


def open_document(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", content)
    return out.getvalue()


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def test_open_document_is_read() -> None:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="fruits"><table:table-row><table:table-cell office:value-type="string">'
        '<text:p>key</text:p></table:table-cell><table:table-cell office:value-type="string">'
        "<text:p>weight</text:p></table:table-cell></table:table-row><table:table-row>"
        '<table:table-cell office:value-type="string"><text:p>fig</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    sheet, problems = read(open_document(content), "fruits.ods")
    assert problems == []
    assert [(row["key"], row["weight"]) for row in sheet.rows] == [("fig", 12)]


def test_file_with_a_password_is_refused_in_words() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    assert read(data)[1] == [
        "fruits.xlsx: The file is protected by a password. Save it without one, and send it again."
    ]


def test_broken_package_is_refused_in_words(tmp_path: Path) -> None:
    assert read(b"PK\x03\x04 and nothing else")[1] == [
        "fruits.xlsx: The file can't be read as a spreadsheet. "
        "Open it in a spreadsheet program, save it as .xlsx, and send that."
    ]


# What is written

RISKY = [
    "=1+1",
    "+41 22 730 81 11",
    "-5 to +5 degrees",
    "@home",
    "\t=1+1",
    "'=1+1",
    "''=1+1",
    ' "=1+1',
    "＝1＋1",
    "Talk;=HYPERLINK(1)",
    "one\n- two\n=three",
    "it's plain",
    "2026-05-04",
]


@pytest.mark.parametrize("text", RISKY)
def test_risky_text_comes_back_the_same_from_both_kinds_of_file(text: str) -> None:
    text = text if text.startswith("\t") else text.strip()
    for data in (
        csv_file(["key", "note"], [["fig", text]]),
        spreadsheet("fruits", ["key", "note"], [["fig", text]], ("Notes", [("a", "b")])),
    ):
        sheet, problems = read(data)
        assert problems == []
        assert sheet.rows[0]["note"] == text


def test_no_text_of_a_file_begins_like_a_formula() -> None:
    lines = csv_file(["key", "note"], [["fig", text] for text in RISKY]).decode("utf-8-sig")
    for part in lines.replace("\r\n", "\n").replace(";", "\n").replace(",", "\n").split("\n"):
        assert not part.strip(" \"'\t").startswith("=") or "'" in part.partition("=")[0], part
    data = spreadsheet("fruits", ["key", "note"], [["fig", text] for text in RISKY], ("Notes", [("a", "b")]))
    for row in openpyxl.load_workbook(io.BytesIO(data))["fruits"]:
        for cell in row:
            assert cell.data_type == "s"
    sheet = openpyxl.load_workbook(io.BytesIO(data))["fruits"]
    assert [sheet.cell(row, 2).quotePrefix for row in (2, 3, 14)] == [True, True, False]


@given(st.text(alphabet="=+-@'\";\t\r\n ax＝", max_size=12))
def test_quoting_is_undone_exactly(text: str) -> None:
    assert unquote(quote(text)) == text


@given(st.text(alphabet="=+-@'\";\t\r\n ax＝", max_size=12))
def test_quoted_text_begins_no_cell_like_a_formula_whatever_the_separator(text: str) -> None:
    for part in quote(text).replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";"):
        assert part.lstrip(' "')[:1] not in tuple("=+-@＝") or not part.strip()


def test_file_in_csv_begins_with_the_mark_of_utf8_and_a_spreadsheet_has_notes() -> None:
    assert csv_file(["key"], []).startswith(b"\xef\xbb\xbf")
    data = spreadsheet("fruits", NAMES, [["fig", "无花果", 3, "yes", datetime(2026, 5, 4, 9), "", "x"]],
                       ("Notes", [("Column", "What"), ("key", "a key")]))  # fmt: skip
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert workbook.sheetnames == ["fruits", "Notes"]
    sheet = workbook["fruits"]
    assert sheet.freeze_panes == "A2"
    assert (sheet["C2"].value, sheet["E2"].value) == (3, datetime(2026, 5, 4, 9))
    assert workbook["Notes"]["B2"].value == "a key"


def test_unprintable_characters_are_left_out_of_a_spreadsheet() -> None:
    data = spreadsheet("fruits", ["key", "note"], [["fig", "a\x0bb"]], ("Notes", [("a", "b")]))
    assert openpyxl.load_workbook(io.BytesIO(data))["fruits"]["B2"].value == "ab"
