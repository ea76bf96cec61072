"""Ctrl-C that isn't lost.

Python drops a KeyboardInterrupt that comes up while an object is taken down, or in a call back from C: with
luck it is printed. So the command line notes that it came, and what takes long asks for it.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

_noted = threading.Event()


def listen() -> None:
    """Note a Ctrl-C from now on, besides raising KeyboardInterrupt; only a process that had no other plan."""
    _noted.clear()
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)


def raise_if_noted() -> None:
    """Raise KeyboardInterrupt if a Ctrl-C came, wherever its own was lost."""
    if _noted.is_set():
        raise KeyboardInterrupt


def _note(number: int, frame: FrameType | None) -> None:
    _noted.set()
    raise KeyboardInterrupt
