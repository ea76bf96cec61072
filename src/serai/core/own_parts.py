"""Parts of a page that belong to one reader, such as the account's menu, apart from what several may share.

A page that will be stored for several readers is drawn with holes; whoever reads it gets their own parts.
Holes are comments, which no escaped text can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString

from serai.core.middleware import Request

HOLE = re.compile(rb"<!--own:([a-z]+)-->")


def own_part(context: Context, name: str) -> str:
    """The part `web/own/{name}.html`, or a hole for it if the request's page will be stored."""
    if getattr(context.get("request"), "leaves_holes", False):
        return SafeString(f"<!--own:{name}-->")
    return SafeString(_template(name).render(context))


@contextmanager
def with_holes(request: Request) -> Iterator[None]:
    """Have what is drawn for this request hold nothing of its reader."""
    request.leaves_holes = True
    try:
        yield
    finally:
        request.leaves_holes = False


def fill(request: Request, page: bytes) -> bytes:
    """The page with its reader's own parts in place of the holes; each kind is drawn once."""
    values: dict[str, Any] = {}
    for processor in Engine.get_default().template_context_processors:
        values |= processor(request)

    @cache
    def part(name: bytes) -> bytes:
        return str(_template(name.decode()).render(Context(dict(values)))).encode()

    return HOLE.sub(lambda hole: part(hole[1]), page)


def _template(name: str) -> Any:
    return Engine.get_default().get_template(f"web/own/{name}.html")
