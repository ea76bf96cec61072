"""What the routers of all apps share: who is asking, texts in languages, and creating something only once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Header, Path, Schema
from ninja.security import APIKeyCookie
from pydantic import BaseModel, ConfigDict

from serai.core.actors import Actor
from serai.core.errors import DomainError, StampMissing
from serai.core.middleware import Request
from serai.core.models import IdempotencyKey, User

CREATED = 201

Texts = dict[str, str]  # BCP 47 tag → words
Key = Annotated[str, Field(max_length=80, pattern=r"^[-\w]+$")]  # what a row is called in addresses and files
PathKey = Annotated[str, Path(max_length=80, pattern=r"^[-\w]+$")]
PathId = Annotated[int, Path(ge=1, lt=2**63)]
IdempotencyHeader = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=80,
        description="Chosen by the caller. A request that is sent again with the same key does nothing "
        "and gets the answer of the first.",
    ),
]


class Body(BaseModel):
    """What a request says: an object, without anything that nobody asked for."""

    model_config = ConfigDict(extra="forbid")


class Refusal(Schema):
    """Every answer that isn't a success: a code for programs, a sentence for people."""

    code: str
    message: str


class Fault(Schema):
    """What is wrong at which place of a request, such as `["body", "name"]`."""

    place: list[str | int]
    message: str


class FaultyInput(Refusal):
    """The refusal of a request that isn't as it should be."""

    faults: list[Fault]


StampHeader = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=80,
        description="The `stamp` (or `ETag`) of what is changed, as it was read. Without one a change is "
        "refused with 428; if somebody else changed the row since, with 409.",
    ),
]
Stamp = Annotated[str, Field(description="Changes with the row; send it as `If-Match` with a change.")]
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]


def seen_in(if_match: str | None) -> str:
    """The stamp that a change names; whoever packed the answer may have marked it as weak."""
    seen = (if_match or "").removeprefix("W/").strip('"')
    if not seen:
        raise StampMissing
    return seen


# The refusals that every request can meet, that every writing one can, and that a change of a row can.
READING: dict[int, Any] = {400: Refusal, 404: Refusal, 422: FaultyInput}
WRITING = READING | {403: Refusal, 409: Refusal, 413: Refusal}
CHANGING = WRITING | {428: Refusal}


class SignIn(APIKeyCookie):
    """The browser's sign-in, or the public; a sign-in that writes must also send the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """Check the token only where there is a sign-in that somebody else could ride on."""
        if self.param_name in request.COOKIES:
            self._get_key(request)
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor:
        """Everybody is let in; what they may do is asked further down."""
        return request.actor  # type: ignore[attr-defined,no-any-return]


def once(
    request: Request,
    key: str,
    answer: type[Schema],
    create: Callable[[], Any],
    where: Callable[[Any], str] | None = None,
) -> JsonResponse:
    """Create something and answer with it, or repeat the answer that this key got before.

    `where` says of an answer at which address it can be read and changed from now on, with its stamp.
    """
    user, digest = request.actor.user, _digest(request)
    if user is None:
        told = _dump(answer, create())
    else:
        told = _repeat(user, key, digest) or _create(user, key, digest, answer, create)
    response = JsonResponse(told, status=CREATED)
    if where is not None and told:
        response["Location"] = where(told)
        response["ETag"] = f'"{told["stamp"]}"'
    return response


def _create(user: User, key: str, digest: str, answer: type[Schema], create: Callable[[], Any]) -> Any:
    """Keep key and creation in one transaction, so that a refused request may be sent again."""
    try:
        with transaction.atomic():
            kept = _take(user, key, digest)
            kept.answer = _dump(answer, create())
            kept.save(update_fields=["answer"])
    except _Taken:
        return _repeat(user, key, digest) or {}
    return kept.answer


class _Taken(Exception):
    """Another request took the key at the same moment."""


def _take(user: User, key: str, digest: str) -> IdempotencyKey:
    try:
        return IdempotencyKey.objects.create(
            user=user, key=key, request_hash=digest, status=CREATED, answer={}
        )
    except IntegrityError as error:
        raise _Taken from error


def _repeat(user: User, key: str, digest: str) -> Any:
    """The answer that the key got before, if it did."""
    kept = IdempotencyKey.objects.filter(user=user, key=key).first()
    if kept is None:
        return None
    if kept.request_hash != digest:
        raise DomainError("key_reused", _("This idempotency key was sent with another request."))
    return kept.answer


def _digest(request: HttpRequest) -> str:
    """What makes two requests the same: method, address and body."""
    parts = (request.method or "").encode(), request.get_full_path().encode(), request.body
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _dump(answer: type[Schema], row: Any) -> Any:
    return answer.from_orm(row).model_dump(mode="json")
