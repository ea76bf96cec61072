"""The question: periods, rooms, people, activities and contributions, and the timetable that answers it.

Time is a whole number of slots on one axis; periods are disjoint stretches of that axis. Instants, names and
languages belong to whoever builds the problem. A *session* is an activity in a room during a period (a
`Cell`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serai.engines.timetable.index import Index

Slot = int
Span = tuple[Slot, Slot]
"""Half-open: from the first slot up to, not including, the second."""


def no_costs() -> Mapping[str, int]:
    """Return an empty mapping that nobody can fill by accident."""
    return MappingProxyType({})


class Role(StrEnum):
    """What a person does somewhere; all but attendees can't be spared there."""

    SPEAKER = "speaker"
    ATTENDEE = "attendee"
    CHAIR = "chair"
    MUST_ATTEND = "must_attend"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part, and when they are there (``here=None``: always)."""

    id: str
    weight: int = 1
    here: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A block of time of one day; a break is ``by_name_only``: usable by activities that name it."""

    id: str
    day: int
    begin: Slot
    slots: int
    by_name_only: bool = False

    @property
    def end(self) -> Slot:
        """The first slot after the period."""
        return self.begin + self.slots


@dataclass(frozen=True, slots=True)
class Room:
    """A room, its seats (None: not a limit), interpreters' booths, and the periods when it is closed."""

    id: str
    seats: int | None = None
    booths: int = 0
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attendance:
    """A person in a role, on an activity (busy for whole sessions) or a contribution (its own slots)."""

    person: str
    role: Role = Role.SPEAKER


@dataclass(frozen=True, slots=True)
class Cell:
    """A session: an activity in a room during a period."""

    activity: str
    period: str
    room: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """Where a contribution must be: a period, and if given a room and the slot (on the axis) it begins at."""

    period: str
    room: str | None = None
    begin: Slot | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """A forum or exhibition: holds contributions, or whole sessions (``sessions``, ``fixed``), or both.

    ``sessions`` is the least and the greatest number of sessions; None: as many as the contributions need.
    ``together``: one room and successive periods of one day. ``pairs``: language pairs, one booth each.
    ``setup_slots``: the room must be free of others for that long before each session. ``period_cost`` and
    ``room_cost`` count once for each session.
    """

    id: str
    people: tuple[Attendance, ...] = ()
    sessions: tuple[int, int] | None = None
    together: bool = False
    audience: int = 0
    pairs: tuple[str, ...] = ()
    setup_slots: int = 0
    periods: frozenset[str] | None = None
    rooms: frozenset[str] | None = None
    fixed: frozenset[Cell] = frozenset()
    period_cost: Mapping[str, int] = field(default_factory=no_costs)
    room_cost: Mapping[str, int] = field(default_factory=no_costs)

    @property
    def least_sessions(self) -> int:
        """The number of sessions it needs even without contributions."""
        return max(self.sessions[0] if self.sessions else 0, len(self.fixed))


@dataclass(frozen=True, slots=True)
class Contribution:
    """A talk or other item of an activity, ``slots`` long, never crossing a period.

    ``rank`` is its place in the order of the activity (0: anywhere). ``body``: it stands for the activity
    itself and is shown by its title. The costs count once for each slot of its length; ``hour_cost`` is by
    period.
    """

    id: str
    activity: str
    slots: int
    people: tuple[Attendance, ...] = ()
    rank: int = 0
    body: bool = False
    fixed: Fixed | None = None
    period_cost: Mapping[str, int] = field(default_factory=no_costs)
    hour_cost: Mapping[str, int] = field(default_factory=no_costs)
    room_cost: Mapping[str, int] = field(default_factory=no_costs)


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a timetable depends on; checked when it is made (ValueError names the item).

    ``before``: pairs of activities, the first ends before the second begins. ``cell_cost``: the price of a
    room in a period, by (period, room), once for each session. ``similar``: the price of two activities at
    one time, for each pair of their sessions. ``weights``: rule name to weight in place of the rule's own
    (None: hard, 0: off). ``slot_minutes`` is only a label here (None: not a clock).
    """

    periods: tuple[Period, ...]
    rooms: tuple[Room, ...]
    people: tuple[Person, ...] = ()
    activities: tuple[Activity, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    cell_cost: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    similar: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    weights: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))
    slot_minutes: int | None = None
    _index: Index | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        from serai.engines.timetable.validate import check  # it needs the types of this module

        check(self)

    @property
    def index(self) -> Index:
        """Look-ups by id, built once."""
        if self._index is None:
            from serai.engines.timetable.index import Index  # it needs the types of this module

            object.__setattr__(self, "_index", Index(self))
        assert self._index is not None
        return self._index


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contribution is: its period, its room and the slot (on the axis) at which it begins."""

    period: str
    room: str
    begin: Slot


@dataclass(frozen=True, slots=True)
class Timetable:
    """Sessions and places; it may be incomplete and may break any rule."""

    cells: frozenset[Cell] = frozenset()
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))
