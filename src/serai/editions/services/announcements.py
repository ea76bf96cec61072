"""News of an edition: said, changed, ended, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from serai.core import audit, editing
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.core.errors import DomainError
from serai.core.tables.cells import UNPRINTABLE
from serai.core.text import forms
from serai.editions.models import Announcement, Edition

FIELDS = ("text", "is_urgent", "starts", "ends")
LONGEST = 600  # characters of a text in one language


@transaction.atomic
def announce(
    *,
    actor: Actor,
    edition: Edition,
    text: dict[str, str],
    is_urgent: bool = False,
    starts: datetime | None = None,
    ends: datetime | None = None,
) -> Announcement:
    """Say something on the edition's pages and screens, from now on unless another time is named."""
    require(actor, "editions.announce", edition)
    edition = editing.lock(edition)
    values = {"text": text, "is_urgent": is_urgent, "starts": starts or timezone.now(), "ends": ends}
    row = Announcement(edition=edition, created_by=actor.user)
    changes = editing.write(row, _checked(edition, values))
    audit.record(actor, "announce", row, **changes)
    _count_up(edition)
    return row


@transaction.atomic
def change_announcement(
    *, actor: Actor, announcement: Announcement, values: Values, seen: str = ""
) -> Announcement:
    """Change what an announcement says, or when; `seen` is its stamp as the writer read it."""
    require(actor, "editions.change_announcement", announcement)
    edition = editing.lock(announcement.edition)
    row = editing.lock(announcement)
    checked = _checked(edition, {**_held(row), **values}, known=forms(row.text))
    changes = editing.write(row, checked, seen=seen, names=FIELDS)
    audit.record(actor, "change_announcement", row, **changes)
    _count_up(edition)
    return row


@transaction.atomic
def end_announcement(*, actor: Actor, announcement: Announcement) -> Announcement:
    """Take an announcement that runs off the pages now; it stays in the list."""
    require(actor, "editions.change_announcement", announcement)
    edition = editing.lock(announcement.edition)
    row, now = editing.lock(announcement), timezone.now()
    if row.starts >= now or (row.ends and row.ends <= now):
        raise DomainError("not_running", _("This announcement isn't shown at the moment."))
    changes = editing.write(row, {"ends": now})
    audit.record(actor, "end_announcement", row, **changes)
    _count_up(edition)
    return row


@transaction.atomic
def remove_announcement(*, actor: Actor, announcement: Announcement) -> None:
    """Delete an announcement."""
    require(actor, "editions.change_announcement", announcement)
    edition = editing.lock(announcement.edition)
    row = editing.lock(announcement)
    audit.record(actor, "remove_announcement", row, before=editing.state_of(row, FIELDS))
    row.delete()
    _count_up(edition)


def _held(row: Announcement) -> Values:
    return {"text": forms(row.text), "starts": row.starts, "ends": row.ends}


def _checked(edition: Edition, values: Values, known: Iterable[str] = ()) -> Values:
    """The values with the text's empty forms left out, or `ValidationError` by field.

    The text may keep forms in `known` languages, which the edition no longer has.
    """
    given = {tag: words.strip() for tag, words in forms(values["text"]).items() if words.strip()}
    faults: dict[str, Any] = {}
    if not given:
        faults["text"] = _("Say something in one language at least.")
    elif foreign := sorted(set(given) - {*edition.languages, *known}):
        faults["text"] = _("The edition isn't written in %(languages)s.") % {"languages": ", ".join(foreign)}
    elif any(len(words) > LONGEST for words in given.values()):
        faults["text"] = _("At most %(number)s characters in each language.") % {"number": LONGEST}
    elif any(UNPRINTABLE.search(words) for words in given.values()):
        faults["text"] = _("There is an unprintable character in it.")
    if values["ends"] and values["ends"] <= values["starts"]:
        faults["ends"] = _("It must end after it begins.")
    if faults:
        raise ValidationError(faults)
    return {**values, "text": LazyI18nString(given)}


def _count_up(edition: Edition) -> None:
    """Pages that show news are made again."""
    Edition.objects.filter(pk=edition.pk).update(content_version=F("content_version") + 1)
