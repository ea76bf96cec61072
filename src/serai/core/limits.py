"""How often something may be tried: a count for each key and span of time, in Django's cache.

    limit(f"links {client_of(request)}", most=30, seconds=600)      # raises TooMany

A cache that lives in one process counts for that process alone: with several, each allows as much.
"""

from __future__ import annotations

import hashlib
import time
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from serai.core.errors import TooMany

NETWORK = 64  # bits of an IPv6 address that one household or firm has for itself


def limit(key: str, most: int, seconds: int) -> None:
    """Count one more try under this key; more than `most` within a span of `seconds` are refused."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    counter = f"limit:{digest}:{int(time.time() // seconds)}"
    cache.add(counter, 0, timeout=seconds)
    try:
        tries = cache.incr(counter)
    except ValueError:  # it ran out between the two
        tries = 1
    if tries > most:
        wait = seconds - int(time.time()) % seconds
        raise TooMany("too_many", _("That was too often. Try again later."), wait=wait)


def client_of(request: HttpRequest) -> str:
    """The address that a request comes from. Behind a proxy that is the one which the proxy names, if
    `SERAI_PROXIES` says that it may be believed."""
    text: str = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), NETWORK), strict=False))
    return str(address)
