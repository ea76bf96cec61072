"""What the edition tells people by mail, in the language of each; a letter is made from data alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext

from serai.core.addresses import page_address
from serai.core.text import localise
from serai.editions.models import Edition
from serai.participation.outbox import Letter, language_of
from serai.parties.models import Person


def role_granted(edition: Edition, person: Person, role: Choices, activity: Any = None) -> Letter:
    """That somebody was given a role, perhaps in an activity (a row with a title), and where to sign in."""
    language = language_of(person, edition)
    with translation.override(language):
        values = {
            "name": person.name_in(language),
            "edition": edition_name(edition, language),
            "role": role.label,
            "activity": localise(activity.title, language, _original(edition)).words if activity else "",
        }
        if activity:
            says = gettext("You now have the role “%(role)s” in “%(activity)s” at %(edition)s.")
        else:
            says = gettext("You now have the role “%(role)s” at %(edition)s.")
        subject = gettext("Your role at %(edition)s") % values
        parts = [
            gettext("Dear %(name)s,") % values,
            says % values,
            gettext("Sign in with this e-mail address; a link is sent to you each time:"),
            page_address(language, "core:ask_for_link"),
            gettext("You will find your work on the edition's page:"),
            page_address(language, "edition", edition.key),
            *closing(edition, language),
        ]
    return Letter(person, language, subject, "\n\n".join(parts), role_key(person, role, activity))


def role_key(person: Person, role: Choices, activity: Any = None) -> str:
    """What the letter about a role is about: whose role, and in which activity."""
    return f"{role} {person.pk}" + (f" in {activity.pk}" if activity else "")


def release_notice(
    edition: Edition,
    person: Person,
    *,
    number: int,
    changes: Iterable[str] = (),
    link: str = "",
    spoken: Iterable[str] = (),
) -> Letter:
    """That a programme was released, and what it changes for somebody; `link` leads to their own agenda.

    `changes` are sentences in the language that `language_of(person, edition, spoken)` gives.
    """
    language = language_of(person, edition, spoken)
    told = list(changes)
    with translation.override(language):
        values = {
            "name": person.name_in(language),
            "edition": edition_name(edition, language),
            "number": number,
        }
        subject, says = _news(number)
        parts = [gettext("Dear %(name)s,") % values, says % values]
        if told:
            parts += [gettext("This concerns you:"), "\n".join(f"– {change}" for change in told)]
        if link:
            parts += [gettext("Your own agenda, always as released last:"), link]
        parts += [
            gettext("The whole programme:"),
            page_address(language, "programme:programme", edition.key),
            *closing(edition, language),
        ]
        return Letter(
            person, language, subject % values, "\n\n".join(parts), key=f"release {number} to {person.pk}"
        )


def _news(number: int) -> tuple[str, str]:
    """What a release is called, and said to be, with places for its edition and number."""
    if number == 1:
        return (
            gettext("The programme of %(edition)s is public"),
            gettext("The programme of %(edition)s is public."),
        )
    return (
        gettext("The programme of %(edition)s has changed"),
        gettext("The programme of %(edition)s was released again, as version %(number)s."),
    )


def closing(edition: Edition, language: str) -> list[str]:
    """Whom to ask, and who writes; in the language that is active."""
    parts = []
    if edition.contact_email:
        parts.append(gettext("If you have a question, answer this mail."))
    name = {"edition": edition_name(edition, language)}
    return [*parts, gettext("The secretariat of %(edition)s") % name]


def edition_name(edition: Edition, language: str) -> str:
    """The edition's name in a language, on one line."""
    return " ".join(localise(edition.name, language, _original(edition)).words.split())


def _original(edition: Edition) -> str:
    return edition.languages[0] if edition.languages else ""
