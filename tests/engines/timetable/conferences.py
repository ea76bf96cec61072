"""CoSPLib's instances, tiny random workbooks like them, and random timetables."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from serai.engines.timetable import Cell, Place, Problem, Timetable

INSTANCES = Path(__file__).parents[3] / "benchmarks/instances/cosplib"
NAMES = ("N2OR", "GECCO19", "GECCO20", "GECCO21", "GECCO21Workshop", "GECCO23", "ISF22", "OR60", "OR60F")
KNOWN = {
    ("exact", "N2OR"): 2,
    ("exact", "GECCO19"): 1_000_116,
    ("exact", "GECCO20"): 6_298,
    ("exact", "GECCO21"): 11_280,
    ("exact", "OR60F"): 1_664,
    ("extended", "N2OR"): 2,
    ("extended", "GECCO19"): 2_000_007,
    ("extended", "GECCO20"): 7_768,
    ("extended", "GECCO21"): 11_130,
    ("extended", "OR60F"): 433,
}
"""What the authors' solutions cost."""
LABELS = ("Tracks_Sessions|Penalty:", "Tracks_Rooms|Penalty:", "Sessions_Rooms|Penalty:", *["a weight"] * 13)


def instance(name: str) -> Path:
    return INSTANCES / f"{name}.xlsx"


def solution(model: str, name: str) -> Path:
    return INSTANCES / model / f"{name}Solution.xlsx"


def random_timetable(problem: Problem, seed: int | str, placed: float = 1.0) -> Timetable:
    """Tracks in random cells; submissions in random slots of theirs, with gaps, as far as they fit.

    ``placed``: the share of the submissions that are placed at all.
    """
    random_ = random.Random(seed)
    free = {(p.id, r.id): [True] * p.slots for p in problem.periods for r in problem.rooms}
    use = random_.choice((0.5, 0.9, 1.0))
    owner = {cell: random_.choice(problem.activities).id for cell in free if random_.random() < use}
    begins = {p.id: p.begin for p in problem.periods}
    places = {}
    for c in random_.sample(problem.contributions, k=len(problem.contributions)):
        choices = [
            (cell, begin)
            for cell, activity in owner.items()
            if activity == c.activity
            for begin in range(len(free[cell]) - c.slots + 1)
            if all(free[cell][begin : begin + c.slots])
        ]
        if choices and random_.random() < placed:
            cell, begin = random_.choice(choices)
            free[cell][begin : begin + c.slots] = [False] * c.slots
            places[c.id] = Place(*cell, begins[cell[0]] + begin)
    in_order = {c.id: places[c.id] for c in problem.contributions if c.id in places}
    return Timetable(frozenset(Cell(activity, *cell) for cell, activity in owner.items()), in_order)


def random_workbook(path: Path, seed: int) -> None:
    """A tiny conference in which every term of the objective can cost something."""
    random_ = random.Random(seed)
    tracks = [f"track {n}" for n in range(random_.randint(2, 4))]
    sessions = [f"session {n}" for n in range(random_.randint(3, 5))]
    rooms = [f"room {n}" for n in range(random_.randint(2, 4))]
    book = Workbook()
    book.remove(book.active)
    sheets: dict[str, list[list[Any]]] = {
        "parameters": parameters(random_),
        "submissions": submissions(random_, tracks, sessions, rooms),
        "tracks": [["Tracks", "Chairs"], *([t, somebody(random_)] for t in tracks)],
        "sessions": [
            ["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"],
            *([s, random_.randint(2, 4), None, *hours(random_)] for s in sessions),
        ],
        "rooms": [["Rooms"], *([r] for r in rooms)],
        "tracks_sessions|penalty": prices(random_, tracks, sessions),
        "tracks_rooms|penalty": prices(random_, tracks, rooms),
        "similar tracks": prices(random_, shuffled(random_, tracks), tracks),
        "sessions_rooms|penalty": prices(random_, sessions, rooms),
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def shuffled(random_: random.Random, names: Sequence[str]) -> list[str]:
    return random_.sample(names, k=len(names))


def somebody(random_: random.Random) -> str | None:
    """A few of a handful of people, often nobody."""
    count = random_.choice((0, 0, 1, 1, 2))
    return ", ".join(random_.sample(["Ada", "Bo", "Cy", "Di", "Eve"], k=count)) or None


def hours(random_: random.Random) -> tuple[time, time]:
    begin = random_.randint(6, 20)
    return time(begin, random_.choice((0, 30))), time(begin + random_.choice((1, 2)), 15)


def price(random_: random.Random) -> int | None:
    return random_.randint(1, 5) if random_.random() < 0.3 else None


def prices(random_: random.Random, rows: Sequence[str], columns: Sequence[str]) -> list[list[Any]]:
    """A matrix whose rows and columns are in an order of their own."""
    head = [None, *shuffled(random_, columns)]
    return [head, *([row, *(price(random_) for _ in columns)] for row in shuffled(random_, rows))]


def parameters(random_: random.Random) -> list[list[Any]]:
    left: list[tuple[Any, Any]] = [
        ("Local time zone:", random_.choice(("GMT+0", "GMT+2", "GMT-5"))),
        ("Suitable scheduling times", None),
        ("From:", time(9, 30)),
        ("To:", time(17, 30)),
        ("Less suitable scheduling times", None),
        ("From:", time(7, 0)),
        ("To:", time(22, 0)),
        ("Penalty:", 1),
        ("Unsuitable scheduling times", None),
        ("Penalty:", 10),
        *[(None, None)] * 6,
    ]
    weights = [random_.choice((0, 1, 2, 3, 7, 10, 100)) for _ in LABELS]
    rows = [[*pair, None, label, w] for pair, label, w in zip(left, LABELS, weights, strict=True)]
    return [["Sessions", None, None, "Weights", None], *rows]


def submissions(
    random_: random.Random, tracks: Sequence[str], sessions: Sequence[str], rooms: Sequence[str]
) -> list[list[Any]]:
    columns = [*shuffled(random_, sessions), *shuffled(random_, rooms)]
    head = ["Reference", "Track", "Required Timeslots", "Order", "Time Zone", "Presenters", "Attendees"]
    rows: list[list[Any]] = [[*head, *columns]]
    for n in range(random_.randint(6, 14)):
        track = tracks[n] if n < len(tracks) else random_.choice(tracks)
        slots = random_.choice((1, 1, 1, 2))
        order = random_.choice((None, 0, 1, 2, 3))
        zone = random_.choice(("GMT+0", "GMT+2", "GMT+9", "GMT-8", "GMT+12", "GMT-12"))
        beside = [f"S{n}", track, slots, order, zone, somebody(random_), somebody(random_)]
        rows.append([*beside, *(price(random_) for _ in columns)])
    return rows
