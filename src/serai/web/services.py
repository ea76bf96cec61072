"""What people do with an edition as a whole: load its folder."""

from __future__ import annotations

from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.errors import DomainError
from serai.core.tables import TablesRefused
from serai.editions.models import Edition
from serai.web.loading import LoadResult, Step, compare, prepare, read_folder, results, write

LOADED_MEANWHILE = _(
    "Nothing was loaded: somebody else changed the same rows meanwhile. Load the folder again."
)


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
        after={
            table.name: {
                "new": len(table.new),
                "changed": {change.key: sorted(change.fields) for change in table.changed},
            }
            for table in result.tables
            if table.is_change
        },
    )
