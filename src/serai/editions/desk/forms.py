"""What every form of the desk does: fields in groups, values for a service, and what a second writer sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from serai.core import text
from serai.core.actors import Actor
from serai.core.editing import is_relation, stamp, stamp_of, state_of
from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.editions.desk.fields import NONE, KeyField, TranslatedField
from serai.editions.desk.row_fields import Offered
from serai.editions.models import Edition


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; rare ones are folded up."""

    title: Any
    names: tuple[str, ...]
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A group as it is shown; one with errors is open."""

    title: Any
    fields: list[tuple[BoundField, str]]  # with what the row says now, if that differs
    is_rare: bool
    is_open: bool


class RowForm(forms.Form):
    """A row of an edition, new or stored; `seen` is the stamp of what was read.

    A form can share what its fields offer with other forms of the same page, as `offered`.
    """

    groups: ClassVar[tuple[Group, ...]]
    names: ClassVar[tuple[str, ...]]  # the fields of the row that the stamp is over
    aside: ClassVar[frozenset[str]] = frozenset({"seen"})  # fields that are no values of the row
    once: ClassVar[frozenset[str]] = frozenset({"key"})  # fields that only a new row has
    told: ClassVar[frozenset[str]] = frozenset()  # those of them that a row tells ever after
    # what a history leaves out, because it follows from something else that is said
    unsaid: ClassVar[frozenset[str]] = frozenset({"sort_key", "is_retired"})
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    key = KeyField()

    def __init__(
        self,
        actor: Actor,
        edition: Edition,
        data: Any = None,
        *,
        row: Model | None = None,
        initial: dict[str, Any] | None = None,
        offered: Offered | None = None,
    ) -> None:
        state = state_of(row, self.names) if row else {}
        super().__init__(data, initial=(self.read(row, state) if row else {}) | (initial or {}))
        self.actor, self.edition, self.row = actor, edition, row
        self.now: dict[str, str] = {}
        if row is not None:
            for name in self.once & self.fields.keys():
                del self.fields[name]
            self.initial["seen"] = stamp_of(state)
        self.offered = offered or Offered(edition)
        for name, field in self.fields.items():
            if hasattr(field, "set_up"):
                field.set_up(edition)
            if hasattr(field, "share"):
                field.share(self.offered)
            self._keep_choice(name, field)

    def _keep_choice(self, name: str, field: forms.Field) -> None:
        """Offer what the row holds even if it wouldn't be offered today."""
        held = self.initial.get(name)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField) and held:
            choices = cast(Iterable[tuple[Any, Any]], field.choices)
            known = {str(value) for value, _label in choices}
            more = [value for value in (held if isinstance(held, list) else [held]) if value not in known]
            field.choices = [*choices, *((value, value) for value in more)]

    @classmethod
    def read(cls, row: Any, state: Mapping[str, Any]) -> dict[str, Any]:
        """What the row holds, as the fields take it; `state` is the same as plain data."""
        fields = {name: row._meta.get_field(name) for name in cls.names}
        return {
            name: state[name] if is_relation(field) else getattr(row, field.attname)
            for name, field in fields.items()
        }

    @classmethod
    def relations(cls, model: type[Model]) -> list[str]:
        """Those of the row's fields that hold other rows."""
        return [name for name in cls.names if is_relation(model._meta.get_field(name))]

    @property
    def values(self) -> dict[str, Any]:
        """What the service gets; forms in languages that aren't the edition's stay as they are."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in self.aside}
        for name, field in self.fields.items():
            if self.row is not None and isinstance(field, TranslatedField) and name in values:
                values[name] = _with_others(getattr(self.row, name), values[name], self.edition.languages)
        return values

    @property
    def sections(self) -> Iterator[Section]:
        """The groups with their fields."""
        for group in self.groups:
            fields = [(self[name], self.now.get(name, "")) for name in group.names if name in self.fields]
            has_more = any(bound.errors or now for bound, now in fields)
            if fields:
                yield Section(group.title, fields, group.is_rare, not group.is_rare or has_more)

    @property
    def wrong(self) -> list[BoundField]:
        """The fields that people have to look at again."""
        return [bound for bound in self.visible_fields() if bound.errors]

    def refuse(self, error: ValidationError | DomainError) -> None:
        """Say what a service refused, at the field if it is about one; what may not be seen stays unseen."""
        if isinstance(error, Forbidden | NotVisible):
            raise error
        if isinstance(error, DomainError):
            self.add_error(None, str(error))
            if error.code == "changed_meanwhile":
                self._show_current()
        elif hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)
        else:
            self.add_error(None, error)

    def _show_current(self) -> None:
        """Set what the row says now beside what was typed, with the new stamp: sending again overwrites."""
        assert self.row is not None
        row = type(self.row)._default_manager.get(pk=self.row.pk)
        typed, current = self.values, self.current(row)
        for name in self.names:
            if name in typed and not _is_same(_plain(typed[name]), current[name]):
                self.now[name] = self.words(name, current[name])
        data = cast(QueryDict, self.data).copy()
        data["seen"] = stamp(row, self.names)
        self.data = data

    @classmethod
    def current(cls, row: Any) -> dict[str, Any]:
        """What the row holds as plain data, where fields hold rows by their primary keys."""
        return state_of(row, cls.names)

    def words(self, name: str, value: Any) -> str:
        """A stored value as people read it."""
        field = self.fields.get(name)
        if field is not None and hasattr(field, "words"):
            return str(field.words(value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
            return ", ".join(self._labels(field, value if isinstance(value, list) else [value])) or NONE
        return NONE if value in (None, "", [], {}) else str(value)

    def _labels(self, field: Any, values: Iterable[Any]) -> Iterator[str]:
        known = {str(key): str(label) for key, label in field.choices}
        for value in values:
            if value not in (None, ""):
                yield known.get(str(value), _("no longer offered"))


def _with_others(
    stored: Any, given: LazyI18nString | None, languages: Iterable[str]
) -> LazyI18nString | None:
    others = {tag: words for tag, words in text.forms(stored).items() if tag not in languages}
    if not others:
        return given
    return LazyI18nString(others | text.forms(given))


def _plain(value: Any) -> Any:
    """A value of a form as `state_of` gives stored ones."""
    if isinstance(value, LazyI18nString):
        return text.forms(value)
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    return value


def _is_same(one: Any, other: Any) -> bool:
    """Whether two plain values mean the same; the order of rows means nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one, key=str) == sorted(other, key=str)
    return one == other or not (one or other)
