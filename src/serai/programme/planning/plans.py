"""The engine's timetable to sessions and placements, and back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max, Min

from serai.engines import timetable as engine
from serai.programme.models import Activity, Contribution, Placement, Plan, Session
from serai.programme.planning.problem import BLOCK, Clock


def timetable_of(plan: Plan) -> engine.Timetable:
    """A plan's sessions and placements as the engine sees them."""
    clock = Clock(plan.edition)
    cells, places = set(), {}
    rows = plan.sessions.values_list(
        "activity__key", "activity__minutes", "period__key", "room__key", "starts"
    )
    for activity, minutes, period, room, starts in rows:
        cells.add(engine.Cell(activity, period, room))
        if minutes:
            places[BLOCK + activity] = engine.Place(period, room, clock.after(starts))
    placements = plan.placements.values_list(
        "contribution__key", "session__period__key", "session__room__key", "starts"
    )
    for contribution, period, room, starts in placements:
        places[contribution] = engine.Place(period, room, clock.after(starts))
    return engine.Timetable(frozenset(cells), places)


def write_timetable(plan: Plan, timetable: engine.Timetable) -> None:
    """Store the engine's timetable as the sessions and placements of an empty plan."""
    edition, clock = plan.edition, Clock(plan.edition)
    activities = {row.key: row for row in edition.activities.prefetch_related("fixed_cells")}
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

    sessions: dict[engine.Cell, Session] = {}
    for cell, span in sorted(spans.items(), key=lambda entry: (entry[0].period, entry[0].room)):
        activity, period = activities[cell.activity], periods[cell.period]
        starts, ends = period.starts, period.ends
        if span and not _has_whole_periods(activity):
            starts = clock.moment(min(begin for begin, _ in span))
            ends = clock.moment(max(end for _, end in span))
        sessions[cell] = Session(
            plan=plan, activity=activity, period=period, room=rooms[cell.room], starts=starts, ends=ends
        )
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


def write_changes(plan: Plan, before: engine.Timetable, after: engine.Timetable) -> None:
    """Store a changed timetable: only the sessions and placements that differ, and the spans of these."""
    ids = before.places.keys() | after.places.keys()
    changed = {id for id in ids if before.places.get(id) != after.places.get(id)}
    keys = {cell.activity for cell in before.cells ^ after.cells}
    keys |= {id.removeprefix(BLOCK) for id in changed if id.startswith(BLOCK)}
    contributions = {
        row.key: row for row in plan.edition.contributions.filter(key__in=changed).select_related("activity")
    }
    keys |= {row.activity.key for row in contributions.values()}
    sessions = _sessions(plan, keys)
    touched = _open(plan, sessions, keys, after.cells - before.cells)
    touched |= _put(plan, sessions, contributions, after)
    gone = before.cells - after.cells
    Session.objects.filter(pk__in=[sessions[cell].pk for cell in gone]).delete()
    blocks = {cell for cell in sessions if BLOCK + cell.activity in changed}
    _span(plan, {cell: sessions[cell] for cell in (touched | blocks) - gone}, after)


def _sessions(plan: Plan, activities: Iterable[str]) -> dict[engine.Cell, Session]:
    """The plan's sessions of some activities."""
    rows = plan.sessions.filter(activity__key__in=activities).select_related("activity", "period", "room")
    rows = rows.prefetch_related("activity__fixed_cells")
    return {engine.Cell(row.activity.key, row.period.key, row.room.key): row for row in rows}


def _open(
    plan: Plan, sessions: dict[engine.Cell, Session], activities: Iterable[str], cells: Iterable[engine.Cell]
) -> set[engine.Cell]:
    """Write new sessions, for now as long as their periods, and add them to the others."""
    cells = set(cells)
    edition = plan.edition
    rows = {row.key: row for row in edition.activities.filter(key__in=activities)}
    periods = {row.key: row for row in edition.periods.filter(key__in={cell.period for cell in cells})}
    rooms = {row.key: row for row in edition.rooms.filter(key__in={cell.room for cell in cells})}
    for cell in cells:
        period = periods[cell.period]
        sessions[cell] = Session.objects.create(
            plan=plan,
            activity=rows[cell.activity],
            period=period,
            room=rooms[cell.room],
            starts=period.starts,
            ends=period.ends,
        )
    return cells


