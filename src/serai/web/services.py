"""What people do with an edition as a whole: load its folder, or one of its lists from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.core.errors import DomainError
from serai.core.tables import TableResult, TablesRefused
from serai.editions.models import Edition, SheetUpload
from serai.web.loading import LoadResult, Step, compare, lists, prepare, read_folder, results, write
from serai.web.loading.checking import check_file
from serai.web.loading.previews import Preview, preview_of
from serai.web.loading.sheets import read_upload

LOADED_MEANWHILE = _(
    "Nothing was loaded: somebody else changed the same rows meanwhile. Load the folder again."
)
CHANGED_MEANWHILE = _(
    "Nothing was taken over: the rows were changed since you looked at them. Look at what the file does now."
)
SHEET_HAS_ERRORS = _("Nothing was taken over: the file has errors. Put them right and send it again.")
KEPT = timedelta(days=1)


@transaction.atomic
def load_edition(
    *, actor: Actor, folder: Path, preview: bool = False, step: Step = lambda text: None
) -> LoadResult:
    """Load an edition folder: all of it, or nothing if there is any error (`TablesRefused`).

    Rows are known by their keys, so loading again changes only what the files changed. Nothing is deleted.
    With `preview` nothing is written. `step` hears the name of each table as its turn comes.
    """
    files = read_folder(folder, step)
    if files.edition is None and not actor.is_operator:
        raise TablesRefused(files.report.in_order())  # whose edition it is can't be told
    edition = Edition.objects.select_for_update().filter(key=files.edition or "").first()
    require(actor, "web.load_edition", edition)
    ready = prepare(files, edition, may_link_others=actor.is_operator)
    if files.report.has_errors:
        raise TablesRefused(files.report.in_order())
    comparisons = compare(files, ready)
    tables = results(files, ready, comparisons)
    try:
        if not preview:
            write(files, ready, comparisons, step)
    except IntegrityError as error:
        raise DomainError("loaded_meanwhile", LOADED_MEANWHILE) from error
    result = LoadResult(files.edition or "", edition is None, preview, tables, files.report.in_order())
    if result.is_change and not preview:
        _record(actor, result)
    return result


@transaction.atomic
def upload_sheet(*, actor: Actor, edition: Edition, table: str, name: str, content: bytes) -> SheetUpload:
    """Keep a spreadsheet that somebody sent for one list, to be looked at before it is taken over.

    What is older than a day or was taken over is deleted by the way. Raises `ValidationError` for what can't
    be a table at all.
    """
    require(actor, lists.BY_NAME[table].permission, edition)
    check_file(content, name)
    outdated = timezone.now() - KEPT
    SheetUpload.objects.filter(Q(uploaded_at__lt=outdated) | Q(applied_at__isnull=False)).delete()
    shown = "".join(letter for letter in name if letter.isprintable())[-200:]
    upload = SheetUpload.objects.create(
        edition=edition, table=table, name=shown, content=content, uploaded_by=actor.user
    )
    audit.record(actor, "upload_sheet", upload, after={"table": table, "name": shown, "bytes": len(content)})
    return upload


@transaction.atomic
def apply_sheet(*, actor: Actor, upload: SheetUpload, seen: str) -> Preview | None:
    """Write what a spreadsheet says into its list, as the preview with the digest `seen` showed it.

    Doing it again does nothing and returns None. Refused if there are errors, or if the rows were changed
    since they were shown.
    """
    entry = lists.BY_NAME[upload.table]
    require(actor, entry.permission, upload.edition)
    edition = lock(upload.edition)
    upload = lock(upload)
    if upload.applied_at:
        return None
    reading = read_upload(actor, edition, entry, bytes(upload.content), upload.name)
    shown = preview_of(reading)
    if shown.errors:
        raise DomainError("sheet_has_errors", SHEET_HAS_ERRORS)
    if shown.digest != seen:
        raise DomainError("changed_meanwhile", CHANGED_MEANWHILE)
    try:
        reading.write()
    except IntegrityError as error:
        raise DomainError("changed_meanwhile", CHANGED_MEANWHILE) from error
    upload.applied_at = timezone.now()
    upload.save()
    stale = {edition.key, *(key for table in shown.tables for key in table.other_editions)}
    Edition.objects.filter(key__in=stale).update(content_version=F("content_version") + 1)
    audit.record(actor, "apply_sheet", edition, after={"file": upload.name} | _changes(shown.tables))
    return shown


def _record(actor: Actor, result: LoadResult) -> None:
    """Note what was loaded, and that what the pages of each edition show has changed."""
    edition = Edition.objects.get(key=result.edition)
    shown_by = {key for table in result.tables for key in table.other_editions}
    stale = shown_by if result.is_new else {*shown_by, edition.key}
    Edition.objects.filter(key__in=stale).update(content_version=F("content_version") + 1)
    audit.record(
        actor,
        "load_edition",
        edition,
        after=_changes(result.tables),
    )


def _changes(tables: Iterable[TableResult]) -> dict[str, Any]:
    """How many rows are new, and which fields of which rows changed, table by table."""
    return {
        table.name: {
            "new": len(table.new),
            "changed": {change.key: sorted(change.fields) for change in table.changed},
        }
        for table in tables
        if table.is_change
    }
