"""Rows to the engine's question, and its timetable back to sessions and placements.

Ids in the problem are the rows' keys. An activity that is one block of some minutes becomes a contribution
that stands for it, under the id `block:<activity key>`; keys have no colon, so nothing can clash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from serai.core.errors import DomainError
from serai.editions.models import Edition, Period, PeriodKind, PlanningRun, Room
from serai.engines import timetable as engine
from serai.engines.solving import Limits, Progress, Violation
from serai.engines.timetable import io
from serai.participation.models import Participation, ParticipationRole
from serai.participation.rules import PRESENT
from serai.programme.models import Activity, Contribution, Placement, Plan, Session

BLOCK = "block:"
# What moving or leaving out one of these people counts for; everybody else counts once.
WEIGHT = {
    ParticipationRole.HEAD_OF_DELEGATION: 5,
    ParticipationRole.LAUREATE: 5,
    ParticipationRole.GUEST: 2,
}


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
    activities = list(
        edition.activities.prefetch_related(
            "periods", "rooms", "preferred_periods", "preferred_rooms", "members__person", "after",
            "fixed_cells__period", "fixed_cells__room",
        )
    )  # fmt: skip
    contributions = list(
        edition.contributions.select_related("activity", "fixed_period", "fixed_room").prefetch_related(
            "members__person", "preferred_periods"
        )
    )
    periods = list(edition.periods.all())
    rooms = list(edition.rooms.prefetch_related("closed"))
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
        before=tuple((first.key, row.key) for row in activities for first in row.after.all()),
        weights=edition.weights,
    )


def read_problem(edition: Edition) -> engine.Problem:
    """The edition's planning problem, or a refusal that says what in the data can't be planned."""
    try:
        return problem_of(edition)
    except ValueError as error:
        raise DomainError(
            "problem_invalid", _("The edition can't be planned as it stands: %(reason)s"), reason=str(error)
        ) from error


def fingerprint(problem: engine.Problem) -> str:
    """A digest that changes whenever the problem does."""
    text = json.dumps(io.dump_problem(problem), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def solve_run(
    run: PlanningRun, on_progress: Callable[[Progress], None], should_stop: Callable[[], bool]
) -> dict[str, Any]:
    """Solve a stored run's problem; touches no database. Returns the engine's result as JSON data."""
    problem = io.load_problem(run.problem)
    result = engine.solve(problem, Limits(**run.limits), progress=on_progress, should_stop=should_stop)
    return io.dump_result(result)


def dump_problem(problem: engine.Problem) -> dict[str, Any]:
    """The problem as JSON data, for a run that can be replayed."""
    return io.dump_problem(problem)


def timetable_of_result(result: dict[str, Any]) -> engine.Timetable:
    """The timetable in a stored result."""
    return io.load_result(result).timetable


@dataclass(frozen=True)
class Check:
    """What is wrong with a plan: broken rules, hard first, and the ids of what has no place."""

    violations: list[Violation]
    unplaced: list[str]

    @property
    def hard(self) -> list[Violation]:
        return [violation for violation in self.violations if violation.hard]

    @property
    def penalty(self) -> int:
        return sum(violation.penalty for violation in self.violations if not violation.hard)


def check_plan(plan: Plan) -> Check:
    """Check a plan against the edition's data as they are now."""
    problem, timetable = read_problem(plan.edition), timetable_of(plan)
    unplaced = unplaced_items(problem, timetable)
    return Check(engine.violations(problem, timetable), unplaced)


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
    closed = frozenset(period.key for period in room.closed.all())
    return engine.Room(id=room.key, seats=room.seats, booths=room.booths, closed=closed)


def _people(
    edition: Edition, activities: Iterable[Activity], contributions: Iterable[Contribution], clock: Clock
) -> Iterable[engine.Person]:
    """Everybody whom the programme needs somewhere, with their stay and weight."""
    needed = {member.person for row in (*activities, *contributions) for member in row.members.all()}
    participations: dict[int, list[Participation]] = {}
    for row in edition.participations.filter(person__in=needed):
        participations.setdefault(row.person_id, []).append(row)
    for person in sorted(needed, key=lambda person: person.key):
        rows = participations.get(person.pk, [])
        weight = max((WEIGHT.get(ParticipationRole(row.role), 1) for row in rows), default=1)
        yield engine.Person(id=person.key, weight=weight, here=_stay(edition, rows, clock))


def _stay(edition: Edition, rows: list[Participation], clock: Clock) -> tuple[engine.Span, ...] | None:
    """The slots when somebody is there: between the latest arrival and the earliest departure given."""
    if rows and not any(row.state in PRESENT for row in rows):
        return ()
    arrivals = [row.arrives for row in rows if row.state in PRESENT and row.arrives]
    departures = [row.departs for row in rows if row.state in PRESENT and row.departs]
    if not arrivals and not departures:
        return None
    horizon = ((edition.end - edition.start).days + 2) * timedelta(days=1) // clock.slot
    begin = max(clock.after(max(arrivals)), 0) if arrivals else 0
    end = clock.before(min(departures)) if departures else horizon
    return ((begin, end),) if begin < end else ()


