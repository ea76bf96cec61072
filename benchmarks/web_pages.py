"""The pages that the web benchmark (`web.py`) measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SIGNED_IN_ONLY = {
    "desk",
    "plan",
    "planning",
    "activities",
    "activity-form",
    "contributions",
    "person-form",
    "speakers-desk",
    "review",
    "better",
}


@dataclass(frozen=True)
class Page:
    """A page by its name in the results and its address."""

    name: str
    address: str


QUERIES = {"list": "?view=list"}  # of the pages that have one


def pages_of(edition: Any) -> list[Page]:
    """The pages that are measured, each with a talk, a speaker and a draft of the edition."""
    from django.urls import reverse
    from django.utils import translation

    plan = edition.releases.get().plan
    placed = plan.placements.filter(contribution__activity__visibility="public").order_by("id")
    talk = placed.select_related("contribution__activity")[placed.count() // 2].contribution
    speaker = talk.members.first().person
    draft = edition.plans.first().pk
    wanted: dict[str, tuple[str, list[Any]]] = {
        "home": ("edition", []),
        "day": ("programme:day", [edition.start]),
        "list": ("programme:day", [edition.start]),
        "activity": ("programme:activity", [talk.activity.key]),
        "contribution": ("programme:contribution", [talk.key]),
        "speakers": ("programme:speakers", []),
        "speaker": ("programme:speaker", [speaker.key]),
        "json": ("programme:schedule", []),
        "xml": ("programme:schedule_xml", []),
        "calendar": ("programme:calendar", []),
        "desk": ("desk", []),
        "planning": ("programme:planning", []),
        "plan": ("programme:plan", [draft]),
        "activities": ("programme:activities", []),
        "activity-form": ("programme:change_activity", [talk.activity.key]),
        "contributions": ("programme:contributions", []),
        "person-form": ("participation:change_person", [speaker.key]),
        "speakers-desk": ("programme:desk_speakers", []),
        "review": ("programme:release", [draft]),
        "better": ("programme:better", [draft, talk.key]),
    }
    with translation.override("en"):
        return [
            Page(
                name,
                reverse(route, args=[edition.key, *arguments]) + QUERIES.get(name, ""),
            )
            for name, (route, arguments) in wanted.items()
        ]
