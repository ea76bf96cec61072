"""Who is behind a request, and errors in the form that programs read."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import SimpleLazyObject
from django.views.defaults import bad_request

from serai.core.actors import PUBLIC, Actor, account

API_PREFIX = "/api/"
READING = ("GET", "HEAD")

GetResponse = Callable[[HttpRequest], HttpResponse]


class Request(HttpRequest):
    """A request as views get it: with the actor, and the edition and its release once a view set them.

    While `leaves_holes` is set, what is drawn holds nothing of its reader (`own_parts`).
    """

    actor: Actor
    edition: Any
    release: Any
    leaves_holes: bool


class ActorMiddleware:
    """Put `request.actor` in place; the account is read only when somebody asks for it.

    A request that only reads learns its actor's roles once; one that writes asks anew each time.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[assignment]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the signed-in account, or the public."""
    if not request.user.is_authenticated:
        return PUBLIC
    return account(request.user, known={} if request.method in READING else None)


class NulMiddleware:
    """Refuse addresses with a NUL character in them: no name has one, and PostgreSQL can't hold it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, BadRequest())
        return self.get_response(request)


class JsonErrorMiddleware:
    """Whatever goes wrong under /api/, before or after the API itself, is answered in JSON."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith(API_PREFIX):
            return response
        if response.get("Content-Type", "").startswith("application/json"):
            return response
        status = HTTPStatus(response.status_code)
        answer = JsonResponse({"code": status.name.lower(), "message": status.phrase}, status=status)
        if "Allow" in response:
            answer["Allow"] = response["Allow"]
        return answer
