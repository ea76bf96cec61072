"""Contributions at their times. A day has hundreds: as one text they take a tenth of a template's time."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from zoneinfo import ZoneInfo

from django.template import Context, Library
from django.urls import reverse
from django.utils.safestring import SafeString

from serai.core.text import localise
from serai.parties.names import party_name
from serai.programme.queries.timetable import Named, Talk
from serai.web.templatetags.serai import comma, generated, name_of, original, reader, shown, time_of

register = Library()


@register.simple_tag(takes_context=True)
def talk_list(context: Context, talks: Iterable[Talk]) -> str:
    """Time, title and speakers of each; titles lead to the contributions where the programme stands."""
    edition, language, between = context["edition"], reader(), escape(comma())
    zone, first = ZoneInfo(edition.time_zone), original(edition)
    pages = reverse("programme:contribution", args=[edition.key, "-"])[:-2]
    is_linked = not context.get("superseded_by")

    def line(talk: Talk) -> str:
        title = shown(localise(talk.title, language, first))
        title = f'<a href="{pages}{escape(talk.key)}/">{title}</a>' if is_linked else f"<b>{title}</b>"
        by = "".join(_speaker(person, language, between) for person in talk.speakers)
        by = f'<span class="by">{by}</span>' if by else ""
        time = time_of(talk.starts.astimezone(zone))
        return f'<li><span class="at num">{time}</span><div>{title} {generated(talk)}{by}</div></li>\n'

    found = "".join(line(talk) for talk in talks)
    return SafeString(f'<ol class="talks">{found}</ol>' if found else "")


def _speaker(person: Named, language: str, between: str) -> str:
    """A speaker with the party they come from."""
    party = between + shown(party_name(person.party, language)) if person.party else ""
    return f"<span>{name_of(person, language)}{party}</span>"
