"""A workbook that is wrong is refused in a sentence that names the cell, never with anything else."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from tests.engines.timetable.conferences import instance, random_timetable, random_workbook, solution

from serai.engines.timetable import Problem, cosplib
from serai.engines.timetable.__main__ import main

CELL = re.compile(r"^[a-z_| ]+![A-Z]+[0-9]+: ")
Change = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workbook that is right, with tracks 0 to 3, sessions 0 to 4 and rooms 0 to 2, all weights 1."""
    path = tmp_path_factory.mktemp("plain") / "plain.xlsx"
    random_workbook(path, 129)
    book = load_workbook(path)
    for row in range(2, 18):
        book["parameters"].cell(row, 5).value = 1
    book.save(path)
    assert cosplib.read_problem(path).contributions
    return path


def changed(plain: Path, tmp_path: Path, change: Change) -> Path:
    book = load_workbook(plain)
    change(book)
    path = tmp_path / "changed.xlsx"
    book.save(path)
    return path


def put(sheet: str, cell: str, value: Any) -> Change:
    """Write a value into a cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def emptied(sheet: str) -> Change:
    return lambda book: book[sheet].delete_rows(1, 100)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (put("submissions", "B3", "Cooking"), "submissions!B3: expected a track .*, found 'Cooking'"),
        (put("submissions", "B3", None), "submissions!B3: expected a track .*, found nothing"),
        (put("submissions", "A3", "S0"), "submissions!A3: 'S0' is in submissions!A2 already"),
        (put("submissions", "A3", None), "submissions!A3: expected a name; the row has entries but no name"),
        (put("submissions", "C3", 0), "submissions!C3: expected between 1 and 10,000 time slots, found 0"),
        (put("submissions", "C3", None), "submissions!C3: expected between 1 and 10,000 time slots"),
        (put("submissions", "C3", 10**6), "submissions!C3: expected between 1 .*, found 1,000,000"),
        (put("submissions", "C3", 1.5), "submissions!C3: expected a whole number, found '1.5'"),
        (put("submissions", "D3", -1), "submissions!D3: expected a number between 0 .*, found '-1'"),
        (put("submissions", "D3", "first"), "submissions!D3: expected a whole number, found 'first'"),
        (put("submissions", "D3", True), "submissions!D3: expected a whole number, found 'True'"),
        (put("submissions", "E3", "Mars"), "submissions!E3: expected a time zone like GMT[+]2, found 'Mars'"),
        (put("submissions", "E3", "GMT+15"), "submissions!E3: 'GMT[+]15' is more than 14 hours"),
        (put("submissions", "E3", None), "submissions!E3: expected a time zone"),
        (put("submissions", "H3", "much"), "submissions!H3: expected a whole number, found 'much'"),
        (put("submissions", "H3", 10**12), "submissions!H3: expected a number between 0 and 1,000,000,000"),
        (put("submissions", "H3", datetime(2000, 1, 1)), "submissions!H3: expected a whole number"),  # noqa: DTZ001
        (put("submissions", "H1", "Gala"), "submissions!H1: expected 'session .' .*, found 'Gala'"),
        (put("submissions", "H1", "room 0"), "submissions!H1: expected 'session .' .*, found 'room 0'"),
        (put("submissions", "Z1", "Gala"), "submissions!Z1: 'Gala' is neither a session nor a room"),
        (emptied("submissions"), "submissions!H1: expected .*, found nothing"),
        (put("tracks", "A3", "track 0"), "tracks!A3: 'track 0' is in tracks!A2 already"),
        (put("tracks", "A2", "Cooking"), "tracks_sessions.penalty!A.: 'track 0' is in no other sheet"),
        (emptied("tracks"), "tracks!A2: the sheet lists nothing; at least one entry is needed"),
        (put("sessions", "B2", None), "sessions!B2: expected between 1 and 10,000 time slots, found 0"),
        (
            put("sessions", "B2", 10_001),
            "sessions!B2: expected between 1 and 10,000 time slots, found 10,001",
        ),
        (put("sessions", "D2", "noon"), "sessions!D2: expected a time like 09:30, found 'noon'"),
        (put("sessions", "E2", None), "sessions!E2: expected a time like 09:30, found nothing"),
        (put("sessions", "A2", "Gala"), "tracks_sessions.penalty!.1: 'session 0' is in no other sheet"),
        (lambda book: book["rooms"].delete_rows(2, 99), "rooms!A2: the sheet lists nothing"),
        (put("rooms", "A3", None), "rooms!A3: an empty row amid the list; delete it"),
        (
            put("tracks_rooms|penalty", "B2", "x"),
            "tracks_rooms.penalty!B2: expected a whole number, found 'x'",
        ),
        (put("tracks_rooms|penalty", "B2", -5), "tracks_rooms.penalty!B2: expected a number between 0"),
        (put("tracks_rooms|penalty", "A2", "trakc"), "tracks_rooms.penalty!A2: 'trakc' is in no other sheet"),
        (put("tracks_rooms|penalty", "B1", None), "tracks_rooms.penalty!A1: the sheet has no column 'room"),
        (put("similar tracks", "A2", None), "similar tracks!A1: the sheet has no row 'track .'; add it"),
        (emptied("sessions_rooms|penalty"), "sessions_rooms.penalty!A1: the sheet has no row 'session 0'"),
        (put("parameters", "E2", -1), "parameters!E2: expected a number between 0 .*, found '-1'"),
        (put("parameters", "E17", None), "parameters!E17: the weight 'attendees_at_once' is missing"),
        (put("parameters", "E5", "high"), "parameters!E5: expected a whole number, found 'high'"),
        (put("parameters", "E3", 10**10), "parameters!E3: expected a number between 0 and 1,000,000,000"),
        (put("parameters", "B2", "here"), "parameters!B2: expected a time zone like GMT[+]2, found 'here'"),
        (put("parameters", "B4", "morning"), "parameters!B4: expected a time like 09:30, found 'morning'"),
        (put("parameters", "B11", -10), "parameters!B11: expected a number between 0"),
        (emptied("parameters"), "parameters!E2: the weight 'tracks_sessions' is missing"),
    ],
)
def test_a_cell_that_is_wrong_is_named(change: Change, complaint: str, plain: Path, tmp_path: Path) -> None:
    path = changed(plain, tmp_path, change)
    with pytest.raises(ValueError, match=complaint) as caught:
        cosplib.read_problem(path)
    assert CELL.match(str(caught.value))
    assert "\n" not in str(caught.value)


def test_a_price_and_a_weight_may_not_be_great_together(plain: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["parameters"]["E3"], book["tracks_rooms|penalty"]["C4"] = 10**5, 10**5

    complaint = r"tracks_rooms\|penalty!C4: the price 100,000 times its weight 100,000 is too great; together"
    with pytest.raises(ValueError, match=complaint):
        cosplib.read_problem(changed(plain, tmp_path, change))


def test_a_missing_sheet_is_named(plain: Path, tmp_path: Path) -> None:
    path = changed(plain, tmp_path, lambda book: book.remove(book["rooms"]))
    with pytest.raises(
        ValueError, match="the sheet 'rooms' is missing; there are 'parameters', 'submissions'"
    ):
        cosplib.read_problem(path)


def test_a_time_zone_counts_only_if_it_has_a_weight(plain: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["parameters"]["E9"], book["submissions"]["E3"] = 0, "Mars"
        book["sessions"]["D2"], book["sessions"]["E2"] = None, "noon"

    assert cosplib.read_problem(changed(plain, tmp_path, change)).contributions


def test_times_may_be_written_in_several_ways(plain: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        times = ("9:30", "09:30:00", timedelta(hours=9, minutes=30), datetime(2020, 1, 1, 9, 30))  # noqa: DTZ001
        for row, value in enumerate(times, start=2):
            book["sessions"].cell(row, 4).value = value

    def same(book: Workbook) -> None:
        for row in range(2, 6):
            book["sessions"].cell(row, 4).value = "09:30"

    one = cosplib.read_problem(changed(plain, tmp_path, change))
    assert one == cosplib.read_problem(changed(plain, tmp_path, same))


def test_what_is_no_workbook_is_refused(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    for content in (b"", b"PK\x03\x04", b"Reference,Track\n", plain.read_bytes()[:4000]):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"the file is not an .xlsx workbook, or is damaged"):
            cosplib.read_problem(path)
    with pytest.raises(FileNotFoundError):
        cosplib.read_problem(tmp_path / "missing.xlsx")


def repacked(plain: Path, path: Path, part: str, content: bytes) -> None:
    """A workbook with other content in one of its parts."""
    with ZipFile(plain) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(member.filename, content if member.filename == part else source.read(member))


def test_a_workbook_that_would_fill_the_memory_is_refused(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    repacked(plain, path, "xl/worksheets/sheet5.xml", b" " * 100_000_001)
    assert path.stat().st_size < 10**6
    with pytest.raises(ValueError, match=r"unpacked, the file has 100,.* bytes, more than 100,000,000"):
        cosplib.read_problem(path)


@pytest.mark.parametrize("cell", ["A1048576", "XFD3"])
def test_a_sheet_with_too_many_cells_is_refused(cell: str, plain: Path, tmp_path: Path) -> None:
    path = changed(plain, tmp_path, put("rooms", cell, "x"))
    with pytest.raises(ValueError, match="rooms: the sheet has more than 20,000 rows, 2,000 columns or"):
        cosplib.read_problem(path)


@pytest.mark.parametrize(
    "content", [b"<", b"<worksheet/>", b"<worksheet><sheetData><row><c t='s'><v>999</v></c>"]
)
def test_a_damaged_sheet_is_refused(content: bytes, plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.xlsx"
    repacked(plain, path, "xl/worksheets/sheet1.xml", content)
    with pytest.raises(ValueError, match=r"damaged|the weight 'tracks_sessions' is missing"):
        cosplib.read_problem(path)


def test_any_change_is_read_or_refused_by_its_cell(plain: Path, tmp_path: Path) -> None:
    values = (
        None,
        "",
        " ",
        "x",
        "track 1",
        "session 1",
        "room 1",
        "GMT+3",
        -1,
        0,
        1,
        2.5,
        1e300,
        True,
        "9:30",
    )
    random_ = random.Random(0)
    for _ in range(25):
        book = load_workbook(plain)
        sheet = book[random_.choice(book.sheetnames)]
        sheet.cell(
            random_.randint(1, sheet.max_row + 1), random_.randint(1, sheet.max_column + 1)
        ).value = random_.choice(values)
        book.save(tmp_path / "book.xlsx")
        try:
            assert cosplib.read_problem(tmp_path / "book.xlsx").contributions
        except ValueError as error:
            message = str(error)
            assert CELL.match(message), message


@pytest.fixture(scope="module")
def problem(plain: Path) -> Problem:
    return cosplib.read_problem(plain)


def in_slots(book: Workbook) -> list[Any]:
    """The cells of the grid of submissions that hold one."""
    sheet = book["sol"]
    blank = next(row for row in range(2, 99) if sheet.cell(row, 1).value is None)
    return [cell for row in sheet.iter_rows(min_row=blank + 1, min_col=2) for cell in row if cell.value]


def cut_in_two(book: Workbook) -> None:
    """Put a submission into another room as well."""
    cell = in_slots(book)[0]
    free = next(c for c in book["sol"][cell.row][1:] if c.value is None or c.value != cell.value)
    free.value = cell.value


def other_submission(book: Workbook) -> None:
    in_slots(book)[0].value = "S99"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (put("sol", "B2", "Cooking"), "sol!B2: the problem has no track 'Cooking'; is it another one"),
        (put("sol", "A2", "session 9"), "sol!A2: expected the sessions in their order: session 0, session 1"),
        (put("sol", "B1", "cellar"), "sol!B1: expected the rooms room 0, room 1"),
        (other_submission, "sol![A-Z][0-9]+: the problem has no submission 'S99'"),
        (cut_in_two, "sol![A-Z][0-9]+: 'S[0-9]+' must fill . successive time slots of one room"),
        (lambda book: book["sol"].delete_rows(12, 99), "sol!A[0-9]+: expected one row for each time slot"),
        (emptied("sol"), "sol!B1: expected the rooms"),
        (lambda book: book.remove(book["sol"]), "the sheet 'sol' is missing; there are 'violations'"),
    ],
)
def test_a_solution_that_is_wrong_is_refused(
    change: Change, complaint: str, problem: Problem, tmp_path: Path
) -> None:
    path = tmp_path / "plan.xlsx"
    cosplib.write_timetable(problem, random_timetable(problem, 1), path)
    with pytest.raises(ValueError, match=complaint):
        cosplib.read_timetable(problem, changed(path, tmp_path, change))


def test_a_solution_of_another_instance_is_refused_by_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    path = solution("exact", "GECCO19")
    assert main(["evaluate", str(instance("N2OR")), str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(f"error: {path}: sol!B1: expected the rooms Steelhouse LT")
    assert (printed.out, printed.err.count("\n")) == ("", 1)
