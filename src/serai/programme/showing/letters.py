"""What is written to those who are asked to speak or chair."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from babel.dates import format_date
from django.utils import translation
from django.utils.translation import gettext

from serai.core.text import date_range, locale_of, localise
from serai.editions.models import Edition
from serai.participation.links import LinkAddress
from serai.participation.models import PersonalLink
from serai.participation.outbox import Letter, language_of
from serai.participation.wording import closing, name_of
from serai.programme.models import ActivityMember, ContributionMember

Member = ActivityMember | ContributionMember


def invitation_letter(
    link: PersonalLink, roles: Iterable[Member], address: LinkAddress, moment: datetime
) -> Letter:
    """The letter that asks somebody for everything that they are planned for."""
    edition = link.edition
    language = language_of(link.person, edition)
    with translation.override(language):
        subject = gettext("Invitation to %(edition)s") % {"edition": name_of(edition, language)}
        parts = [
            gettext("%(edition)s takes place in %(city)s, %(dates)s. We would be glad to have you there:")
            % _edition(edition, language),
            "\n".join(_line(role, edition, language) for role in roles),
            gettext(
                "Please tell us on your own page whether you accept. You can also give title, abstract, "
                "portrait, slides and when you are there:"
            ),
            address(link, language),
        ]
        body = _letter(link, parts, language)
    return Letter(link.person, language, subject, body, key=f"{link.person_id} {moment.timestamp():.6f}")


def reminder_letter(link: PersonalLink, roles: Iterable[Member], address: LinkAddress, number: int) -> Letter:
    """The letter to somebody who hasn't answered yet."""
    edition = link.edition
    language = language_of(link.person, edition)
    with translation.override(language):
        subject = gettext("Your answer for %(edition)s") % {"edition": name_of(edition, language)}
        parts = [
            gettext("We have asked you to take part in %(edition)s and don't have your answer yet:")
            % _edition(edition, language),
            "\n".join(_line(role, edition, language) for role in roles),
            gettext("A yes or a no helps us equally. It takes one click on your own page:"),
            address(link, language),
        ]
        body = _letter(link, parts, language)
    return Letter(link.person, language, subject, body, key=f"{link.person_id} {number}")


def _letter(link: PersonalLink, parts: list[str], language: str) -> str:
    greeting = gettext("Dear %(name)s,") % {"name": link.person.name_in(language)}
    until = format_date(link.expires_at, "long", locale=locale_of(language))
    lasts = gettext("Your page is open until %(date)s.") % {"date": until}
    return "\n\n".join([greeting, *parts, lasts, *closing(link.edition, language)])


def _edition(edition: Edition, language: str) -> dict[str, str]:
    original = edition.languages[0] if edition.languages else ""
    return {
        "edition": name_of(edition, language),
        "city": localise(edition.city, language, original).words,
        "dates": date_range(edition.start, edition.end, locale_of(language)),
    }


def _line(member: Member, edition: Edition, language: str) -> str:
    """One role in a line: – Speaker: The water forum."""
    row = member.activity if isinstance(member, ActivityMember) else member.contribution
    original = edition.languages[0] if edition.languages else ""
    title = " ".join(localise(row.title, language, original).words.split())
    return "– " + gettext("%(role)s: %(title)s") % {"role": member.get_role_display(), "title": title}
