"""Personal links: how a token comes from a link, how long it works, and the address that holds it.

A token is not kept: it follows from the link's own columns and the key of this installation, so that the
address can be written into a reminder again. Under another key a link still opens, but can't be shown again.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from serai.core.queries import token_hash
from serai.editions.models import Edition
from serai.participation.models import LinkPurpose, PersonalLink
from serai.parties.models import Person

LIFETIME = timedelta(days=30)  # after the edition
NOTED_AGAIN = timedelta(hours=1)  # a page opened several times within it is noted once
SCATTER = 24 * 60 * 60 * 1_000_000  # microseconds: what makes two links of one person differ

LinkAddress = Callable[
    [PersonalLink, str], str
]  # the page of a link in a language, as it is written in a mail


def new_link(edition: Edition, person: Person, purpose: LinkPurpose) -> PersonalLink:
    """A link not yet saved, which works until a month after the edition, or from now if that is over."""
    last = datetime.combine(edition.end, time.max, ZoneInfo(edition.time_zone))
    scatter = timedelta(microseconds=secrets.randbelow(SCATTER))
    link = PersonalLink(
        edition=edition,
        person=person,
        purpose=purpose,
        expires_at=max(timezone.now(), last) + LIFETIME + scatter,
    )
    link.token_hash = token_hash(_token(link))
    return link


def token_of(link: PersonalLink) -> str:
    """The token of a link; empty if it was made under another key."""
    token = _token(link)
    return token if constant_time_compare(token_hash(token), link.token_hash) else ""


def is_usable(link: PersonalLink) -> bool:
    """Whether the link still opens its page."""
    return link.revoked_at is None and link.expires_at > timezone.now()


def usable_links(edition: Edition, people: Iterable[Person], purpose: LinkPurpose) -> dict[int, PersonalLink]:
    """For each person, by primary key, the newest link for a purpose that works and can be shown again."""
    by_key = {person.pk: person for person in people}
    rows = PersonalLink.objects.filter(edition=edition, person__in=by_key, purpose=purpose, revoked_at=None)
    found: dict[int, PersonalLink] = {}
    for link in rows:
        link.edition, link.person = edition, by_key[link.person_id]
        if link.person_id not in found and is_usable(link) and token_of(link):
            found[link.person_id] = link
    return found


def usable_link(edition: Edition, person: Person, purpose: LinkPurpose) -> PersonalLink | None:
    """The newest link of one person for a purpose that works and can be shown again."""
    return usable_links(edition, [person], purpose).get(person.pk)


def is_noted(link: PersonalLink, release: int = 0) -> bool:
    """Whether it is known already that its page was opened just now, and that release seen."""
    is_recent = link.last_used_at is not None and timezone.now() - link.last_used_at < NOTED_AGAIN
    return is_recent and release <= link.seen_release


def masked(address: str) -> str:
    """An e-mail address as somebody recognises who knows it: a•••@example.org."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}"


def _token(link: PersonalLink) -> str:
    moment = link.expires_at.astimezone(UTC).isoformat()
    value = f"{link.edition_id} {link.person_id} {link.purpose} {moment}"
    digest = salted_hmac("serai.participation.links", value, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