def _activity(activity: Activity, usual: list[str], rooms: list[Room], clock: Clock) -> engine.Activity:
    preferred_rooms = {room.key for room in activity.preferred_rooms.all()}
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
        periods=frozenset(period.key for period in activity.periods.all()) or None,
        rooms=frozenset(room.key for room in activity.rooms.all()) or None,
        fixed=frozenset(
            engine.Cell(activity.key, cell.period.key, cell.room.key) for cell in activity.fixed_cells.all()
        ),
        period_cost={} if activity.minutes else _unwanted(activity.preferred_periods.all(), usual),
        room_cost={room.key: 1 for room in rooms if preferred_rooms and room.key not in preferred_rooms},
    )


def _sessions(activity: Activity) -> tuple[int, int] | None:
    if activity.sessions_min is not None:
        return (activity.sessions_min, activity.sessions_max or activity.sessions_min)
    return None


def _unwanted(preferred: Iterable[Period], usual: list[str]) -> dict[str, int]:
    """A cost of 1 for each period that isn't among the preferred ones."""
    wished = {period.key for period in preferred}
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
        people=tuple(engine.Attendance(member.person.key, engine.Role.SPEAKER) for member in row.members.all()),
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


def timetable_of(plan: Plan) -> engine.Timetable:
    """A plan's sessions and placements as the engine sees them."""
    clock = Clock(plan.edition)
    cells, places = set(), {}
    for session in plan.sessions.select_related("activity", "period", "room").prefetch_related(
        "placements__contribution"
    ):
        period, room = session.period.key, session.room.key
        cells.add(engine.Cell(session.activity.key, period, room))
        if session.activity.minutes:
            places[BLOCK + session.activity.key] = engine.Place(period, room, clock.after(session.starts))
        for placement in session.placements.all():
            begin = clock.after(placement.starts)
            places[placement.contribution.key] = engine.Place(period, room, begin)
    return engine.Timetable(frozenset(cells), places)


def write_timetable(plan: Plan, timetable: engine.Timetable) -> None:
    """Store the engine's timetable as the sessions and placements of an empty plan."""
    edition, clock = plan.edition, Clock(plan.edition)
    activities = {row.key: row for row in edition.activities.all()}
    contributions = {row.key: row for row in edition.contributions.select_related("activity")}
    periods = {row.key: row for row in edition.periods.all()}
    rooms = {row.key: row for row in edition.rooms.all()}
    lengths = {key: clock.slots(row.minutes) for key, row in contributions.items()}
    lengths |= {BLOCK + key: clock.slots(row.minutes) for key, row in activities.items() if row.minutes}

    spans: dict[engine.Cell, list[tuple[int, int]]] = {cell: [] for cell in timetable.cells}
    cell_of: dict[str, engine.Cell] = {}
    for item, place in timetable.places.items():
        owner = item.removeprefix(BLOCK) if item.startswith(BLOCK) else contributions[item].activity.key
        cell_of[item] = engine.Cell(owner, place.period, place.room)
        spans[cell_of[item]].append((place.begin, place.begin + lengths[item]))

    sessions = {
        cell: Session(
            plan=plan,
            activity=activities[cell.activity],
            period=periods[cell.period],
            room=rooms[cell.room],
            starts=clock.moment(min(begin for begin, _ in span)) if span else periods[cell.period].starts,
            ends=clock.moment(max(end for _, end in span)) if span else periods[cell.period].ends,
        )
        for cell, span in sorted(spans.items(), key=lambda entry: (entry[0].period, entry[0].room))
    }
    Session.objects.bulk_create(sessions.values())
    Placement.objects.bulk_create(
        Placement(
            plan=plan,
            session=sessions[cell_of[item]],
            contribution=contributions[item],
            starts=clock.moment(place.begin),
            ends=clock.moment(place.begin + lengths[item]),
        )
        for item, place in timetable.places.items()
        if not item.startswith(BLOCK)
    )


def unplaced_items(problem: engine.Problem, timetable: engine.Timetable) -> list[str]:
    """Contributions without a place, and activities without the sessions they need, by id."""
    held: dict[str, int] = {}
    for cell in timetable.cells:
        held[cell.activity] = held.get(cell.activity, 0) + 1
    missing = [row.id for row in problem.contributions if row.id not in timetable.places]
    missing += [row.id for row in problem.activities if held.get(row.id, 0) < row.least_sessions]
    return missing
