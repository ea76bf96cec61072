"""The sections of a programme."""

from __future__ import annotations

from django.db import transaction

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.editions import writing
from serai.editions.models import Edition
from serai.programme.models import Section

FIELDS = ("title", "kind", "number")


@transaction.atomic
def add_section(*, actor: Actor, edition: Edition, values: Values) -> Section:
    """Add a section to a programme."""
    require(actor, "programme.change_programme", edition)
    return writing.add(actor, "add_section", Section(edition=edition), values)


@transaction.atomic
def change_section(*, actor: Actor, section: Section, values: Values, seen: str = "") -> Section:
    """Change a section; `seen` is its stamp as the writer read it."""
    require(actor, "programme.change_programme", section.edition)
    return writing.change(actor, "change_section", section, values, seen, FIELDS)


@transaction.atomic
def remove_section(*, actor: Actor, section: Section) -> bool:
    """Delete a section in which no activity is left."""
    require(actor, "programme.change_programme", section.edition)
    return writing.remove(actor, "remove_section", section)
