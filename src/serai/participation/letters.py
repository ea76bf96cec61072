"""Letters into the outbox: to whom, in which language, and not twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from serai.core.actors import Actor
from serai.editions.models import Edition
from serai.participation.models import Mail, MailKind, MailState
from serai.parties.models import Person


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to one person; `key` says what it is about, so that it isn't written twice."""

    person: Person
    language: str
    subject: str
    body: str
    key: str


def write_letters(
    actor: Actor,
    edition: Edition,
    kind: MailKind,
    letters: Iterable[Letter],
    state: MailState = MailState.DRAFT,
) -> int:
    """Put letters into the outbox for those who have an address; return to how many."""
    rows = [
        Mail(
            edition=edition,
            person=letter.person,
            kind=kind,
            key=letter.key,
            address=address,
            language=letter.language,
            subject=" ".join(letter.subject.split())[:300],
            body=letter.body,
            state=state,
            created_by=actor.user,
        )
        for letter in letters
        if (address := address_of(letter.person))
    ]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def address_of(person: Person) -> str:
    """Where somebody can be written to: the address of their account."""
    return person.user.email if person.user and person.user.is_active else ""


def language_of(person: Person, edition: Edition) -> str:
    """The interface language in which somebody is written to: their own, else the edition's first."""
    known = [code for code, _ in settings.LANGUAGES]
    wishes = [person.user.language if person.user else "", *edition.languages]
    for wish in wishes:
        for code in known:
            if wish and code.split("-")[0] == wish.lower().split("-")[0]:
                return code
    return settings.LANGUAGE_CODE
