"""Reads of an edition's lists as tables, and of the spreadsheets that were sent for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from serai.core.access import may, require
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions import queries as editions
from serai.editions.models import Edition, SheetUpload
from serai.web.loading import exporting, lists
from serai.web.loading.previews import Preview, preview_of
from serai.web.loading.sheets import read_upload
from serai.web.loading.stored import StoredEdition


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the desk: how many rows it has, and whether the reader may change it."""

    entry: lists.List
    count: int
    may_change: bool


def sheet_edition(actor: Actor, key: str) -> Edition:
    """The edition, for those who work on it."""
    edition = editions.edition(actor, key)
    require(actor, "participation.view_desk", edition)
    return edition


def sheet_groups(actor: Actor, edition: Edition) -> list[tuple[Any, list[Listed]]]:
    """All lists by what they are about."""
    stored = stored_edition(actor, edition)
    rights = {entry.permission: may(actor, entry.permission, edition) for entry in lists.LISTS}
    return [
        (
            label,
            [
                Listed(entry, stored.count(entry.table), rights[entry.permission])
                for entry in map(lists.BY_NAME.__getitem__, names)
            ],
        )
        for label, names in lists.GROUPS
    ]


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
