"""Reads JSON files by the same declarations as tables; places are paths like `edition.start`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables.cells import Context, usual_case
from serai.core.tables.columns import Column, Row, Sheet, Table
from serai.core.tables.files import decode, read_file
from serai.core.tables.problems import Report, suggestion
from serai.core.tables.sheets import missing, read_row


def read_json(path: Path, report: Report) -> dict[str, Any] | None:
    """The object that a JSON file holds, or None with the problem noted."""
    content = read_file(path, report)
    text = None if content is None else decode(content, path.name, report)
    if text is None:
        return None
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        report.error(
            "broken_json",
            _("The file isn't JSON (%(reason)s).") % {"reason": reason},
            _("Put this line or the one above right: look for a comma, a quote or a bracket."),
            file=path.name,
            row=line,
        )
        return None
    if not isinstance(data, dict):
        _wrong_type(path.name, "", data, _("an object, written in braces"), report)
        return None
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("“%(name)s” is given twice") % {"name": twice})
    return data


def read_object(
    data: Any, path: str, table: Table, file: str, context: Context, report: Report
) -> Row | None:
    """One object of a JSON file as a row of a table; None if it isn't an object."""
    if not isinstance(data, dict):
        _wrong_type(file, path, data, _("an object, written in braces"), report)
        return None
    prefix = f"{path}." if path else ""
    declared = {column.name: column for column in table.columns}
    for name in data:
        if name not in declared:
            report.error(
                "unknown_name",
                _("This name isn't known here."),
                suggestion(name, declared)
                or _("Delete it, or use one of: %(names)s.") % {"names": ", ".join(declared)},
                file=file,
                column=prefix + name,
            )
    cells: dict[tuple[Column, str], Any] = {}
    for name, column in declared.items():
        value = data.get(name)
        if value is None or value == "" or value == [] or value == {}:
            if column.required:
                missing(report, file, None, prefix + name)
            elif name in data and not column.translated:
                cells[column, ""] = [] if column.many else ""
            elif name in data:
                cells.update({(column, tag): "" for tag in context.languages or ()})
            continue
        cells.update(_leaves(column, value, file, prefix + name, context, report))
    return read_row(cells, None, Sheet(table, file=file, prefix=prefix), context, report)


def _leaves(
    column: Column, value: Any, file: str, path: str, context: Context, report: Report
) -> dict[tuple[Column, str], Any]:
    """The value as the texts that a table would hold, if it has the right type."""
    if column.translated:
        return _forms(column, value, file, path, context, report)
    if column.many:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return {(column, ""): value}
        _wrong_type(file, path, value, _("a list of texts, written in square brackets"), report)
        return {}
    if isinstance(value, (str, int, float, bool)):
        return {(column, ""): value if isinstance(value, str) else json.dumps(value)}
    _wrong_type(file, path, value, _("a single text or number"), report)
    return {}


def _forms(
    column: Column, value: Any, file: str, path: str, context: Context, report: Report
) -> dict[tuple[Column, str], Any]:
    """A text in several languages: an object from language tags to texts."""
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        _wrong_type(file, path, value, _('an object from language tags to texts, as in {"en": "…"}'), report)
        return {}
    listed = {tag.casefold(): tag for tag in context.languages or map(usual_case, value)}
    for tag in value:
        if tag.casefold() not in listed:
            report.error(
                "language_not_listed",
                _("edition.languages doesn't list this language."),
                _("Add “%(tag)s” to edition.languages, or delete the text.") % {"tag": tag},
                file=file,
                column=f"{path}.{tag}",
                value=value[tag],
            )
    given = {listed[tag.casefold()]: text for tag, text in value.items() if tag.casefold() in listed}
    if context.languages and column.required:
        given.setdefault(context.original, "")
    return {(column, tag): text for tag, text in given.items()}


def _wrong_type(file: str, path: str, value: Any, wanted: str, report: Report) -> None:
    report.error(
        "wrong_type",
        _("The value has the wrong type."),
        _("Write %(wanted)s.") % {"wanted": wanted},
        file=file,
        column=path,
        value=json.dumps(value, ensure_ascii=False),
    )