def _put(
    plan: Plan,
    sessions: dict[engine.Cell, Session],
    contributions: dict[str, Contribution],
    after: engine.Timetable,
) -> set[engine.Cell]:
    """Write where contributions are now; return the sessions that they left or joined."""
    clock = Clock(plan.edition)
    rows = {row.contribution_id: row for row in plan.placements.filter(contribution__key__in=contributions)}
    of_session = {session.pk: cell for cell, session in sessions.items()}
    # A contribution may have been given to another activity since; that one's session stays as it is.
    touched = {of_session[row.session_id] for row in rows.values() if row.session_id in of_session}
    for key, contribution in contributions.items():
        place = after.places.get(key)
        row = rows.get(contribution.pk)
        if place is None:
            if row:
                row.delete()
            continue
        cell = engine.Cell(contribution.activity.key, place.period, place.room)
        row = row or Placement(plan=plan, contribution=contribution)
        row.session = sessions[cell]
        row.starts = clock.moment(place.begin)
        row.ends = clock.moment(place.begin + clock.slots(contribution.minutes))
        row.save()
        touched.add(cell)
    return touched


def _span(plan: Plan, sessions: dict[engine.Cell, Session], after: engine.Timetable) -> None:
    """Let sessions last from the first to the last thing in them, unless they hold whole periods."""
    clock = Clock(plan.edition)
    placements = Placement.objects.filter(session__in=sessions.values())
    spans = {
        row["session"]: (row["starts"], row["ends"])
        for row in placements.values("session").annotate(starts=Min("starts"), ends=Max("ends")).order_by()
    }
    for cell, session in sessions.items():
        activity, block = session.activity, after.places.get(BLOCK + cell.activity)
        starts, ends = spans.get(session.pk, (session.period.starts, session.period.ends))
        if block:
            starts = clock.moment(block.begin)
            ends = clock.moment(block.begin + clock.slots(activity.minutes or 0))
        if _has_whole_periods(activity):
            starts, ends = session.period.starts, session.period.ends
        if (starts, ends) != (session.starts, session.ends):
            Session.objects.filter(pk=session.pk).update(starts=starts, ends=ends)


def copy_rows(source: Plan, target: Plan) -> list[str]:
    """Copy sessions and placements into an empty plan; return the ids of what is no longer in the programme.

    That is left out, and with it sessions in which nothing is left.
    """
    sessions = list(source.sessions.select_related("activity"))
    placements = list(source.placements.select_related("contribution", "session"))
    retired = {row.activity_id for row in sessions if row.activity.is_retired}
    kept = [
        row
        for row in placements
        if row.session.activity_id not in retired and not row.contribution.is_retired
    ]
    emptied = {row.session_id for row in placements} - {row.session_id for row in kept}
    copies = {
        row.pk: Session(
            plan=target, activity_id=row.activity_id, period_id=row.period_id, room_id=row.room_id,
            starts=row.starts, ends=row.ends,
        )
        for row in sessions
        if row.activity_id not in retired and row.pk not in emptied
    }  # fmt: skip
    Session.objects.bulk_create(copies.values())
    Placement.objects.bulk_create(
        Placement(
            plan=target, session=copies[row.session_id], contribution_id=row.contribution_id,
            starts=row.starts, ends=row.ends,
        )
        for row in kept
    )  # fmt: skip
    left = {row.activity.key for row in sessions if row.activity.is_retired}
    left |= {row.contribution.key for row in placements if row.contribution.is_retired}
    return sorted(left)


def _has_whole_periods(activity: Activity) -> bool:
    """An activity that counts its sessions or has them fixed holds them from end to end of the period."""
    return activity.sessions_min is not None or bool(activity.fixed_cells.all())


def unplaced_items(problem: engine.Problem, timetable: engine.Timetable) -> list[str]:
    """Contributions without a place, and activities without the sessions they need, by id."""
    contributions = engine.unplaced_contributions(problem, timetable)
    return contributions + engine.unplaced_activities(problem, timetable)
