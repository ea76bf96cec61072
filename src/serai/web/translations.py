"""Which texts of an edition lack a form in one of its languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.text import forms
from serai.editions.models import Edition

# Rows that people read: relation of the edition, label, and the one text that none can do without.
KINDS = (
    ("sections", _("Sections"), "title"),
    ("activities", _("Activities"), "title"),
    ("contributions", _("Contributions"), "title"),
    ("rooms", _("Rooms"), "name"),
    ("venues", _("Venues"), "name"),
    ("hosts", _("Hosts"), "name"),
)
SHOWN = 200  # rows of a kind on the page; the rest is counted


@dataclass(frozen=True, slots=True)
class Lacking:
    """A row with the languages in which it has no text."""

    row: Any
    words: Any
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows of one kind that lack something: how many, and the first of them."""

    relation: str
    label: Any
    count: int
    rows: tuple[Lacking, ...]


def missing_count(actor: Actor, edition: Edition) -> int:
    """How many rows lack a form of their title or name."""
    require(actor, "participation.view_desk", edition)
    return sum(count for *_kind, count in _counts(edition))


def missing(actor: Actor, edition: Edition) -> list[Kind]:
    """The rows that lack a form of their title or name, kind by kind."""
    require(actor, "participation.view_desk", edition)
    return [
        Kind(relation, label, count, tuple(_lacking(edition, relation, field)))
        for relation, label, field, count in _counts(edition)
        if count
    ]


def _counts(edition: Edition) -> Iterator[tuple[str, Any, str, int]]:
    for relation, label, field in KINDS:
        yield relation, label, field, _standing(edition, relation).filter(_lacks(edition, field)).count()


def _lacking(edition: Edition, relation: str, field: str) -> Iterator[Lacking]:
    for row in _standing(edition, relation).filter(_lacks(edition, field))[:SHOWN]:
        given = forms(getattr(row, field))
        yield Lacking(row, getattr(row, field), tuple(tag for tag in edition.languages if tag not in given))


def _standing(edition: Edition, relation: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = getattr(edition, relation).all()
    is_retirable = any(field.name == "is_retired" for field in rows.model._meta.fields)
    return rows.filter(is_retired=False) if is_retirable else rows


def _lacks(edition: Edition, field: str) -> Q:
    """The column holds the forms as JSON, empty ones left out."""
    condition = Q(pk__in=[])
    for tag in edition.languages:
        condition |= ~Q(**{f"{field}__contains": f'"{tag}": '})
    return condition
