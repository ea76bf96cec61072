"""Letters to those whose own items a release changes: written as drafts that a person reviews and lets go."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.participation.models import MailKind, Participation
from serai.participation.notices import release_notice
from serai.participation.outbox import Letter, language_of, write_mails
from serai.parties.models import Person
from serai.programme import planning
from serai.programme.models import Release
from serai.programme.showing.changes import ChangeWords


@transaction.atomic
def prepare_notices(*, actor: Actor, release: Release) -> int:
    """Write a letter to everybody whose own items differ from the release before; return how many.

    Asked again for the same release it writes nothing twice.
    """
    require(actor, "programme.release_plan", release.plan)
    edition = release.edition
    before = edition.releases.filter(number__lt=release.number).select_related("plan").first()
    changes = planning.plan_differences(before.plan if before else None, release.plan)
    spoken = dict(Participation.objects.filter(edition=edition).values_list("person", "languages"))
    letters = [
        _letter(release, person, own, spoken.get(person.pk, [])) for person, own in changes.by_person.items()
    ]
    written = write_mails(actor, edition, MailKind.RELEASE_NOTICE, letters)
    after = {"letters": len(written.mails), "without_address": len(written.without_address)}
    audit.record(actor, "prepare_notices", release, after=after)
    return len(written.mails)


def _letter(release: Release, person: Person, own: list[planning.Change], spoken: list[str]) -> Letter:
    """What changed for one person, in their language as far as the interface speaks it."""
    edition = release.edition
    language = language_of(person, edition, spoken)
    words = ChangeWords(edition, language)
    with translation.override(language):
        told = [words.sentence(change) for change in own]
    return release_notice(edition, person, number=release.number, changes=told, spoken=spoken)
