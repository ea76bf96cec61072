"""What all services that write rows of an edition do: one at a time, checked, noted, and shown at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Max, Model, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serai.core import audit, dependants, editing, keys
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.core.errors import DomainError
from serai.core.models import Retirable
from serai.core.text import name_of
from serai.editions.models import Edition

M = TypeVar("M", bound=Model)
NAMED = 5  # rows that a refusal names; the rest is counted


def add(actor: Actor, service: str, row: M, values: Values) -> M:
    """Write a new row under a key of its own; its edition is locked until the transaction ends."""
    edition = row.edition = editing.lock(row.edition)  # type: ignore[attr-defined]
    _refuse_others(edition, values)
    values = {**values, "key": _key(row, values)}
    if hasattr(row, "order"):
        row.order = next_order(type(row)._default_manager.filter(edition=edition))
    changes = editing.write(row, values)
    dependants.check(row)
    audit.record(actor, service, row, **changes)
    touch(edition)
    return row


def change(actor: Actor, service: str, row: M, values: Values, seen: str, names: Iterable[str]) -> M:
    """Write into a row what changed; `seen` is the stamp over `names` that the writer read."""
    edition = editing.lock(row.edition)  # type: ignore[attr-defined]
    row = editing.lock(row)
    row.edition = edition  # type: ignore[attr-defined]
    _refuse_others(edition, values)
    changes = editing.write(row, values, seen=seen, names=names)
    dependants.check(row)
    audit.record(actor, service, row, **changes)
    touch(edition)
    return row


def remove(actor: Actor, service: str, row: Model, own: Iterable[type[Model]] = ()) -> bool:
    """Delete a row, or take it out of use if plans or others still mention it; whether it was deleted."""
    edition = editing.lock(row.edition)  # type: ignore[attr-defined]
    row = editing.lock(row)
    refuse_if_needed(row)
    is_mentioned = dependants.is_mentioned(row, own)
    if is_mentioned and not isinstance(row, Retirable):
        raise DomainError("still_mentioned", _("Something that is out of use still mentions this."))
    before = {"key": getattr(row, "key", ""), "name": name_of(row, "en")}
    audit.record(actor, service, row, before=before, after={"is_retired": True} if is_mentioned else {})
    if is_mentioned:
        type(row)._default_manager.filter(pk=row.pk).update(is_retired=True)
    else:
        row.delete()
    touch(edition)
    return not is_mentioned


def refuse_if_needed(row: Model) -> None:
    """Refuse to remove what standing rows need, and name them."""
    needing = dependants.needing(row)
    if not needing:
        return
    names = ", ".join(f"“{name_of(other, get_language() or 'en')}”" for other in needing[:NAMED])
    if more := len(needing) - NAMED:
        names += f" (+{more})" if more > 0 else ""
    raise DomainError("still_needed", _("This is still needed: %(names)s. Change these first."), names=names)


def touch(edition: Edition) -> None:
    """Let pages and planning know that something of the edition changed."""
    Edition.objects.filter(pk=edition.pk).update(content_version=F("content_version") + 1)


def next_order(rows: QuerySet[Any]) -> int:
    """The place after the last of the rows."""
    last = rows.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _refuse_others(edition: Edition, values: Values) -> None:
    """Refuse to tie a row to one of another edition, or to one that was removed before this was locked."""
    tied: dict[type[Model], dict[int, str]] = defaultdict(dict)
    for name, value in values.items():
        for other in _rows_in(value):
            if getattr(other, "edition_id", edition.pk) != edition.pk:
                raise ValidationError({name: _("This belongs to another edition.")})
            if hasattr(other, "edition_id"):
                tied[type(other)][other.pk] = name
    for model, names in tied.items():
        standing = model._default_manager.filter(pk__in=names)
        if issubclass(model, Retirable):
            standing = standing.filter(is_retired=False)
        if gone := names.keys() - set(standing.values_list("pk", flat=True)):
            raise ValidationError({names[gone.pop()]: _("One of these was removed meanwhile. Choose again.")})


def _rows_in(value: Any) -> Iterator[Model]:
    if isinstance(value, Model):
        yield value
    elif isinstance(value, list | tuple | QuerySet):
        for part in value:
            yield from _rows_in(part)


def _key(row: Model, values: Values) -> str:
    rows = type(row)._default_manager.filter(edition=row.edition)  # type: ignore[attr-defined]

    def is_taken(key: str) -> bool:
        return rows.filter(key=key).exists()

    if chosen := values.get("key"):
        keys.check_key(chosen, is_taken)
        return str(chosen)
    name = values.get("title") or values.get("name")
    return keys.free_key(name, str(row._meta.model_name), is_taken)
