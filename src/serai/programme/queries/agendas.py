"""Reads of what one person has to be at: whatever its visibility, for themselves and the secretariat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from serai.core.access import require
from serai.core.actors import Actor
from serai.editions.models import Room
from serai.participation.models import Participation
from serai.programme.chains import chains
from serai.programme.models import (
    Activity,
    ActivityMember,
    Agenda,
    Contribution,
    ContributionMember,
    MemberState,
    Placement,
    Release,
    Session,
)

ASKED = (MemberState.INVITED, MemberState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a person has to be at, as a release places it.

    `name` is what calendars know it by from release to release; `roles` are the person's in it.
    """

    name: str
    roles: tuple[str, ...]
    is_agreed: bool
    activity: Activity
    contribution: Contribution | None
    starts: datetime
    ends: datetime
    room: Room

    @property
    def title(self) -> Any:
        return self.contribution.title if self.contribution else self.activity.title

    @property
    def place(self) -> tuple[datetime, datetime, int]:
        return self.starts, self.ends, self.room.pk


class Change(StrEnum):
    """What became of an entry since the release that was seen last."""

    NONE = ""
    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry as it stands, what changed about it, and how it stood before."""

    entry: Entry
    change: Change = Change.NONE
    before: Entry | None = None


def agendas(
    actor: Actor, participation: Participation, releases: Sequence[Release]
) -> dict[int, list[Entry]]:
    """What the person has to be at in each of some releases, by number, in order of time."""
    require(actor, "participation.view_agenda", participation)
    chaired, spoken = _memberships(participation)
    plans = {release.plan_id: release.number for release in releases}
    found: dict[int, list[Entry]] = {release.number: [] for release in releases}
    sessions: dict[int, list[Session]] = {}
    rows = Session.objects.filter(plan__in=plans, activity__in=chaired)
    for session in rows.select_related("activity__section", "room__venue").order_by("starts", "id"):
        sessions.setdefault(session.plan_id, []).append(session)
    for plan, number in plans.items():
        found[number] += _chaired(sessions.get(plan, []), chaired)
    talks = Placement.objects.filter(plan__in=plans, contribution__in=spoken)
    for row in talks.select_related("contribution", "session__activity__section", "session__room__venue"):
        talk, held_in = row.contribution, row.session
        name, roles = f"{talk.key}.talk", spoken[talk.pk]
        found[plans[row.plan_id]].append(
            _entry(name, roles, held_in.activity, talk, row.starts, row.ends, held_in.room)
        )
    return {number: sorted(entries, key=_by_time) for number, entries in found.items()}


def marked(actor: Actor, participation: Participation, release: Release, seen: int) -> list[Marked]:
    """The agenda in a release, with what changed against the one that was seen last (0: none was)."""
    is_older = 0 < seen < release.number
    earlier = participation.edition.releases.filter(number=seen).first() if is_older else None
    both = [release, *([earlier] if earlier else [])]
    found = agendas(actor, participation, both)
    now = found[release.number]
    if earlier is None:
        return [Marked(entry) for entry in now]
    then = {entry.name: entry for entry in found[earlier.number]}
    result = [_compared(entry, then.get(entry.name)) for entry in now]
    names = {entry.name for entry in now}
    gone = [Marked(entry, Change.CANCELLED) for name, entry in then.items() if name not in names]
    return sorted([*result, *gone], key=lambda row: _by_time(row.entry))


def told(actor: Actor, participation: Participation) -> Agenda | None:
    """What the person's calendar was told last."""
    require(actor, "participation.view_agenda", participation)
    return Agenda.objects.filter(edition=participation.edition, person=participation.person).first()


def _memberships(participation: Participation) -> tuple[dict[int, list[Any]], dict[int, list[Any]]]:
    """The person's roles by activity and by contribution: what they were asked for and didn't decline."""
    person, edition = participation.person_id, participation.edition_id
    chaired: dict[int, list[Any]] = {}
    for row in ActivityMember.objects.filter(person=person, activity__edition=edition, state__in=ASKED):
        chaired.setdefault(row.activity_id, []).append(row)
    spoken: dict[int, list[Any]] = {}
    talks = ContributionMember.objects.filter(person=person, contribution__edition=edition, state__in=ASKED)
    for talk in talks:
        spoken.setdefault(talk.contribution_id, []).append(talk)
    return chaired, spoken


def _chaired(sessions: Iterable[Session], chaired: dict[int, list[Any]]) -> Iterable[Entry]:
    """Sessions that touch as one entry, numbered as public calendars number them."""
    count: dict[int, int] = {}
    for chain in chains(sessions):
        first, activity = chain[0], chain[0].activity
        count[activity.pk] = count.get(activity.pk, 0) + 1
        name, roles = f"{activity.key}.{count[activity.pk]}", chaired[activity.pk]
        yield _entry(name, roles, activity, None, first.starts, chain[-1].ends, first.room)


def _entry(
    name: str,
    members: Iterable[Any],
    activity: Activity,
    contribution: Contribution | None,
    starts: datetime,
    ends: datetime,
    room: Room,
) -> Entry:
    rows = list(members)
    return Entry(
        name=name,
        roles=tuple(sorted(row.role for row in rows)),
        is_agreed=any(row.state == MemberState.ACCEPTED for row in rows),
        activity=activity,
        contribution=contribution,
        starts=starts,
        ends=ends,
        room=room,
    )


def _compared(entry: Entry, before: Entry | None) -> Marked:
    if before is None:
        return Marked(entry, Change.NEW)
    return Marked(entry) if before.place == entry.place else Marked(entry, Change.MOVED, before)


def _by_time(entry: Entry) -> tuple[datetime, datetime, str]:
    return entry.starts, entry.ends, entry.name
