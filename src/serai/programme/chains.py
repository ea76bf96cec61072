"""Sessions of an activity that touch in one room are one thing for whoever goes there."""

from __future__ import annotations

from collections.abc import Iterable

from serai.programme.models import Session


def chains(sessions: Iterable[Session]) -> list[list[Session]]:
    """Sessions in order of time, those of an activity that touch in one room together."""
    found: list[list[Session]] = []
    open_chains: dict[tuple[int, int], list[Session]] = {}
    for session in sessions:
        place = (session.activity_id, session.room_id)
        chain = open_chains.get(place)
        if chain is None or chain[-1].ends != session.starts:
            chain = open_chains[place] = []
            found.append(chain)
        chain.append(session)
    return found
