"""The outbox: a person reviews, changes, releases, discards; the worker sends, one mail after another.

A mail that is being sent is marked so before it is handed over. If the worker dies meanwhile the mark stays,
and nobody knows whether the mail left: then a person decides, never a program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock, write
from serai.core.errors import DomainError
from serai.core.sending import Carrier, NotSent, Uncertain, carrier, compose
from serai.core.services import outside_transaction
from serai.core.text import localise
from serai.editions.models import Edition
from serai.participation.models import Mail, MailKind, MailState
from serai.participation.outbox import are_lost, send_soon, without_links

FIELDS = ("address", "subject", "body")
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))  # before each further attempt
PORTION = 100  # mails of one task, so that other work gets its turn

CHANGEABLE = (MailState.DRAFT, MailState.FAILED)
DISCARDABLE = (MailState.DRAFT, MailState.QUEUED, MailState.FAILED)
REPEATABLE = (MailState.QUEUED, MailState.FAILED)


@transaction.atomic
def change_mail(*, actor: Actor, mail: Mail, values: dict[str, Any], seen: str = "") -> Mail:
    """Change address, subject or body of a mail that waits for review or has failed."""
    require(actor, "participation.release_mail", mail)
    mail = lock(mail)
    if mail.state not in CHANGEABLE:
        raise DomainError("mail_released", _("This mail has been released; it can't be changed any more."))
    values = {name: values[name] for name in FIELDS if name in values}
    if any(not letter.isprintable() for letter in values.get("subject", "")):
        raise ValidationError({"subject": _("A subject is one line.")})
    changed = write(mail, values, seen=seen, names=FIELDS)
    audit.record(actor, "change_mail", mail, **{side: _kept(mail, told) for side, told in changed.items()})
    return mail


def _kept(mail: Mail, told: dict[str, Any]) -> dict[str, Any]:
    """What the audit trail keeps of a change: no link that opens something."""
    return told | ({"body": without_links(told["body"], mail.language)} if "body" in told else {})


@transaction.atomic
def release_mails(
    *,
    actor: Actor,
    edition: Edition,
    mails: Collection[int] = (),
    kind: str = "",
    until: int | None = None,
) -> int:
    """Release drafts for sending and return how many: those named, or all of a kind ("all": of any).

    `until` is the primary key of the newest draft that the actor saw; what was written since stays.
    """
    require(actor, "participation.release_mail", edition)
    drafts = _named(edition, mails, kind).filter(state=MailState.DRAFT)
    if until is not None:
        drafts = drafts.filter(pk__lte=until)
    count = drafts.update(
        state=MailState.QUEUED, released_at=timezone.now(), released_by=actor.user, error="", attempts=0
    )
    if not count:
        raise DomainError("nothing_to_release", _("None of these mails waits for review any more."))
    audit.record(actor, "release_mails", edition, after={"count": count, "kind": kind, "mails": list(mails)})
    send_soon(edition)
    return count


@transaction.atomic
def discard_mails(*, actor: Actor, edition: Edition, mails: Collection[int] = (), kind: str = "") -> int:
    """Take mails out of the outbox that haven't left, or may have; return how many.

    Their links are taken out, and their keys are free: a letter about the same may be written again.
    """
    require(actor, "participation.release_mail", edition)
    rows = _named(edition, mails, kind)
    if kind:
        rows = rows.filter(state=MailState.DRAFT)
    found = list(rows.select_for_update().filter(Q(state__in=DISCARDABLE) | are_lost()))
    if not found:
        raise DomainError("nothing_to_discard", _("None of these mails can be discarded any more."))
    for mail in found:
        mail.state, mail.key, mail.body = MailState.DISCARDED, "", without_links(mail.body, mail.language)
    Mail.objects.bulk_update(found, ["state", "key", "body"], batch_size=200)
    audit.record(
        actor, "discard_mails", edition, after={"count": len(found), "kind": kind, "mails": list(mails)}
    )
    return len(found)


@transaction.atomic
def retry_mails(*, actor: Actor, edition: Edition, mails: Collection[int] = (), kind: str = "") -> int:
    """Send mails again that failed or may have been sent, and at once what waits; return how many."""
    require(actor, "participation.release_mail", edition)
    rows = _named(edition, mails, kind)
    again = Q(state__in=REPEATABLE) | (are_lost() if mails else Q(pk__in=[]))  # doubtful ones by name only
    count = rows.filter(again).update(
        state=MailState.QUEUED,
        released_at=timezone.now(),
        released_by=actor.user,
        taken_at=None,
        error="",
        attempts=0,
    )
    if not count:
        raise DomainError("nothing_to_retry", _("None of these mails can be sent again."))
    audit.record(actor, "retry_mails", edition, after={"count": count, "kind": kind, "mails": list(mails)})
    send_soon(edition)
    return count


def _named(edition: Edition, mails: Collection[int], kind: str) -> QuerySet[Mail]:
    """The edition's mails with these primary keys, or of this kind."""
    rows = Mail.objects.filter(edition=edition)
    if kind:
        return rows if kind == "all" else rows.filter(kind=MailKind(kind))
    return rows.filter(pk__in=mails)


