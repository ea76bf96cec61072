"""Several people who do something at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from serai.core.errors import DomainError


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Do all in threads that start together, each with a connection of its own; what each gets or is told."""
    barrier = Barrier(len(actions))

    def one(action: Callable[[], object]) -> str:
        barrier.wait()
        try:
            return str(action())
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return [future.result() for future in [pool.submit(one, action) for action in actions]]
