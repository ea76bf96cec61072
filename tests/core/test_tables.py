"""Tables are read by their declarations: cells, headers, rows and JSON, each problem with its place."""

# ruff: noqa: DTZ001, E501, PT017 local times without a zone are what is read; messages stand as they are

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import TextChoices
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.core.tables import CellError, Column, Report, Sheet, Table, cells, nearest, read_sheet, refer
from serai.core.tables.cells import Context

PARIS = Context(ZoneInfo("Europe/Paris"), ("fr", "zh-Hans"))


class Colour(TextChoices):
    DARK_RED = "dark_red"
    BLUE = "blue"


FRUITS = Table(
    "fruits",
    (
        Column("key", cells.key, required=True),
        Column("name", cells.text(20), required=True, translated=True),
        Column("colour", cells.choice(Colour)),
        Column("weight", cells.number(1, 999)),
        refer("eaten_with", "fruits", many=True),
    ),
)


def read(text: str | bytes, path: Path, context: Context = PARIS) -> tuple[Sheet, list[str]]:
    """The rows of a file of fruits, and the problems."""
    file = path / "fruits.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    report = Report()
    return read_sheet(file, FRUITS, context, report), [str(problem) for problem in report.in_order()]


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.key, "2-openings", "2-openings"),
        (cells.code, "cn", "CN"),
        (cells.code, "IsDB", "IsDB"),
        (cells.country, "sn", "SN"),
        (cells.language, "ZH-hans-cn", "zh-Hans-CN"),
        (cells.language, "lo", "lo"),
        (cells.time_zone, "asia/kathmandu", "Asia/Kathmandu"),
        (cells.number(), "015", 15),
        (cells.number(), "15.0", 15),
        (cells.number(-5, 5), "-5", -5),
        (cells.number_range, "2", (2, 2)),
        (cells.number_range, "1 – 3", (1, 3)),
        (cells.yes_no, "TRUE", True),
        (cells.yes_no, "0", False),
        (cells.yes_no, "N", False),
        (cells.choice(Colour), "Dark Red", "dark_red"),
        (cells.choice(Colour), "BLUE", "blue"),
        (cells.email, "Ana.Lomidze@Example.ORG", "ana.lomidze@example.org"),
        (cells.day, "2023-11-06", date(2023, 11, 6)),
        (cells.day, "2023/11/6", date(2023, 11, 6)),
        (cells.day, "2023-11-06 00:00:00", date(2023, 11, 6)),
        (cells.moment, "2023-11-06 09:00", datetime(2023, 11, 6, 8, tzinfo=UTC)),
        (cells.moment, "2023-11-06T9:00:00", datetime(2023, 11, 6, 8, tzinfo=UTC)),
        (cells.moment, "2023.11.06 09:00", datetime(2023, 11, 6, 8, tzinfo=UTC)),
        (cells.moment, "2023-11-06T09:00Z", datetime(2023, 11, 6, 9, tzinfo=UTC)),
        (cells.moment, "2023-11-06 09:00 +0800", datetime(2023, 11, 6, 1, tzinfo=UTC)),
        (cells.moment, "2025-07-01 09:00", datetime(2025, 7, 1, 7, tzinfo=UTC)),
    ],
)
def test_cell_that_can_only_mean_one_thing_is_read(reader: cells.Reader, cell: str, value: Any) -> None:
    assert reader(cell, PARIS) == value


@pytest.mark.parametrize(
    ("reader", "cell", "code"),
    [
        (cells.key, "-a", "bad_key"),
        (cells.key, "a_b", "bad_key"),
        (cells.key, "a" * 81, "bad_key"),
        (cells.key, "é", "bad_key"),
        (cells.code, "X", "bad_code"),
        (cells.country, "XK", "unknown_country"),
        (cells.country, "EU", "unknown_country"),
        (cells.language, "english please", "unknown_language"),
        (cells.language, "qqq", "unknown_language"),
        (cells.time_zone, "../../etc/passwd", "unknown_time_zone"),
        (cells.time_zone, "Europe", "unknown_time_zone"),
        (cells.number(), "1,200", "not_a_number"),
        (cells.number(), "1_200", "not_a_number"),
        (cells.number(), "1e3", "not_a_number"),
        (cells.number(), "²", "not_a_number"),
        (cells.number(), "-1", "out_of_range"),
        (cells.number_range, "0-2", "not_a_range"),
        (cells.yes_no, "maybe", "not_yes_no"),
        (cells.choice(Colour), "green", "unknown_choice"),
        (cells.email, "a@b", "bad_email"),
        (cells.email, "a@b.org, c@d.org", "bad_email"),
        (cells.link, "javascript:alert(1)", "bad_link"),
        (cells.link, "example.org", "bad_link"),
        (cells.day, "06/11/2023", "not_a_day"),
        (cells.day, "2023-11/06", "not_a_day"),
        (cells.day, "0023-11-06", "no_such_day"),
        (cells.moment, "2023-11-06", "not_a_time"),
        (cells.moment, "45236.375", "not_a_time"),
        (cells.moment, "2023-11-06 25:00", "no_such_time"),
        (cells.moment, "2023-11-06 09:00+99:00", "no_such_time"),
        (cells.moment, "2025-03-30 02:30", "no_such_local_time"),
        (cells.moment, "2025-10-26 02:30", "time_twice"),
    ],
)
def test_cell_that_may_mean_several_things_or_none_is_refused(
    reader: cells.Reader, cell: str, code: str
) -> None:
    with pytest.raises(CellError) as error:
        reader(cell, PARIS)
    assert error.value.code == code
    assert error.value.message.endswith(".")
    assert error.value.remedy.endswith((".", "?"))


