"""Writes a problem as a CoSPLib workbook, and refuses in words what CoSPLib has no words for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.cosplib.reading import OFF, rule_weights
from serai.engines.timetable.cosplib.workbook import MOST_SLOTS, save
from serai.engines.timetable.problem import Activity, Attendance, Contribution, Problem, Role
from serai.engines.timetable.validate import LARGEST

LABELS = {
    "tracks_sessions": "Tracks_Sessions|Penalty:",
    "tracks_rooms": "Tracks_Rooms|Penalty:",
    "sessions_rooms": "Sessions_Rooms|Penalty:",
    "similar_tracks": "Similar Tracks:",
    "rooms_per_track": "Number of Rooms per Track:",
    "parallel_tracks": "Parallel Tracks:",
    "consecutive_tracks": "Consecutive Tracks:",
    "time_zones": "Submissions_Timezones:",
    "order": "Submissions Order:",
    "submissions_sessions": "Submissions_Sessions|Penalty:",
    "submissions_rooms": "Submissions_Rooms|Penalty:",
    "presenters": "Presenters Conflicts:",
    "attendees": "Attendees Conflicts:",
    "chairs": "Chairs Conflicts:",
    "presenters_at_once": "Presenters Conflicts Timeslot Level:",
    "attendees_at_once": "Attendees Conflicts Timeslot Level:",
}
RULE_OF = {
    "rooms_per_track": "activity_split_over_rooms",
    "parallel_tracks": "activity_in_parallel",
    "consecutive_tracks": "activity_interrupted",
    "order": "contribution_off_its_rank",
    "presenters": "speakers_in_parallel",
    "attendees": "attendees_in_parallel",
    "chairs": "chairs_in_parallel",
    "presenters_at_once": "speakers_at_once",
    "attendees_at_once": "attendees_at_once",
}
"""Where a weight stays a weight; all others are multiplied into prices."""
HOURS: Sequence[tuple[str | None, str | time | int | None]] = (
    ("Local time zone:", "GMT+0"),
    ("Suitable scheduling times", None),
    ("From:", time(9, 30)),
    ("To:", time(21, 30)),
    ("Less suitable scheduling times", None),
    ("From:", time(7, 0)),
    ("To:", time(23, 0)),
    ("Penalty:", 1),
    ("Unsuitable scheduling times", None),
    ("Penalty:", 10),
)
"""The hours of CoSPLib's template; nothing depends on them: prices of hours are in those of sessions."""

Rows = list[list[Any]]


def write_problem(problem: Problem, path: Path) -> None:
    """Write a problem so that it reads back with the same penalty for every timetable; all or nothing.

    The slots of a period are counted anew from 0, with a hole between periods. Raises ValueError for the
    first thing that a workbook can't say, OSError if the file can't be written.
    """
    for obstacle in obstacles(problem):
        raise ValueError(f"CoSPLib can't say this: {obstacle}")
    index = problem.index
    sessions, rooms = [p.id for p in index.periods], [r.id for r in problem.rooms]
    tracks = [a.id for a in problem.activities]
    by_session = {a.id: weighted(problem, "period_not_preferred", a.period_cost) for a in problem.activities}
    by_room = {a.id: weighted(problem, "room_not_preferred", a.room_cost) for a in problem.activities}
    cells = weighted(problem, "room_not_preferred_then", problem.cell_cost)
    pairs = weighted(problem, "similar_activities_in_parallel", index.similar)
    later = {one: tracks[n + 1 :] for n, one in enumerate(tracks)}
    similar = {one: {o: pairs[one, o] for o in later[one] if (one, o) in pairs} for one in tracks}
    across = {s: {r: cells[s, r] for r in rooms if (s, r) in cells} for s in sessions}
    sheets: dict[str, Rows] = {
        "parameters": parameters(problem),
        "submissions": submissions(problem, sessions, rooms),
        "tracks": [
            ["Tracks", "Chairs"],
            *([a.id, names(a.people, (Role.CHAIR,))] for a in problem.activities),
        ],
        "sessions": session_rows(problem),
        "rooms": [["Rooms"], *([room] for room in rooms)],
        "tracks_sessions|penalty": matrix(tracks, sessions, by_session),
        "tracks_rooms|penalty": matrix(tracks, rooms, by_room),
        "similar tracks": matrix(tracks, tracks, similar),
        "sessions_rooms|penalty": matrix(sessions, rooms, across),
    }
    save(path, sheets)


def weighted(problem: Problem, rule: str, costs: Mapping[Any, int]) -> dict[Any, int]:
    """Prices times the weight of their rule, without zeros; raises ValueError if one is too great."""
    weight = weight_of(problem, rule)
    found = {key: weight * cost for key, cost in costs.items() if weight * cost}
    for key, cost in found.items():
        refuse_too_great(cost, rule, key)
    return found


def refuse_too_great(cost: int, rule: str, key: object) -> None:
    """Raise ValueError for a price that couldn't be read again."""
    if cost > LARGEST:
        raise ValueError(f"{rule}: the price of {key!r} times its weight is greater than {LARGEST:,}")


def weight_of(problem: Problem, rule: str) -> int:
    """The weight of a soft rule in a problem."""
    (weight,) = [r.weight_in(problem) for r in RULES if r.name == rule]
    return weight or 0


def parameters(problem: Problem) -> Rows:
    """The sheet of hours and weights; prices have theirs in them already."""
    rows: Rows = [["Sessions", None, None, "Weights", None]]
    for n, (name, label) in enumerate(LABELS.items()):
        weight = weight_of(problem, RULE_OF[name]) if name in RULE_OF else int(name != "time_zones")
        left = HOURS[n] if n < len(HOURS) else (None, None)
        rows.append([*left, None, label, weight])
    return rows


