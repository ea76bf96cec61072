"""Problems, timetables and results as JSON and back; see docs/reference/timetable-json.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from serai.engines.solving import Status, Violation
from serai.engines.timetable.problem import (
    Activity,
    Attendance,
    Cell,
    Contribution,
    Fixed,
    Period,
    Person,
    Place,
    Problem,
    Role,
    Room,
    Timetable,
)
from serai.engines.timetable.reading import Record
from serai.engines.timetable.result import Blocker, Item, Result, Unplaced

Json = dict[str, Any]


def dump_problem(problem: Problem) -> Json:
    """Return the problem as JSON-able data; what is left at its default is left out."""
    return slim(
        {
            "slot_minutes": problem.slot_minutes,
            "periods": [
                slim(
                    {
                        "id": p.id,
                        "day": p.day,
                        "begin": p.begin,
                        "slots": p.slots,
                        "by_name_only": p.by_name_only,
                    }
                )
                | {"day": p.day, "begin": p.begin}
                for p in problem.periods
            ],
            "rooms": [
                slim({"id": r.id, "seats": r.seats, "booths": r.booths, "closed": sorted(r.closed)})
                | ({} if r.seats is None else {"seats": r.seats})
                for r in problem.rooms
            ],
            "people": [
                slim({"id": p.id, "weight": p.weight, "here": p.here and [list(span) for span in p.here]})
                for p in problem.people
            ],
            "activities": [dump_activity(a) for a in problem.activities],
            "contributions": [dump_contribution(c) for c in problem.contributions],
            "before": [list(pair) for pair in problem.before],
            "cell_cost": dump_prices(problem.cell_cost, "period", "room"),
            "similar": dump_prices(problem.similar, "activity", "other_activity"),
            "weights": dict(problem.weights),
        }
    )


def dump_prices(prices: Mapping[tuple[str, str], int], one: str, other: str) -> list[Json]:
    """Return the prices of pairs as JSON-able data."""
    return [{one: pair[0], other: pair[1], "cost": cost} for pair, cost in prices.items()]


def dump_activity(activity: Activity) -> Json:
    """Return an activity as JSON-able data."""
    return slim(
        {
            "id": activity.id,
            "people": [{"person": a.person, "role": a.role.value} for a in activity.people],
            "sessions": activity.sessions and list(activity.sessions),
            "together": activity.together,
            "audience": activity.audience,
            "pairs": list(activity.pairs),
            "setup_slots": activity.setup_slots,
            "fixed": dump_cells(activity.fixed),
            "period_cost": dict(activity.period_cost),
            "room_cost": dict(activity.room_cost),
        }
    ) | {
        name: sorted(allowed)
        for name, allowed in (("periods", activity.periods), ("rooms", activity.rooms))
        if allowed is not None
    }


def dump_contribution(contribution: Contribution) -> Json:
    """Return a contribution as JSON-able data."""
    fixed = contribution.fixed
    place = fixed and {"period": fixed.period, "room": fixed.room, "begin": fixed.begin}
    return slim(
        {
            "id": contribution.id,
            "activity": contribution.activity,
            "slots": contribution.slots,
            "people": [{"person": a.person, "role": a.role.value} for a in contribution.people],
            "rank": contribution.rank,
            "body": contribution.body,
            "fixed": place and {name: value for name, value in place.items() if value is not None},
            "period_cost": dict(contribution.period_cost),
            "hour_cost": dict(contribution.hour_cost),
            "room_cost": dict(contribution.room_cost),
        }
    )


def dump_cells(cells: Iterable[Cell]) -> list[Json]:
    """Return cells as JSON-able data, in a fixed order."""
    ordered = sorted(cells, key=lambda c: (c.activity, c.period, c.room))
    return [{"activity": c.activity, "period": c.period, "room": c.room} for c in ordered]


def dump_timetable(timetable: Timetable) -> Json:
    """Return a timetable as JSON-able data, in a fixed order."""
    return {
        "cells": dump_cells(timetable.cells),
        "places": {
            id: {"period": place.period, "room": place.room, "begin": place.begin}
            for id, place in sorted(timetable.places.items())
        },
    }


def dump_violation(violation: Violation) -> Json:
    """Return a violation as JSON-able data."""
    return {
        "rule": violation.rule,
        "items": list(violation.items),
        "values": dict(violation.values),
        "penalty": violation.penalty,
        "hard": violation.hard,
    }


def dump_result(result: Result) -> Json:
    """Return a result as JSON-able data."""
    return {
        "status": result.status.value,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "seconds": round(result.seconds, 3),
        "seed": result.seed,
        "terms": dict(result.terms),
        "hard_violations": result.hard_violations,
        "unplaced_weight": result.unplaced_weight,
        "unplaced_bound": result.unplaced_bound,
        "unplaced": [dump_unplaced(item) for item in result.unplaced],
        "timetable": dump_timetable(result.timetable),
    }


def dump_unplaced(item: Unplaced) -> Json:
    """Return an unplaced item and what is in its way as JSON-able data."""
    return {
        "kind": item.kind.value,
        "id": item.id,
        "weight": item.weight,
        "tried": item.tried,
        "blockers": [
            {"rule": b.rule, "count": b.count, "example": b.example and dump_violation(b.example)}
            for b in item.blockers
        ],
    }


def slim(data: Json) -> Json:
    """Leave out what says nothing: None, False, zero and empty."""
    return {name: value for name, value in data.items() if value or name in ("id", "slots", "weight")}


def load_problem(data: object) -> Problem:
    """Make a problem from JSON data; ValueError says where the data is wrong."""
    record = Record(data, "problem")
    problem = Problem(
        slot_minutes=record.whole_or_none("slot_minutes"),
        periods=record.each("periods", load_period),
        rooms=record.each("rooms", load_room),
        people=record.each("people", load_person),
        activities=record.each("activities", load_activity),
        contributions=record.each("contributions", load_contribution),
        before=record.pairs("before"),
        cell_cost=load_prices(record, "cell_cost", "period", "room"),
        similar=load_prices(record, "similar", "activity", "other_activity"),
        weights=record.weights("weights"),
    )
    record.refuse_others()
    return problem


def load_prices(record: Record, name: str, one: str, other: str) -> dict[tuple[str, str], int]:
    """Make the prices of pairs; a pair that is given twice is refused."""

    def load(pair: Record) -> tuple[tuple[str, str], int]:
        return (pair.text(one), pair.text(other)), pair.whole("cost")

    prices = record.each(name, load)
    if len(dict(prices)) < len(prices):
        raise record.wrong(name, "a list in which no pair is given twice")
    return dict(prices)


def load_period(record: Record) -> Period:
    """Make a period."""
    return Period(
        id=record.text("id"),
        day=record.whole("day", 0),
        begin=record.whole("begin"),
        slots=record.whole("slots"),
        by_name_only=record.truth("by_name_only"),
    )


def load_room(record: Record) -> Room:
    """Make a room."""
    return Room(
        id=record.text("id"),
        seats=record.whole_or_none("seats"),
        booths=record.whole("booths", 0),
        closed=frozenset(record.texts("closed")),
    )


def load_person(record: Record) -> Person:
    """Make a person."""
    return Person(id=record.text("id"), weight=record.whole("weight", 1), here=record.spans("here"))


def load_attendance(record: Record) -> Attendance:
    """Make an attendance."""
    return Attendance(person=record.text("person"), role=record.one_of("role", Role))


def load_cell(record: Record) -> Cell:
    """Make a cell."""
    return Cell(record.text("activity"), record.text("period"), record.text("room"))


def load_fixed(record: Record) -> Fixed:
    """Make a fixed place."""
    return Fixed(record.text("period"), record.text_or_none("room"), record.whole_or_none("begin"))


def load_place(record: Record) -> Place:
    """Make a place."""
    return Place(record.text("period"), record.text("room"), record.whole("begin"))


def load_activity(record: Record) -> Activity:
    """Make an activity."""
    return Activity(
        id=record.text("id"),
        people=record.each("people", load_attendance),
        sessions=record.span_or_none("sessions"),
        together=record.truth("together"),
        audience=record.whole("audience", 0),
        pairs=record.texts("pairs"),
        setup_slots=record.whole("setup_slots", 0),
        periods=record.set_or_none("periods"),
        rooms=record.set_or_none("rooms"),
        fixed=frozenset(record.each("fixed", load_cell)),
        period_cost=record.costs("period_cost"),
        room_cost=record.costs("room_cost"),
    )


def load_contribution(record: Record) -> Contribution:
    """Make a contribution."""
    return Contribution(
        id=record.text("id"),
        activity=record.text("activity"),
        slots=record.whole("slots"),
        people=record.each("people", load_attendance),
        rank=record.whole("rank", 0),
        body=record.truth("body"),
        fixed=record.maybe("fixed", load_fixed),
        period_cost=record.costs("period_cost"),
        hour_cost=record.costs("hour_cost"),
        room_cost=record.costs("room_cost"),
    )


def load_timetable(data: object) -> Timetable:
    """Make a timetable from JSON data; ValueError says where the data is wrong."""
    record = Record(data, "timetable")
    timetable = Timetable(
        cells=frozenset(record.each("cells", load_cell)), places=record.table("places", load_place)
    )
    record.refuse_others()
    return timetable


def load_violation(record: Record) -> Violation:
    """Make a violation."""
    return Violation(
        rule=record.text("rule"),
        items=record.texts("items"),
        values=record.scalars("values"),
        penalty=record.whole("penalty"),
        hard=record.truth("hard"),
    )


def load_blocker(record: Record) -> Blocker:
    """Make a blocker."""
    return Blocker(record.text("rule"), record.whole("count"), record.maybe("example", load_violation))


def load_unplaced(record: Record) -> Unplaced:
    """Make an unplaced item."""
    return Unplaced(
        kind=record.one_of("kind", Item),
        id=record.text("id"),
        weight=record.whole("weight"),
        tried=record.whole("tried", 0),
        blockers=record.each("blockers", load_blocker),
    )


def load_all_unplaced(data: object) -> tuple[Unplaced, ...]:
    """Make the unplaced items of a result from their JSON data."""
    return Record({"unplaced": data}, "result").each("unplaced", load_unplaced)


def load_result(data: object) -> Result:
    """Make a result from JSON data; its gap is computed again."""
    record = Record(data, "result")
    return Result(
        timetable=load_timetable(record.raw("timetable")),
        status=record.one_of("status", Status),
        objective=record.whole("objective"),
        bound=record.whole_or_none("bound"),
        seconds=record.number("seconds"),
        seed=record.whole("seed"),
        terms=record.costs("terms"),
        unplaced=record.each("unplaced", load_unplaced),
        unplaced_weight=record.whole("unplaced_weight", 0),
        unplaced_bound=record.whole("unplaced_bound", 0),
        hard_violations=record.whole("hard_violations", 0),
    )
