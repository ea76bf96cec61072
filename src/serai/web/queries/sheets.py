"""Reads of an edition's lists as tables, and of the spreadsheets that were sent for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from serai.core.access import may, require
from serai.core.actors import Actor
from serai.core.counting import counts
from serai.core.errors import NotVisible
from serai.editions import queries as editions
from serai.editions.models import Edition, SheetUpload
from serai.parties.models import Organisation, Party, Person
from serai.programme.models import ActivityMember, ContributionMember
from serai.web.loading import exporting, lists
from serai.web.loading.previews import Preview, preview_of
from serai.web.loading.sheets import read_upload
from serai.web.loading.stored import StoredEdition


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the desk: how many rows it has (None: not counted), and whether the reader may change it."""

    entry: lists.List
    count: int | None
    may_change: bool


def sheet_edition(actor: Actor, key: str) -> Edition:
    """The edition, for those who work on it."""
    edition = editions.edition(actor, key)
    require(actor, "participation.view_desk", edition)
    return edition


def sheet_groups(actor: Actor, edition: Edition) -> list[tuple[Any, list[Listed]]]:
    """All lists by what they are about."""
    numbers = counts(edition, _rows(edition))
    rights = {entry.permission: may(actor, entry.permission, edition) for entry in lists.LISTS}
    return [
        (
            label,
            [
                Listed(entry, _number(entry, numbers), rights[entry.permission])
                for entry in map(lists.BY_NAME.__getitem__, names)
            ],
        )
        for label, names in lists.GROUPS
    ]


def _number(entry: lists.List, numbers: dict[str, int]) -> int | None:
    """How many rows the list has; sources stand in the rows of all others, and aren't counted."""
    if entry.name == "people_roles":
        return numbers["roles_in_activities"] + numbers["roles_in_contributions"]
    return numbers.get(entry.name)


def _rows(edition: Edition) -> dict[str, QuerySet[Any]]:
    """What the lists hold, as `StoredEdition` reads it, to be counted."""
    activities = edition.activities.filter(is_retired=False)
    talks = edition.contributions.filter(is_retired=False)
    activity_roles = ActivityMember.objects.filter(activity__edition=edition)
    talk_roles = ContributionMember.objects.filter(contribution__edition=edition)
    naming = (edition.participations, activity_roles, talk_roles)
    people = Person.objects.filter(_any(rows.order_by().values("person") for rows in naming))
    organisations = Organisation.objects.filter(pk__in=people.order_by().values("organisation"))
    sending = (edition.delegations, people, organisations)
    parties = Party.objects.filter(
        Q(pk=edition.country_id) | _any(rows.order_by().values("party") for rows in sending)
    )
    return {
        "venues": edition.venues.all(),
        "rooms": edition.rooms.filter(is_retired=False),
        "periods": edition.periods.filter(is_retired=False),
        "hosts": edition.hosts.all(),
        "sections": edition.sections.all(),
        "activities": activities,
        "contributions": talks.filter(activity__in=activities),
        "roles_in_activities": activity_roles.filter(activity__is_retired=False),
        "roles_in_contributions": talk_roles.filter(contribution__is_retired=False),
        "participations": edition.participations.all(),
        "people": people,
        "organisations": organisations,
        "parties": parties,
    }


def _any(keys: Iterable[QuerySet[Any]]) -> Q:
    """The primary key is among those that any of some queries finds."""
    return reduce(or_, (Q(pk__in=rows) for rows in keys))


def stored_edition(actor: Actor, edition: Edition) -> StoredEdition:
    """Everything that the edition's lists hold."""
    require(actor, "participation.view_desk", edition)
    return StoredEdition(edition)


def sheet_list(actor: Actor, edition: Edition, name: str) -> lists.List:
    """The list with this name."""
    require(actor, "participation.view_desk", edition)
    if name not in lists.BY_NAME:
        raise NotVisible
    return lists.BY_NAME[name]


def sheet_file(actor: Actor, edition: Edition, name: str, file_format: str) -> bytes:
    """A list as a file."""
    entry = sheet_list(actor, edition, name)
    return exporting.table_file(stored_edition(actor, edition), entry, file_format)


def edition_folder(actor: Actor, edition: Edition) -> bytes:
    """All lists and the edition's own facts as a folder in a zip file."""
    return exporting.folder_zip(stored_edition(actor, edition))


def sheet_upload(actor: Actor, edition: Edition, name: str, number: int) -> SheetUpload:
    """A spreadsheet that was sent for a list, for those who may change the list."""
    entry = sheet_list(actor, edition, name)
    upload = edition.sheet_uploads.filter(pk=number, table=entry.name).first()
    if upload is None or not may(actor, entry.permission, edition):
        raise NotVisible
    return upload


def sheet_preview(actor: Actor, upload: SheetUpload) -> Preview:
    """What taking the spreadsheet over would do."""
    entry = lists.BY_NAME[upload.table]
    require(actor, entry.permission, upload.edition)
    return preview_of(read_upload(actor, upload.edition, entry, bytes(upload.content), upload.name))
