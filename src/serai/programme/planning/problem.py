"""Rows to the engine's question.

Ids in the problem are the rows' keys. An activity that is one block of some minutes becomes a contribution
that stands for it, under the id `block:<activity key>`; keys have no colon, so nothing can clash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from serai.editions.models import Edition, Period, PeriodKind, Room
from serai.engines import timetable as engine
from serai.engines.timetable.problem import Span
from serai.participation.models import Participation, ParticipationRole
from serai.participation.rules import PRESENT
from serai.programme.models import Activity, ActivityMember, Contribution, ContributionMember, MemberState

R = TypeVar("R", Period, Room, Period | Room)

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
    """The edition's planning problem as it stands now."""
    clock = Clock(edition)
    # People are joined: Django words a prefetch of them as one OR for each, and SQLite takes 1000 of them.
    # Who declined isn't waited for, and what is retired is no longer planned.
    chairs = Prefetch(
        "members", ActivityMember.objects.exclude(state=MemberState.DECLINED).select_related("person")
    )
    activities = list(
        edition.activities.filter(is_retired=False).prefetch_related(
            "periods", "rooms", "preferred_periods", "preferred_rooms", chairs, "after",
            "fixed_cells__period", "fixed_cells__room",
        )
    )  # fmt: skip
    speakers = Prefetch(
        "members", ContributionMember.objects.exclude(state=MemberState.DECLINED).select_related("person")
    )
    standing = edition.contributions.filter(is_retired=False, activity__is_retired=False)
    contributions = list(
        standing.select_related("activity", "fixed_period", "fixed_room").prefetch_related(
            speakers, "preferred_periods"
        )
    )
    periods = list(edition.periods.filter(is_retired=False))
    rooms = list(edition.rooms.filter(is_retired=False).prefetch_related("closed"))
    usual = [period.key for period in periods if period.kind == PeriodKind.PERIOD]
    items = [_block(activity, usual, clock) for activity in activities if activity.minutes]
    items += [_contribution(row, usual, periods, clock) for row in contributions]
    return engine.Problem(
        slot_minutes=edition.slot_minutes,
        periods=tuple(_period(period, edition, clock) for period in periods),
        rooms=tuple(_room(room) for room in rooms),
        people=tuple(_people(edition, activities, contributions, clock)),
        activities=tuple(_activity(activity, usual, rooms, clock) for activity in activities),
        contributions=tuple(items),
        before=tuple(
            (first.key, row.key) for row in activities for first in row.after.all() if not first.is_retired
        ),
        weights=edition.weights,
    )


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


def _people(
    edition: Edition, activities: Iterable[Activity], contributions: Iterable[Contribution], clock: Clock
) -> Iterable[engine.Person]:
    """Everybody whom the programme needs somewhere, with their stay and weight."""
    needed = {member.person for activity in activities for member in activity.members.all()}
    needed |= {member.person for talk in contributions for member in talk.members.all()}
    participations: dict[int, list[Participation]] = {}
    for row in edition.participations.filter(person__in=needed).prefetch_related("away"):
        participations.setdefault(row.person_id, []).append(row)
    for person in sorted(needed, key=lambda person: person.key):
        rows = participations.get(person.pk, [])
        weight = max((WEIGHT.get(ParticipationRole(row.role), 1) for row in rows), default=1)
        yield engine.Person(id=person.key, weight=weight, here=_stay(edition, rows, clock))


def _stay(edition: Edition, rows: list[Participation], clock: Clock) -> tuple[Span, ...] | None:
    """When somebody is there, in slots: from the latest arrival to the earliest departure, less absences."""
    if rows and not any(row.state in PRESENT for row in rows):
        return NEVER
    arrivals = [row.arrives for row in rows if row.state in PRESENT and row.arrives]
    departures = [row.departs for row in rows if row.state in PRESENT and row.departs]
    away = sorted(
        {(clock.before(period.starts), clock.after(period.ends)) for row in rows for period in row.away.all()}
    )
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


def _activity(activity: Activity, usual: list[str], rooms: list[Room], clock: Clock) -> engine.Activity:
    preferred_rooms = {room.key for room in _standing(activity.preferred_rooms.all())}
    people = tuple(
        engine.Attendance(member.person.key, engine.Role(member.role))
        for member in activity.members.all()
        if not activity.minutes and member.role in (engine.Role.CHAIR, engine.Role.MUST_ATTEND)
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
        period_cost={} if activity.minutes else _unwanted(activity.preferred_periods.all(), usual),
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


def _unwanted(preferred: Iterable[Period], usual: list[str]) -> dict[str, int]:
    """A cost of 1 for each period that isn't among the preferred ones."""
    wished = {period.key for period in _standing(preferred)}
    return {key: 1 for key in usual if wished and key not in wished}


def _block(activity: Activity, usual: list[str], clock: Clock) -> engine.Contribution:
    """The one contribution that stands for an activity without contributions of its own."""
    people = [member for member in activity.members.all() if member.role != "organiser"]
    return engine.Contribution(
        id=BLOCK + activity.key,
        activity=activity.key,
        slots=clock.slots(activity.minutes or 0),
        people=tuple(engine.Attendance(member.person.key, engine.Role.SPEAKER) for member in people),
        body=True,
        period_cost=_unwanted(activity.preferred_periods.all(), usual),
    )


def _contribution(
    row: Contribution, usual: list[str], periods: list[Period], clock: Clock
) -> engine.Contribution:
    return engine.Contribution(
        id=row.key,
        activity=row.activity.key,
        slots=clock.slots(row.minutes),
        people=tuple(
            engine.Attendance(member.person.key, engine.Role(member.role)) for member in row.members.all()
        ),
        rank=row.rank,
        fixed=_fixed(row, periods, clock),
        period_cost=_unwanted(row.preferred_periods.all(), usual),
    )


def _fixed(row: Contribution, periods: list[Period], clock: Clock) -> engine.Fixed | None:
    """Where the contribution must be; the period follows from a fixed time."""
    start = row.fixed_start
    period = row.fixed_period or next(
        (period for period in periods if start and period.starts <= start < period.ends), None
    )
    if period is None:
        return None
    room = row.fixed_room.key if row.fixed_room else None
    return engine.Fixed(period.key, room, clock.after(start) if start else None)
