"""What a single table may not change although its permission opens the table.

People, organisations and parties are shared: whoever works on one edition doesn't write into another. And who
may list people doesn't make a secretariat of them, or give its accounts away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from serai.core.access import may, visible
from serai.core.actors import Actor
from serai.core.tables import Report, Row, Sheet
from serai.core.tables.upserts import Comparison, chunks
from serai.editions.models import Edition
from serai.participation.models import Participation
from serai.participation.rules import DESK
from serai.web.loading.preparing import Prepared
from serai.web.loading.writing import shown_by

SHARED = ("people", "organisations", "parties")


def guard(
    actor: Actor,
    edition: Edition,
    sheet: Sheet,
    report: Report,
    ready: Prepared,
    comparisons: Iterable[Comparison],
) -> None:
    """Note what the actor may not change by this table, as errors at the cells."""
    if actor.is_operator:
        return
    editions = visible(actor, "participation.change_people", Edition.objects.all())
    own = set(editions.values_list("key", flat=True))
    grants = may(actor, "participation.grant_role", edition)
    for comparison in comparisons:
        if comparison.target.name in SHARED:
            _check_shared(comparison, own, sheet, report)
        if comparison.target.name == "participations":
            _check_linked(comparison, own, sheet, report)
            if not grants:
                _check_granted(comparison, sheet, report)
    if not grants:
        _check_accounts(ready, sheet, report)


def _check_shared(comparison: Comparison, own: Collection[str], sheet: Sheet, report: Report) -> None:
    """Rows that other editions show are changed by who works on those too."""
    shown = shown_by(comparison.target, [key for (key,) in comparison.changed])
    for (key,), (wanted, fields) in comparison.changed.items():
        others = sorted(shown.get(key, set()) - set(own))
        if others and wanted.row:
            column = _column_of(comparison, fields, wanted.row)
            _note(
                report, sheet, wanted.row, column, "shown_elsewhere",
                _("Edition %(editions)s shows this row too, and you don't work on it.")
                % {"editions": ", ".join(others)},
                _("Leave the row as it is stored, or ask the secretariat there to change it."),
            )  # fmt: skip


def _column_of(comparison: Comparison, fields: Iterable[str], row: Row) -> str:
    """The first column of the row that gives one of these fields, else its key."""
    rename = {new: old.partition(":")[0] for old, new in comparison.target.rename.items()}
    names = {rename.get(field, field) for field in fields}
    key = comparison.target.table.key[0]
    return next((name for name in row.cells if name.partition(":")[0] in names), key)


def _check_linked(comparison: Comparison, own: Collection[str], sheet: Sheet, report: Report) -> None:
    """Somebody who only takes part elsewhere is taken over by who works on that edition too."""
    new = [wanted.row for wanted in comparison.new.values() if wanted.row]
    editions: dict[str, set[str]] = {}
    for chunk in chunks({row["person"] for row in new}):
        rows = Participation.objects.filter(person__key__in=chunk)
        for person, edition in rows.values_list("person__key", "edition__key"):
            editions.setdefault(person, set()).add(edition)
    for row in new:
        if (found := editions.get(row["person"])) and not found & set(own):
            _note(
                report, sheet, row, "person", "person_elsewhere",
                _("This is the key of somebody who takes part in another edition."),
                _("Give the person a key of their own in “people”, or ask the secretariat there."),
            )  # fmt: skip


def _check_granted(comparison: Comparison, sheet: Sheet, report: Report) -> None:
    """Only the secretariat says who belongs to it and to the committee."""
    touched = [*comparison.new.values(), *(wanted for wanted, _fields in comparison.changed.values())]
    for row in (wanted.row for wanted in touched if wanted.row):
        if row["role"] in DESK:
            _note(
                report, sheet, row, "role", "role_not_granted",
                _("Only the secretariat gives or changes this role."),
                _("Leave the row out, or ask the secretariat."),
            )  # fmt: skip


def _check_accounts(ready: Prepared, sheet: Sheet, report: Report) -> None:
    """Nor does anybody else give an account to one of them."""
    desk = {
        values["person"][0]
        for values in ready.store.values["participations"].values()
        if values["role"] in DESK and values["person"]
    }
    made = {account.person for account in ready.accounts}
    for row in sheet.rows:
        if row["key"] in desk & made:
            _note(
                report, sheet, row, "email", "role_not_granted",
                _("Only the secretariat gives an account to this person."),
                _("Leave the cell blank, or ask the secretariat."),
            )  # fmt: skip


def _note(report: Report, sheet: Sheet, row: Row, column: str, code: str, message: str, remedy: str) -> None:
    value = row.cells.get(column, "")
    report.error(code, message, remedy, file=sheet.file, row=row.number, column=column, value=value)
