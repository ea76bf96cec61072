"""How much a request may bring: more is refused before it is kept anywhere.

What says its length is refused at once; what doesn't is counted as it comes. A client that goes on sending is
listened to for some seconds, so that it reads the answer instead of finding the line cut.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from serai.core.middleware import API_PREFIX

Message = Mapping[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]

MEGABYTE = 1024 * 1024
USUAL = 3 * MEGABYTE
LARGER = (  # what a file is sent to, and how much it takes with the form around it
    (re.compile(r"^/[a-z-]+/speak/[^/]+/slides-"), 51 * MEGABYTE),
    (re.compile(r"^/[a-z-]+/speak/[^/]+/portrait/$"), 11 * MEGABYTE),
    (re.compile(r"^/[a-z-]+/[\w-]+/desk/.*sheet"), 21 * MEGABYTE),
)
PATIENCE = 10.0  # seconds for which a refused client is listened to


class _TooLarge(Exception):
    """More came than the address takes."""


def bounded(application: Application) -> Application:
    """The application, which never sees more of a body than its address takes."""

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        most = most_of(scope["path"])
        if _announced(scope) > most:
            await _refuse(scope, receive, send, most)
            return
        try:
            await application(scope, _counted(receive, most), send)
        except _TooLarge:
            await _refuse(scope, receive, send, most)

    return inner


def most_of(path: str) -> int:
    """How many bytes an address takes."""
    return next((most for pattern, most in LARGER if pattern.match(path)), USUAL)


def _announced(scope: Scope) -> int:
    """The length that the request says it has; 0 if it says none."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _counted(receive: Receive, most: int) -> Receive:
    """The same messages, until they are too much."""
    seen = 0

    async def inner() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise _TooLarge
        return message

    return inner


async def _refuse(scope: Scope, receive: Receive, send: Send, most: int) -> None:
    """Answer 413 in words, then let the client finish or lose patience."""
    media_type, body = await sync_to_async(_words)(scope["path"], most)
    headers = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (b"cache-control", b"no-store, private"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await _drain(receive)
    await send({"type": "http.response.body", "body": b""})


async def _drain(receive: Receive) -> None:
    """Let what still comes go by."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return


def _words(path: str, most: int) -> tuple[str, bytes]:
    """The refusal as a page in the language of the address, or as JSON for programs."""
    megabytes = most // MEGABYTE
    if path.startswith(API_PREFIX):
        message = f"The request is larger than {megabytes} MB. Nothing of it was kept."
        answer = {"code": "request_too_large", "message": message}
        return "application/json", json.dumps(answer).encode()
    language = path.split("/")[1]
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else settings.LANGUAGE_CODE):
        return "text/html; charset=utf-8", render_to_string("413.html", {"megabytes": megabytes}).encode()
