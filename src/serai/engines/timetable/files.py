"""Problems, timetables and results in files: JSON, or a CoSPLib workbook, by the ending of the name."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from serai.engines.timetable import io
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.result import Result

T = TypeVar("T")


def is_workbook(path: Path) -> bool:
    """Say whether a file is a workbook, not JSON; raises ValueError if its ending is of neither."""
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".json"):
        raise ValueError(f"{path}: the name must end in .xlsx (a CoSPLib workbook) or .json")
    return ending == ".xlsx"


def read_problem(path: Path) -> Problem:
    """Return the problem in a file; raises ValueError with the file and what is wrong where, or OSError."""
    if not is_workbook(path):
        return named(path, lambda: io.load_problem(json_in(path)))
    from serai.engines.timetable import cosplib  # openpyxl takes a while to load

    return named(path, lambda: cosplib.read_problem(path))


def read_timetable(problem: Problem, path: Path) -> Timetable:
    """Return the timetable, or that of the result, in a file; raises like ``read_problem``."""
    if not is_workbook(path):
        return named(path, lambda: io.load_timetable(timetable_in(json_in(path))))
    from serai.engines.timetable import cosplib  # openpyxl takes a while to load

    return named(path, lambda: cosplib.read_timetable(problem, path))


def write_result(problem: Problem, result: Result, path: Path) -> None:
    """Write a result, or only its timetable into a workbook; all or nothing."""
    if not is_workbook(path):
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        text = json.dumps(io.dump_result(result), ensure_ascii=False, indent=1) + "\n"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
        return
    from serai.engines.timetable import cosplib  # openpyxl takes a while to load

    cosplib.write_timetable(problem, result.timetable, path)


def timetable_in(data: object) -> object:
    """The data of a timetable, which a result holds among others."""
    return data["timetable"] if isinstance(data, dict) and "timetable" in data else data


def json_in(path: Path) -> object:
    """Return the JSON in a file."""
    try:
        data: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"the file is not JSON: {error}") from None
    except RecursionError:
        raise ValueError("the file is nested too deeply to be JSON of a problem") from None
    return data


def named(path: Path, make: Callable[[], T]) -> T:
    """Make something from a file; complaints begin with the file's name."""
    try:
        return make()
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from None


def check_place_for(path: Path) -> None:
    """Refuse a file that couldn't be written, before anything is worked out for it."""
    is_workbook(path)
    if not path.parent.is_dir():
        raise ValueError(f"{path}: {path.parent} is not a directory")
    if path.is_dir():
        raise ValueError(f"{path} is a directory; name a file")
    if not os.access(path.parent, os.W_OK):
        raise ValueError(f"{path}: nothing can be written into {path.parent}")
