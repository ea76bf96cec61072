"""Which contributions and activities have people in common, whatever a conflict between them costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from serai.engines.timetable.problem import Activity, Attendance, Contribution, Role

Pairs = Mapping[str, frozenset[str]]
"""Item to the items it is in conflict with; each pair is there both ways round."""


class Conflicts:
    """Pairs of items with people in common; a pair counts once, however many people they are.

    ``speakers``: two contributions with a speaker in common, or one whose speaker chairs the activity of the
    other. ``attendees``: two that somebody wishes to attend, or one that somebody wishes to attend who speaks
    in the other or chairs its activity. ``chairs``: two activities with a chair in common.
    """

    def __init__(self, activities: Iterable[Activity], contributions: tuple[Contribution, ...]) -> None:
        speaking = by_person(contributions, Role.SPEAKER)
        wishing = by_person(contributions, Role.ATTENDEE)
        chairing = by_person(activities, Role.CHAIR)
        members: dict[str, list[str]] = defaultdict(list)
        for contribution in contributions:
            members[contribution.activity].append(contribution.id)
        owner = {c.id: c.activity for c in contributions}

        def under_chair(person: str, items: Iterable[str]) -> Iterator[tuple[str, str]]:
            """Pairs of an item of the person with each item of another activity that the person chairs."""
            for activity in chairing.get(person, ()):
                for item in items:
                    if owner[item] != activity:
                        yield from ((item, other) for other in members[activity])

        speakers: list[tuple[str, str]] = []
        for person, items in speaking.items():
            speakers += [*combinations(items, 2), *under_chair(person, items)]
        attendees: list[tuple[str, str]] = []
        for person, items in wishing.items():
            spoken = speaking.get(person, ())
            attendees += [*combinations(items, 2), *under_chair(person, items)]
            attendees += [(item, other) for item in items for other in spoken if item != other]
        chairs = [pair for items in chairing.values() for pair in combinations(items, 2)]
        self.speakers, self.attendees, self.chairs = map(both_ways, (speakers, attendees, chairs))


def by_person(items: Iterable[Activity | Contribution], role: Role) -> dict[str, tuple[str, ...]]:
    """The items in which each person has the role, in order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        for attendance in item.people:
            if has_role(attendance, role):
                found[attendance.person][item.id] = None
    return {person: tuple(held) for person, held in found.items()}


def has_role(attendance: Attendance, role: Role) -> bool:
    """Say whether somebody has the role; a chair of a contribution is needed there like a speaker."""
    if role is Role.SPEAKER:
        return attendance.role in (Role.SPEAKER, Role.CHAIR, Role.MUST_ATTEND)
    return attendance.role is role


def both_ways(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Look up pairs from either side."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return {item: frozenset(others) for item, others in found.items()}
