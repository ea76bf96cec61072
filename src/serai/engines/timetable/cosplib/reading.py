"""Reads a CoSPLib workbook into a problem; every complaint names the cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import combinations
from pathlib import Path

from serai.engines.timetable.cosplib.hours import Hours, offset
from serai.engines.timetable.cosplib.workbook import Sheet, sheets
from serai.engines.timetable.problem import (
    Activity,
    Attendance,
    Contribution,
    Period,
    Person,
    Problem,
    Role,
    Room,
    no_costs,
)
from serai.engines.timetable.validate import LARGEST

SHEETS = (
    "parameters",
    "submissions",
    "tracks",
    "sessions",
    "rooms",
    "tracks_sessions|penalty",
    "tracks_rooms|penalty",
    "similar tracks",
    "sessions_rooms|penalty",
)
WEIGHTS = (
    "tracks_sessions",
    "tracks_rooms",
    "sessions_rooms",
    "similar_tracks",
    "rooms_per_track",
    "parallel_tracks",
    "consecutive_tracks",
    "time_zones",
    "order",
    "submissions_sessions",
    "submissions_rooms",
    "presenters",
    "attendees",
    "chairs",
    "presenters_at_once",
    "attendees_at_once",
)
"""CoSPLib's weights, in the order of their rows in column E of the sheet of parameters."""
OFF = (
    "person_in_two_places",
    "attendee_elsewhere",
    "activity_not_consecutive",
    "contribution_out_of_order",
    "empty_session",
)
"""Rules of programmes that CoSPLib has in another form, or not at all."""
BESIDE = 7
"""The columns of a submission before its prices."""

Costs = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that other sheets use."""

    tracks: Sequence[str]
    sessions: Sequence[str]
    rooms: Sequence[str]


def read_problem(path: Path) -> Problem:
    """Read a workbook; raises ValueError with the cell and what is wrong there, OSError if it isn't there."""
    found = sheets(path, SHEETS)
    weights = read_weights(found["parameters"])
    periods = tuple(read_sessions(found["sessions"]))
    names = Names(
        tracks=distinct(found["tracks"]),
        sessions=[period.id for period in periods],
        rooms=distinct(found["rooms"]),
    )
    activities = tuple(read_activities(found, weights, names))
    contributions = tuple(read_contributions(found, weights, names))
    people = {a.person for activity in activities for a in activity.people}
    people |= {a.person for contribution in contributions for a in contribution.people}
    cells = matrix(found["sessions_rooms|penalty"], names.sessions, names.rooms, weights["sessions_rooms"])
    return Problem(
        periods=periods,
        rooms=tuple(Room(name) for name in names.rooms),
        people=tuple(Person(name) for name in sorted(people)),
        activities=activities,
        contributions=contributions,
        cell_cost={(s, r): cost for s, costs in cells.items() for r, cost in costs.items()},
        similar=read_similar(found["similar tracks"], names.tracks, weights["similar_tracks"]),
        weights=rule_weights(weights),
    )


def rule_weights(weights: Costs) -> dict[str, int | None]:
    """The weights of our rules; 1 where CoSPLib's is in the prices already."""
    return {
        **dict.fromkeys(OFF, 0),
        **dict.fromkeys(
            ("period_not_preferred", "hour_not_preferred", "room_not_preferred", "room_not_preferred_then"), 1
        ),
        "similar_activities_in_parallel": 1,
        "activity_split_over_rooms": weights["rooms_per_track"],
        "activity_in_parallel": weights["parallel_tracks"],
        "activity_interrupted": weights["consecutive_tracks"],
        "contribution_off_its_rank": weights["order"],
        "speakers_in_parallel": weights["presenters"],
        "attendees_in_parallel": weights["attendees"],
        "chairs_in_parallel": weights["chairs"],
        "speakers_at_once": weights["presenters_at_once"],
        "attendees_at_once": weights["attendees_at_once"],
    }


