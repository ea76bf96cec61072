"""What is stored of an edition, as the tables that one can load: to take out, and to compare with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from serai.core.tables import Column, Identity, Store, Table, Target
from serai.core.tables.cells import Context
from serai.core.tables.columns import SEPARATOR
from serai.core.tables.upserts import chunks
from serai.core.tables.writing import Value, as_text
from serai.editions.importing import SOURCE, SOURCES, source_key
from serai.editions.models import Edition
from serai.parties.models import Person
from serai.web.loading.tables import TARGETS

Cells = dict[str, Value]


def context_of(edition: Edition) -> Context:
    """What readers of cells know of a stored edition."""
    return Context(ZoneInfo(edition.time_zone), tuple(edition.languages))


def header(table: Table, context: Context) -> list[str]:
    """The names of all columns, those of translated texts once for each language."""
    names = []
    for column in table.columns:
        languages = context.languages or () if column.translated else ("",)
        names += [f"{column.name}:{language}" if language else column.name for language in languages]
    return names


def cells_of(target: Target, values: Mapping[str, Any], context: Context) -> Cells:
    """The fields of a row as the cells of its table; what another target keeps is blank."""
    shown = target.show(values)
    cells: Cells = {}
    for column in target.table.columns:
        name = target.rename.get(column.id, column.name)
        value = shown.get(column.id) if column.id in shown else values.get(name)
        if column.id == "sources":
            cells["sources"] = SEPARATOR.join(map(source_key, value or ()))
        elif column.translated:
            for language in context.languages or ():
                text = (value or {}).get(language) or ""
                cells[f"{column.name}:{language}"] = text
        else:
            cells[column.name] = _cell(column, value, context)
    return cells


def _cell(column: Column, value: Any, context: Context) -> Value:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if column.many:
        return SEPARATOR.join("@".join(_keys(item)) for item in value)
    if isinstance(value, datetime):
        return _local(value, context)
    if isinstance(value, tuple):
        return "@".join(_keys(value))
    return value if isinstance(value, int) else str(value)


def _keys(identity: Any) -> Iterator[str]:
    """The keys in an identity, which may hold those of other rows."""
    if isinstance(identity, tuple):
        for part in identity:
            yield from _keys(part)
    else:
        yield str(identity)


def _local(moment: datetime, context: Context) -> Value:
    """A time as the host's clocks show it; with its offset in the hour that comes twice."""
    local = moment.astimezone(context.zone).replace(microsecond=0)
    plain = local.replace(fold=0, tzinfo=None)
    others = [plain.replace(tzinfo=context.zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return plain if others[0] == others[1] else f"{as_text(plain)}{local:%z}"


class StoredEdition:
    """All rows of an edition, and of what editions share those that belong to it."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.context = edition, context_of(edition)
        self.store = Store(TARGETS, edition.pk)
        for target in TARGETS:
            if target.scope:
                self.store.read(target.name, ())
        self.store.read("edition", [edition.key])
        self.store.read("series", [edition.series.key])
        self.store.read(
            "people", self._linked("people", "participations", "activity_roles", "contribution_roles")
        )
        self.store.read("organisations", self._linked("organisations", "people"))
        self.store.read(
            "parties", self._linked("parties", "edition", "delegations", "people", "organisations")
        )
        self.emails = self._emails()

    def _linked(self, to: str, *names: str) -> set[str]:
        """The keys of the shared rows that rows of these targets name."""
        found: set[str] = set()
        for name in names:
            fields = [field for field, other in self.store.targets[name].links.items() if other == to]
            for values in self.store.values[name].values():
                found.update(values[field][0] for field in fields if values[field])
        return found

    def _emails(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for chunk in chunks(key for (key,) in self.store.values["people"]):
            rows = Person.objects.filter(key__in=chunk, user__isnull=False)
            found.update(rows.values_list("key", "user__email"))
        return found

    def sources(self) -> dict[str, Mapping[str, Any]]:
        """Every source that a row of the edition names, by its key."""
        found: dict[str, Mapping[str, Any]] = {}
        for rows in self.store.values.values():
            for values in rows.values():
                found.update((source_key(source), source) for source in values.get("sources") or ())
        return dict(sorted(found.items()))

    def rows(self, table: Table) -> list[Cells]:
        """The rows of a table in their order, as cells; what is out of use is left out."""
        if table is SOURCES:
            return [
                {name: source.get(name) or "" for name in SOURCE} | {"key": key}
                for key, source in self.sources().items()
            ]
        rows = []
        for target in (target for target in TARGETS if target.table is table):
            for identity, values in self._in_order(target):
                cells = cells_of(target, self.in_use(target, values), self.context)
                if target.name == "people":
                    cells["email"] = self.emails.get(identity[0], "")
                rows.append(cells)
        return rows

    def _in_order(self, target: Target) -> Iterable[tuple[Identity, Mapping[str, Any]]]:
        rows = [
            (identity, values)
            for identity, values in self.store.values[target.name].items()
            if not values.get("is_retired") and not self._is_of_retired(target, values)
        ]
        if target.position:
            rows.sort(key=lambda row: self._place(target, row[0], row[1]))
        return rows

    def _place(self, target: Target, identity: Identity, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Where a row stands: in the order of what it belongs to, then in its own."""
        parent = target.links.get(target.position)
        above: tuple[Any, ...] = ()
        if parent:
            of = values[target.position]
            above = self._place(self.store.targets[parent], of, self.store.values[parent][of])
        return (*above, values["order"], tuple(_keys(identity)))

    def _is_of_retired(self, target: Target, values: Mapping[str, Any]) -> bool:
        """Whether the row belongs to one that is out of use."""
        parent = target.links.get(target.position)
        return bool(parent) and self._is_retired(parent or "", values[target.position])

    def _is_retired(self, name: str, identity: Identity) -> bool:
        return bool(self.store.values[name].get(identity, {}).get("is_retired"))

    def in_use(self, target: Target, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The fields of a row without what they name that is out of use."""
        kept = dict(values)
        for name, to in target.links.items():
            if kept[name] and self._is_retired(to, kept[name]):
                kept[name] = None
        for name, links in target.lists.items():
            kept[name] = [
                item
                for item in kept[name]
                if not any(
                    self._is_retired(to, part) for to, part in zip(links.to.values(), item, strict=True)
                )
            ]
        return kept
