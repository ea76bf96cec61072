"""What every page knows: its edition, where one can go from it, and the other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_bidi, get_language_info, gettext, gettext_lazy

from serai.core.access import may
from serai.core.actors import PUBLIC
from serai.editions.models import Edition
from serai.participation.rules import is_participant
from serai.programme.queries.editing import organises
from serai.programme.queries.released import is_released


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a menu."""

    address: str
    label: str
    is_current: bool = False
    language: str = ""

    @property
    def short(self) -> str:
        """The language's code, for narrow windows."""
        return self.language.split("-")[0].upper()


def page(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs; a failing page may have no edition, actor or language."""
    edition = getattr(request, "edition", None)
    at_desk = list(places(request, edition)) if edition else []
    return {
        "edition": edition,
        "navigation": list(navigation(request, edition, at_desk)) if edition else [],
        "places": at_desk,
        "language": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "languages": list(languages(request)),
        "is_translated": edition is None or _speaks(edition, get_language() or "en"),
    }


def navigation(request: HttpRequest, edition: Edition, at_desk: list[Link]):  # type: ignore[no-untyped-def]
    """Only what this edition has, and what this actor may open."""
    actor = getattr(request, "actor", PUBLIC)
    entries = []
    if request.release if hasattr(request, "release") else is_released(actor, edition):
        entries.append(("programme:programme", gettext("Programme")))
        entries.append(("programme:speakers", gettext("Speakers")))
    if may(actor, "participation.view_desk", edition):
        entries.append(("desk", gettext("Desk")))
    if actor.user is not None and is_participant(actor, edition):
        entries.append(("programme:my_agenda", gettext("My agenda")))
    for name, label in entries:
        address = reverse(name, args=[edition.key])
        is_below = name == "desk" and any(place.is_current for place in at_desk)
        yield Link(address, label, is_current=is_below or request.path.startswith(address))


# The places of the desk: address, label, and the permission that opens it.
PLACES = (
    ("desk", gettext_lazy("Desk"), "participation.view_desk"),
    ("editions:edition", gettext_lazy("Edition"), "participation.view_desk"),
    ("programme:activities", gettext_lazy("Programme"), "programme.view_planning"),
    ("participation:people", gettext_lazy("People"), "participation.view_desk"),
    ("programme:desk_speakers", gettext_lazy("Speakers"), "participation.view_desk"),
    ("programme:planning", gettext_lazy("Planning"), "programme.view_planning"),
    ("programme:plans", gettext_lazy("Plans"), "programme.view_planning"),
    ("participation:outbox", gettext_lazy("Mail"), "participation.view_mail"),
    ("editions:desk_news", gettext_lazy("News"), "editions.announce"),
    ("programme:roles", gettext_lazy("Roles"), "participation.grant_role"),
    ("sheets", gettext_lazy("Spreadsheets"), "participation.view_desk"),
)
# Pages of a place whose addresses don't begin with its own.
WITHIN = {
    **dict.fromkeys(("rules", "runs", "run", "compare_runs"), "programme:planning"),
    "release_again": "programme:plans",
    "translations": "desk",
}


def places(request: HttpRequest, edition: Edition):  # type: ignore[no-untyped-def]
    """Where those who work on the edition can go."""
    actor = getattr(request, "actor", PUBLIC)
    if actor.user is None:
        return
    allowed = {permission: may(actor, permission, edition) for permission in {row[2] for row in PLACES}}
    route = request.resolver_match.url_name if request.resolver_match else ""
    here = getattr(request, "place", WITHIN.get(route or "", ""))  # of one of its lists, or a further page
    for name, label, permission in PLACES:
        address = reverse(name, args=[edition.key])
        if allowed[permission]:
            is_below = name != "desk" and request.path.startswith(address)
            yield Link(address, str(label), is_current=request.path == address or is_below or here == name)
    if not any(allowed.values()) and organises(actor, edition):
        address = reverse("programme:activities", args=[edition.key])
        yield Link(address, gettext("My activities"), is_current=here == "programme:activities")


def languages(request: HttpRequest):  # type: ignore[no-untyped-def]
    """This page in each language of the interface, called by its own name."""
    here = request.get_full_path()
    for code, _ in settings.LANGUAGES:
        name = get_language_info(code)["name_local"]
        yield Link(translate_url(here, code), name, is_current=code == get_language(), language=code)


def _speaks(edition: Edition, language: str) -> bool:
    """Whether the edition's own texts come in this language."""
    return language.split("-")[0] in {tag.split("-")[0] for tag in edition.languages}
