"""What every request passes through on its way to a page."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from serai.core.errors import DomainError, NotVisible, TooMany
from serai.core.middleware import GetResponse


class DomainErrorMiddleware:
    """The pages' one place where a refusal becomes a message: hidden things are 404, the rest a notice."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotVisible):
            raise Http404 from error
        if not isinstance(error, DomainError):
            return None
        if isinstance(error, TooMany):
            return _wait(request, error)
        if request.method == "POST":
            messages.error(request, str(error))
            return redirect(request.path.rsplit("/", 2)[0] + "/")
        return render(request, "web/refused.html", {"refusal": error, "status": 409}, status=409)


def _wait(request: HttpRequest, error: TooMany) -> HttpResponse:
    """Say in words, and for programs, when to try again."""
    response = render(request, "web/refused.html", {"refusal": error, "status": 429}, status=429)
    response["Retry-After"] = str(error.values["wait"])
    return response


class PersonalPagesMiddleware:
    """Pages whose address is a secret: kept by nobody, in no search engine, and named to no other site."""

    PLACES = re.compile(r"^(/[a-z-]+)?/(speak|my)/|^/[a-z-]+/[\w-]+/my/$")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self.PLACES.match(request.path):
            response["Cache-Control"] = "no-store, private"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response
