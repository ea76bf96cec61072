"""One table of a stored edition from a file: read, checked, compared, and shown row by row before writing.

What the other tables say is taken from the database instead of from files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from serai.core.actors import Actor
from serai.core.tables import Problem, Report, Severity, Sheet, TableResult, read_content
from serai.core.tables.upserts import Comparison
from serai.editions import importing as editions
from serai.editions.models import Edition
from serai.participation import importing as participation
from serai.web.loading.folders import Folder, check_keys, delegations
from serai.web.loading.guarding import guard
from serai.web.loading.lists import BY_NAME, List
from serai.web.loading.preparing import Prepared, prepare
from serai.web.loading.sources import plan_sources
from serai.web.loading.stored import StoredEdition
from serai.web.loading.tables import TABLES
from serai.web.loading.writing import compare, results, write

ALL_TABLES = (*TABLES, editions.SERIES, editions.EDITION, editions.VENUES, participation.DELEGATIONS)


@dataclass(slots=True)
class Reading:
    """A file beside the stored edition, ready to be written if there are no errors."""

    entry: List
    stored: StoredEdition
    folder: Folder
    ready: Prepared | None = None
    comparisons: list[Comparison] = field(default_factory=list)
    tables: tuple[TableResult, ...] = ()
    sources: Mapping[int | None, Mapping[str, Any]] = field(default_factory=dict)  # changed ones, as stored

    @property
    def sheet(self) -> Sheet:
        return self.folder.sheets[self.entry.name]

    @property
    def report(self) -> Report:
        return self.folder.report

    def write(self) -> None:
        """Write what is new or changed."""
        assert self.ready is not None
        assert not self.report.has_errors
        write(self.folder, self.ready, self.comparisons)


def read_upload(actor: Actor, edition: Edition, entry: List, content: bytes, name: str) -> Reading:
    """Read the file of one table, and compare it with what is stored."""
    stored = StoredEdition(edition)
    report = Report([name])
    sheet = read_content(content, name, entry.table, stored.context, report)
    sheets = {table.name: Sheet(table, file=_label(table.name)) for table in ALL_TABLES}
    sheets[entry.name] = sheet
    if entry.table is participation.PARTICIPATIONS:
        sheets["delegations"] = delegations(sheet)
    reading = Reading(entry, stored, Folder(sheets, report, edition.key, stored.sources()))
    if sheet.is_whole:
        check_keys(sheet, report)
        _forgive_missing(reading)
        _compare(actor, reading)
    return reading


def _label(name: str) -> str:
    return str(BY_NAME[name].label) if name in BY_NAME else name


def _compare(actor: Actor, reading: Reading) -> None:
    folder, stored, report = reading.folder, reading.stored, reading.report
    ready = prepare(folder, stored.edition, may_link_others=actor.is_operator, store=stored.store)
    if reading.entry.table is editions.SOURCES:
        reading.sources = plan_sources(stored, reading.sheet, report, ready.plan)
    wrong = wrong_rows(report)
    comparisons = compare(folder, ready, wrong)
    guard(actor, stored.edition, reading.sheet, report, ready, comparisons)
    if wrong != wrong_rows(report):
        comparisons = compare(folder, ready, wrong_rows(report))
    reading.ready, reading.comparisons = ready, comparisons
    reading.tables = results(folder, ready, reading.comparisons)


def wrong_rows(report: Report) -> set[int]:
    """The rows that have errors."""
    return {
        problem.row
        for problem in report.problems
        if problem.severity is Severity.ERROR and problem.row is not None
    }


def _forgive_missing(reading: Reading) -> None:
    """A text that is stored without its original form may be left so; that is a warning."""
    stored, report = reading.stored, reading.report
    targets = [target for target in stored.store.targets.values() if target.table is reading.entry.table]
    rows = {row.number: row for row in reading.sheet.rows}
    for place, problem in enumerate(report.problems):
        name, colon, _tag = problem.column.partition(":")
        if problem.code != "missing_value" or not colon or problem.row not in rows:
            continue
        row = rows[problem.row]
        for target in targets:
            values = stored.store.values[target.name].get((row[target.key[0]],), {})
            forms = values.get(target.rename.get(f"{name}:*", name)) or {}
            if forms and not forms.get(stored.context.original) and any(row[f"{name}:*"].values()):
                report.problems[place] = Problem(
                    problem.code, problem.file, problem.row, problem.column, "",
                    _("There is no text in the original language."), _("Fill it in when you can."),
                    Severity.WARNING,
                )  # fmt: skip


def digest_of(reading: Reading) -> str:
    """A short text that changes whenever taking the file over would do something else."""
    said = [
        [
            table.name,
            list(table.new),
            [[change.key, sorted(change.fields.items())] for change in table.changed],
        ]
        for table in reading.tables
        if table.is_change
    ]
    text = json.dumps(said, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
