"""The pages that the web benchmark (`web.py`) measures."""

from __future__ import annotations

from collections.abc import Iterator
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


def existing_pages(edition: Any) -> Iterator[Page]:
    """The pages that this version has; what it lacks is said and left out."""
    from django.urls import NoReverseMatch, reverse
    from django.utils import translation

    plan = edition.releases.get().plan
    placed = plan.placements.filter(contribution__activity__visibility="public").order_by("id")
    talk = placed.select_related("contribution__activity")[placed.count() // 2].contribution
    speaker = talk.members.first().person
    draft = edition.plans.first().pk
    wanted = (
        ("home", ["edition"], [edition.key], ""),
        ("day", ["programme:day"], [edition.key, edition.start], ""),
        ("list", ["programme:day"], [edition.key, edition.start], "?view=list"),
        ("activity", ["programme:activity"], [edition.key, talk.activity.key], ""),
        ("contribution", ["programme:contribution"], [edition.key, talk.key], ""),
        ("speakers", ["programme:speakers"], [edition.key], ""),
        ("speaker", ["programme:speaker"], [edition.key, speaker.key], ""),
        ("json", ["programme:schedule"], [edition.key], ""),
        ("xml", ["programme:schedule_xml"], [edition.key], ""),
        ("calendar", ["programme:calendar"], [edition.key], ""),
        ("desk", ["web:desk", "desk"], [edition.key], ""),
        ("planning", ["programme:planning"], [edition.key], ""),
        ("plan", ["programme:plan"], [edition.key, draft], ""),
        ("activities", ["programme:activities"], [edition.key], ""),
        ("activity-form", ["programme:change_activity"], [edition.key, talk.activity.key], ""),
        ("contributions", ["programme:contributions"], [edition.key], ""),
        ("person-form", ["participation:change_person"], [edition.key, speaker.key], ""),
        ("speakers-desk", ["programme:desk_speakers"], [edition.key], ""),
        ("review", ["programme:release"], [edition.key, draft], ""),
        ("better", ["programme:better"], [edition.key, draft, talk.key], ""),
    )
    for name, routes, arguments, query in wanted:
        for route in routes:
            try:
                with translation.override("en"):
                    yield Page(name, reverse(route, args=arguments) + query)
                break
            except NoReverseMatch:
                continue
        else:
            print(f"Left out: {name}, this version has no such page.")