@outside_transaction
def send_mails(*, actor: Actor, edition: Edition) -> Counter[str]:
    """Send what is released and due, one mail after another; return how many got into which state.

    Each is taken in a short transaction and handed over outside of any. What is left over is queued again.
    """
    require(actor, "participation.release_mail", edition)
    done: Counter[str] = Counter()
    with carrier() as hands:
        while done.total() < PORTION and (mail := _take(edition)) is not None:
            try:
                _hand_over(mail, hands)
                done[_settle(mail, MailState.SENT)] += 1
            except Uncertain as doubt:
                done[_settle(mail, MailState.SENDING, str(doubt))] += 1
            except NotSent as refusal:
                done[_put_back(mail, refusal)] += 1
                if refusal.is_general:
                    _postpone(edition, str(refusal))
                    break
    if done:
        audit.record(actor, "send_mails", edition, after=dict(done))
    _go_on(edition)
    return done


@transaction.atomic
def _take(edition: Edition) -> Mail | None:
    """Take the next mail that is due; of several workers only one can."""
    rows = Mail.objects.select_for_update(skip_locked=True, of=("self",)).select_related("edition")
    mail = rows.filter(_due(), edition=edition).order_by("released_at", "id").first()
    if mail is None:
        return None
    mail.state, mail.taken_at, mail.attempts = MailState.SENDING, timezone.now(), mail.attempts + 1
    mail.error = ""
    mail.save(update_fields=["state", "taken_at", "attempts", "error"])
    return mail


def _due() -> Q:
    """Released mails that were not tried yet, or long enough ago."""
    now = timezone.now()
    due = Q(taken_at=None)
    for attempts, delay in enumerate(DELAYS, start=1):
        due |= Q(attempts=attempts, taken_at__lte=now - delay)
    return Q(state=MailState.QUEUED) & due


def _hand_over(mail: Mail, hands: Carrier) -> None:
    edition = mail.edition
    name = localise(edition.short_name or edition.name, mail.language, next(iter(edition.languages), ""))
    message = compose(
        address=mail.address,
        subject=mail.subject,
        body=mail.body,
        language=mail.language,
        id=f"{edition.key}.{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}",
        sender=" ".join(name.words.split()),
        reply_to=edition.contact_email,
    )
    hands.deliver(message)


def _settle(mail: Mail, state: MailState, error: str = "") -> str:
    """Write how it went, unless somebody decided otherwise meanwhile."""
    values: dict[str, Any] = {"state": state, "error": error}
    if state == MailState.SENT:
        values |= {"sent_at": timezone.now(), "body": without_links(mail.body, mail.language)}
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, taken_at=mail.taken_at).update(**values)
    return str(state)


def _put_back(mail: Mail, refusal: NotSent) -> str:
    """Queue a mail again that wasn't sent, or give it up."""
    is_over = not refusal.is_temporary or mail.attempts > len(DELAYS)
    return _settle(mail, MailState.FAILED if is_over else MailState.QUEUED, str(refusal))


def _postpone(edition: Edition, error: str) -> None:
    """Note with all mails that were due that the way out was closed; each attempt counts."""
    now = timezone.now()
    due = Mail.objects.filter(_due(), edition=edition)
    due.filter(attempts__gte=len(DELAYS)).update(
        state=MailState.FAILED, error=error, attempts=F("attempts") + 1
    )
    due.update(attempts=F("attempts") + 1, taken_at=now, error=error)


def _go_on(edition: Edition) -> None:
    """Queue the next task if mails wait: now, or when the first of them is due."""
    waiting = Mail.objects.filter(edition=edition, state=MailState.QUEUED)
    task = import_string("serai.participation.tasks.send")
    if waiting.filter(_due()).exists():
        task.enqueue(edition.pk)
    elif times := [_next_attempt(*row) for row in waiting.values_list("taken_at", "attempts").distinct()]:
        task.using(run_after=min(times)).enqueue(edition.pk)


def _next_attempt(taken_at: datetime | None, attempts: int) -> datetime:
    return (taken_at or timezone.now()) + DELAYS[min(max(attempts, 1), len(DELAYS)) - 1]
