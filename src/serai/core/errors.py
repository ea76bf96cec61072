"""How a service says no: one exception with a code, translated once at each door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal: `code` for programs, `message` (lazy, with named placeholders) for people."""

    def __init__(self, code: str, message: Any, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.values: Mapping[str, Any] = values

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)


class Forbidden(DomainError):
    """The actor may see the subject but not do this to it."""


class StampMissing(DomainError):
    """A change that doesn't say on which state of its subject it was made: doors answer 428."""

    def __init__(self) -> None:
        super().__init__(
            "stamp_missing", _("Send the stamp that you read as If-Match, so that nothing is overwritten.")
        )


class TooMany(DomainError):
    """Tried more often than is allowed: doors answer 429; the value `wait` says for how many seconds."""


class NotVisible(DomainError):
    """The actor may not know that the subject exists: doors answer 404."""

    def __init__(self, message: Any = None, **values: Any) -> None:
        super().__init__("not_found", message or _("There is nothing here for you to see."), **values)
