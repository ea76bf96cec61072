"""Where the things that sentences about a plan name can be changed, moved or read."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from serai.editions.models import Edition
from serai.programme.models import Plan
from serai.programme.planning import Part

# For each kind the pages that show it, the one where it can be changed first; a page of a list takes no key.
PAGES = {
    "activity": ("programme:change_activity", "programme:activity"),
    "contribution": ("programme:change_contribution", "programme:contribution"),
    "person": ("participation:change_person", "programme:speaker"),
    "room": ("editions:change_room",),
}
MOVE = "programme:move"


def address_of(edition: Edition, part: Part, plan: Plan | None = None) -> str:
    """The page of what a part of a sentence names: to move it in the plan, to change it, or to read it.

    Empty for words alone, and for what has no page yet.
    """
    is_movable = plan is not None and part.item and not hasattr(plan, "release")
    if plan and is_movable and (found := _reversed(MOVE, edition.key, plan.pk, part.item)):
        return found
    for name in PAGES.get(part.kind, ()):
        if found := _reversed(name, edition.key, part.key):
            return found
    return ""


def _reversed(name: str, *args: object) -> str:
    """The address of a page, empty if this version has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
