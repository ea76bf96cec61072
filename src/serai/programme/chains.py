"""Sessions of one activity that touch in one room and are shown as one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar


class Sat(Protocol):
    """An activity in a room from start to end, in whatever shape it was read."""

    @property
    def activity_id(self) -> int: ...

    @property
    def room_id(self) -> int: ...

    @property
    def starts(self) -> datetime: ...

    @property
    def ends(self) -> datetime: ...


S = TypeVar("S", bound=Sat)


def chains(sessions: Iterable[S]) -> list[list[S]]:
    """Sessions in order of time, those of an activity that touch in one room together."""
    found: list[list[S]] = []
    open_chains: dict[tuple[int, int], list[S]] = {}
    for session in sessions:
        place = (session.activity_id, session.room_id)
        chain = open_chains.get(place)
        if chain is None or chain[-1].ends != session.starts:
            chain = open_chains[place] = []
            found.append(chain)
        chain.append(session)
    return found
