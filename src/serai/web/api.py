"""The API: one router per app, one answer to every error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as FieldError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from serai.core.api import SignIn
from serai.core.errors import DomainError, Forbidden, NotVisible, StampMissing, TooMany
from serai.editions.api import router as editions
from serai.editions.desk import kinds as of_editions
from serai.editions.desk.api import desk_router
from serai.participation.api import router as participation
from serai.participation.desk import kinds as of_participation
from serai.parties.api import router as parties
from serai.programme.api import router as programme
from serai.programme.desk import kinds as of_programme
from serai.programme.desk.api_openings import add_opening

DESCRIPTION = """Everything that the pages show and do.

Who isn't signed in sees what is public. Whoever is signed in with a browser may use the API with its cookie;
requests that write send the `csrftoken` cookie's value as `X-CSRFToken`. Requests that create need an
`Idempotency-Key`. Every error is JSON with a `code` and a `message`; one of input says in `faults` what is
wrong where. Lists take `limit` (at most 100) and `offset`. Texts come in all their languages, times in UTC.

Under `/editions/{edition}/desk/` is what the desk's pages edit. A row is named by its key and comes with a
`stamp` (also as `ETag`); `Location` says where a new one can be read again. A change sends the stamp as
`If-Match`: without it the answer is 428, and 409 if somebody else changed the row meanwhile. What a change
leaves out stays; a text that it sends replaces all its languages."""


class _Api(NinjaAPI):
    """Ninja's, whose description says that nobody has to be signed in."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["security"] = [{}, *operation["security"]]
        return schema


api = _Api(
    title="Serai", version="1", description=DESCRIPTION, urls_namespace="api", auth=SignIn(), docs_url=None
)
desk = desk_router(
    singles=(of_editions.EDITION, of_editions.SERIES),
    lists=(*of_editions.KINDS, *of_programme.KINDS, *of_participation.KINDS),
)
add_opening(editions)
for router in (parties, editions, participation, programme, desk):
    api.add_router("", router)

STATUS_OF = ((NotVisible, 404), (Forbidden, 403), (StampMissing, 428), (TooMany, 429), (DomainError, 409))


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A service's refusal: hidden 404, not allowed 403, too often 429, anything else 409."""
    status = next(status for kind, status in STATUS_OF if isinstance(error, kind))
    return _answer(request, status, error.code, str(error))


@api.exception_handler(ValidationError)
def refuse_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input that isn't as the schema says, with the place of each fault."""
    faults = [{"place": _place(fault["loc"]), "message": fault["msg"]} for fault in error.errors]
    return _faulty(request, _("The request isn't as it should be."), faults)


def _place(loc: Sequence[str | int]) -> list[str | int]:
    """Where in the request: a body that is one object has no name of its own."""
    return list(loc[1:] if tuple(loc[:2]) == ("body", "body") else loc)


@api.exception_handler(FieldError)
def refuse_fields(request: HttpRequest, error: FieldError) -> HttpResponse:
    """Fields that a form or a service found wrong, in the words of the pages."""
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    faults = [
        {"place": ["body", *([name] if name != NON_FIELD_ERRORS else [])], "message": message}
        for name, messages in found.items()
        for message in messages
    ]
    return _faulty(request, " ".join(error.messages), faults)


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A request that the framework refused, such as one without a CSRF token."""
    code = {400: "bad_request", 403: "csrf_failed"}.get(error.status_code, "refused")
    return _answer(request, error.status_code, code, str(error))


@api.exception_handler(Http404)
def refuse_address(request: HttpRequest, error: Http404) -> HttpResponse:
    """An address that doesn't exist."""
    return refuse(request, NotVisible())


def _faulty(request: HttpRequest, message: str, faults: list[dict[str, Any]]) -> HttpResponse:
    return _answer(request, 422, "invalid_input", message, faults=faults)


def _answer(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message, **more}, status=status)
