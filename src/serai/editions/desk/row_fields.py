"""Fields of the desk's forms that offer stored rows: one, some, pairs of a period and a room, or a party.

The fields of a form share what they offer: three of them may offer the rooms, which are read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from serai.editions.desk.choices import LongSelect, LongTicks
from serai.editions.desk.fields import NONE
from serai.editions.labels import party_choices, row_label
from serai.editions.models import Edition, Period, Room

NAMING = {"id", "edition", "key", "title", "name", "starts", "ends"}  # what a label needs of a row
Rows = Callable[[Edition], QuerySet[Any]]


def periods_of(edition: Edition) -> QuerySet[Period]:
    """The periods that can be chosen."""
    return edition.periods.filter(is_retired=False)


def rooms_of(edition: Edition) -> QuerySet[Room]:
    """The rooms that can be chosen."""
    return edition.rooms.filter(is_retired=False)


class Offered:
    """The rows that the fields of a form offer, with their labels; the same question is asked once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._read: dict[Any, list[tuple[Any, str]]] = {}

    @cached_property
    def parties(self) -> list[tuple[str, str]]:
        """The countries and the other parties."""
        return party_choices()

    def __call__(self, rows: QuerySet[Any]) -> list[tuple[Any, str]]:
        try:
            question = rows.query.sql_with_params()
        except EmptyResultSet:  # the actor may choose none
            return []
        if question not in self._read:
            read = rows.only(*(field.name for field in rows.model._meta.fields if field.name in NAMING))
            self._read[question] = [(row, row_label(row, self.edition)) for row in read]
        return self._read[question]


class Choices(ModelChoiceIterator):  # type: ignore[type-arg]
    """The choices of a field out of what its form has read."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        field: Any = self.field
        for row, label in field.offered(self.queryset):
            yield field.prepare_value(row), label


class _OfEdition:
    """What fields have in common that offer rows of the edition."""

    iterator: Any = Choices
    rows: Rows
    queryset: QuerySet[Any] | None
    to_field_name: str | None

    def set_up(self, edition: Edition) -> None:
        self.share(Offered(edition))
        self.queryset = self.rows(edition)

    def share(self, offered: Offered) -> None:
        """Offer what other fields read as well."""
        self.offered = offered

    def by_key(self) -> None:
        """Take the keys of rows, as programs send them, in place of their primary keys."""
        self.to_field_name = "key"


class PartyField(forms.ChoiceField):
    """A country, or another party that is stored."""

    widget = LongSelect

    def share(self, offered: Offered) -> None:
        """Offer what other fields read as well."""
        self.choices = [("", NONE), *offered.parties]


class RowField(_OfEdition, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of the edition."""

    widget = LongSelect

    def __init__(self, rows: Rows, **options: Any) -> None:
        self.rows = rows
        super().__init__(queryset=None, empty_label=NONE, **options)


class RowsField(_OfEdition, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some rows of the edition."""

    widget = LongTicks

    def __init__(self, rows: Rows, **options: Any) -> None:
        self.rows = rows
        super().__init__(queryset=None, required=False, **options)

    def clean(self, value: Any) -> Any:
        return list(super().clean(value))


class CellsWidget(forms.Widget):
    """Pairs of a period and a room, and two empty ones for more."""

    template_name = "editions/widgets/cells.html"
    use_fieldset = True
    periods: list[tuple[str, str]] = []
    rooms: list[tuple[str, str]] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["pairs"] = [(str(period), str(room)) for period, room in value or ()] + [("", "")] * 2
        context["choices"] = {"periods": self.periods, "rooms": self.rooms}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        pairs = zip(data.getlist(f"{name}-period"), data.getlist(f"{name}-room"), strict=False)
        return [(period, room) for period, room in pairs if period or room]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-period" not in data


class CellsField(forms.Field):
    """Periods with rooms that something must hold."""

    widget: Any = CellsWidget

    def set_up(self, edition: Edition) -> None:
        self.edition = edition

    def share(self, offered: Offered) -> None:
        """Offer what other fields read as well."""
        found = {"period": offered(periods_of(self.edition)), "room": offered(rooms_of(self.edition))}
        self.periods, self.rooms = ({str(row.pk): row for row, _label in rows} for rows in found.values())
        self.labels = {(end, str(row.pk)): label for end, rows in found.items() for row, label in rows}
        self.widget.periods, self.widget.rooms = map(_choices, found.values())

    def by_key(self) -> None:
        """Take the keys of rows, as programs send them, in place of their primary keys."""
        self.periods = {row.key: row for row in self.periods.values()}
        self.rooms = {row.key: row for row in self.rooms.values()}

    def clean(self, value: Iterable[tuple[str, str]]) -> list[tuple[Period, Room]]:
        found = []
        for period, room in value or ():
            if period not in self.periods or room not in self.rooms:
                raise ValidationError(_("Choose a period and a room in each row, or neither."))
            found.append((self.periods[period], self.rooms[room]))
        return found

    def words(self, value: Any) -> str:
        pairs = [
            f"{self.labels.get(('period', str(period)), NONE)}, {self.labels.get(('room', str(room)), NONE)}"
            for period, room in value or ()
        ]
        return " · ".join(pairs) or NONE


def _choices(offered: list[tuple[Any, str]]) -> list[tuple[str, str]]:
    return [("", NONE), *((str(row.pk), label) for row, label in offered)]
