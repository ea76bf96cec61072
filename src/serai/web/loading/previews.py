"""What taking a file over would do, as the table that its sender knows: rows and cells with what is said."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serai.core.tables import Problem, Severity, TableResult, Wanted
from serai.core.tables.cells import UNPRINTABLE
from serai.core.tables.upserts import in_words
from serai.core.tables.writing import as_text
from serai.editions import importing as editions
from serai.web.loading.lists import List
from serai.web.loading.sheets import Reading, digest_of, wrong_rows
from serai.web.loading.stored import cells_of

NEW, CHANGED, UNCHANGED, WRONG = "new", "changed", "unchanged", "wrong"


STATES = {
    NEW: gettext_lazy("new"),
    CHANGED: gettext_lazy("changed"),
    UNCHANGED: gettext_lazy("unchanged"),
    WRONG: gettext_lazy("wrong"),
}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as the file has it, what stood there before if that is something else, and what is wrong."""

    column: str
    text: str
    before: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def kind(self) -> str:
        """How the cell is marked."""
        if self.problems:
            return "wrong" if self.is_wrong else "warned"
        if self.before is not None:
            return "changed"
        return "" if self.text else "blank"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the file: what becomes of it, its cells, and what is to be said of the row as a whole."""

    number: int
    state: str
    cells: tuple[SheetCell, ...]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def label(self) -> Any:
        return STATES[self.state]

    @property
    def is_warned(self) -> bool:
        return any(problem.severity is Severity.WARNING for _column, problem in self.said)

    @property
    def said(self) -> list[tuple[str, Problem]]:
        """Everything that is said of the row, with the column."""
        return [
            *((cell.column, problem) for cell in self.cells for problem in cell.problems),
            *(("", problem) for problem in self.problems),
        ]


@dataclass(frozen=True, slots=True)
class _Found:
    """What becomes of a row: what stands in the cells that change, and what else is to be said."""

    state: str
    before: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Preview:
    """What taking a file over would do, or why it can't be."""

    entry: List
    header: list[SheetCell]
    header_row: int
    rows: list[SheetRow]
    problems: list[Problem]  # of the file as a whole
    tables: tuple[TableResult, ...] = ()
    errors: int = 0
    warnings: int = 0
    absent: tuple[str, ...] = ()
    digest: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def wrongs(self) -> list[tuple[SheetRow, str, Problem]]:
        """The errors of rows, in the order of the file, to jump to."""
        return [
            (row, column, problem)
            for row in self.rows
            for column, problem in row.said
            if problem.severity is Severity.ERROR
        ]

    @property
    def is_change(self) -> bool:
        return any(table.is_change for table in self.tables)

    @property
    def effects(self) -> list[str]:
        """What else follows, beside the rows of the list."""
        counts = {table.name: len(table.new) for table in self.tables}
        elsewhere = sorted({key for table in self.tables for key in table.other_editions})
        said = []
        if count := counts.get("delegations"):
            words = ngettext("%(count)d delegation is new.", "%(count)d delegations are new.", count)
            said.append(words % {"count": count})
        if count := counts.get("accounts"):
            words = ngettext("%(count)d person gets an account.", "%(count)d people get an account.", count)
            said.append(words % {"count": count})
        if elsewhere:
            words = _("These editions show some of the rows too: %(editions)s.")
            said.append(words % {"editions": ", ".join(elsewhere)})
        return said

    @property
    def can_be_taken(self) -> bool:
        return not self.errors and self.is_change


