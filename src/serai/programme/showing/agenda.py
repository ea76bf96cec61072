"""A day as a list: one after another, or by the hour when it is too much to be read through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from serai.programme.showing.blocks import Block

LONG = 100  # contributions of a day from which on the list is parted by the hour and folded


@dataclass(frozen=True, slots=True)
class Hour:
    """What begins within an hour of the day."""

    starts: datetime
    blocks: tuple[Block, ...]

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        return f"at-{self.starts:%H}"


def is_long(found: Iterable[Block]) -> bool:
    """Whether a day's contributions are too many to be read through."""
    return sum(len(block.talks) for block in found) >= LONG


def by_hour(found: Iterable[Block], zone: ZoneInfo) -> list[Hour]:
    """The blocks, given in order of time, by the hour in which they begin."""

    def hour(block: Block) -> datetime:
        return block.starts.astimezone(zone).replace(minute=0, second=0, microsecond=0)

    return [Hour(starts, tuple(blocks)) for starts, blocks in groupby(found, key=hour)]
