"""The picture of somebody who takes part."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.editions.models import Edition
from serai.participation.models import Participation
from serai.participation.portraits import portrait
from serai.parties.models import Person


@transaction.atomic
def change_own_portrait(*, actor: Actor, participation: Participation, content: bytes | None) -> Person:
    """Take up a picture made anew from what was sent, under a name that follows from it; None removes it."""
    require(actor, "participation.answer_invitation", participation)
    picture = portrait(content) if content is not None else None
    person = lock(participation.person)
    before, storage = person.portrait.name, person.portrait.storage
    person.portrait = ""
    if picture is not None:
        digest = hashlib.sha256(f"{person.pk} ".encode() + picture).hexdigest()[:40]
        name = f"portraits/{digest}.jpg"
        person.portrait = name if name == before else storage.save(name, ContentFile(picture))
    person.save(update_fields=["portrait"])
    if before and before != person.portrait.name:
        transaction.on_commit(lambda: storage.delete(before))
    shown_by = Edition.objects.filter(participations__person=person)
    Edition.objects.filter(pk__in=shown_by.values("pk")).update(content_version=F("content_version") + 1)
    audit.record(
        actor,
        "change_own_portrait",
        person,
        before={"portrait": before},
        after={"portrait": person.portrait.name},
    )
    return person
