"""A second evaluator of CoSPLib's workbooks, written from its words without the engine: slow and plain.

It reads a workbook and the grid of a solution with openpyxl only, and counts 16 terms one after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import combinations, product
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from serai.engines.timetable import Problem, Timetable

Grid = dict[tuple[str, str], str]
"""(session, room) to track."""
Slots = dict[tuple[str, str], list[str]]
"""(session, room) to the submission in each of its time slots, empty where there is none."""


def table(sheet: Any) -> list[list[Any]]:
    """The cells of a sheet, empty ones as an empty text; spaces around a name aren't part of it."""
    return [
        ["" if value is None else value.strip() if isinstance(value, str) else value for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def matrix(sheet: Any) -> dict[tuple[str, str], int]:
    """Prices by the names of row and column."""
    head, *rows = table(sheet)
    return {
        (row[0], name): value or 0
        for row in rows
        if row[0]
        for name, value in zip(head[1:], row[1:], strict=True)
        if name
    }


def people(text: str) -> set[str]:
    return set(text.split(", ")) - {""}


def minutes(moment: time | str) -> int:
    if isinstance(moment, str):
        hour, minute = moment.split(":")[:2]
        return 60 * int(hour) + int(minute)
    return 60 * moment.hour + moment.minute


@dataclass
class Submission:
    track: str
    slots: int
    order: int
    zone: str
    presenters: set[str]
    attendees: set[str]
    prices: dict[str, int]


class Book:
    """An instance in CoSPLib's words."""

    def __init__(self, path: Path) -> None:
        book = load_workbook(path, data_only=True)
        self.parameters = table(book["parameters"])
        self.weights: list[int] = [self.parameters[row][4] for row in range(1, 17)]
        self.chairs = {row[0]: people(row[1]) for row in table(book["tracks"])[1:] if row[0]}
        self.sessions = {row[0]: row[1:] for row in table(book["sessions"])[1:] if row[0]}
        self.rooms = [row[0] for row in table(book["rooms"])[1:] if row[0]]
        self.tracks_sessions = matrix(book["tracks_sessions|penalty"])
        self.tracks_rooms = matrix(book["tracks_rooms|penalty"])
        self.sessions_rooms = matrix(book["sessions_rooms|penalty"])
        self.similar = self.upper_triangle(table(book["similar tracks"]))
        head, *rows = table(book["submissions"])
        self.submissions = {
            row[0]: Submission(
                row[1],
                row[2],
                row[3] or 0,
                row[4],
                people(row[5]),
                people(row[6]),
                {name: price or 0 for name, price in zip(head[7:], row[7:], strict=True)},
            )
            for row in rows
            if row[0]
        }

    def upper_triangle(self, rows: list[list[Any]]) -> dict[frozenset[str], int]:
        """The price of a pair stands where the row of one is above the row of the other."""
        head = rows[0]
        names = [row[0] for row in rows[1:] if row[0]]
        return {
            frozenset({one, other}): rows[1 + names.index(one)][head.index(other)] or 0
            for one, other in combinations(names, 2)
        }

    def hour_price(self, session: str, zone: str) -> int:
        """What a session costs where a submission is presented from, by the time of day there."""

        def shift(name: str) -> int:
            return 60 * int(name.removeprefix("GMT"))

        local = self.parameters[1][1]
        begin, end = (
            (minutes(moment) - shift(local) + shift(zone)) % 1440 for moment in self.sessions[session][2:4]
        )
        suitable_from, suitable_to, less_from, less_to = (
            minutes(self.parameters[row][1]) for row in (3, 4, 6, 7)
        )
        small, great = int(self.parameters[8][1]), int(self.parameters[10][1])
        if begin < less_from or end > less_to or end < less_from:
            return great
        return small if begin < suitable_from or end > suitable_to else 0


def grid_of(path: Path) -> tuple[Grid, Slots]:
    """The tracks and submissions in a file of a solution."""
    rows = table(load_workbook(path, data_only=True)["sol"])
    rooms = [name for name in rows[0][1:] if name]
    blank = next(n for n, row in enumerate(rows) if not row[0] and n > 0)
    tracks = {
        (row[0], room): row[1 + n] for row in rows[1:blank] for n, room in enumerate(rooms) if row[1 + n]
    }
    slots: Slots = {}
    for row in rows[blank + 1 :]:
        for n, room in enumerate(rooms):
            slots.setdefault((row[0], room), []).append(row[1 + n])
    return tracks, slots


def grid_from(problem: Problem, timetable: Timetable) -> tuple[Grid, Slots]:
    """The grid that a timetable of the engine stands for."""
    tracks = {(cell.period, cell.room): cell.activity for cell in timetable.cells}
    slots = {(p.id, r.id): [""] * p.slots for p in problem.periods for r in problem.rooms}
    begins = {p.id: p.begin for p in problem.periods}
    lengths = {c.id: c.slots for c in problem.contributions}
    for id, place in timetable.places.items():
        for n in range(lengths[id]):
            slots[place.period, place.room][place.begin - begins[place.period] + n] = id
    return tracks, slots


def terms(book: Book, tracks: Grid, slots: Slots) -> list[int]:
    """The 16 terms of the objective before their weights, in the order of the weights."""
    return [
        sum(book.tracks_sessions[track, session] for (session, _), track in tracks.items()),
        sum(book.tracks_rooms[track, room] for (_, room), track in tracks.items()),
        sum(book.sessions_rooms[cell] for cell in tracks),
        sum(book.similar.get(frozenset(pair), 0) for pair in pairs_of_tracks(book, tracks)),
        sum(max(0, len({r for (_, r), held in tracks.items() if held == t}) - 1) for t in book.chairs),
        sum(
            max(0, len([r for r in book.rooms if tracks.get((s, r)) == t]) - 1)
            for s, t in product(book.sessions, book.chairs)
        ),
        sum(is_interrupted(book, tracks, track) for track in book.chairs),
        sum(book.hour_price(session, book.submissions[id].zone) for session, _, id in filled(slots)),
        order(book, slots),
        sum(book.submissions[id].prices[session] for session, _, id in filled(slots)),
        sum(book.submissions[id].prices[room] for _, room, id in filled(slots)),
        sum(presenters(book, *pair) for pair in pairs_in_session(book, slots)),
        sum(attendees(book, *pair) for pair in pairs_in_session(book, slots)),
        sum(
            one != other and bool(book.chairs[one] & book.chairs[other])
            for one, other in pairs_of_tracks(book, tracks)
        ),
        sum(presenters(book, *pair) for pair in pairs_in_slot(book, slots)),
        sum(attendees(book, *pair) for pair in pairs_in_slot(book, slots)),
    ]


def objective(book: Book, tracks: Grid, slots: Slots) -> int:
    """The sum of the terms times their weights."""
    return sum(w * t for w, t in zip(book.weights, terms(book, tracks, slots), strict=True))


def filled(slots: Slots) -> list[tuple[str, str, str]]:
    """(session, room, submission) for each time slot in use."""
    return [(session, room, id) for (session, room), ids in slots.items() for id in ids if id]


def pairs_of_tracks(book: Book, tracks: Grid) -> list[tuple[str, str]]:
    """The tracks of each pair of rooms of each session."""
    return [
        (tracks[session, one], tracks[session, other])
        for session in book.sessions
        for one, other in combinations(book.rooms, 2)
        if (session, one) in tracks and (session, other) in tracks
    ]


def is_interrupted(book: Book, tracks: Grid, track: str) -> bool:
    """Whether a session without the track lies between two with it."""
    held = "".join(
        "x" if any(tracks.get((s, r)) == track for r in book.rooms) else "-" for s in book.sessions
    )
    return "-" in held.strip("-")


def order(book: Book, slots: Slots) -> int:
    """Submissions that aren't the n-th of their track, and pairs of ordered ones in one time slot."""
    count = 0
    for track in book.chairs:
        scanned = [
            id
            for s in book.sessions
            for r in book.rooms
            for id in slots.get((s, r), [])
            if in_track(book, id, track)
        ]
        for n, id in enumerate(dict.fromkeys(scanned), start=1):
            count += book.submissions[id].order not in (0, n)
    for one, other in pairs_in_slot(book, slots):
        first, second = book.submissions[one], book.submissions[other]
        count += first.track == second.track and first.order > 0 and second.order > 0
    return count


def in_track(book: Book, id: str, track: str) -> bool:
    return bool(id) and book.submissions[id].track == track


def pairs_in_session(book: Book, slots: Slots) -> list[tuple[str, str]]:
    """Pairs of submissions in different rooms of a session, each once."""
    return [
        pair
        for session in book.sessions
        for one, other in combinations(book.rooms, 2)
        for pair in product(
            {id for id in slots.get((session, one), []) if id},
            {id for id in slots.get((session, other), []) if id},
        )
    ]


def pairs_in_slot(book: Book, slots: Slots) -> list[tuple[str, str]]:
    """Pairs of submissions at one time, once for each time slot."""
    return [
        (one, other)
        for session, (length, *_) in book.sessions.items()
        for slot in range(length)
        for one, other in combinations(
            [slots[session, room][slot] for room in book.rooms if (session, room) in slots], 2
        )
        if one and other
    ]


def presenters(book: Book, one: str, other: str) -> bool:
    """Whether somebody presents both, or presents one and chairs the other's track, which isn't the same."""
    first, second = book.submissions[one], book.submissions[other]
    if first.presenters & second.presenters:
        return True
    return first.track != second.track and bool(
        first.presenters & book.chairs[second.track] or second.presenters & book.chairs[first.track]
    )


def attendees(book: Book, one: str, other: str) -> bool:
    """Whether somebody wants to attend one and attends or presents the other, or chairs its track."""
    first, second = book.submissions[one], book.submissions[other]
    if first.attendees & (second.attendees | second.presenters) or second.attendees & first.presenters:
        return True
    return first.track != second.track and bool(
        first.attendees & book.chairs[second.track] or second.attendees & book.chairs[first.track]
    )
