"""Public pages of a release, made once and then served from files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import cache, wraps
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from serai.core.actors import PUBLIC
from serai.core.middleware import Request
from serai.core.page_store import Page, Pages, best_coding
from serai.programme.queries import released

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

    Whoever has signed in (or carries a message) gets the view's answer, which nothing keeps. Only answers of
    status 200 that set no cookie and hold no form's token are stored; before the first release none is. The
    answer has a strong ETag for each coding (br, gzip, none), and 304 is said to those who have it already.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: Request, edition: str, **arguments: object) -> HttpResponse:
            pages = _pages(edition) if _is_for_the_public(request, query) else None
            if pages is None:
                return _unkept(view(request, edition=edition, **arguments))
            name = _name(request)
            coding = best_coding(request.headers.get("Accept-Encoding", ""))
            page = pages.read(name, coding, life)
            if page is not None:
                return _answer(request, page)
            with LOCKS[hash(name) % len(LOCKS)]:
                page = pages.read(name, coding, life)
                if page is not None:
                    return _answer(request, page)
                response = view(request, edition=edition, **arguments)
                if not _may_be_kept(request, response):
                    return _unkept(response)
                page = pages.write(name, coding, dict(response.items()), response.content)
            return _answer(request, page)

        return answer

    return decorate


def _is_for_the_public(request: Request, query: tuple[str, ...]) -> bool:
    """Whether nothing in the request tells one reader from another."""
    return (
        not any(name in request.COOKIES for name in (settings.SESSION_COOKIE_NAME, "messages"))
        and request.actor == PUBLIC
        and set(request.GET) <= set(query)
        and "HX-Request" not in request.headers
    )


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return response.status_code == 200 and not response.streaming and not response.cookies and not has_token


def _pages(edition: str) -> Pages | None:
    """The store for the edition's present state; None before the first release."""
    if settings.PAGES is None or (state := released.state_of_pages(PUBLIC, edition)) is None:
        return None
    number, text = state
    version = hashlib.blake2b(f"{text} {_code()}".encode(), digest_size=16).hexdigest()
    return Pages(settings.PAGES / str(number), version)


def _name(request: HttpRequest) -> str:
    """What tells one page of an edition from the others; pages name their own address in full."""
    return f"{get_language()} {request.scheme}://{request.get_host()}{request.get_full_path()}"


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    if page.etag in known or "*" in known:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(page.body, headers=dict(page.headers))
        if page.coding:
            response["Content-Encoding"] = page.coding
    response["ETag"] = page.etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response


def _unkept(response: HttpResponse) -> HttpResponse:
    """The view's own answer, for this reader only."""
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
