"""The data that the template `programme` (the programme booklet) takes: every key, its type and meaning.

Everything a reader sees is a string in the booklet's language, already translated and formatted (dates,
times, names of languages): the template arranges, it never words. Keys marked `NotRequired` may be left out.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Kind = Literal["plenary", "ministerial", "themed", "roundtable", "exhibition", "supporting"]


class Labels(TypedDict):
    """The fixed words, translated."""

    programme: str  # on the cover: "Programme"
    contents: str
    hosts: str  # heading of the page of hosts
    at_a_glance: str  # heading of a day's grid: "At a glance"
    time: str  # head of the grid's first column
    when: str  # on the cover, above the dates
    where: str  # on the cover, above venue and city
    chair: str  # before one chair: "Chair"
    chairs: str  # before several: "Chairs"
    language: str  # before the language spoken: "Spoken"
    interpretation: str  # before the languages interpreted into: "Interpreted into"
    continued: str  # beside the name of a session that goes on: "continued"
    empty_day: str  # sentence for a day without sessions
    speakers: str  # heading of the index
    colophon: str  # heading of the last part: "About this booklet"
    release: str  # sentence: "Release 3 of 2 November 2023."
    times: str  # sentence: "All times are Chongqing time (UTC+8)."
    generated: str  # sentence beside the mark: "Generated for this example; no source gives it."


class EditionData(TypedDict):
    """The edition, as the cover shows it."""

    name: str
    short_name: str  # in every footer
    series: str  # "" if it says nothing beyond the name
    theme: str
    dates: str
    city: str
    venue: str
    time_zone: str  # "Asia/Shanghai (UTC+8)"; in the colophon


class HostData(TypedDict):
    """A host; those with the same role that follow each other stand under one heading."""

    name: str
    role: str  # translated: "Co-sponsors"


class SectionData(TypedDict):
    """A section of the programme; its kind gives the colour."""

    name: str
    kind: Kind


class PersonData(TypedDict):
    """A person as printed: name, then post and organisation or country in one string."""

    name: str
    affiliation: str


class ContributionData(TypedDict):
    """A contribution in its session."""

    id: str  # unique in the booklet among sessions and contributions; "c-" and its key, say
    time: str  # "09:20–09:40"; digits Western Arabic, earlier time first, in every language
    title: str
    title_lang: NotRequired[str]  # BCP 47; only if the title fell back to another language
    speakers: list[PersonData]
    generated: bool


class SessionData(TypedDict):
    """An activity in a room in one period."""

    id: str
    time: str
    activity: str
    activity_lang: NotRequired[str]  # BCP 47; only if the name fell back to another language
    kind: Kind
    room: str  # one of the day's rooms
    chairs: list[PersonData]
    language: str  # spoken, by name; "" if not known
    interpretation: list[str]  # languages by name
    summary: str  # "" for none
    summary_lang: NotRequired[str]
    continued: bool  # an earlier session of this activity already gave summary and chairs
    generated: bool
    contributions: list[ContributionData]


class PeriodData(TypedDict):
    """A period or a break of a day; breaks normally have no sessions."""

    time: str
    name: str
    is_break: bool
    sessions: list[SessionData]


class DayData(TypedDict):
    """A day; its grid has the rooms as columns and the periods as rows, and is drawn from the sessions."""

    title: str  # "Monday, 6 November 2023"
    rooms: list[str]  # names in order; only rooms used on this day
    periods: list[PeriodData]  # in order of time


class SpeakerData(TypedDict):
    """An entry of the index, in the order to print (sorted by the caller, in the reader's language)."""

    name: str
    heading: str  # letter under which the entry stands: "A"; "" everywhere for an index without letters
    affiliation: str
    refs: list[str]  # ids of sessions (as chair) and contributions; printed as page numbers


class ReleaseData(TypedDict):
    """The release that is printed."""

    number: str  # "3"; "" for a draft
    date: str  # "2 November 2023"


class Booklet(TypedDict):
    """All that the programme booklet prints."""

    lang: str  # BCP 47: "en", "zh-Hans", "ar", "ne" …
    dir: Literal["ltr", "rtl"]
    labels: Labels
    edition: EditionData
    hosts: list[HostData]
    sections: list[SectionData]
    days: list[DayData]
    speakers: list[SpeakerData]
    release: ReleaseData
    sources_note: str  # sentence on where the data come from; "" for none