def session_rows(problem: Problem) -> Rows:
    """The sheet of sessions; a workbook wants dates and hours, which nothing depends on."""
    head = ["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"]
    begin, end = time(9, 0), time(10, 0)
    return [head] + [
        [period.id, period.slots, date(2000, 1, 1) + timedelta(days=n), begin, end]
        for n, period in enumerate(problem.index.periods)
    ]


def submissions(problem: Problem, sessions: Sequence[str], rooms: Sequence[str]) -> Rows:
    """The sheet of submissions; the prices of hours are added to those of sessions."""
    head = ["Reference", "Track", "Required Timeslots", "Order", "Time Zone", "Presenters", "Attendees"]
    rows: Rows = [[*head, *sessions, *rooms]]
    for c in problem.contributions:
        by_session = weighted(problem, "period_not_preferred", c.period_cost)
        for session, cost in weighted(problem, "hour_not_preferred", c.hour_cost).items():
            by_session[session] = by_session.get(session, 0) + cost
            refuse_too_great(by_session[session], "hour_not_preferred", c.id)
        by_room = weighted(problem, "room_not_preferred", c.room_cost)
        speakers = names(c.people, (Role.SPEAKER, Role.CHAIR, Role.MUST_ATTEND))
        beside = [c.id, c.activity, c.slots, c.rank, "GMT+0", speakers, names(c.people, (Role.ATTENDEE,))]
        rows.append([*beside, *map(by_session.get, sessions), *map(by_room.get, rooms)])
    return rows


def names(people: Sequence[Attendance], roles: Sequence[Role]) -> str | None:
    """The people in some roles as a list in a cell."""
    return ", ".join(dict.fromkeys(a.person for a in people if a.role in roles)) or None


def matrix(rows: Sequence[str], columns: Sequence[str], prices: Mapping[str, Mapping[str, int]]) -> Rows:
    """A sheet of prices by row and column."""
    return [[None, *columns], *([row, *(prices[row].get(column) for column in columns)] for row in rows)]


def obstacles(problem: Problem) -> Iterator[str]:
    """What a workbook can't say."""
    for kind, items in (
        ("period", problem.periods),
        ("room", problem.rooms),
        ("activity", problem.activities),
        ("contribution", problem.contributions),
    ):
        if not items:
            yield f"a problem without any {kind}"
        for item in items:
            if item.id != item.id.strip():
                yield f"the name {item.id!r} of a {kind}, with a space at its end"
    yield from obstacles_of_time_and_place(problem)
    for activity in problem.activities:
        yield from (f"activity {activity.id!r} {what}" for what in obstacles_of_activity(problem, activity))
    for contribution in problem.contributions:
        yield from (f"contribution {contribution.id!r} {w}" for w in obstacles_of_contribution(contribution))
    for person in problem.people:
        if person.here is not None:
            yield f"person {person.id!r} isn't there all the time; raise the prices of sessions instead"
        if person.id != person.id.strip() or ", " in person.id:
            yield f"the name {person.id!r} of a person, with a comma and space in it or a space at its end"
    for before, after in problem.before:
        yield f"activity {before!r} ends before {after!r} begins"
    yield from obstacles_of_weights(problem)


def obstacles_of_time_and_place(problem: Problem) -> Iterator[str]:
    """What a workbook can't say of periods and rooms."""
    if len({period.day for period in problem.periods}) > 1:
        yield "periods on several days, which interrupt an activity; give all of them one day"
    for period in problem.periods:
        if period.by_name_only:
            yield f"period {period.id!r} is only for activities that name it"
        if period.slots > MOST_SLOTS:
            yield f"period {period.id!r} has more than {MOST_SLOTS:,} slots"
    for room in problem.rooms:
        if room.closed:
            yield f"room {room.id!r} is closed in {', '.join(sorted(room.closed))}; give that a price instead"
        if room.seats is not None:
            yield f"room {room.id!r} has a number of seats; give small rooms a price instead"


def obstacles_of_activity(problem: Problem, activity: Activity) -> Iterator[str]:
    """What a workbook can't say of an activity."""
    if not problem.index.members[activity.id]:
        yield "has no contributions; leave it out"
    if activity.sessions is not None or activity.fixed:
        yield "has a number of sessions or fixed ones"
    if activity.together or activity.setup_slots:
        yield "must be held together or needs time to be set up"
    if activity.pairs:
        yield "needs interpreters"
    if activity.periods is not None or activity.rooms is not None:
        yield "is allowed in some periods or rooms only; give the others a price instead"
    for attendance in activity.people:
        if attendance.role is not Role.CHAIR:
            yield f"has {attendance.person!r} as {attendance.role}; a track has chairs only"


def obstacles_of_contribution(contribution: Contribution) -> Iterator[str]:
    """What a workbook can't say of a contribution."""
    if contribution.fixed is not None:
        yield "has a fixed place; give the others a price instead"
    if contribution.slots > MOST_SLOTS:
        yield f"is longer than {MOST_SLOTS:,} slots"


def obstacles_of_weights(problem: Problem) -> Iterator[str]:
    """What a workbook can't say of rules: weights of others than CoSPLib's, and none."""
    theirs = rule_weights(dict.fromkeys(LABELS, 1)).keys() - set(OFF)
    for rule in RULES:
        weight = rule.weight_in(problem)
        if rule.name in theirs and weight is None:
            yield f"the rule {rule.name} is hard; give it a great weight instead"
        if rule.name in OFF and weight != 0:
            yield f"the rule {rule.name} counts; give it the weight 0"
