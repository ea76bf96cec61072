"""Which texts of an edition lack a form in one of its languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.text import forms
from serai.core.translated import lacks_language
from serai.editions.models import Edition

# Rows that people read: relation of the edition, label, the one text that none can do without, its page.
KINDS = (
    ("sections", _("Sections"), "title", "programme:change_section"),
    ("activities", _("Activities"), "title", "programme:change_activity"),
    ("contributions", _("Contributions"), "title", "programme:change_contribution"),
    ("rooms", _("Rooms"), "name", "editions:change_room"),
    ("venues", _("Venues"), "name", "editions:change_venue"),
    ("hosts", _("Hosts"), "name", "editions:change_host"),
)
SHOWN = 200  # rows of a kind on the page; the rest is counted


@dataclass(frozen=True, slots=True)
class Lacking:
    """A row with the languages in which it has no text, and where it gets one."""

    words: Any
    address: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows of one kind that lack something: how many, and the first of them."""

    label: Any
    count: int
    rows: tuple[Lacking, ...]


def lacking(actor: Actor, edition: Edition) -> list[QuerySet[Any]]:
    """The rows that lack a form of their title or name, as questions yet to be asked."""
    require(actor, "participation.view_desk", edition)
    return [_rows(edition, relation, field) for relation, _label, field, _page in KINDS]


def missing(actor: Actor, edition: Edition) -> list[Kind]:
    """The rows that lack a form of their title or name, kind by kind."""
    require(actor, "participation.view_desk", edition)
    found = []
    for relation, label, field, page in KINDS:
        rows = _rows(edition, relation, field)
        if count := rows.count():
            found.append(Kind(label, count, tuple(_lacking(edition, rows[:SHOWN], field, page))))
    return found


def _lacking(edition: Edition, rows: QuerySet[Any], field: str, page: str) -> Iterator[Lacking]:
    for row in rows:
        words = getattr(row, field)
        given = forms(words)
        lacks = tuple(tag for tag in edition.languages if tag not in given)
        yield Lacking(words, reverse(page, args=[edition.key, row.key]), lacks)


def _rows(edition: Edition, relation: str, field: str) -> QuerySet[Any]:
    return _standing(edition, relation).filter(lacks_language(field, edition.languages))


def _standing(edition: Edition, relation: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = getattr(edition, relation).all()
    is_retirable = any(field.name == "is_retired" for field in rows.model._meta.fields)
    return rows.filter(is_retired=False) if is_retirable else rows
