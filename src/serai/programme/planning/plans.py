"""The engine's timetable to sessions and placements, and back."""

from __future__ import annotations

from serai.engines import timetable as engine
from serai.programme.models import Activity, Placement, Plan, Session
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


def _has_whole_periods(activity: Activity) -> bool:
    """An activity that counts its sessions or has them fixed holds them from end to end of the period."""
    return activity.sessions_min is not None or bool(activity.fixed_cells.all())


def unplaced_items(problem: engine.Problem, timetable: engine.Timetable) -> list[str]:
    """Contributions without a place, and activities without the sessions they need, by id."""
    contributions = engine.unplaced_contributions(problem, timetable)
    return contributions + engine.unplaced_activities(problem, timetable)
