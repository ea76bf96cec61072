"""What is wrong with a folder of tables: each problem says where it is and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.core.errors import DomainError

LONGEST_VALUE = 80


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: file, row as a spreadsheet counts it, column, value, what is wrong, and the remedy.

    `row` is None for a whole file and for JSON, where `column` is a path like `edition.start`.
    """

    code: str
    file: str
    row: int | None
    column: str
    value: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """The place in words: `people.csv, row 14, party`."""
        parts = [self.file]
        if self.row is not None:
            parts.append(_("row %(row)d") % {"row": self.row})
        if self.column:
            parts.append(self.column)
        return ", ".join(parts)

    def __str__(self) -> str:
        value = f" “{self.value}”:" if self.value else ""
        return f"{self.place}:{value} {self.message} {self.remedy}"


class CellError(ValueError):
    """What a reader of cells says about a text that it can't take."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(code)
        self.code, self.message, self.remedy = code, message, remedy
        self.value = ""  # the item of a list that can't be read


class Report:
    """Collects problems while files are read and checked; `files` gives their order."""

    def __init__(self, files: Iterable[str] = ()) -> None:
        self.problems: list[Problem] = []
        self._files = {file.casefold(): place for place, file in enumerate(files)}

    def error(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        file: str,
        row: int | None = None,
        column: str = "",
        value: object = "",
    ) -> None:
        """Note something that must be put right before anything is loaded."""
        self.problems.append(Problem(code, file, row, column, _short(value), message, remedy))

    def warn(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        file: str,
        row: int | None = None,
        column: str = "",
        value: object = "",
    ) -> None:
        """Note something that may be meant."""
        self.problems.append(
            Problem(code, file, row, column, _short(value), message, remedy, Severity.WARNING)
        )

    def in_order(self) -> tuple[Problem, ...]:
        """All problems, file by file and row by row."""
        last = len(self._files)
        return tuple(
            sorted(
                self.problems,
                key=lambda problem: (self._files.get(problem.file.casefold(), last), problem.row or 0),
            )
        )

    @property
    def has_errors(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)


class TablesRefused(DomainError):
    """The tables have errors and nothing was written; `problems` holds the errors and the warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        message = ngettext(
            "Nothing was loaded: the files have %(count)d error.",
            "Nothing was loaded: the files have %(count)d errors.",
            errors,
        )
        super().__init__("tables_refused", message, count=errors)


def suggestion(value: str, known: Iterable[str]) -> str:
    """“Did you mean …?” for the nearest known text, or nothing."""
    near = nearest(value, known)
    return _("Did you mean “%(text)s”?") % {"text": near} if near else ""


def nearest(value: str, known: Iterable[str], least: float = 0.6) -> str:
    """The known text that is most like the value, or nothing if none is."""
    folded = {text.casefold(): text for text in known}
    near = get_close_matches(value.casefold()[:200], folded, n=1, cutoff=least)
    return folded[near[0]] if near else ""


def _short(value: object) -> str:
    text = "".join(letter if letter.isprintable() else "�" for letter in str(value))
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
