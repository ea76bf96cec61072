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
    """What begins within an hour of the day; `anchor` is its name within the page."""

    anchor: str
    blocks: tuple[Block, ...]

    @property
    def starts(self) -> datetime:
        """When the first of them begins."""
        return self.blocks[0].starts


def is_long(found: Iterable[Block]) -> bool:
    """Whether a day's contributions are too many to be read through."""
    return sum(len(block.talks) for block in found) >= LONG


def by_hour(found: Iterable[Block], zone: ZoneInfo) -> list[Hour]:
    """The blocks, given in order of time, by the hour in which they begin."""

    def anchor(block: Block) -> str:
        return f"at-{block.starts.astimezone(zone):%H}"

    return [Hour(name, tuple(blocks)) for name, blocks in groupby(found, key=anchor)]
