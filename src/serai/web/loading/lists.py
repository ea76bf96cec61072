"""The lists of an edition that go in and out as spreadsheets, one by one, and who may change which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.core.tables import Column, Table
from serai.core.tables.cells import TAKES, Context
from serai.editions import importing as editions
from serai.participation import importing as participation
from serai.parties import importing as parties
from serai.programme import importing as programme

EDITION, PEOPLE, PROGRAMME = (
    "editions.change_edition", "participation.change_people", "programme.change_programme",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class List:
    """A table with its name for people, what it is about, and the permission to change it."""

    table: Table
    label: Any
    about: Any
    permission: str

    @property
    def name(self) -> str:
        return self.table.name


LISTS = (
    List(editions.VENUES, gettext_lazy("Venues"), gettext_lazy("the buildings"), EDITION),
    List(editions.ROOMS, gettext_lazy("Rooms"), gettext_lazy("with seats and interpreters' booths"), EDITION),
    List(editions.PERIODS, gettext_lazy("Periods"), gettext_lazy("the blocks of time, and breaks"), EDITION),
    List(editions.HOSTS, gettext_lazy("Hosts"), gettext_lazy("who holds the edition"), EDITION),
    List(programme.SECTIONS, gettext_lazy("Sections"), gettext_lazy("the parts of the programme"), PROGRAMME),
    List(
        programme.ACTIVITIES,
        gettext_lazy("Activities"),
        gettext_lazy("forums, ceremonies, exhibitions"),
        PROGRAMME,
    ),
    List(
        programme.CONTRIBUTIONS,
        gettext_lazy("Contributions"),
        gettext_lazy("talks and other items of activities"),
        PROGRAMME,
    ),
    List(
        programme.PEOPLE_ROLES,
        gettext_lazy("People's roles"),
        gettext_lazy("who speaks, chairs, must attend or organises what"),
        PROGRAMME,
    ),
    List(parties.PEOPLE, gettext_lazy("People"), gettext_lazy("with names, posts and addresses"), PEOPLE),
    List(
        participation.PARTICIPATIONS,
        gettext_lazy("Participations"),
        gettext_lazy("what people come as, and when"),
        PEOPLE,
    ),
    List(
        parties.ORGANISATIONS,
        gettext_lazy("Organisations"),
        gettext_lazy("ministries, universities, firms"),
        PEOPLE,
    ),
    List(
        parties.PARTIES,
        gettext_lazy("Parties"),
        gettext_lazy("countries, regions, international organisations"),
        PEOPLE,
    ),
    List(editions.SOURCES, gettext_lazy("Sources"), gettext_lazy("where facts were published"), EDITION),
)
BY_NAME = {entry.name: entry for entry in LISTS}
GROUPS = (
    (gettext_lazy("Place and time"), ("venues", "rooms", "periods", "hosts")),
    (gettext_lazy("Programme"), ("sections", "activities", "contributions", "people_roles")),
    (gettext_lazy("People"), ("people", "participations", "organisations", "parties")),
    (gettext_lazy("Evidence"), ("sources",)),
)


def notes(entry: List, context: Context) -> Iterator[tuple[str, str]]:
    """Each column, and what it takes."""
    for column in entry.table.columns:
        names = [f"{column.name}:{tag}" for tag in context.languages or ()]
        yield ", ".join(names) if column.translated else column.name, _takes(column, context)


def _takes(column: Column, context: Context) -> str:
    if column.to:
        labels = [str(BY_NAME[name].label) for name in column.to]
        words = (
            _("a key of “%(table)s”") % {"table": labels[0]}
            if len(labels) == 1
            else _("a key of “%(first)s”, “@”, and a key of “%(second)s”")
            % {"first": labels[0], "second": labels[1]}
        )
    else:
        words = TAKES[column.read]()
    if column.many:
        words = _("any number of these, parted by semicolons: %(item)s") % {"item": words}
    if column.required and column.translated:
        return _("Needed in the original language (%(tag)s): %(takes)s.") % {
            "tag": context.original,
            "takes": words,
        }
    if column.required:
        return _("Needed: %(takes)s.") % {"takes": words}
    return _("May be blank: %(takes)s.") % {"takes": words}
