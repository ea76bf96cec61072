"""The API: one router per app, one answer to every error."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError as FieldError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from serai.core.api import SignIn
from serai.core.errors import DomainError, Forbidden, NotVisible, TooMany
from serai.editions.api import router as editions
from serai.participation.api import router as participation
from serai.parties.api import router as parties
from serai.programme.api import router as programme

DESCRIPTION = """Everything that the pages show and do.

Who isn't signed in sees what is public. Whoever is signed in with a browser may use the API with its cookie;
requests that write send the `csrftoken` cookie's value as `X-CSRFToken`. Requests that create need an
`Idempotency-Key`. Every error is JSON with a `code` and a `message`. Lists take `limit` (at most 100) and
`offset`. Texts come in all their languages, times in UTC."""

api = NinjaAPI(
    title="Serai", version="1", description=DESCRIPTION, urls_namespace="api", auth=SignIn(), docs_url=None
)
for router in (parties, editions, participation, programme):
    api.add_router("", router)

STATUS_OF = ((NotVisible, 404), (Forbidden, 403), (TooMany, 429), (DomainError, 409))


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A service's refusal: hidden 404, not allowed 403, too often 429, anything else 409."""
    status = next(status for kind, status in STATUS_OF if isinstance(error, kind))
    return _answer(request, status, error.code, str(error))


@api.exception_handler(ValidationError)
def refuse_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input that isn't as the schema says, with the place of each fault."""
    faults = [{"place": list(fault["loc"]), "message": fault["msg"]} for fault in error.errors]
    return _answer(request, 422, "invalid_input", "The request isn't as it should be.", faults=faults)


@api.exception_handler(FieldError)
def refuse_fields(request: HttpRequest, error: FieldError) -> HttpResponse:
    """Fields that a service found wrong."""
    return _answer(request, 422, "invalid_input", " ".join(error.messages))


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A request that the framework refused, such as one without a CSRF token."""
    code = {400: "bad_request", 403: "csrf_failed"}.get(error.status_code, "refused")
    return _answer(request, error.status_code, code, str(error))


@api.exception_handler(Http404)
def refuse_address(request: HttpRequest, error: Http404) -> HttpResponse:
    """An address that doesn't exist."""
    return refuse(request, NotVisible())


def _answer(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message, **more}, status=status)
