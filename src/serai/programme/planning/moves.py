"""Moving one item of a plan: what it would do, in words, and which places are better.

An item is a contribution (its key), an activity that is one block (`block:<activity>`), or a session with all
that is in it (`session:<activity>:<period>:<room>`; `session:<activity>` is one that isn't held yet).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from serai.core.errors import DomainError, NotVisible
from serai.engines import timetable as engine
from serai.engines.solving import Violation
from serai.engines.timetable import moves
from serai.programme.models import Plan
from serai.programme.planning.boards import board_of
from serai.programme.planning.checks import known_part
from serai.programme.planning.problem import BLOCK, Clock

SESSION = "session:"
BETTER = 8  # places that are proposed


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for an item: the keys of a period and a room, and the moment at which it begins."""

    period: str
    room: str
    starts: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move makes of a plan's timetable, and what it breaks and mends."""

    before: engine.Timetable
    after: engine.Timetable
    effect: moves.Effect


@dataclass(frozen=True, slots=True)
class Better:
    """A place that an item could move to, and what that would do."""

    spot: Spot
    effect: moves.Effect


class Mover:
    """One item of one plan, read once: where it is, what moves of it do, where it could go."""

    def __init__(self, plan: Plan, item: str) -> None:
        self.plan = plan
        self.clock = Clock(plan.edition)
        self.board = board_of(plan)
        self.problem = self.board.problem
        self.timetable = self.board.timetable
        self.id = item
        self.item = self._item(item)

    @property
    def is_session(self) -> bool:
        return not isinstance(self.item, str)

    @property
    def is_planned(self) -> bool:
        """Whether it still is in the programme; what has been retired can only be taken out."""
        index = self.problem.index
        if isinstance(self.item, str):
            return self.item in index.contribution
        return self.item.activity in index.activity

    @property
    def spot(self) -> Spot | None:
        """Where the item is."""
        place = moves.place_of(self.problem, self.timetable, self.item)
        return self._spot(place) if place else None

    @property
    def inside(self) -> list[str]:
        """The keys of the contributions that move along with a session."""
        if isinstance(self.item, str) or not self.is_planned:
            return []
        return moves.inside(self.problem, self.timetable, self.item)

    @property
    def moving(self) -> frozenset[str]:
        """The ids of what is moved."""
        if isinstance(self.item, str):
            return frozenset((self.item,))
        return frozenset((self.item.activity, *self.inside))

    @property
    def slots(self) -> int:
        """How long the item is, if it has a length of its own."""
        found = self.problem.index.contribution.get(self.item) if isinstance(self.item, str) else None
        return found.slots if found else 0

    def try_at(self, spot: Spot) -> Outcome:
        """What the plan would be with the item there; refused where nothing can be."""
        if not self.is_planned:
            raise DomainError(
                "retired", _("This is no longer in the programme. It can only be taken out of the plan.")
            )
        place = self._place(spot)
        return self._outcome(moves.moved(self.problem, self.timetable, self.item, place))

    def try_without(self) -> Outcome:
        """What the plan would be without the item."""
        if self.is_planned:
            return self._outcome(moves.without(self.problem, self.timetable, self.item))
        return self._outcome(self._without_retired())

    def stay(self) -> Outcome:
        """What is wrong with the item where it is, as a move that moves nothing."""
        return self._outcome(self.timetable)

    def better(self) -> list[Better]:
        """The best other places, best first."""
        if not self.is_planned:
            return []
        found = moves.best_places(self.board, self.item, BETTER)
        return [Better(self._spot(choice.place), choice.effect) for choice in found]

    def best_in(self, period: str, room: str) -> Spot:
        """The best beginning in a period and room, but for where the item is now."""
        index = self.problem.index
        if self.is_planned and period in index.period and room in index.room:
            found = moves.Search(self.board, self.item).best_in(period, room)
            if found is not None:
                return self._spot(found[1])
        raise DomainError("place_gone", _("There is no other time in this room and period."))

    def _outcome(self, after: engine.Timetable) -> Outcome:
        touched = self.moving
        if self.is_planned:
            touched |= moves.touched(self.problem, self.timetable, self.item)
        change = self.board.effect(after, touched)
        if self.board.is_known:
            return Outcome(self.timetable, after, change)
        old, new = (known_part(self.problem, timetable)[1] for timetable in (self.timetable, after))
        retired = moves.compared(_about(old, touched), _about(new, touched))
        return Outcome(self.timetable, after, retired + change)

    def _place(self, spot: Spot) -> engine.Place:
        index = self.problem.index
        period = index.period.get(spot.period)
        if period is None or spot.room not in index.room:
            raise DomainError("place_gone", _("This room or time is no longer used."))
        begin = self.clock.before(spot.starts)
        if self.clock.moment(begin) != spot.starts:
            raise DomainError(
                "between_slots",
                _("Beginnings are %(minutes)s minutes apart in this edition."),
                minutes=self.plan.edition.slot_minutes,
            )
        if not period.begin <= begin < period.end:
            raise DomainError("outside_period", _("This time isn't within the period."))
        return engine.Place(spot.period, spot.room, begin)

    def _spot(self, place: engine.Place) -> Spot:
        return Spot(place.period, place.room, self.clock.moment(place.begin))

    def _item(self, id: str) -> moves.Item:
        """The engine's name for the item; what neither plan nor edition has isn't there for anybody."""
        if id in self.problem.index.contribution or id in self.timetable.places:
            return id
        activity, _colon, cell = id.removeprefix(SESSION).partition(":")
        period, _colon, room = cell.partition(":")
        found = engine.Cell(activity, period, room)
        is_new = not cell and activity in self.problem.index.activity
        if not id.startswith(SESSION) or not (is_new or found in self.timetable.cells):
            raise NotVisible
        return found

    def _without_retired(self) -> engine.Timetable:
        """The timetable without something that the problem no longer knows, nor what belongs to it."""
        rows = self.plan.placements.select_related("contribution", "session__activity", "session__period")
        owned: dict[engine.Cell, set[str]] = {cell: set() for cell in self.timetable.cells}
        for row in rows.select_related("session__room"):
            held = row.session
            cell = engine.Cell(held.activity.key, held.period.key, held.room.key)
            owned[cell].add(row.contribution.key)
        if isinstance(self.item, str):
            gone, cells = {self.item}, {cell for cell in owned if owned[cell] == {self.item}}
        else:
            gone, cells = owned[self.item], {self.item}
        places = {id: place for id, place in self.timetable.places.items() if id not in gone}
        return engine.Timetable(self.timetable.cells - cells, places)


def item_of_session(activity: str, minutes: int | None, period: str, room: str) -> str:
    """The name of a session as an item; a block is known by its activity, wherever it is."""
    return BLOCK + activity if minutes else f"{SESSION}{activity}:{period}:{room}"


def _about(found: list[Violation], items: frozenset[str]) -> list[Violation]:
    return [violation for violation in found if not items.isdisjoint(violation.items)]