MOST_ROWS = 100  # on one page
PARTS = (
    ("", gettext_lazy("What matters")),
    (WRONG, gettext_lazy("Wrong")),
    ("warned", gettext_lazy("With a warning")),
    (CHANGED, gettext_lazy("Changed")),
    (NEW, gettext_lazy("New")),
    (UNCHANGED, gettext_lazy("Unchanged")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the rows that one can look at."""

    name: str
    label: Any
    count: int
    is_current: bool


def picked(preview: Preview, part: str) -> list[SheetRow]:
    """The rows of a part; of a short file all, else those that change or of which something is said."""
    if part == "warned":
        return [row for row in preview.rows if row.is_warned]
    if part in (NEW, CHANGED, UNCHANGED, WRONG):
        return [row for row in preview.rows if row.state == part]
    if len(preview.rows) <= MOST_ROWS:
        return preview.rows
    told = [row for row in preview.rows if row.state != UNCHANGED or row.said]
    wrong = [row for row in told if row.state == WRONG]
    return [*wrong, *(row for row in told if row.state != WRONG)] if len(told) > MOST_ROWS else told


def parts(preview: Preview, current: str) -> list[Part]:
    """The parts that have rows."""
    found = [Part(name, label, len(picked(preview, name)), name == current) for name, label in PARTS]
    return [part for part in found if part.count]


def preview_of(reading: Reading) -> Preview:
    """The file as a table of its rows, each with what becomes of it and what is wrong."""
    return _Preview(reading).preview()


class _Preview:
    """Puts together what is said of rows and cells."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.sheet, self.stored = reading, reading.sheet, reading.stored
        self.said: dict[int | None, list[Problem]] = defaultdict(list)
        for problem in reading.report.in_order():
            self.said[problem.row].append(problem)
        self.wrong = wrong_rows(reading.report)
        self.found = dict(self._found())
        self.header_row, names = self.sheet.header
        self.columns = [(text, column or text) for text, column in names]

    def _found(self) -> Iterator[tuple[int | None, _Found]]:
        """Each new or changed row by its number, with what stands in its cells now and what else changes."""
        for number, source in self.reading.sources.items():
            yield number, _Found(CHANGED, {name: str(source.get(name) or "") for name in editions.SOURCE})
        if self.reading.sources:
            return
        for comparison in self.reading.comparisons:
            stored = self.stored.store.values[comparison.target.name]
            for wanted in comparison.new.values():
                if wanted.row is not None:
                    yield wanted.row.number, _Found(NEW)
            for identity, (wanted, fields) in comparison.changed.items():
                if wanted.row is not None:
                    before = self._before(comparison.target, wanted, stored[identity])
                    yield wanted.row.number, _Found(CHANGED, before, tuple(_remarks(fields)))

    def preview(self) -> Preview:
        reading = self.reading
        rows = [self._row(number, texts) for number, texts in self.sheet.texts.items()]
        heads = self.said.get(self.header_row, []) if self.columns else []
        names = {text for text, _column in self.columns}
        header = [
            SheetCell(column, text, problems=tuple(item for item in heads if item.column == text))
            for text, column in self.columns
        ]
        seen = {*self.sheet.texts, *([self.header_row] if self.columns else [])}
        left = [item for number, said in self.said.items() if number not in seen for item in said]
        left += [item for item in heads if item.column not in names]
        errors = sum(problem.severity is Severity.ERROR for problem in reading.report.problems)
        return Preview(
            reading.entry,
            header,
            self.header_row,
            rows,
            left,
            reading.tables,
            errors,
            len(reading.report.problems) - errors,
            self._absent(),
            digest_of(reading),
            Counter(row.state for row in rows),
        )

    def _absent(self) -> tuple[str, ...]:
        """Rows in use that the file doesn't mention, by their keys in words."""
        return tuple(
            in_words(identity)
            for comparison in self.reading.comparisons
            if comparison.target.table is self.reading.entry.table
            for identity in comparison.absent
            if not self.stored.store.values[comparison.target.name][identity].get("is_retired")
        )

    def _row(self, number: int, texts: list[str]) -> SheetRow:
        found = self.found.get(number, _Found(UNCHANGED))
        said = self.said.get(number, [])
        cells = tuple(
            SheetCell(
                column,
                UNPRINTABLE.sub("�", text),
                found.before.get(column) if found.before.get(column) != text else None,
                tuple(problem for problem in said if problem.column == column),
            )
            for (_text, column), text in zip(self.columns, texts, strict=False)
        )
        names = {cell.column for cell in cells}
        rest = tuple(problem for problem in said if problem.column not in names)
        state = WRONG if number in self.wrong else found.state
        return SheetRow(number, state, cells, rest, found.remarks)

    def _before(self, target: Any, wanted: Wanted, stored: Mapping[str, Any]) -> dict[str, str]:
        """What stands in the cells that change."""
        old = cells_of(target, self.stored.in_use(target, stored), self.stored.context)
        new = cells_of(target, {**stored, **wanted.values}, self.stored.context)
        return {name: as_text(value) for name, value in old.items() if value != new.get(name, value)}


def _remarks(fields: Mapping[str, Any]) -> Iterator[str]:
    """What changes beside the cells."""
    if "is_retired" in fields:
        yield _("comes into use again")
    if "order" in fields and len(fields.keys() - {"sort_key"}) == 1:
        yield _("gets another place in the list")
