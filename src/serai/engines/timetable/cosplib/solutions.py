"""Timetables in CoSPLib's workbooks of solutions: a grid of tracks, then one of submissions by time slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from serai.engines.solving import Violation
from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.cosplib.workbook import Sheet, save, sheets
from serai.engines.timetable.evaluate import violations
from serai.engines.timetable.problem import Cell, Place, Problem, Timetable

SHEET = "sol"


def read_timetable(problem: Problem, path: Path) -> Timetable:
    """Read a solution; raises ValueError with the cell if it isn't one of this problem."""
    sheet = sheets(path, [SHEET])[SHEET]
    rooms = header(problem, sheet)
    rows = [row for row in range(1, len(sheet.rows)) if sheet.value(row, 0) is not None]
    periods = [period.id for period in problem.index.periods]
    if [sheet.text(row, 0) for row in rows[: len(periods)]] != periods:
        raise ValueError(f"{sheet.at(1, 0)}: expected the sessions in their order: {', '.join(periods)}")
    cells = frozenset(
        Cell(activity, period, room)
        for row, period in zip(rows, periods, strict=False)
        for column, room in enumerate(rooms, start=1)
        if (activity := known(sheet, row, column, problem.index.activity, "track"))
    )
    return Timetable(cells, read_places(problem, sheet, rows[len(periods) :], rooms))


def header(problem: Problem, sheet: Sheet) -> list[str]:
    """The rooms in the order of the columns."""
    count = max((len(row) for row in sheet.rows[:1]), default=0)
    rooms = [sheet.text(0, column) for column in range(1, count)]
    rooms = rooms[: max((n for n, room in enumerate(rooms, start=1) if room), default=0)]
    if sorted(rooms) != sorted(room.id for room in problem.rooms):
        raise ValueError(f"{sheet.at(0, 1)}: expected the rooms {', '.join(r.id for r in problem.rooms)}")
    return rooms


def known(sheet: Sheet, row: int, column: int, names: Any, what: str) -> str:
    """The name in a cell, empty if there is none; refuses one that the problem doesn't have."""
    found = sheet.text(row, column)
    if found and found not in names:
        raise ValueError(f"{sheet.at(row, column)}: the problem has no {what} {found!r}; is it another one?")
    return found


def read_places(
    problem: Problem, sheet: Sheet, rows: Sequence[int], rooms: Sequence[str]
) -> dict[str, Place]:
    """The places of the submissions; each fills as many successive slots of one session as it requires."""
    wanted = [(p, slot) for p in problem.index.periods for slot in range(p.begin, p.end)]
    if [sheet.text(row, 0) for row in rows] != [period.id for period, _ in wanted]:
        first = sheet.at(rows[0], 0) if rows else sheet.name
        raise ValueError(f"{first}: expected one row for each time slot of each session")
    found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for row, (period, slot) in zip(rows, wanted, strict=True):
        for column, room in enumerate(rooms, start=1):
            if id := known(sheet, row, column, problem.index.contribution, "submission"):
                found[id].append((row, Place(period.id, room, slot)))
    for id, held in found.items():
        place = held[0][1]
        slots = problem.index.contribution[id].slots
        expected = [Place(place.period, place.room, place.begin + n) for n in range(slots)]
        if [place for _, place in held] != expected:
            column = rooms.index(place.room) + 1
            raise ValueError(
                f"{sheet.at(held[0][0], column)}: {id!r} must fill {slots} successive time slots of one room"
            )
    return {c.id: found[c.id][0][1] for c in problem.contributions if c.id in found}


def write_timetable(problem: Problem, timetable: Timetable, path: Path) -> None:
    """Write a timetable, and what it breaks on a second sheet; all or nothing.

    Raises ValueError if two things are in one cell of the grid, OSError if the file can't be written.
    """
    rooms = [room.id for room in problem.rooms]
    tracks: dict[tuple[str, str], str] = {}
    for cell in sorted(timetable.cells, key=lambda c: c.activity):
        put(tracks, (cell.period, cell.room), cell.activity)
    held: dict[tuple[str, str, int], str] = {}
    for id, place in timetable.places.items():
        for n in range(problem.index.contribution[id].slots):
            put(held, (place.period, place.room, place.begin + n), id)
    grid: list[list[Any]] = [[None, *rooms]]
    for period in problem.index.periods:
        grid.append([period.id, *(tracks.get((period.id, room)) for room in rooms)])
    grid.append([])
    for period in problem.index.periods:
        for slot in range(period.begin, period.end):
            grid.append([period.id, *(held.get((period.id, room, slot)) for room in rooms)])
    save(path, {SHEET: grid, "violations": violation_rows(violations(problem, timetable))})


def put(grid: dict[Any, str], key: tuple[Any, ...], name: str) -> None:
    """Put a name into the grid; raises ValueError if there is one."""
    if key in grid:
        raise ValueError(f"{grid[key]!r} and {name!r} are both in {key[1]!r} in {key[0]!r}: a cell holds one")
    grid[key] = name


def violation_rows(found: Sequence[Violation]) -> list[list[Any]]:
    """The objective, then for each rule two columns: what breaks it and what that costs, and the total."""
    by_rule: dict[str, list[Violation]] = defaultdict(list)
    for violation in found:
        by_rule[violation.rule].append(violation)
    rules = [rule for rule in RULES if rule.weight is not None or by_rule[rule.name]]
    columns: list[list[Any]] = [["Objective", sum(violation.penalty for violation in found)]]
    for rule in rules:
        broken = by_rule[rule.name]
        columns.append([rule.title, *(rule.explanation.format(**v.values) for v in broken), "Total"])
        columns.append([None, *(v.penalty for v in broken), sum(v.penalty for v in broken)])
    height = max(map(len, columns))
    return [[column[row] if row < len(column) else None for column in columns] for row in range(height)]
