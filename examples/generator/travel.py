"""When generated people arrive and depart: most come early, some late, some leave before the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple


class Stay(NamedTuple):
    """Arrival and departure in local time, as written in the files; both blank: there all the time."""

    arrives: str = ""
    departs: str = ""

    def covers(self, begin: str, end: str) -> bool:
        """Whether somebody is there from begin to end."""
        return (not self.arrives or self.arrives <= begin) and (not self.departs or self.departs >= end)


# Share of people, first and last moment of the window.
ARRIVALS = (
    (0.06, "2023-11-03 14:00", "2023-11-03 22:00"),
    (0.38, "2023-11-04 09:00", "2023-11-04 23:00"),
    (0.42, "2023-11-05 08:00", "2023-11-05 23:30"),
    (0.14, "2023-11-06 06:30", "2023-11-06 11:45"),
)
DEPARTURES = (
    (0.14, "2023-11-07 12:00", "2023-11-07 13:15"),
    (0.31, "2023-11-07 19:00", "2023-11-07 23:30"),
    (0.47, "2023-11-08 07:00", "2023-11-08 21:00"),
    (0.08, "2023-11-09 08:00", "2023-11-09 18:00"),
)
WHOLE_TIME = Stay("2023-11-05 15:00", "2023-11-08 10:00")


def draw_stay(random: Random) -> Stay:
    """A stay of somebody who comes from abroad."""
    return Stay(_moment(random, ARRIVALS), _moment(random, DEPARTURES))


def draw_domestic_stay(random: Random) -> Stay:
    """A stay of somebody from the host country: most have given no times, some leave early or come late."""
    chance = random.random()
    if chance < 0.07:
        return Stay("2023-11-05 18:00", _within(random, *DEPARTURES[0][1:]))
    if chance < 0.12:
        return Stay(_within(random, *ARRIVALS[3][1:]), "2023-11-07 21:00")
    if chance < 0.45:
        return Stay(_within(random, *ARRIVALS[2][1:]), _within(random, *DEPARTURES[1][1:]))
    return Stay()


def _moment(random: Random, windows: tuple[tuple[float, str, str], ...]) -> str:
    chance = random.random()
    for share, first, last in windows:
        if chance < share:
            return _within(random, first, last)
        chance -= share
    return _within(random, *windows[-1][1:])


def _within(random: Random, first: str, last: str) -> str:
    begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    quarters = int((end - begin) / timedelta(minutes=15))
    return f"{begin + timedelta(minutes=15 * random.randint(0, quarters)):%Y-%m-%d %H:%M}"
