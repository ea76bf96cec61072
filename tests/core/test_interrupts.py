"""Ctrl-C is noted where Python loses it."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from serai.core import interrupts


@pytest.fixture
def listening() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupts.listen()
    yield
    interrupts.listen()  # forgets what was noted
    signal.signal(signal.SIGINT, before)


class Swallows:
    """Gets a Ctrl-C while it is taken down: Python prints that, and goes on."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_lost_interrupt_is_raised_when_asked_for(listening: None) -> None:
    interrupts.raise_if_noted()
    thing = Swallows()
    del thing
    with pytest.raises(KeyboardInterrupt):
        interrupts.raise_if_noted()


def test_an_interrupt_is_still_raised_at_once(listening: None) -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_process_with_its_own_handler_keeps_it() -> None:
    def handler(number: int, frame: object) -> None:
        """Do nothing."""

    before = signal.signal(signal.SIGINT, handler)
    try:
        interrupts.listen()
        assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, before)
