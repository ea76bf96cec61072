"""Compares rows of files with stored rows by keys that never change, and writes the difference in bulk.

A row is known by its *identity*: the tuple of its key fields, where a key field that names another row holds
that row's identity. Nothing is deleted; what the files don't mention keeps its value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model
from i18nfield.fields import I18nFieldMixin
from i18nfield.strings import LazyI18nString

from serai.core.models import Retirable
from serai.core.tables.columns import Row, Table
from serai.core.tables.files import INVISIBLE
from serai.core.text import forms

Identity = tuple[Any, ...]
T = TypeVar("T")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Links:
    """Rows that tie an owner to one or more others: a many-to-many table, or a table of pairs."""

    model: type[Model]
    owner: str  # foreign key to the owner
    to: Mapping[str, str]  # foreign key to each other → its target


@dataclass(frozen=True, slots=True)
class Target:
    """Where the rows of a table go: the model, what identifies a row, and how columns become fields.

    `scope`: the way from the model to its edition; empty for rows that editions share. `rename`: column →
    field. `skip`: columns that aren't fields. `derive`: further fields of a row, named in `derived`.
    `show`: the cells that `derive` reads, from the fields of a row.
    `follow`: fields that follow from others once all are known. `position`: number the rows in `order` within
    this field. `of`: which rows of the table go here.
    """

    name: str
    model: type[Model]
    table: Table
    key: tuple[str, ...] = ("key",)
    scope: str = "edition"
    links: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Links] = field(default_factory=dict)
    rename: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    derive: Callable[[Row], Mapping[str, Any]] = lambda row: {}
    derived: tuple[str, ...] = ()
    show: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda values: {}
    follow: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    position: str = ""
    of: Callable[[Row], bool] = lambda row: True

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field and list that files may give."""
        columns = (column for column in self.table.columns if column.id not in self.skip)
        named = [self.rename.get(column.id, column.name) for column in columns]
        own = [*(["order"] if self.position else []), *(["is_retired"] if self.is_retirable else [])]
        return tuple(dict.fromkeys([*named, *self.derived, *own]))

    @property
    def is_retirable(self) -> bool:
        """Whether rows can be out of use; one that a file gives is in use again."""
        return issubclass(self.model, Retirable)

    def identity(self, values: Mapping[str, Any]) -> Identity:
        """What tells a row apart; None stands for a part that can't be read."""
        return tuple(values.get(name) for name in self.key)

    def defaults(self) -> dict[str, Any]:
        """What a new row holds in the fields that its file doesn't mention."""
        plain = [name for name in self.fields if name not in self.links and name not in self.lists]
        return {name: self.model._meta.get_field(name).get_default() for name in plain}  # type: ignore[union-attr]


@dataclass(slots=True)
class Wanted:
    """A row as the files want it: field → value; links are identities, lists are lists of tuples of them."""

    values: dict[str, Any]
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A row that changes: its identity in words, its row in the file, and each field's before and after."""

    key: str
    row: int | None
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class TableResult:
    """What loading does, or would do, to one table; absent rows are in the database only and are kept."""

    name: str
    new: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    absent: tuple[str, ...] = ()
    other_editions: tuple[str, ...] = ()  # whose pages show rows that change here

    @property
    def is_change(self) -> bool:
        return bool(self.new or self.changed)


@dataclass(slots=True)
class Comparison:
    """The wanted rows of one target beside the stored ones."""

    target: Target
    new: dict[Identity, Wanted] = field(default_factory=dict)
    changed: dict[Identity, tuple[Wanted, dict[str, tuple[Any, Any]]]] = field(default_factory=dict)
    unchanged: int = 0
    absent: tuple[Identity, ...] = ()

    def result(self, other_editions: tuple[str, ...] = ()) -> TableResult:
        """The comparison as data to show."""
        changes = (
            Change(
                in_words(identity),
                wanted.row.number if wanted.row else None,
                {name: (_shown(old), _shown(new)) for name, (old, new) in fields.items()},
            )
            for identity, (wanted, fields) in self.changed.items()
        )
        return TableResult(
            self.target.name,
            tuple(map(in_words, self.new)),
            tuple(changes),
            self.unchanged,
            tuple(map(in_words, self.absent)),
            other_editions,
        )


def in_words(identity: Identity) -> str:
    """An identity as a reader sees it: its parts with a dot between."""
    return " · ".join(in_words(part) if isinstance(part, tuple) else str(part) for part in identity)


