"""Files that go with contributions."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import may, require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.editions.models import Edition
from serai.parties.models import Person
from serai.programme.models import Contribution, Slides
from serai.programme.presentations import ENDINGS, presentation

MOST_FILES = 5  # of one contribution


@transaction.atomic
def add_slides(
    *, actor: Actor, contribution: Contribution, file: UploadedFile[Any], is_public: bool = False
) -> Slides:
    """Keep a file for a contribution if its content is what it may be, under a name of our own."""
    _require(actor, contribution)
    row = lock(contribution)
    if row.slides.count() >= MOST_FILES:
        raise ValidationError(_("There are five files already. Remove one first."))
    found = presentation(file, file.size or 0, file.name or "")  # type: ignore[arg-type]
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    storage = Slides._meta.get_field("file").storage
    kept = storage.save(f"slides/{secrets.token_hex(16)}{ENDINGS[found.media_type]}", file)
    made = Slides.objects.create(
        contribution=row,
        file=kept,
        name=found.name,
        media_type=found.media_type,
        size=file.size or 0,
        sha256=digest.hexdigest(),
        is_public=is_public,
        uploaded_by=_person(actor),
    )
    _bump(row)
    audit.record(
        actor, "add_slides", row, after={"slides": made.pk, "name": made.name, "is_public": is_public}
    )
    return made


@transaction.atomic
def show_slides(*, actor: Actor, slides: Slides, is_public: bool) -> Slides:
    """Let everybody download a file with its contribution, or nobody any more."""
    _require(actor, slides.contribution)
    row = lock(slides)
    before = row.is_public
    row.is_public = is_public
    row.save(update_fields=["is_public"])
    _bump(slides.contribution)
    audit.record(actor, "show_slides", row, before={"is_public": before}, after={"is_public": is_public})
    return row


@transaction.atomic
def remove_slides(*, actor: Actor, slides: Slides) -> None:
    """Take a file away, from the disk too."""
    _require(actor, slides.contribution)
    row = lock(slides)
    storage, kept = row.file.storage, row.file.name or ""
    audit.record(actor, "remove_slides", slides.contribution, before={"slides": row.pk, "name": row.name})
    row.delete()
    _bump(slides.contribution)
    transaction.on_commit(lambda: storage.delete(kept))


def _require(actor: Actor, contribution: Contribution) -> None:
    """Its speakers, and whoever may change the contribution as a whole."""
    if not may(actor, "programme.change_own_contribution", contribution):
        require(actor, "programme.change_contribution", contribution)


def _person(actor: Actor) -> Person | None:
    """Who sends it, if that is known."""
    if actor.link is not None:
        found: Person = actor.link.person
        return found
    return getattr(actor.user, "person", None)


def _bump(contribution: Contribution) -> None:
    Edition.objects.filter(pk=contribution.edition_id).update(content_version=F("content_version") + 1)
