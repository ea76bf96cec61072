"""How inconvenient a session is where a presenter lives: CoSPLib's suitable and less suitable hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

ZONE = re.compile(r"(?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d{2}))?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the day that cost nothing (``suitable``) or little (``less``), and the two prices."""

    local: timedelta
    suitable: tuple[time, time]
    less: tuple[time, time]
    small: int
    great: int

    def price(self, begin: time, end: time, zone: timedelta) -> int:
        """The price of a session from begin to end at the conference for somebody in a zone."""
        starts, ends = (moved(moment, zone - self.local) for moment in (begin, end))
        if starts < self.less[0] or ends > self.less[1] or ends < self.less[0]:
            return self.great
        if starts < self.suitable[0] or ends > self.suitable[1]:
            return self.small
        return 0


def moved(moment: time, shift: timedelta) -> time:
    """A time of day some hours later or earlier, whatever day that is."""
    return (datetime.combine(datetime(2021, 7, 21), moment) + shift).time()  # noqa: DTZ001


def offset(zone: str) -> timedelta:
    """How far a zone like GMT+5 is ahead of Greenwich; raises ValueError if it isn't one."""
    found = ZONE.fullmatch(zone)
    if found is None:
        raise ValueError(f"expected a time zone like GMT+2, found {zone!r}")
    sign, hours, minutes = found.groups()
    shift = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if shift > timedelta(hours=14):
        raise ValueError(f"{zone!r} is more than 14 hours from Greenwich")
    return -shift if sign == "-" else shift
