"""Pages of a release, made once for all who may see the same and then served from files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, wraps
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from serai.core.actors import PUBLIC, ActorKind
from serai.core.middleware import Request
from serai.core.own_parts import fill, with_holes
from serai.core.page_store import Page, Pages, best_coding
from serai.editions import queries as editions
from serai.editions.models import Edition
from serai.programme.queries import released
from serai.programme.rules import sight

View = Callable[..., HttpResponse]

LOCKS = tuple(Lock() for _ in range(64))  # of several first readers in a process one makes the page


def public_page(*query: str, life: timedelta | None = None) -> Callable[[View], View]:
    """Serve what a view shows the public from a file that its first reader fills.

        @require_safe
        @public_page("view", "room")
        def programme(request: Request, edition: str, day: date | None = None) -> HttpResponse: ...

    The view's first argument after the request is the edition's key. The stored page holds for one state of
    the edition: another release, a change that counts `content_version` up, an announcement that begins or
    ends, or other code of Serai, and the page is made again. `query` names the parameters that the page
    knows; a request with others is answered by the view. `life` is for pages that change with the time of
    day. The language is that of the request.

    Who has signed in shares pages with those who may see the same (`rules.sight`). They are stored with holes
    where the frame shows the reader's own account and menus, and are the reader's alone once these are filled
    in (`own_parts`). Whoever carries a message gets the view's answer, which nothing keeps. Only answers of
    status 200 that set no cookie and hold no form's token are stored; before the first release none is. What
    the public gets has a strong ETag for each coding (br, gzip, none), and 304 is said to those who have it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: Request, edition: str, **arguments: object) -> HttpResponse:
            place = _place(request, edition, query)
            if place is None:
                return _unkept(view(request, edition=edition, **arguments))
            page = place.read(life)
            if page is not None:
                return place.answer(request, edition, page)
            with LOCKS[hash(place.name) % len(LOCKS)]:
                page = place.read(life)
                if page is not None:
                    return place.answer(request, edition, page)
                with nullcontext() if place.is_public else with_holes(request):
                    response = view(request, edition=edition, **arguments)
                if not _may_be_kept(request, response):
                    return _unkept(response if place.is_public else _filled(request, response))
                page = place.write(response)
            return place.answer(request, edition, page)

        return answer

    return decorate


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page of a request is stored, in which coding it is sent, and if the public shares it."""

    pages: Pages
    name: str
    coding: str
    is_public: bool

    def read(self, life: timedelta | None) -> Page | None:
        return self.pages.read(self.name, self.coding, life)

    def write(self, response: HttpResponse) -> Page:
        return self.pages.write(self.name, self.coding, dict(response.items()), response.content)

    def answer(self, request: Request, edition: str, page: Page) -> HttpResponse:
        """The page as its reader gets it."""
        if self.is_public:
            return _shared(request, page)
        if not _is_drawn(page.headers):
            return _unkept(_packed(page))
        if not hasattr(request, "edition"):
            request.edition = editions.edition(request.actor, edition)
        return _unkept(_filled(request, HttpResponse(page.plain, headers=dict(page.headers))))


def _place(request: Request, edition: str, query: tuple[str, ...]) -> Place | None:
    """None where the page is this request's alone, and before the first release."""
    has_more = not set(request.GET) <= set(query) or "HX-Request" in request.headers
    if settings.PAGES is None or has_more or "messages" in request.COOKIES:
        return None
    is_public = settings.SESSION_COOKIE_NAME not in request.COOKIES and request.actor == PUBLIC
    if not is_public and (request.actor.kind is not ActorKind.ACCOUNT or "_messages" in request.session):
        return None
    state = released.state_of_pages(PUBLIC, edition)
    if state is None:
        return None
    number, text = state
    seen = "" if is_public else f"account {sight(request.actor, Edition(pk=number))}"
    # Pages name their own address in full.
    name = f"{seen} {get_language()} {request.scheme}://{request.get_host()}{request.get_full_path()}"
    version = hashlib.blake2b(f"{text} {_code()}".encode(), digest_size=16).hexdigest()
    coding = best_coding(request.headers.get("Accept-Encoding", ""))
    return Place(Pages(settings.PAGES / str(number), version), name, coding, is_public)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return response.status_code == 200 and not response.streaming and not response.cookies and not has_token


def _is_drawn(headers: Any) -> bool:
    """Whether the answer is a page with a frame, and not a feed."""
    return str(headers.get("Content-Type", "")).startswith("text/html")


def _filled(request: Request, response: HttpResponse) -> HttpResponse:
    """The answer with its reader's own parts."""
    if not response.streaming and _is_drawn(response):
        response.content = fill(request, response.content)
    return response


def _packed(page: Page) -> HttpResponse:
    response = HttpResponse(page.body, headers=dict(page.headers))
    if page.coding:
        response["Content-Encoding"] = page.coding
    return response


def _shared(request: HttpRequest, page: Page) -> HttpResponse:
    """The page for any cache between here and its reader, or that the reader has it already."""
    known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    response = HttpResponseNotModified() if page.etag in known or "*" in known else _packed(page)
    response["ETag"] = page.etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response


def _unkept(response: HttpResponse) -> HttpResponse:
    """The answer for this reader only."""
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ("Cookie",))
    return response


@cache
def _code() -> str:
    """A digest of Serai's own files: a page made by another version of them isn't served."""
    root = Path(__file__).parents[1]
    stamps = sorted(
        f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}"
        for path in root.rglob("*")
        if "__pycache__" not in path.parts and (status := path.stat())
    )
    return hashlib.blake2b("\n".join(stamps).encode(), digest_size=16).hexdigest()