@given(st.text())
def test_any_text_is_read_or_refused_with_a_remedy(text: str) -> None:
    readers = (
        cells.key, cells.code, cells.country, cells.language, cells.time_zone, cells.number(), cells.email,
        cells.number_range, cells.yes_no, cells.choice(Colour), cells.day, cells.moment, cells.link,
    )  # fmt: skip
    for reader in readers:
        try:
            reader(text, PARIS)
        except CellError as error:
            assert error.remedy


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_local_time_comes_back_the_same_or_is_refused(local: datetime) -> None:
    local = local.replace(second=0, microsecond=0, fold=0)
    try:
        moment = cells.moment(f"{local:%Y-%m-%d %H:%M}", PARIS)
    except CellError as error:
        assert error.code in ("no_such_local_time", "time_twice")
    else:
        assert moment.astimezone(PARIS.zone).replace(tzinfo=None) == local


def test_rows_hold_values_by_column_and_language(tmp_path: Path) -> None:
    sheet, problems = read(
        "Weight,NAME:fr,name:ZH-HANS,key,eaten_with\n12,Figue,无花果,fig,\n,Poire,,pear,fig; pear;fig\n",
        tmp_path,
    )
    assert problems == []
    assert [dict(row.values) for row in sheet.rows] == [
        {"weight": 12, "name:*": {"fr": "Figue", "zh-Hans": "无花果"}, "key": "fig", "eaten_with": []},
        {
            "weight": None,
            "name:*": {"fr": "Poire", "zh-Hans": ""},
            "key": "pear",
            "eaten_with": ["fig", "pear"],
        },
    ]
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.keys() == {"fig", "pear"}


def test_column_that_the_file_lacks_gives_no_value(tmp_path: Path) -> None:
    sheet, _problems = read("key,name:fr\nfig,Figue\n", tmp_path)
    assert sheet.rows[0].values.keys() == {"key", "name:*"}


def test_short_rows_are_filled_up_and_empty_ones_skipped(tmp_path: Path) -> None:
    sheet, problems = read("key,name:fr,colour\n\n,,\nfig,Figue\n  ,\u00a0,\n", tmp_path)
    assert (problems, [(row.number, row["colour"]) for row in sheet.rows]) == ([], [(4, None)])


def test_every_bad_cell_of_every_row_is_noted(tmp_path: Path) -> None:
    _sheet, problems = read("key,name:fr,weight\nFig,,0\npear,Poire,heavy\n", tmp_path)
    assert [problem.split(": ")[0] for problem in problems] == [
        "fruits.csv, row 2, key",
        "fruits.csv, row 2, name:fr",
        "fruits.csv, row 2, weight",
        "fruits.csv, row 3, weight",
    ]


def test_sheet_that_cannot_be_read_is_not_whole(tmp_path: Path) -> None:
    for text in ("", "key;name:fr\nfig;Figue\n", b"key,name:fr\nfig,\xff\n", 'key,name:fr\nfig,"F\n'):
        sheet, problems = read(text, tmp_path)
        assert (sheet.is_whole, sheet.rows, len(problems)) == (False, [], 1)


def test_cell_without_end_is_refused(tmp_path: Path) -> None:
    _sheet, problems = read("key,name:fr\nfig," + "F" * 200_000 + "\n", tmp_path)
    assert problems == [
        "fruits.csv, row 2: From here on the file can't be read as CSV (field larger than field limit (100000)). "
        "Look for a double quote too many, or a missing one, in this row or above."
    ]


@settings(deadline=None)  # what begins like a spreadsheet is read in a process of its own
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    read(data, tmp_path_factory.getbasetemp())
    read(b"key,name:fr,colour,weight\n" + data, tmp_path_factory.getbasetemp())


def test_nearest_text_is_found_whatever_its_case() -> None:
    assert nearest("opning", ["Opening", "closing"]) == "Opening"
    assert nearest("xyz", ["opening"]) == ""
