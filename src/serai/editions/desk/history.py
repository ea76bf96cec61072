"""How a row came to be what it is: who changed what and when, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from serai.core import queries
from serai.core.actors import Actor
from serai.core.models import AuditEntry
from serai.editions.desk.forms import RowForm
from serai.editions.desk.kind import Kind

SHOWN = 30
VERBS = {
    "add": _("added"),
    "grant": _("added"),
    "remove": _("removed"),
    "revoke": _("removed"),
    "change": _("changed"),
    "open": _("opened"),
}
LABELS = {
    "person": _("person"),
    "role": _("role"),
    "state": _("answer"),
    "key": _("key"),
    "email": _("e-mail"),
    "roles": _("roles"),
    "carried": _("taken over"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One change: when, by whom, what was done, and each field before and after."""

    at: datetime
    who: str
    verb: Any
    changes: list[tuple[str, str, str]]


def history(actor: Actor, kind: Kind, form: RowForm, row: Any) -> list[Step]:
    """The latest changes of a row, newest first."""
    entries = queries.history(actor, kind.changing, row, on=kind.subject(form.edition, row))
    return steps(entries, lambda entry: form, row)


def steps(entries: QuerySet[AuditEntry], form_of: Callable[[AuditEntry], RowForm], row: Any) -> list[Step]:
    """The latest of these entries, each told by its form; of `row`, or of rows of this model."""
    found = (_step(entry, form_of(entry), row) for entry in entries[:SHOWN])
    return [step for step in found if step.changes]


def merged(*histories: list[Step]) -> list[Step]:
    """The latest changes of several rows, newest first."""
    return sorted(chain(*histories), key=lambda step: step.at, reverse=True)[:SHOWN]


def _step(entry: AuditEntry, form: RowForm, row: Any) -> Step:
    verb = VERBS.get(entry.service.partition("_")[0], _("changed"))
    return Step(entry.at, entry.actor_label, verb, list(_changes(entry, form, row)))


def _changes(entry: AuditEntry, form: RowForm, row: Any) -> Iterator[tuple[str, str, str]]:
    for name in sorted({*entry.before, *entry.after} - form.unsaid):
        before = form.words(name, entry.before[name]) if name in entry.before else ""
        yield _label(name, form, row), before, form.words(name, entry.after.get(name))


def _label(name: str, form: RowForm, row: Any) -> str:
    """What people call a field: as in the form, else as the model has it."""
    if name in form.fields and form.fields[name].label:
        return str(form.fields[name].label)
    if name in LABELS:
        return str(LABELS[name])
    try:
        return str(getattr(row._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name
