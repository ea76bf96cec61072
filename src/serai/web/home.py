"""What the home of an edition tells of its programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from serai.core.actors import Actor
from serai.core.counting import counts
from serai.editions.models import Edition, Host, HostRole
from serai.participation import queries as participations
from serai.programme.models import Activity, Release, Section, SectionKind
from serai.programme.queries import released
from serai.programme.queries.timetable import timetable, with_titles
from serai.programme.showing.blocks import Block, blocks
from serai.programme.showing.cards import joined

OPENING_CARDS = 6
HEADINGS = {
    HostRole.HOST: _("Hosted by"),
    HostRole.CO_SPONSOR: _("Co-sponsored by"),
    HostRole.ORGANISER: _("Organised by"),
    HostRole.SUPPORTER: _("Supported by"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A section with its activities; those of no section stand in one without a title."""

    title: Any
    kind: str
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The programme in figures and headings, as one actor may see it."""

    day: date
    opening: tuple[Block, ...]
    activities: tuple[Activity, ...]
    groups: tuple[Group, ...]
    contributions: int
    people: int
    delegations: int
    hosts: tuple[tuple[str, tuple[Host, ...]], ...]
    has_generated: bool

    @property
    def numbered(self) -> int:
        """The main activities: those that the host numbers."""
        return sum(1 for activity in self.activities if activity.number is not None)

    @property
    def sections(self) -> set[Section]:
        return {activity.section for activity in self.activities if activity.section}


def home(actor: Actor, release: Release) -> Home:
    """Gather it: the first day's first sessions, all activities by section, counts and hosts."""
    edition = release.edition
    zone = ZoneInfo(edition.time_zone)
    bare = timetable(actor, release, inside=False)
    activities = bare.held
    first = [chain for chain, _ in joined(bare.sittings)][:OPENING_CARDS]
    day = first[0][0].starts.astimezone(zone).date() if first else edition.start
    shown = with_titles(actor, bare, [sitting.id for chain in first for sitting in chain])
    opening = [
        block for block in blocks(shown)[:OPENING_CARDS] if block.starts.astimezone(zone).date() == day
    ]
    figures = counts(
        edition,
        {
            "contributions": released.shown_contributions(actor, release),
            "people": released.people(actor, release),
            "delegations": participations.delegations(actor, edition),
        },
    )
    return Home(
        day=day,
        opening=tuple(opening),
        activities=tuple(activities),
        groups=tuple(_groups(activities)),
        **figures,
        hosts=tuple(_hosts(edition)),
        has_generated=any(row.is_generated for row in activities)
        or any(card.has_generated for card in opening),
    )


def _groups(activities: Iterable[Activity]) -> Iterable[Group]:
    """Activities are in order of their sections."""
    found: dict[Section | None, list[Activity]] = {}
    for activity in activities:
        found.setdefault(activity.section, []).append(activity)
    for section, rows in found.items():
        yield Group(
            title=section.title if section else None,
            kind=section.kind if section else SectionKind.SUPPORTING,
            activities=tuple(rows),
        )


def _hosts(edition: Edition) -> Iterable[tuple[str, tuple[Host, ...]]]:
    """The bodies that hold the edition, by role."""
    hosts = list(edition.hosts.all())
    for role, heading in HEADINGS.items():
        if rows := tuple(host for host in hosts if host.role == role):
            yield str(heading), rows