def read_weights(sheet: Sheet) -> dict[str, int]:
    """The 16 weights, by the position of their rows."""
    for row, name in enumerate(WEIGHTS, start=1):
        if sheet.value(row, 4) is None:
            raise ValueError(f"{sheet.at(row, 4)}: the weight {name!r} is missing")
    return {name: sheet.number(row, 4) for row, name in enumerate(WEIGHTS, start=1)}


def read_sessions(sheet: Sheet) -> Iterator[Period]:
    """The periods, on one axis with a hole between any two; their days don't matter in CoSPLib."""
    begin = 0
    for row, name in zip(sheet.body(), distinct(sheet), strict=True):
        slots = sheet.length(row, 1)
        yield Period(name, 0, begin, slots)
        begin += slots + 1


def read_clocks(sheet: Sheet) -> dict[str, tuple[time, time]]:
    """When each session begins and ends; only hours that cost something need it."""
    return {sheet.text(row, 0): (sheet.clock(row, 3), sheet.clock(row, 4)) for row in sheet.body()}


def read_activities(found: Mapping[str, Sheet], weights: Costs, names: Names) -> Iterator[Activity]:
    """The tracks with their chairs and prices."""
    sheet = found["tracks"]
    sessions = matrix(
        found["tracks_sessions|penalty"], names.tracks, names.sessions, weights["tracks_sessions"]
    )
    rooms = matrix(found["tracks_rooms|penalty"], names.tracks, names.rooms, weights["tracks_rooms"])
    for row, name in zip(sheet.body(), names.tracks, strict=True):
        chairs = tuple(Attendance(person, Role.CHAIR) for person in sheet.names(row, 1))
        yield Activity(name, chairs, period_cost=sessions[name], room_cost=rooms[name])


def read_contributions(found: Mapping[str, Sheet], weights: Costs, names: Names) -> Iterator[Contribution]:
    """The submissions with their people and prices."""
    sheet = found["submissions"]
    hours, clocks = None, {}
    if weights["time_zones"]:
        hours = read_hours(found["parameters"], weights["time_zones"])
        clocks = read_clocks(found["sessions"])
    columns = price_columns(sheet, names)
    distinct(sheet)
    by_zone: dict[str, Costs] = {}
    for row in sheet.body():
        slots, zone = sheet.length(row, 2), sheet.text(row, 4)
        if sheet.text(row, 1) not in names.tracks:
            raise ValueError(
                f"{sheet.at(row, 1)}: expected a track of the sheet 'tracks', found {sheet.shown(row, 1)}"
            )
        if hours is not None and zone not in by_zone:
            by_zone[zone] = hour_costs(sheet, row, hours, clocks)
        sessions, rooms = ({name: (row, column) for name, column in group.items()} for group in columns)
        yield Contribution(
            id=sheet.text(row, 0),
            activity=sheet.text(row, 1),
            slots=slots,
            people=read_people(sheet, row),
            rank=sheet.number(row, 3),
            period_cost=times(sheet, weights["submissions_sessions"], sessions),
            hour_cost=by_zone.get(zone, no_costs()),
            room_cost=times(sheet, weights["submissions_rooms"], rooms),
        )


def price_columns(sheet: Sheet, names: Names) -> list[dict[str, int]]:
    """The columns of the sessions, then of the rooms; within the two groups their order is free."""
    found: list[dict[str, int]] = []
    begin = BESIDE
    for group in (names.sessions, names.rooms):
        header = [sheet.text(0, begin + n) for n in range(len(group))]
        if missing := [name for name in group if name not in header]:
            wrong = next(n for n, name in enumerate(header) if name not in group or name in header[:n])
            raise ValueError(
                f"{sheet.at(0, begin + wrong)}: expected {missing[0]!r} or another of "
                f"{', '.join(group)}, found {sheet.shown(0, begin + wrong)}"
            )
        found.append({name: begin + n for n, name in enumerate(header)})
        begin += len(group)
    for column in range(begin, len(sheet.rows[0]) if sheet.rows else 0):
        if sheet.value(0, column) is not None:
            raise ValueError(
                f"{sheet.at(0, column)}: {sheet.shown(0, column)} is neither a session nor a room; "
                "add it to their sheets or delete the column"
            )
    return found


