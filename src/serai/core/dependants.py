"""What needs a row of a subject further down: a room doesn't know of the talks that are fixed to it.

Each app says in its `dependants.py` which of its rows need a row of the apps below it, and what has to hold
when such a row changes; the services of the row ask here. So a subject never calls one above it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import ForeignObjectRel, Model

Finder = Callable[[Any], Iterable[Model]]
Check = Callable[[Any], None]

_finders: dict[type[Model], list[Finder]] = defaultdict(list)
_checks: dict[type[Model], list[Check]] = defaultdict(list)


def needed_by(model: type[Model], finder: Finder) -> None:
    """Declare who needs a row of this model, so that it can't be removed."""
    _finders[model].append(finder)


def checked_by(model: type[Model], check: Check) -> None:
    """Declare what must hold once a row of this model was changed; the check raises `ValidationError`."""
    _checks[model].append(check)


def needing(row: Model) -> list[Model]:
    """The standing rows without which this one can't be removed, each once."""
    return list(dict.fromkeys(found for finder in _finders[type(row)] for found in finder(row)))


def check(row: Model) -> None:
    """Have everybody further up look at a row that was changed."""
    for each in _checks[type(row)]:
        each(row)


def is_mentioned(row: Model, own: Iterable[type[Model]] = ()) -> bool:
    """Whether any stored row refers to this one; its lists and rows of `own` models don't count."""
    lists = {(field.remote_field.through, field.m2m_field_name()) for field in row._meta.many_to_many}
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        model, name = relation.related_model, relation.field.name
        if model in own or (model, name) in lists:
            continue
        if model._base_manager.filter(**{name: row.pk}).exists():
            return True
    return False
