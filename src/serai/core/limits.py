"""How often something may be done: counted in this process, by whoever does it."""

from __future__ import annotations

import time
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from serai.core.errors import DomainError


class TooMany(DomainError):
    """Too much in too short a time; `wait` says after how many seconds it goes on."""

    def __init__(self, wait: int, message: Any = None) -> None:
        super().__init__("too_many", message or _("Too many requests. Wait a minute and try again."))
        self.wait = wait


def limit(key: str, most: int, seconds: int) -> None:
    """Count one more event under a key; raise `TooMany` if it is more than `most` within these seconds."""
    window, passed = divmod(int(time.time()), seconds)
    name = f"limit {key} {window}".replace(" ", "-")
    cache.add(name, 0, timeout=2 * seconds)
    if cache.incr(name) > most:
        raise TooMany(seconds - passed)