def read_people(sheet: Sheet, row: int) -> tuple[Attendance, ...]:
    """Presenters and attendees of a submission."""
    presenters = (Attendance(person, Role.SPEAKER) for person in sheet.names(row, 5))
    attendees = (Attendance(person, Role.ATTENDEE) for person in sheet.names(row, 6))
    return (*presenters, *attendees)


def read_hours(sheet: Sheet, weight: int) -> Hours:
    """The hours of the conference and what others cost, times a weight."""
    try:
        local = offset(sheet.text(1, 1))
    except ValueError as error:
        raise ValueError(f"{sheet.at(1, 1)}: {error}") from None
    suitable, less = (sheet.clock(3, 1), sheet.clock(4, 1)), (sheet.clock(6, 1), sheet.clock(7, 1))
    prices = times(sheet, weight, {"small": (8, 1), "great": (10, 1)})
    return Hours(local, suitable, less, prices.get("small", 0), prices.get("great", 0))


def hour_costs(
    sheet: Sheet, row: int, hours: Hours, clocks: Mapping[str, tuple[time, time]]
) -> dict[str, int]:
    """The prices of all sessions in the zone of a submission."""
    try:
        zone: timedelta = offset(sheet.text(row, 4))
    except ValueError as error:
        raise ValueError(f"{sheet.at(row, 4)}: {error}") from None
    found = {name: hours.price(begins, ends, zone) for name, (begins, ends) in clocks.items()}
    return {name: cost for name, cost in found.items() if cost}


def read_similar(sheet: Sheet, tracks: Sequence[str], weight: int) -> dict[tuple[str, str], int]:
    """The prices of pairs of tracks at one time; a pair counts where its upper row is."""
    rows = matrix(sheet, tracks, tracks, weight)
    downwards = entries(sheet, [(row, 0) for row in range(1, len(sheet.rows))])
    return {(one, other): rows[one][other] for one, other in combinations(downwards, 2) if other in rows[one]}


def matrix(
    sheet: Sheet, rows: Sequence[str], columns: Sequence[str], weight: int
) -> dict[str, dict[str, int]]:
    """A sheet of prices by row and column, in any order, times a weight; zeros are left out."""
    held = entries(sheet, [(row, 0) for row in range(1, len(sheet.rows))])
    named = entries(sheet, [(0, column) for column in range(1, len(sheet.rows[0]) if sheet.rows else 0)])
    for names, given, what in ((rows, held, "row"), (columns, named, "column")):
        if unknown := [name for name in given if name not in names]:
            raise ValueError(f"{sheet.at(*given[unknown[0]])}: {unknown[0]!r} is in no other sheet")
        if missing := [name for name in names if name not in given]:
            raise ValueError(f"{sheet.at(0, 0)}: the sheet has no {what} {missing[0]!r}; add it")
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        at = {column: (held[row][0], named[column][1]) for column in columns}
        found[row] = times(sheet, weight, at)
    return found


def entries(sheet: Sheet, cells: Sequence[tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The names in some cells and where each is; empty cells are passed over, a name given twice refused."""
    found: dict[str, tuple[int, int]] = {}
    for cell in cells:
        if name := sheet.text(*cell):
            if name in found:
                raise ValueError(f"{sheet.at(*cell)}: {name!r} is in {sheet.at(*found[name])} already")
            found[name] = cell
    return found


def times(sheet: Sheet, weight: int, cells: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """The prices in some cells times a weight, without zeros."""
    found: dict[str, int] = {}
    for name, cell in cells.items():
        if price := sheet.number(*cell):
            if weight * price > LARGEST:
                raise ValueError(
                    f"{sheet.at(*cell)}: the price {price:,} times its weight {weight:,} is too great; "
                    f"together they must not exceed {LARGEST:,}"
                )
            if weight:
                found[name] = weight * price
    return found


def distinct(sheet: Sheet) -> list[str]:
    """The names in the first column, refusing one that is given twice."""
    found = entries(sheet, [(row, 0) for row in sheet.body()])
    if not found:
        raise ValueError(f"{sheet.at(1, 0)}: the sheet lists nothing; at least one entry is needed")
    return list(found)
