"""What a screen on site shows: what is on, what comes, what moved. A screen is read by everybody in the hall.

It gets more than it shows at first, all of its two days, and goes on by itself while the network is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from serai.editions.models import Room
from serai.programme.queries.timetable import Named, Timetable
from serai.programme.showing.blocks import Block, blocks

DAYS = 2  # of which a screen knows
LATER = 6  # what a room's screen lists of what comes


@dataclass(frozen=True, slots=True)
class Slot:
    """A contribution, or a block of which none is shown, as a screen names it."""

    title: Any
    over: Any  # the title of the activity that a contribution belongs to
    room: Room
    kind: str
    starts: datetime
    ends: datetime
    day: date
    people: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What is elsewhere than the release before had it; without a room now it is cancelled."""

    title: Any
    before: Room
    began: datetime
    room: Room | None
    starts: datetime | None
    ends: datetime
    is_same_day: bool = True

    @property
    def is_cancelled(self) -> bool:
        return self.room is None

    @property
    def has_moved(self) -> bool:
        """Whether it is in another room."""
        return self.room is not None and self.room != self.before

    @property
    def is_shifted(self) -> bool:
        """Whether it begins at another time."""
        return self.starts is not None and self.starts != self.began


@dataclass(frozen=True, slots=True)
class Screen:
    """The state at one moment, and what is needed to work out the next ones."""

    at: datetime
    today: date
    now: list[Slot]
    next: list[Slot]
    known: list[Slot]
    changes: list[Change]


def screen(
    shown: Timetable, before: Timetable | None, rooms: dict[int, int], at: datetime, room: Room | None = None
) -> Screen:
    """The screen of the hall or of a room; `rooms` are those that contributions had in the release before."""
    zone = ZoneInfo(shown.edition.time_zone)
    held = blocks(shown)
    coming = [slot for block in held for slot in _slots(block, zone) if slot.ends > at]
    coming = sorted((slot for slot in coming if room in (None, slot.room)), key=lambda slot: slot.starts)
    days = sorted({slot.day for slot in coming})[:DAYS]
    known = [slot for slot in coming if slot.day in days]
    changes = _changes(held, blocks(before), shown.rooms, rooms, zone) if before else ()
    return Screen(
        at=at,
        today=at.astimezone(zone).date(),
        now=[slot for slot in known if slot.starts <= at],
        next=list(_next(known, at, by_room=room is None)),
        known=known,
        changes=[
            change
            for change in sorted(changes, key=lambda change: change.starts or change.began)
            if change.ends > at
            and room in (None, change.before, change.room)
            and (change.starts or change.began).astimezone(zone).date() in (days or ())[:1]
        ],
    )


def _slots(block: Block, zone: ZoneInfo) -> Iterator[Slot]:
    if not block.talks:
        day = block.starts.astimezone(zone).date()
        facts = block.kind, block.starts, block.ends, day, block.chairs
        yield Slot(block.activity.title, None, block.room, *facts)
    for talk in block.talks:
        day = talk.starts.astimezone(zone).date()
        facts = block.kind, talk.starts, talk.ends, day, talk.speakers
        yield Slot(talk.title, block.activity.title, block.room, *facts)


def _next(known: list[Slot], at: datetime, *, by_room: bool) -> Iterator[Slot]:
    """In the hall the next of each room on the first day on which something comes; in a room what comes."""
    coming = [slot for slot in known if slot.starts > at]
    if not by_room:
        yield from coming[:LATER]
        return
    seen = set()
    for slot in coming:
        if slot.day == coming[0].day and slot.room.pk not in seen:
            seen.add(slot.room.pk)
            yield slot


def _changes(
    held: list[Block], earlier: list[Block], rooms: dict[int, Room], talks: dict[int, int], zone: ZoneInfo
) -> Iterator[Change]:
    """Blocks that moved or were cancelled, and contributions that moved to another room without theirs."""
    now = {block.name: block for block in held}
    moved = set()
    for old in earlier:
        new = now.get(old.name)
        if new is None:
            yield Change(old.activity.title, old.room, old.starts, None, None, old.ends)
        elif new.room != old.room or new.starts != old.starts:
            moved.add(new.name)
            same = old.starts.astimezone(zone).date() == new.starts.astimezone(zone).date()
            yield Change(new.activity.title, old.room, old.starts, new.room, new.starts, new.ends, same)
    for block in held:
        for talk in block.talks if block.name not in moved else ():
            before = talks.get(talk.id, block.room.pk)
            if before != block.room.pk and before in rooms:
                yield Change(talk.title, rooms[before], talk.starts, block.room, talk.starts, talk.ends)
