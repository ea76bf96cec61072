"""Answers kept in the process, each under all that it depends on: ids and versions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.db import transaction

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """So many answers at most: those not asked for the longest go. None of them is to be changed."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """The answer if it is kept."""
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def keep(self, key: K, answer: V) -> None:
        """Keep an answer once the transaction around it, if there is one, can't be undone any more."""
        transaction.on_commit(lambda: self._keep(key, answer))

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._answers.clear()

    def _keep(self, key: K, answer: V) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
