"""What tells two plans apart: recounted from what is stored, never from how it came about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from django.db.models import BigIntegerField, Exists, Model, OuterRef, QuerySet, Value

from serai.editions.models import Room
from serai.parties.models import Person
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    ContributionRole,
    MemberState,
    Placement,
    Plan,
    Session,
)

M = TypeVar("M", bound=Model)


class Kind(StrEnum):
    """What happened to something between two plans."""

    MOVED = "moved"
    NEW = "new"
    GONE = "gone"


class Where(NamedTuple):
    """From when to when something is, and the primary key of its room."""

    starts: datetime
    ends: datetime
    room: int


class Difference(NamedTuple):
    """A contribution or, without one, a session of an activity (primary keys), before and after."""

    activity: int
    contribution: int | None
    before: Where | None
    after: Where | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.NEW
        return Kind.GONE if self.after is None else Kind.MOVED


@dataclass(frozen=True, slots=True)
class Place:
    """When and in which room something is."""

    starts: datetime
    ends: datetime
    room: Room


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a contribution or a session, and who has a part in it."""

    kind: Kind
    activity: Activity
    contribution: Contribution | None
    before: Place | None
    after: Place | None
    people: tuple[Person, ...]

    @property
    def item(self) -> Activity | Contribution:
        """What changed."""
        return self.contribution or self.activity


@dataclass(frozen=True, slots=True)
class Changes:
    """All that tells two plans apart, in the order of the activities."""

    changes: tuple[Change, ...]

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)

    @property
    def by_activity(self) -> list[tuple[Activity, list[Change]]]:
        """Each activity with its changes: sessions first, then contributions in order of time."""
        groups: dict[int, tuple[Activity, list[Change]]] = {}
        for change in self.changes:
            groups.setdefault(change.activity.pk, (change.activity, []))[1].append(change)
        return list(groups.values())

    @property
    def by_person(self) -> dict[Person, list[Change]]:
        """Everybody concerned, with what changed for them."""
        groups: dict[Person, list[Change]] = defaultdict(list)
        for change in self.changes:
            for person in change.people:
                groups[person].append(change)
        return dict(groups)


Rows = dict[tuple[int, int | None], list[Where]]
"""Where everything is, by activity and contribution; sessions stand under no contribution."""


def plan_differences(before: Plan | None, after: Plan, *, standing: bool = False) -> Changes:
    """Say what moved, what is new and what is gone in a plan against another, or against none.

    `standing`: of the second only what is still in the programme counts, as in a copy of it.
    """
    if before == after:
        return Changes(())
    plans = [plan.pk for plan in (before, after) if plan]
    sessions, placements = Session.objects.filter(plan__in=plans), Placement.objects.filter(plan__in=plans)
    if standing:
        sessions = sessions.exclude(plan=after, activity__is_retired=True)
        placements = placements.exclude(plan=after, contribution__is_retired=True)
        placements = placements.exclude(plan=after, session__activity__is_retired=True)
    sessions = _only_in_one(sessions, "activity", "starts", "ends", "room")
    placements = _only_in_one(
        placements, "contribution", "starts", "ends", "session__activity", "session__room"
    )
    rows = stored_rows(sessions, placements)
    found = differences(rows.get(before.pk, {}) if before else {}, rows.get(after.pk, {}))
    return _with_rows(after, list(found))


def _only_in_one(rows: QuerySet[M], *alike: str) -> QuerySet[M]:
    """Those rows of two plans that the other doesn't have as well: the database finds them far faster."""
    same = rows.filter(**{name: OuterRef(name) for name in alike}).exclude(plan=OuterRef("plan"))
    return rows.filter(~Exists(same))


