"""How the fields of the desk's forms travel through the API: as which type, into a form and out of a row.

A schema says what a field takes as far as a schema can. The form judges every value, so that programs and
people are refused the same in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Field
from pydantic import AwareDatetime, BeforeValidator, StrictBool, WithJsonSchema

from serai.core import text
from serai.core.api import Body, Key, Texts
from serai.editions.desk.fields import (
    KeyField,
    LanguageField,
    LanguagesField,
    MomentField,
    NumberField,
    TagsField,
    TranslatedField,
)
from serai.editions.desk.row_fields import CellsField, PartyField, RowField, RowsField
from serai.editions.models import Edition

LONGEST_LIST = 1000
Boxes = dict[str, list[Any]]  # what a browser would send: name of a box → values


class CellIO(Body):
    """A period with a room, each by its key."""

    period: Key
    room: Key


@dataclass(frozen=True, slots=True)
class Wire:
    """What a request may say of a field and an answer says, and the way of a value into boxes and off a row.

    `empty` is what a new row gets if nothing is said.
    """

    takes: Any
    gives: Any
    empty: Any
    sent: Callable[[str, Any, Edition], Boxes] = lambda name, value, edition: {name: [value]}
    told: Callable[[Any, str, Any, Edition], Any] = lambda row, name, held, edition: held


def _text(**rules: Any) -> Any:
    return Annotated[str, WithJsonSchema({"type": "string"} | rules)]


def _written(value: Any) -> Any:
    """Days and moments are texts as ISO 8601 has them, never numbers."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d($|T)", value):
        raise ValueError("Write it as in 2026-05-04 or 2026-05-04T09:00:00Z.")
    return value


def _whole(value: Any) -> Any:
    """JSON knows one kind of numbers: 5.0 is whole, "5" and true are no numbers."""
    if isinstance(value, bool | str):
        raise ValueError("Write a whole number.")
    return value


Day = Annotated[date, BeforeValidator(_written)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written)]


def _many(name: str, value: Any, edition: Edition) -> Boxes:
    return {name: list(value)}


def _nullable(kind: Any, is_required: bool) -> Any:
    return kind if is_required else kind | None


@singledispatch
def wire(field: forms.Field) -> Wire:
    """How this field travels."""
    raise TypeError(f"{type(field).__name__} has no way through the API")


@wire.register
def _chars(field: forms.CharField) -> Wire:
    return Wire(_text(**({"maxLength": field.max_length} if field.max_length else {})), str, "")


@wire.register
def _key(field: KeyField) -> Wire:
    return Wire(_text(maxLength=field.max_length, pattern="^([a-z0-9][a-z0-9-]*)?$"), str, "")


@wire.register
def _tags(field: TagsField) -> Wire:
    def sent(name: str, value: Any, edition: Edition) -> Boxes:
        return {name: [", ".join(value)]}

    tags = Annotated[list[str], Field(max_length=LONGEST_LIST)]
    return Wire(tags, list[str], [], sent)


@wire.register
def _day(field: forms.DateField) -> Wire:
    return Wire(Day, date, None)


@wire.register
def _truth(field: forms.BooleanField) -> Wire:
    return Wire(StrictBool, bool, False)


@wire.register
def _number(field: NumberField) -> Wire:
    bounds = {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    is_filled = field.required or field.empty is not None

    def sent(name: str, value: Any, edition: Edition) -> Boxes:
        return {name: ["" if value is None else value]}

    return Wire(
        _nullable(Annotated[int, BeforeValidator(_whole), WithJsonSchema(bounds)], is_filled),
        _nullable(int, is_filled),
        field.empty,
        sent,
    )


@wire.register
def _choice(field: forms.ChoiceField) -> Wire:
    values = [value for value, _label in field.choices]  # type: ignore[misc,union-attr]
    return Wire(_text(**({"enum": values} if values else {})), str, field.initial or "")


@wire.register
def _some(field: forms.MultipleChoiceField) -> Wire:
    one = _text(enum=[value for value, _label in field.choices])  # type: ignore[misc,union-attr]
    some = Annotated[list[one], Field(max_length=LONGEST_LIST)]  # type: ignore[valid-type]
    return Wire(some, list[str], [], _many)


@wire.register
def _language(field: LanguageField) -> Wire:
    return Wire(str, str, "")


@wire.register
def _languages(field: LanguagesField) -> Wire:
    return Wire(Annotated[list[str], Field(max_length=LONGEST_LIST)], list[str], [], _many)


@wire.register
def _party(field: PartyField) -> Wire:
    def sent(name: str, value: Any, edition: Edition) -> Boxes:
        return {name: [value or ""]}

    return Wire(str | None, str | None, None, sent, lambda row, name, held, edition: held or None)


@wire.register
def _texts(field: TranslatedField) -> Wire:
    """Words in the languages of the edition, as its desk shows them."""

    def sent(name: str, value: Any, edition: Edition) -> Boxes:
        if foreign := sorted(value.keys() - set(edition.languages)):
            message = _("The edition isn't written in %(languages)s.")
            raise ValidationError(message % {"languages": ", ".join(foreign)[:200]})
        return {f"{name}-{tag}": [words] for tag, words in value.items()}

    def told(row: Any, name: str, held: Any, edition: Edition) -> Texts:
        return {tag: words for tag, words in text.forms(held).items() if tag in edition.languages}

    return Wire(dict[str, _text(maxLength=field.longest)], Texts, {}, sent, told)  # type: ignore[misc]


@wire.register
def _moment(field: MomentField) -> Wire:
    def sent(name: str, value: Any, edition: Edition) -> Boxes:
        if value is None:
            return {}
        try:
            local = value.astimezone(ZoneInfo(edition.time_zone))
        except OverflowError:
            raise ValidationError(_("Write a day and a time.")) from None
        return {name: [local.replace(tzinfo=None).isoformat()], f"{name}-fold": [str(local.fold)]}

    return Wire(_nullable(Moment, field.required), _nullable(AwareDatetime, field.required), None, sent)


@wire.register
def _row(field: RowField) -> Wire:
    def sent(name: str, value: Any, edition: Edition) -> Boxes:
        return {name: [value or ""]}

    def told(row: Any, name: str, held: Any, edition: Edition) -> str | None:
        other = getattr(row, name)
        return other.key if other else None

    return Wire(_nullable(Key, field.required), _nullable(str, field.required), None, sent, told)


@wire.register
def _rows(field: RowsField) -> Wire:
    def told(row: Any, name: str, held: Any, edition: Edition) -> list[str]:
        return [other.key for other in getattr(row, name).all()]

    return Wire(Annotated[list[Key], Field(max_length=LONGEST_LIST)], list[str], [], _many, told)


@wire.register
def _cells(field: CellsField) -> Wire:
    def sent(name: str, value: Any, edition: Edition) -> Boxes:
        return {f"{name}-{end}": [cell[end] for cell in value] for end in ("period", "room")}

    def told(row: Any, name: str, held: Any, edition: Edition) -> list[dict[str, str]]:
        return [{"period": tie.period.key, "room": tie.room.key} for tie in getattr(row, name).all()]

    return Wire(Annotated[list[CellIO], Field(max_length=LONGEST_LIST)], list[CellIO], [], sent, told)
