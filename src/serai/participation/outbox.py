"""How other services put mails into the outbox, many at once: to whom, in which language, and not twice.

    letters = [Letter(person, language, subject, body, key=f"release {number} {person.pk}") for …]
    written = write_mails(actor, edition, MailKind.RELEASE_NOTICE, letters)
    written.mails, written.known, written.without_address

Call it inside the service's transaction. A letter may hold a personal link: the draft's body is then the only
place where the token stands. Once the mail has left, or is discarded, the link is taken out of what is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from serai.core.actors import Actor
from serai.editions.models import Edition
from serai.participation.models import Mail, MailKind, MailState
from serai.parties.models import Person

LONGEST_SUBJECT = 300
LOST_AFTER = timedelta(minutes=10)  # a mail that is being sent for so long has lost its worker
BATCH = 500  # rows of one INSERT
SECRET_LINK = re.compile(r"https?://\S*[A-Za-z0-9_-]{43}\S*")  # what token_urlsafe(32) makes has 43 letters


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to one person; `key` says what it is about, so that it isn't written twice.

    `person` should come with its `user`. `address` is for those who have no account yet.
    """

    person: Person
    language: str
    subject: str
    body: str
    key: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The drafts that were made, who had this letter already, and who can't be written to."""

    mails: list[Mail] = field(default_factory=list)
    known: list[Person] = field(default_factory=list)
    without_address: list[Person] = field(default_factory=list)


@transaction.atomic
def write_mails(
    actor: Actor,
    edition: Edition,
    kind: MailKind,
    letters: Iterable[Letter],
    state: MailState = MailState.DRAFT,
) -> Written:
    """Put letters into the outbox as drafts; one whose key was used for this kind before isn't written again.

    With `state=MailState.QUEUED` they leave without review: for what its own reader asked for just now.
    A few queries, however many letters.
    """
    Edition.objects.select_for_update().get(pk=edition.pk)  # two who write at once write once
    keys = written_keys(edition, kind)
    now = timezone.now()
    written, rows = Written(), []
    for letter in letters:
        address = letter.address or address_of(letter.person)
        if not _is_address(address):
            written.without_address.append(letter.person)
        elif letter.key and letter.key in keys:
            written.known.append(letter.person)
        else:
            keys.add(letter.key)
            rows.append(_mail(actor, edition, kind, letter, address))
    for row in rows:
        row.state = state
        if state == MailState.QUEUED:
            row.released_at, row.released_by = now, actor.user
    written.mails.extend(Mail.objects.bulk_create(rows, batch_size=BATCH))
    if written.mails and state == MailState.QUEUED:
        send_soon(edition)
    return written


def written_keys(edition: Edition, kind: MailKind) -> set[str]:
    """The keys of this kind's letters that were written and not discarded."""
    return set(Mail.objects.filter(edition=edition, kind=kind).exclude(key="").values_list("key", flat=True))


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def take_back(edition: Edition, kind: MailKind, key: str) -> None:
    """Discard the letter with this key if it waits for review; another about the same may be written."""
    rows = Mail.objects.filter(edition=edition, kind=kind, key=key)
    rows.filter(state=MailState.DRAFT).update(state=MailState.DISCARDED, body="")
    rows.update(key="")


def _mail(actor: Actor, edition: Edition, kind: MailKind, letter: Letter, address: str) -> Mail:
    return Mail(
        edition=edition,
        person=letter.person,
        kind=kind,
        key=letter.key,
        address=address,
        language=letter.language,
        subject=" ".join(letter.subject.split())[:LONGEST_SUBJECT],
        body=letter.body,
        created_by=actor.user,
    )


def send_soon(edition: Edition) -> None:
    """Have the worker send what is released, once this transaction is through."""
    task = import_string("serai.participation.tasks.send")  # by name: tasks are a door to the services
    transaction.on_commit(lambda: task.enqueue(edition.pk))


def address_of(person: Person) -> str:
    """Where somebody can be written to: the address of their account; nothing if it was closed."""
    return person.user.email if person.user and person.user.is_active else ""


def language_of(person: Person, edition: Edition, spoken: Iterable[str] = ()) -> str:
    """The language of the interface in which somebody is written to: that of their account, else the first
    of those they speak (`participation.languages`), else the edition's original, else English."""
    wishes = [person.user.language if person.user else "", *spoken, *edition.languages[:1]]
    for wish in wishes:
        for code, _name in settings.LANGUAGES:
            if wish and code.split("-")[0] == wish.lower().split("-")[0]:
                return code
    return settings.LANGUAGE_CODE


def without_links(body: str, language: str) -> str:
    """A body with words in the place of each link that only its reader may open."""
    with translation.override(language):
        return SECRET_LINK.sub(f"[{gettext('link sent')}]", body)


def are_lost() -> Q:
    """Mails that may have been sent: the connection broke at the end, or their worker is gone."""
    silent = Q(taken_at__lt=timezone.now() - LOST_AFTER)
    return Q(state=MailState.SENDING) & (silent | ~Q(error=""))