def stored_rows(sessions, placements) -> dict[int, Rows]:  # type: ignore[no-untyped-def]
    """Where everything is in each of the plans that these rows belong to."""
    held = placements.order_by().values_list(
        "plan", "session__activity", "contribution", "starts", "ends", "session__room"
    )
    alone = sessions.order_by().annotate(nothing=Value(None, output_field=BigIntegerField()))
    alone = alone.values_list("plan", "activity", "nothing", "starts", "ends", "room")
    found = list(held.union(alone, all=True))
    in_order = sorted((row for row in found if row[2] is None), key=lambda row: (row[3], row[5]))
    rows: dict[int, Rows] = defaultdict(lambda: defaultdict(list))
    for plan, activity, contribution, *where in (*in_order, *(row for row in found if row[2] is not None)):
        rows[plan][activity, contribution].append(Where(*where))
    return rows


def differences(before: Rows, after: Rows) -> Iterator[Difference]:
    """Pair what is in both: first what stayed, then in order of time; what is over is new or gone."""
    for activity, contribution in dict.fromkeys([*before, *after]):
        old, new = before.get((activity, contribution), []), after.get((activity, contribution), [])
        left = [where for where in old if where not in new]
        come = [where for where in new if where not in old]
        for number in range(max(len(left), len(come))):
            yield Difference(
                activity,
                contribution,
                left[number] if number < len(left) else None,
                come[number] if number < len(come) else None,
            )


def _with_rows(plan: Plan, found: list[Difference]) -> Changes:
    """Put activities, contributions, rooms and people to the primary keys."""
    if not found:
        return Changes(())
    edition = plan.edition_id
    activities = Activity.objects.select_related("section").in_bulk({row.activity for row in found})
    talks = {row.contribution for row in found if row.contribution}
    rooms = {room.pk: room for room in Room.objects.filter(edition=edition)}
    contributions: dict[int, Contribution] = {}
    people = _people(edition, {row.activity for row in found if row.contribution is None})
    people |= _speakers(edition, talks, contributions)
    if silent := talks - contributions.keys():
        contributions |= {row.pk: row for row in Contribution.objects.filter(edition=edition, pk__in=silent)}

    def place(where: Where | None) -> Place | None:
        return where and Place(where.starts, where.ends, rooms[where.room])

    changes = [
        Change(
            row.kind,
            activities[row.activity],
            contributions[row.contribution] if row.contribution else None,
            place(row.before),
            place(row.after),
            tuple(people.get(row.contribution or -row.activity, ())),
        )
        for row in found
    ]
    return Changes(tuple(sorted(changes, key=_in_order)))


def _people(edition: int, activities: set[int]) -> dict[int, list[Person]]:
    """Chairs and who must attend sessions, by the activity's negative primary key; not who declined."""
    found: dict[int, list[Person]] = defaultdict(list)
    chairs = ActivityMember.objects.filter(activity__edition=edition, activity__in=activities)
    standing = chairs.exclude(role=ActivityRole.ORGANISER).exclude(state=MemberState.DECLINED)
    for row in standing.select_related("person__party", "person__user"):
        if row.person not in found[-row.activity_id]:
            found[-row.activity_id].append(row.person)
    return found


def _speakers(
    edition: int, talks: set[int], contributions: dict[int, Contribution]
) -> dict[int, list[Person]]:
    """Speakers by the primary key of their contribution, which is noted as well; not who declined."""
    found: dict[int, list[Person]] = defaultdict(list)
    speakers = ContributionMember.objects.filter(contribution__edition=edition, contribution__in=talks)
    standing = speakers.filter(role=ContributionRole.SPEAKER).exclude(state=MemberState.DECLINED)
    for row in standing.select_related("person__party", "person__user", "contribution"):
        contributions[row.contribution_id] = row.contribution
        found[row.contribution_id].append(row.person)
    return found


def _in_order(change: Change) -> tuple[int, str, bool, datetime, int]:
    """By activity, its sessions before its contributions, in order of time."""
    place = change.after or change.before
    assert place is not None
    return (
        change.activity.order,
        change.activity.key,
        change.contribution is not None,
        place.starts,
        change.item.pk,
    )
