"""How services write rows that people edit by hand: checked, one at a time, with what stood there before.

A form or a program sends with a change the `stamp` of the row as it read it. If the row says something else
by now, somebody changed it meanwhile, and the service refuses instead of overwriting.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import F, ForeignKey, ManyToManyField, ManyToOneRel, Model, Value
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nFieldMixin

from serai.core.errors import DomainError
from serai.core.text import forms

M = TypeVar("M", bound=Model)
Values = Mapping[str, Any]


def state_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """What the named fields of a row hold, as plain data; lists of other rows by their primary keys.

    A name may also be that of a relation whose rows only tie this one to others, such as fixed cells.
    """
    fields = {name: row._meta.get_field(name) for name in sorted(names)}
    known = getattr(row, "_prefetched_objects_cache", {})
    asked = {name: field for name, field in fields.items() if is_relation(field) and name not in known}
    others = _others(row, asked) if row.pk else {name: [] for name in asked}
    return {name: others[name] if name in asked else _plain(row, field) for name, field in fields.items()}


def is_relation(field: Any) -> bool:
    """Whether a field of a row holds other rows."""
    return isinstance(field, ManyToManyField | ManyToOneRel)


def _plain(row: Model, field: Any) -> Any:
    if isinstance(field, ManyToOneRel):
        attributes = [end.attname for end in ends(field)]
        return sorted([getattr(tie, attribute) for attribute in attributes] for tie in _read(row, field))
    if isinstance(field, ManyToManyField):
        return sorted(other.pk for other in _read(row, field))
    value = getattr(row, field.attname)
    if isinstance(field, I18nFieldMixin):
        return forms(value)
    if isinstance(value, FieldFile):
        return value.name
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _read(row: Model, field: Any) -> Iterable[Model]:
    return getattr(row, field.name).all()  # type: ignore[no-any-return]


def _others(row: Model, relations: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The rows that relations hold, all by one question: primary keys, of ties a list of them each."""
    found: dict[str, list[Any]] = {name: [] for name in relations}
    width = max((len(_ends(field)) for field in relations.values()), default=0)
    asked = [_question(row, name, field, width) for name, field in relations.items()]
    for name, *keys in asked[0].union(*asked[1:], all=True) if asked else ():
        is_tie = isinstance(relations[name], ManyToOneRel)
        found[name].append(keys[: len(_ends(relations[name]))] if is_tie else keys[0])
    return {name: sorted(keys) for name, keys in found.items()}


def _question(row: Model, name: str, field: Any, width: int) -> Any:
    """The name of a relation with the primary keys at its ends, filled up to as many as others have."""
    if isinstance(field, ManyToOneRel):
        rows = field.related_model._default_manager.filter(**{field.field.name: row})
    else:
        rows = field.remote_field.through._default_manager.filter(**{field.m2m_field_name(): row})
    attributes = _ends(field)
    attributes += attributes[:1] * (width - len(attributes))
    keys = {f"end_{place}": F(attribute) for place, attribute in enumerate(attributes)}
    return rows.order_by().annotate(relation=Value(name), **keys).values_list("relation", *keys)


def _ends(field: Any) -> list[str]:
    if isinstance(field, ManyToOneRel):
        return [end.attname for end in ends(field)]
    return [f"{field.m2m_reverse_field_name()}_id"]


def ends(relation: ManyToOneRel) -> list[ForeignKey[Any, Any]]:
    """What the rows behind a relation tie their owner to, such as a period and a room."""
    fields = relation.related_model._meta.fields
    return [field for field in fields if isinstance(field, ForeignKey) and field is not relation.field]


def _tie(row: Model, name: str, wanted: Iterable[tuple[Model, ...]]) -> None:
    """Have the relation hold exactly the wanted pairs (or more) of other rows."""
    relation = row._meta.get_field(name)
    assert isinstance(relation, ManyToOneRel)
    fields = ends(relation)
    rows = getattr(row, name)
    keys = {tuple(end.pk for end in ties): ties for ties in wanted}
    for tie in rows.all():
        if tuple(getattr(tie, end.attname) for end in fields) not in keys:
            tie.delete()
    standing = set(rows.values_list(*[end.attname for end in fields]))
    for key, ties in keys.items():
        if key not in standing:
            rows.create(**{end.name: other for end, other in zip(fields, ties, strict=True)})


def stamp(row: Model, names: Iterable[str]) -> str:
    """A short text that changes whenever one of the named fields does."""
    return stamp_of(state_of(row, names))


def stamp_of(state: Values) -> str:
    """The stamp of a row that holds this."""
    text = json.dumps(state, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def lock(row: M) -> M:
    """The row as it is now, locked until the transaction ends; refused if it was deleted meanwhile."""
    found = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise DomainError("gone", _("This was deleted meanwhile."))
    return found


def write(row: M, values: Values, *, seen: str = "", names: Iterable[str] = ()) -> dict[str, dict[str, Any]]:
    """Write values into a new or a locked row; return `before` and `after` of what changed, for the audit.

    `seen` is the stamp over `names` (else over the values' names) that the writer read; empty: not compared.
    Raises `DomainError("changed_meanwhile")`, or `ValidationError` by field.
    """
    if seen and row.pk and seen != stamp(row, names or values):
        raise DomainError(
            "changed_meanwhile",
            _("Somebody else changed this meanwhile. Look at what it says now, and write your change again."),
        )
    before = state_of(row, values) if row.pk else {}
    lists = {name for name in values if isinstance(row._meta.get_field(name), ManyToManyField)}
    ties = {name for name in values if isinstance(row._meta.get_field(name), ManyToOneRel)}
    for name in values.keys() - lists - ties:
        setattr(row, name, values[name])
    row.full_clean(exclude=[field.name for field in row._meta.fields if field.name not in values])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(_("This contradicts something else that is stored.")) from error
    for name in lists:
        getattr(row, name).set(values[name])
    for name in ties:
        _tie(row, name, values[name])
    after = state_of(row, values)
    changed = [name for name in after if after[name] != before.get(name)]
    return {
        "before": {name: before[name] for name in changed if name in before},
        "after": {name: after[name] for name in changed},
    }
