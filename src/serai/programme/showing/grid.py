"""A day as a grid: hours down, rooms across; what goes on all day stands in a band above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from serai.editions.models import Period, Room

REM_PER_MINUTE = 0.085
HEAD_ROWS = 1  # names of the rooms
ALL_DAY = 0.75  # a card that takes this share of the day is a band
WIDEST = 10  # rooms that still stand side by side; more become a list
MARGIN = timedelta(minutes=25)  # a full hour closer than this to the beginning gets no label of its own


class Shown(Protocol):
    """A card, in whatever shape it was read: something in a room from start to end."""

    @property
    def room(self) -> Room: ...

    @property
    def starts(self) -> datetime: ...

    @property
    def ends(self) -> datetime: ...

    @property
    def length(self) -> timedelta: ...


@dataclass(frozen=True, slots=True)
class Item:
    """Something at its place in the grid; `style` is the placement.

    What goes on alone spans all rooms and says itself in which it is.
    """

    style: str
    card: Shown | None = None
    pause: Period | None = None
    is_alone: bool = False

    @property
    def starts(self) -> datetime:
        return self.card.starts if self.card else self.pause.starts  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Column:
    """A room in use and its column."""

    room: Room
    style: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled time and its row."""

    moment: datetime
    style: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything of a day with its place; items are in order of time, so that a list reads as well."""

    style: str
    fit: str
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    items: tuple[Item, ...]
    all_day: tuple[Shown, ...]


def grid(cards: Sequence[Shown], breaks: Iterable[Period], zone: ZoneInfo) -> Grid:
    """Lay out a day's cards and the breaks that lie between them; hours are full in the zone."""
    band = all_day(cards)
    timed = [card for card in cards if card not in band]
    alone = [card for card in timed if not _overlapping(card, timed)]
    rooms = _rooms(card for card in timed if card not in alone)
    if not timed:
        return Grid("", "narrow", (), (), (), tuple(band))
    begin = min(card.starts for card in timed).astimezone(zone)
    end = max(card.ends for card in timed)
    pauses = [pause for pause in breaks if begin <= pause.starts and pause.ends <= end]
    rows = _rows(begin, end, [*timed, *pauses])
    column = {room.pk: number for number, room in enumerate(rooms, start=2)}
    items = [
        Item(f"grid-column:2/-1;{_span(rows, card)}", card=card, is_alone=True)
        if card in alone
        else Item(f"grid-column:{column[card.room.pk]};{_span(rows, card)}", card=card)
        for card in timed
    ]
    for pause in pauses:
        if columns := _free(pause, timed, alone, rooms):
            items.append(Item(f"grid-column:{columns[0]}/{columns[1]};{_span(rows, pause)}", pause=pause))
    return Grid(
        style=f"--rooms:{len(rooms) or 1};grid-template-rows:auto {_heights(rows)}",
        fit=_fit(len(rooms)),
        columns=tuple(Column(room, f"grid-column:{column[room.pk]}") for room in rooms),
        ticks=tuple(_ticks(rows, begin)),
        items=tuple(sorted(items, key=lambda item: item.starts)),
        all_day=tuple(band),
    )


def side_by_side(rooms: Sequence[Room]) -> list[Sequence[Room]]:
    """Rooms in groups, as even as can be, that stand side by side in a window."""
    groups = -(-len(rooms) // WIDEST)
    bounds = [number * len(rooms) // groups for number in range(groups + 1)] if groups else []
    return [rooms[begin:end] for begin, end in pairwise(bounds)]


def all_day(cards: Sequence[Shown]) -> list[Shown]:
    """Cards that fill most of the day in a room that holds nothing else."""
    if len(cards) < 2:
        return []
    day = max(card.ends for card in cards) - min(card.starts for card in cards)
    used: dict[int, int] = {}
    for card in cards:
        used[card.room.pk] = used.get(card.room.pk, 0) + 1
    long = [card for card in cards if card.length >= ALL_DAY * day and used[card.room.pk] == 1]
    return long if len(long) < len(cards) else []


def _overlapping(block: Shown | Period, cards: Iterable[Shown]) -> list[Shown]:
    """What else goes on during a card or a break."""
    return [
        card for card in cards if card is not block and card.starts < block.ends and block.starts < card.ends
    ]


def _rooms(cards: Iterable[Shown]) -> list[Room]:
    return sorted({card.room for card in cards}, key=lambda room: (room.order, room.key))


def _free(
    pause: Period, cards: Sequence[Shown], alone: Sequence[Shown], rooms: Sequence[Room]
) -> tuple[int, int] | None:
    """The widest run of columns in which nothing goes on during a break."""
    if _overlapping(pause, alone):
        return None
    busy = {card.room.pk for card in _overlapping(pause, cards)}
    best, begin = (0, 0), 0
    for number, room in enumerate(rooms):
        if room.pk in busy:
            begin = number + 1
        elif number + 1 - begin > best[1] - best[0]:
            best = begin, number + 1
    if not rooms:
        return 2, 3
    return (best[0] + 2, best[1] + 2) if best[1] else None


def _rows(begin: datetime, end: datetime, blocks: Iterable[Shown | Period]) -> list[datetime]:
    """Where a row begins: at each beginning, end and full hour."""
    moments = {begin, end}
    for block in blocks:
        moments |= {block.starts, block.ends}
    hour = begin.replace(minute=0) + timedelta(hours=1)
    while hour < end:
        moments.add(hour)
        hour += timedelta(hours=1)
    return sorted(moments)


def _heights(rows: list[datetime]) -> str:
    minutes = [(later - row).total_seconds() / 60 for row, later in pairwise(rows)]
    return " ".join(f"minmax({length * REM_PER_MINUTE:.2f}rem,auto)" for length in minutes)


def _span(rows: list[datetime], block: Shown | Period) -> str:
    first = HEAD_ROWS + 1
    return f"grid-row:{rows.index(block.starts) + first}/{rows.index(block.ends) + first}"


def _ticks(rows: list[datetime], begin: datetime) -> Iterable[Tick]:
    for number, moment in enumerate(rows, start=HEAD_ROWS + 1):
        is_hour = moment.astimezone(begin.tzinfo).minute == 0
        if moment == begin or (is_hour and moment - begin >= MARGIN):
            yield Tick(moment, f"grid-row:{number}")


def _fit(rooms: int) -> str:
    """How much width the grid needs before it is better read as a list."""
    if rooms <= 4:
        return "narrow"
    return "medium" if rooms <= 6 else "wide"
