"""Letters to those whose own items a release changes: written as drafts that a person reviews and lets go."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.participation.models import Mail, MailKind
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
    before = release.edition.releases.filter(number__lt=release.number).select_related("plan").first()
    changes = planning.plan_differences(before.plan if before else None, release.plan)
    letters = [
        _letter(actor, release, person, own)
        for person, own in changes.by_person.items()
        if person.user and person.user.is_active
    ]
    written = _write(release, letters)
    audit.record(actor, "prepare_notices", release, after={"letters": written})
    return written


def _letter(actor: Actor, release: Release, person: Person, own: list[planning.Change]) -> Mail:
    """What changed for one person, in their language as far as the interface speaks it."""
    edition = release.edition
    language = _language(person, edition.languages)
    with translation.override(language):
        words = ChangeWords(edition, language)
        name = words.text(edition.name)
        told = [words.sentence(change) for change in own]
        opening = gettext("Dear %(person)s,") % {"person": person.name_in(language)}
        said = gettext("version %(number)s of the programme of %(edition)s changes this for you:") % {
            "number": release.number,
            "edition": name,
        }
        subject = gettext("%(edition)s: your programme has changed") % {"edition": name}
    parts = [opening, said, "\n".join(f"• {sentence}" for sentence in told)]
    return Mail(
        edition=edition,
        person=person,
        kind=MailKind.RELEASE_NOTICE,
        key=f"release-{release.number}:{person.key}",
        address=person.user.email if person.user else "",
        language=language,
        subject=subject[:300],
        body="\n\n".join([*parts, *([release.note] if release.note else [])]),
        created_by=actor.user,
    )


def _language(person: Person, spoken: list[str]) -> str:
    """The person's own language, else the first of the edition's that the interface speaks, else English."""
    interface = {code.split("-")[0]: code for code, _ in settings.LANGUAGES}
    own = [person.user.language] if person.user and person.user.language else []
    for tag in [*own, *spoken]:
        if tag.split("-")[0] in interface:
            return interface[tag.split("-")[0]]
    return settings.LANGUAGE_CODE


def _write(release: Release, letters: list[Mail]) -> int:
    """Store the letters, but for those that are there already."""
    mails = Mail.objects.filter(edition=release.edition, kind=MailKind.RELEASE_NOTICE)
    known = set(mails.filter(key__startswith=f"release-{release.number}:").values_list("key", flat=True))
    new = [letter for letter in letters if letter.key not in known]
    Mail.objects.bulk_create(new)
    return len(new)
