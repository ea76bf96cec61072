"""Rows to the engine's question.

Ids in the problem are the rows' keys. An activity that is one block of some minutes becomes a contribution
that stands for it, under the id `block:<activity key>`; keys have no colon, so nothing can clash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from serai.editions.models import Edition, Period, PeriodKind, Room
from serai.engines import timetable as engine
from serai.engines.timetable.problem import Span
from serai.participation.models import Participation, ParticipationRole
from serai.participation.rules import PRESENT
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    MemberState,
)

R = TypeVar("R", Period, Room, Period | Room)
Members = Iterable[tuple[str, str]]  # keys of people and their roles

BLOCK = "block:"
# What moving or leaving out one of these people counts for; everybody else counts once.
WEIGHT = {
    ParticipationRole.HEAD_OF_DELEGATION: 5,
    ParticipationRole.LAUREATE: 5,
    ParticipationRole.GUEST: 2,
}
NEVER = ((-1, 0),)  # the stay of somebody who won't come: over before the first day


@dataclass(frozen=True)
class Clock:
    """The axis of an edition: slot 0 is midnight, in the edition's zone, of its first day."""

    edition: Edition

    @cached_property
    def origin(self) -> datetime:
        midnight = datetime.combine(self.edition.start, time(), ZoneInfo(self.edition.time_zone))
        return midnight.astimezone(UTC)

    @cached_property
    def slot(self) -> timedelta:
        return timedelta(minutes=self.edition.slot_minutes)

    def before(self, moment: datetime) -> int:
        """The last slot boundary at or before the moment."""
        return (moment - self.origin) // self.slot

    def after(self, moment: datetime) -> int:
        """The first slot boundary at or after the moment."""
        return -((self.origin - moment) // self.slot)

    def moment(self, slot: int) -> datetime:
        """The instant (UTC) at which a slot begins."""
        return self.origin + slot * self.slot

    def slots(self, minutes: int) -> int:
        """The least number of slots that hold so many minutes."""
        return -(-minutes // self.edition.slot_minutes)


def problem_of(edition: Edition) -> engine.Problem:
    """The edition's planning problem as it stands now.

    Who declined isn't waited for, and what is retired is no longer planned.
    """
    clock = Clock(edition)
    activities = list(
        edition.activities.filter(is_retired=False).prefetch_related(
            "periods", "rooms", "preferred_periods", "preferred_rooms", "after",
            "fixed_cells__period", "fixed_cells__room",
        )
    )  # fmt: skip
    periods = list(edition.periods.filter(is_retired=False))
    rooms = list(edition.rooms.filter(is_retired=False).prefetch_related("closed"))
    usual = [period.key for period in periods if period.kind == PeriodKind.PERIOD]
    members = _members(ActivityMember.objects.filter(activity__in=activities), "activity")
    talks = list(_talks(edition, usual, periods, clock))
    blocks = [_block(row, members.get(row.pk, ()), usual, clock) for row in activities if row.minutes]
    needed = {person for rows in members.values() for person, _ in rows}
    needed |= {attendance.person for talk in talks for attendance in talk.people}
    return engine.Problem(
        slot_minutes=edition.slot_minutes,
        periods=tuple(_period(period, edition, clock) for period in periods),
        rooms=tuple(_room(room) for room in rooms),
        people=tuple(_people(edition, needed, clock)),
        activities=tuple(_activity(row, members.get(row.pk, ()), usual, rooms, clock) for row in activities),
        contributions=(*blocks, *talks),
        before=tuple(
            (first.key, row.key) for row in activities for first in row.after.all() if not first.is_retired
        ),
        weights=edition.weights,
    )


def _members(rows: QuerySet[Any], owner: str) -> dict[int, list[tuple[str, str]]]:
    """The people of activities or contributions with their roles, by the owner's primary key.

    Read as plain values: there are thousands, and rows of models take three times as long.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    standing = rows.exclude(state=MemberState.DECLINED)
    for pk, person, role in standing.values_list(f"{owner}_id", "person__key", "role"):
        found.setdefault(pk, []).append((person, role))
    return found


def _period(period: Period, edition: Edition, clock: Clock) -> engine.Period:
    local_day = period.starts.astimezone(ZoneInfo(edition.time_zone)).date()
    begin = clock.after(period.starts)
    return engine.Period(
        id=period.key,
        day=(local_day - edition.start).days,
        begin=begin,
        slots=clock.before(period.ends) - begin,
        by_name_only=period.kind == PeriodKind.BREAK,
    )


def _room(room: Room) -> engine.Room:
    closed = frozenset(period.key for period in _standing(room.closed.all()))
    return engine.Room(id=room.key, seats=room.seats, booths=room.booths, closed=closed)


def _people(edition: Edition, needed: set[str], clock: Clock) -> Iterable[engine.Person]:
    """Everybody whom the programme needs somewhere, with their stay and weight."""
    rows: dict[str, list[Any]] = {}
    standing = edition.participations.values_list(
        "person__key", "role", "state", "arrives", "departs", named=True
    )
    for row in standing.order_by("pk"):
        rows.setdefault(row.person__key, []).append(row)
    away: dict[str, set[Span]] = {}
    absences = Participation.away.through.objects.filter(participation__edition=edition)
    for person, starts, ends in absences.values_list(
        "participation__person__key", "period__starts", "period__ends"
    ):
        away.setdefault(person, set()).add((clock.before(starts), clock.after(ends)))
    for key in sorted(needed):
        weight = max((WEIGHT.get(row.role, 1) for row in rows.get(key, ())), default=1)
        stay = _stay(edition, rows.get(key, []), sorted(away.get(key, ())), clock)
        yield engine.Person(id=key, weight=weight, here=stay)


def _stay(edition: Edition, rows: list[Any], away: list[Span], clock: Clock) -> tuple[Span, ...] | None:
    """When somebody is there, in slots: from the latest arrival to the earliest departure, less absences."""
    if rows and not any(row.state in PRESENT for row in rows):
        return NEVER
    arrivals = [row.arrives for row in rows if row.state in PRESENT and row.arrives]
    departures = [row.departs for row in rows if row.state in PRESENT and row.departs]
    if not arrivals and not departures and not away:
        return None
    horizon = ((edition.end - edition.start).days + 2) * timedelta(days=1) // clock.slot
    begin = max(clock.after(max(arrivals)), 0) if arrivals else 0
    end = clock.before(min(departures)) if departures else horizon
    return tuple(_without(away, begin, end)) or NEVER


def _without(away: Iterable[Span], begin: int, end: int) -> Iterable[Span]:
    """What is left from begin to end when one is away for some spans, given in order."""
    for first, last in away:
        if begin < first < end:
            yield begin, first
        begin = max(begin, last)
    if begin < end:
        yield begin, end


def _activity(
    activity: Activity, members: Members, usual: list[str], rooms: list[Room], clock: Clock
) -> engine.Activity:
    preferred_rooms = {room.key for room in _standing(activity.preferred_rooms.all())}
    people = tuple(
        engine.Attendance(person, engine.Role(role))
        for person, role in members
        if not activity.minutes and role in (engine.Role.CHAIR, engine.Role.MUST_ATTEND)
    )
    return engine.Activity(
        id=activity.key,
        people=people,
        sessions=_sessions(activity),
        together=activity.together,
        audience=activity.audience,
        pairs=tuple(f"{activity.language}>{language}" for language in activity.interpretation),
        setup_slots=clock.slots(activity.setup_minutes),
        periods=_allowed(activity.periods.all()),
        rooms=_allowed(activity.rooms.all()),
        fixed=frozenset(
            engine.Cell(activity.key, cell.period.key, cell.room.key) for cell in activity.fixed_cells.all()
        ),
        period_cost={} if activity.minutes else _unwanted(_wished(activity), usual),
        room_cost={room.key: 1 for room in rooms if preferred_rooms and room.key not in preferred_rooms},
    )


def _standing(rows: Iterable[R]) -> list[R]:
    """Those of some periods or rooms that are still used."""
    return [row for row in rows if not row.is_retired]


def _allowed(rows: Iterable[Period | Room]) -> frozenset[str] | None:
    """The keys of what an activity may use; None if it names nothing, and so may use all."""
    named = list(rows)
    return frozenset(row.key for row in _standing(named)) if named else None


def _sessions(activity: Activity) -> tuple[int, int] | None:
    if activity.sessions_min is not None:
        return (activity.sessions_min, activity.sessions_max or activity.sessions_min)
    return None


def _wished(activity: Activity) -> set[str]:
    return {period.key for period in _standing(activity.preferred_periods.all())}


def _unwanted(wished: Iterable[str], usual: list[str]) -> dict[str, int]:
    """A cost of 1 for each period that isn't among the preferred ones."""
    wished = set(wished)
    return {key: 1 for key in usual if wished and key not in wished}


def _block(activity: Activity, members: Members, usual: list[str], clock: Clock) -> engine.Contribution:
    """The one contribution that stands for an activity without contributions of its own."""
    return engine.Contribution(
        id=BLOCK + activity.key,
        activity=activity.key,
        slots=clock.slots(activity.minutes or 0),
        people=tuple(
            engine.Attendance(person, engine.Role.SPEAKER)
            for person, role in members
            if role != ActivityRole.ORGANISER
        ),
        body=True,
        period_cost=_unwanted(_wished(activity), usual),
    )


def _talks(
    edition: Edition, usual: list[str], periods: list[Period], clock: Clock
) -> Iterable[engine.Contribution]:
    """The contributions of the edition, in order."""
    standing = edition.contributions.filter(is_retired=False, activity__is_retired=False)
    members = _members(ContributionMember.objects.filter(contribution__in=standing), "contribution")
    wishes: dict[int, list[str]] = {}
    wished = Contribution.preferred_periods.through.objects.filter(
        contribution__edition=edition, period__is_retired=False
    )
    for pk, period in wished.values_list("contribution_id", "period__key"):
        wishes.setdefault(pk, []).append(period)
    for row in standing.values_list(
        "pk", "key", "activity__key", "minutes", "rank",
        "fixed_period__key", "fixed_room__key", "fixed_start", named=True,
    ):  # fmt: skip
        yield engine.Contribution(
            id=row.key,
            activity=row.activity__key,
            slots=clock.slots(row.minutes),
            people=tuple(
                engine.Attendance(person, engine.Role(role)) for person, role in members.get(row.pk, ())
            ),
            rank=row.rank,
            fixed=_fixed(row, periods, clock),
            period_cost=_unwanted(wishes.get(row.pk, ()), usual),
        )


def _fixed(row: Any, periods: list[Period], clock: Clock) -> engine.Fixed | None:
    """Where the contribution must be; the period follows from a fixed time."""
    start = row.fixed_start
    period = row.fixed_period__key or next(
        (period.key for period in periods if start and period.starts <= start < period.ends), None
    )
    if period is None:
        return None
    return engine.Fixed(period, row.fixed_room__key, clock.after(start) if start else None)
