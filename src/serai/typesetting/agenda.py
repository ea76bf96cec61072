"""The data that the template `agenda` (one person's own agenda) takes: every key, its type and meaning.

As in the booklet, every string is in the document's language, translated and formatted.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from serai.typesetting.booklet import Kind


class AgendaLabels(TypedDict):
    """The fixed words, translated."""

    agenda: str  # above the name: "Agenda"
    times: str  # sentence: "All times are those of Chongqing (UTC+8)."
    release: str  # sentence: "Release 3 of 2 November 2023."; "" before the first
    nothing: str  # sentence for an agenda without entries
    latest: str  # sentence: where later changes are found


class AgendaEntry(TypedDict):
    """One thing that the person has to be at."""

    time: str  # "09:20–09:40"
    title: str
    title_lang: NotRequired[str]  # BCP 47; only if the title fell back to another language
    within: str  # the activity of a contribution; "" else
    within_lang: NotRequired[str]
    kind: Kind  # gives the colour
    place: str  # room and venue
    roles: str  # "Speaker · chair"
    note: str  # "not answered yet"; "" normally


class AgendaDay(TypedDict):
    """A day with its entries in order of time."""

    title: str  # "Monday, 6 November 2023"
    entries: list[AgendaEntry]


class AgendaDocument(TypedDict):
    """All that an agenda prints."""

    lang: str  # BCP 47
    dir: Literal["ltr", "rtl"]
    labels: AgendaLabels
    person: str
    edition: str
    when: str  # the edition's days
    where: str  # its city
    days: list[AgendaDay]
