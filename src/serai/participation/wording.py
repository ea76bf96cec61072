"""What is written to people about their links, in the language in which each is written to."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext

from serai.core.text import localise
from serai.editions.models import Edition
from serai.participation.links import LinkAddress
from serai.participation.models import LinkPurpose, PersonalLink
from serai.participation.outbox import Letter, language_of


def link_letter(link: PersonalLink, address: LinkAddress) -> Letter:
    """The letter that brings somebody a personal link."""
    edition, person = link.edition, link.person
    language = language_of(person, edition)
    with translation.override(language):
        values = {"name": person.name_in(language), "edition": name_of(edition, language)}
        if link.purpose == LinkPurpose.AGENDA:
            subject = gettext("Your agenda at %(edition)s") % values
            says = gettext("What you have to be at stands on your own page, which follows every change:")
        else:
            subject = gettext("Your new link for %(edition)s") % values
            says = gettext("Here is your own page again. The link that you had before no longer works:")
        parts = [
            gettext("Dear %(name)s,") % values,
            says,
            address(link, language),
            *closing(edition, language),
        ]
    return Letter(person, language, subject, "\n\n".join(parts), key=f"link {link.token_hash[:32]}")


def closing(edition: Edition, language: str) -> list[str]:
    """How a letter with a link ends: whose it is, whom to ask, who writes."""
    parts = [gettext("The page needs no account. It is for you alone; please don't pass its address on.")]
    if edition.contact_email:
        parts.append(
            gettext("If you have a question, write to %(address)s.") % {"address": edition.contact_email}
        )
    parts.append(gettext("The secretariat of %(edition)s") % {"edition": name_of(edition, language)})
    return parts


def name_of(edition: Edition, language: str) -> str:
    """The edition's name in a language, on one line."""
    original = edition.languages[0] if edition.languages else ""
    return " ".join(localise(edition.name, language, original).words.split())