def _shown(value: Any) -> Any:
    if isinstance(value, tuple):
        return in_words(value)
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def wanted(row: Row, target: Target, sources: Mapping[str, Mapping[str, Any]]) -> Wanted:
    """A row of a file as fields of the target's model; a blank cell gives the field's default."""
    values: dict[str, Any] = {}
    for column in target.table.columns:
        name = target.rename.get(column.id, column.name)
        if column.id not in row.values or column.id in target.skip:
            continue
        value = row[column.id]
        if column.id == "sources":
            value = [dict(sources[key]) for key in value if key in sources]
        elif name in target.lists:
            value = [
                tuple((part,) for part in (item if isinstance(item, tuple) else (item,))) for item in value
            ]
        elif name in target.links:
            value = None if value is None else (value,)
        elif value is None:
            value = target.model._meta.get_field(name).get_default()  # type: ignore[union-attr]
        values[name] = value
    if target.is_retirable:
        values["is_retired"] = False
    return Wanted(values | dict(target.derive(row)), row)


class Store:
    """The stored rows that a load has to do with: their primary keys and values, by identity."""

    def __init__(self, targets: Iterable[Target], edition: int | None) -> None:
        self.targets = {target.name: target for target in targets}
        self.edition = edition
        self.ids: dict[str, dict[Identity, int]] = defaultdict(dict)
        self.values: dict[str, dict[Identity, dict[str, Any]]] = defaultdict(dict)
        self._whole: set[str] = set()  # targets of which everything is read

    def read(self, name: str, keys: Iterable[str]) -> None:
        """Read the edition's rows of a target; of a shared one, those with these keys."""
        target = self.targets[name]
        if target.scope:
            if name in self._whole:
                return
            self._whole.add(name)
            if self.edition is not None:
                rows = target.model._default_manager.filter(**{target.scope: self.edition})
                self._take_rows(target, rows)
        else:
            for chunk in chunks(sorted(set(keys))):
                rows = target.model._default_manager.filter(**{f"{target.key[0]}__in": chunk})
                self._take_rows(target, rows)
        self._read_lists(target)

    def _take_rows(self, target: Target, rows: Any) -> None:
        names = dict.fromkeys((*target.key, *target.fields))
        stored = [name for name in names if name not in target.lists]
        paths = [path for name in stored for path in self._paths(target, name)]
        for pk, *cells in rows.order_by("pk").values_list("pk", *paths):
            parts = iter(cells)
            values = {name: self._value(target, name, parts) for name in stored}
            identity = tuple(values[name] for name in target.key)
            self.ids[target.name][identity] = pk
            self.values[target.name][identity] = values

    def _paths(self, target: Target, name: str) -> list[str]:
        """The lookups that give a field, or the identity of the row that it links to."""
        if name not in target.links:
            return [name]
        other = self.targets[target.links[name]]
        return [f"{name}__{path}" for key in other.key for path in self._paths(other, key)]

    def _value(self, target: Target, name: str, parts: Iterator[Any]) -> Any:
        if name in target.links:
            other = self.targets[target.links[name]]
            identity = tuple(self._value(other, key, parts) for key in other.key)
            return None if None in identity else identity
        value = next(parts)
        return forms(value) if isinstance(value, LazyI18nString) else value

    def _read_lists(self, target: Target) -> None:
        owners = {pk: identity for identity, pk in self.ids[target.name].items()}
        for name, links in target.lists.items():
            for identity in owners.values():
                self.values[target.name][identity][name] = []
            if not owners or self.edition is None:
                continue
            paths = [
                f"{other}__{path}"
                for other, to in links.to.items()
                for key in self.targets[to].key
                for path in self._paths(self.targets[to], key)
            ]
            rows = links.model._default_manager.filter(**{f"{links.owner}__{target.scope}": self.edition})
            for owner, *cells in rows.order_by("pk").values_list(f"{links.owner}_id", *paths):
                value = tuple((cell,) for cell in cells)
                self.values[target.name][owners[owner]][name].append(value)

    def complete(self, name: str, rows: Iterable[Wanted]) -> None:
        """Give each wanted row the fields that follow from those it gives and those that are stored."""
        target, defaults = self.targets[name], self.targets[name].defaults()
        if target.follow is None:
            return
        for row in rows:
            before = self.values[name].get(target.identity(row.values), {})
            following = target.follow({**(before or defaults), **row.values})
            if not before or following != target.follow(before):
                row.values |= following

    def compare(self, name: str, rows: Sequence[Wanted], *, with_absent: bool = True) -> Comparison:
        """Say which wanted rows are new or changed, and which stored ones the files don't mention."""
        target = self.targets[name]
        stored = self.values[name]
        comparison = Comparison(target)
        seen = set()
        for row in rows:
            identity = target.identity(row.values)
            seen.add(identity)
            if identity not in stored:
                comparison.new[identity] = row
            elif fields := _differences(target, stored[identity], row.values):
                comparison.changed[identity] = (row, fields)
            else:
                comparison.unchanged += 1
        if with_absent and target.scope:
            comparison.absent = tuple(identity for identity in stored if identity not in seen)
        return comparison

    def write(self, comparison: Comparison) -> None:
        """Write new and changed rows with their lists."""
        target = comparison.target
        made = [self._object(target, wanted) for wanted in comparison.new.values()]
        target.model._default_manager.bulk_create(made, batch_size=BATCH)
        for identity, row in zip(comparison.new, made, strict=True):
            self.ids[target.name][identity] = row.pk
        self._update(comparison)
        for name, links in target.lists.items():
            self._write_links(comparison, name, links)

    def _object(self, target: Target, wanted: Wanted) -> Model:
        values = {
            name: value
            for field_name, given in wanted.values.items()
            if field_name not in target.lists
            for name, value in [self._column(target, field_name, given)]
        }
        if target.scope == "edition":
            values["edition_id"] = self.edition
        return target.model(**values)

    def _column(self, target: Target, name: str, value: Any) -> tuple[str, Any]:
        """The attribute and value that a model takes for a wanted field."""
        if name in target.links:
            return f"{name}_id", None if value is None else self.ids[target.links[name]][value]
        if isinstance(target.model._meta.get_field(name), I18nFieldMixin):
            given = forms(value)
            return name, LazyI18nString(given) if given else None
        return name, value

    def _update(self, comparison: Comparison) -> None:
        target = comparison.target
        groups: dict[tuple[str, ...], list[Model]] = defaultdict(list)
        for identity, (_row, fields) in comparison.changed.items():
            names = tuple(sorted(name for name in fields if name not in target.lists))
            values = dict(self._column(target, name, fields[name][1]) for name in names)
            if names:
                groups[names].append(target.model(pk=self.ids[target.name][identity], **values))
        for names, rows in groups.items():
            target.model._default_manager.bulk_update(rows, names, batch_size=BATCH)

    def _write_links(self, comparison: Comparison, name: str, links: Links) -> None:
        """Make the ties that new and changed rows lack, and remove those that they no longer have."""
        ids = self.ids[comparison.target.name]
        lists = {ids[identity]: row.values.get(name) or [] for identity, row in comparison.new.items()}
        changed = {
            ids[identity]: fields[name][1]
            for identity, (_row, fields) in comparison.changed.items()
            if name in fields
        }
        wanted = {
            owner: dict.fromkeys(self._ends(links, item) for item in items)
            for owner, items in (lists | changed).items()
        }
        manager = links.model._default_manager
        stored: dict[tuple[int, tuple[int, ...]], int] = {}
        for chunk in chunks(changed):
            rows = manager.filter(**{f"{links.owner}__in": chunk})
            for pk, owner, *ends in rows.values_list("pk", f"{links.owner}_id", *self._end_columns(links)):
                stored[owner, tuple(ends)] = pk
        for chunk in chunks(pk for (owner, ends), pk in stored.items() if ends not in wanted[owner]):
            manager.filter(pk__in=chunk).delete()
        ties = [
            links.model(
                **{f"{links.owner}_id": owner}, **dict(zip(self._end_columns(links), ends, strict=True))
            )
            for owner, items in wanted.items()
            for ends in items
            if (owner, ends) not in stored
        ]
        manager.bulk_create(ties, batch_size=BATCH)

    def _ends(self, links: Links, item: Identity) -> tuple[int, ...]:
        return tuple(self.ids[to][part] for to, part in zip(links.to.values(), item, strict=True))

    def _end_columns(self, links: Links) -> list[str]:
        return [f"{other}_id" for other in links.to]


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in portions that a query can take."""
    waiting = iter(values)
    while chunk := list(islice(waiting, BATCH)):
        yield chunk


def _differences(
    target: Target, old: Mapping[str, Any], new: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """The fields that change; a text in several languages keeps the forms that the files don't mention."""
    changes = {}
    for name, value in new.items():
        before, after = old[name], value
        if name in target.lists:
            if sorted(before) == sorted(after):
                continue
        elif isinstance(value, dict) and isinstance(target.model._meta.get_field(name), I18nFieldMixin):
            after = {tag: _same(before.get(tag), text) for tag, text in {**before, **value}.items() if text}
        after = _same(before, after)
        if before != after:
            changes[name] = (before, after)
    return changes


def _same(before: Any, after: Any) -> Any:
    """The stored text if the other differs only in how lines and the ends are written."""
    if isinstance(before, str) and isinstance(after, str) and before != after:
        lines, others = (text.replace("\r\n", "\n").strip(INVISIBLE) for text in (before, after))
        return before if lines == others else after
    return after
