"""What services have in common, and the services of accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def outside_transaction(service: Callable[P, R]) -> Callable[P, R]:
    """Mark a service that works too long for one transaction and opens short ones itself."""
    service.is_outside_transaction = True  # type: ignore[attr-defined]
    return service
