"""Reads spreadsheets (.xlsx, .xls, .ods) into rows of texts, in a process of its own with little memory.

A file of some kilobytes can ask for gigabytes: packed zeros, or one cell in the last row and column. What is
too large is seen before it is unpacked where that can be, and else ends this process instead of the site's.
Nothing but the standard library and the reader is imported here: `read_grid` starts this file by its path.

Out of it comes one line of JSON: {"sheet", "others", "rows", "merged"}, or {"error"}. A cell is a text, or
{"day"}: a date without a time, or {"formula"}.
"""

from __future__ import annotations

import io
import json
import posixpath
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

MOST_ROWS, MOST_COLUMNS = 20_000, 200
MOST_BYTES = 150_000_000  # of everything in the file, unpacked
MOST_RATIO = 250  # how many times larger one part may be when unpacked; spreadsheets reach 60
SMALL = 2_000_000  # parts of which the ratio says nothing
MEMORY, SECONDS = 1_500_000_000, 30
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Refused(Exception):
    """A file that can't be read, and why: a word that the reader of the answer puts into a sentence."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.answer = {"error": code, **values}


def read_grid(content: bytes, *names: str) -> dict[str, Any]:
    """The rows of the sheet with one of these names, else of the first; see above."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), *names]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=2 * SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "too_large"}
    if done.returncode != 0:
        return {"error": "broken" if b"BrokenFile" in done.stderr else "too_large"}
    return dict(json.loads(done.stdout))


def check_package(content: bytes) -> None:
    """Refuse a zip file that is larger than it looks, by its directory."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("broken") from None
    if sum(part.file_size for part in parts) > MOST_BYTES or any(
        part.file_size > max(SMALL, MOST_RATIO * part.compress_size) for part in parts
    ):
        raise Refused("too_large")


def main(names: list[str]) -> dict[str, Any]:
    """Read the file on the standard input."""
    content = sys.stdin.buffer.read()
    if content[:4] == ZIP:
        check_package(content)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        known = {name.casefold(): name for name in reversed(book.sheet_names)}
        found = next((known[name.casefold()] for name in names if name.casefold() in known), None)
        sheet = found or book.sheet_names[0]
        marks = dict(_marks(content, sheet)) if content[:4] == ZIP else {}
        grid = book.get_sheet_by_name(sheet)
    except PasswordError:
        raise Refused("password") from None
    except (CalamineError, OSError, IndexError) as error:
        is_locked = content[:8] == OLE and "EncryptedPackage".encode("utf-16-le") in content
        raise Refused("password" if is_locked else "broken", reason=str(error)[:200]) from None
    bottom, width = ((grid.end[0] + 1), (grid.end[1] + 1)) if grid.end else (0, 0)
    _check_size(bottom, width)
    rows = grid.to_python(skip_empty_area=False)
    cells = [
        [marks.get((row, column)) or _plain(value) for column, value in enumerate(values)]
        for row, values in enumerate(rows)
    ]
    merged = [(*first, *last) for first, last in grid.merged_cell_ranges or ()]
    return {
        "sheet": sheet,
        "is_named": found is not None,
        "others": [name for name in book.sheet_names if name != sheet],
        "rows": cells,
        "merged": merged,
    }


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise Refused("too_many_rows", count=rows, most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise Refused("too_many_columns", count=columns, most=MOST_COLUMNS)


def _plain(value: Any) -> Any:
    """A cell as the text that one would write into a CSV file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return f"{value:%Y-%m-%d %H:%M:%S}" if value.second else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return "" if value is None else str(value)


def _marks(content: bytes, sheet: str) -> Iterator[tuple[tuple[int, int], Any]]:
    """Cells of an .xlsx sheet that hold a formula or an error, of which the reader only gives the result.

    Positions are checked on the way: one cell far out would make the reader ask for all those between.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = _part_of(package, sheet)
        if part is None:
            return
        scan = _Scan()
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
        parser.CharacterDataHandler = scan.text
        try:
            with package.open(part) as stream:
                parser.ParseFile(stream)
        except (expat.ExpatError, zipfile.BadZipFile, RuntimeError):
            raise Refused("broken") from None
        yield from scan.marks.items()


def _part_of(package: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the package that holds a sheet; None if this isn't an Excel workbook."""
    names = set(package.namelist())
    if "xl/workbook.xml" not in names:
        return None
    links = {tag["Id"]: tag for tag in _elements(package, "xl/_rels/workbook.xml.rels", "Relationship")}
    for tag in _elements(package, "xl/workbook.xml", "sheet"):
        ids = [value for name, value in tag.items() if name.rpartition(":")[2] == "id"]
        if tag.get("name") == sheet and ids and ids[0] in links:
            target = links[ids[0]]["Target"]
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    return None


def _elements(package: zipfile.ZipFile, part: str, name: str) -> list[dict[str, str]]:
    """The attributes of all elements of one name."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == name:
            found.append(attributes)

    parser.StartElementHandler = start
    try:
        parser.Parse(package.read(part), True)
    except (expat.ExpatError, KeyError):
        raise Refused("broken") from None
    return found


class _Scan:
    """Walks through the cells of a sheet and notes those that aren't plain values."""

    def __init__(self) -> None:
        self.marks: dict[tuple[int, int], Any] = {}
        self.row = self.column = -1
        self.kind = self.inside = self.words = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag == "c":
            self._place(attributes.get("r", ""))
            self.kind = attributes.get("t", "")
        elif tag in ("f", "v", "is"):
            self.inside, self.words = tag, ""

    def _place(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        self.column += 1
        if letters:
            self.column = (
                sum(26**place * (ord(letter) - 64) for place, letter in enumerate(reversed(letters))) - 1
            )
            self.row = int(reference[len(letters) :]) - 1

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag != self.inside:
            return
        self.inside = ""
        _check_size(self.row + 1, self.column + 1)  # only cells that hold something count
        if tag == "f":
            self.marks[self.row, self.column] = {"formula": "=" + self.words[:80]}
        elif self.kind == "e" and (self.row, self.column) not in self.marks:
            self.marks[self.row, self.column] = self.words[:80]

    def text(self, words: str) -> None:
        if self.inside:
            self.words += words


def _limit() -> None:
    """Take no more memory and time than a spreadsheet of the allowed size needs."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    _limit()
    try:
        answer = main(sys.argv[1:])
    except Refused as refusal:
        answer = refusal.answer
    except MemoryError:
        answer = {"error": "too_large"}
    except BaseException:  # noqa: BLE001 the reader's own failures come as they like
        answer = {"error": "broken"}
    sys.stdout.write(json.dumps(answer))
