"""Personal links: made, opened, kept to one browser, replaced."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.core.errors import DomainError
from serai.core.queries import token_hash
from serai.editions.models import Edition
from serai.participation.links import LinkAddress, is_noted, is_usable, new_link, usable_link, usable_links
from serai.participation.models import LinkPurpose, MailKind, MailState, Participation, PersonalLink
from serai.participation.outbox import write_mails
from serai.participation.wording import link_letter
from serai.parties.models import Person


@transaction.atomic
def open_link(*, actor: Actor, link: PersonalLink, release: int = 0) -> PersonalLink:
    """Note that the page of a link was seen, and up to which release; what was noted just now isn't again."""
    require(actor, "participation.use_link", link)
    link = lock(link)
    if is_noted(link, release):
        return link
    before = {"seen_release": link.seen_release}
    link.last_used_at, link.seen_release = timezone.now(), max(release, link.seen_release)
    link.save(update_fields=["last_used_at", "seen_release"])
    audit.record(actor, "open_link", link, before=before, after={"seen_release": link.seen_release})
    return link


@transaction.atomic
def claim_link(*, actor: Actor, link: PersonalLink, browser: str) -> PersonalLink:
    """Keep a link to the browser that holds this secret; refused once another one has it."""
    require(actor, "participation.use_link", link)
    link = lock(link)
    if not is_usable(link):
        raise DomainError("link_over", _("This link no longer works. Ask for a new one."))
    digest = token_hash(browser)
    if link.browser and not constant_time_compare(link.browser, digest):
        raise DomainError(
            "link_elsewhere",
            _("This link was first used in another browser. Nothing can be changed here, and nothing was."),
        )
    if not link.browser:
        link.browser = digest
        link.save(update_fields=["browser"])
        audit.record(actor, "claim_link", link)
    return link


@transaction.atomic
def make_agenda_link(*, actor: Actor, participation: Participation) -> PersonalLink:
    """Give somebody a link to their own agenda, or find the one that they have."""
    require(actor, "participation.view_agenda", participation)
    person = lock(participation.person)
    found = usable_link(participation.edition, person, LinkPurpose.AGENDA)
    if found is None:
        found = new_link(participation.edition, person, LinkPurpose.AGENDA)
        found.save()
        audit.record(actor, "make_agenda_link", found, after={"person": person.key})
    return found


@transaction.atomic
def give_agenda_links(
    *, actor: Actor, edition: Edition, people: Sequence[Person], address: LinkAddress
) -> int:
    """Write to people where they find their own agenda; return to how many."""
    require(actor, "participation.invite_person", edition)
    asked = Person.objects.filter(pk__in=[person.pk for person in people]).select_related("user")
    rows = list(asked.filter(participations__edition=edition).distinct())
    known = usable_links(edition, rows, LinkPurpose.AGENDA)
    links = [known.get(person.pk) or new_link(edition, person, LinkPurpose.AGENDA) for person in rows]
    PersonalLink.objects.bulk_create([link for link in links if link.pk is None])
    letters = [link_letter(link, address) for link in links]
    written = len(write_mails(actor, edition, MailKind.LINK, letters).mails)
    keys = sorted(person.key for person in rows)
    audit.record(actor, "give_agenda_links", edition, after={"people": keys, "letters": written})
    return written


@transaction.atomic
def replace_link(*, actor: Actor, link: PersonalLink, address: LinkAddress) -> PersonalLink:
    """End a link and send its person a new one, to their own address.

    Nobody reviews this mail: it has no words of the edition's, and whoever asks waits for it.
    """
    require(actor, "participation.use_link", link)
    link = lock(link)
    if link.revoked_at is not None:
        raise DomainError("link_replaced", _("This link was replaced already. Look for the newer one."))
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    person = Person.objects.select_related("user").get(pk=link.person_id)
    fresh = new_link(link.edition, person, LinkPurpose(link.purpose))
    fresh.seen_release = link.seen_release
    fresh.save()
    written = len(
        write_mails(actor, link.edition, MailKind.LINK, [link_letter(fresh, address)], MailState.QUEUED).mails
    )
    audit.record(actor, "replace_link", link, after={"by": fresh.pk, "letters": written})
    return fresh
