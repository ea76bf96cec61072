"""What a page, a feed or a list shows of a release: sessions joined into cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from serai.core.models import Provenance, Sourced
from serai.editions.models import Room
from serai.parties.models import Person
from serai.programme.chains import S, chains
from serai.programme.models import Activity, Placement, SectionKind, Session
from serai.programme.queries.released import Programme

SHORT = timedelta(minutes=40)
NAMED = 3  # speakers named on a card; the rest is counted


@dataclass(frozen=True, slots=True)
class Card:
    """An activity in a room from start to end: one session, or several that touch.

    `number` counts the activity's cards in order of time and is what feeds know it by.
    """

    activity: Activity
    room: Room
    sessions: tuple[Session, ...]
    is_detailed: bool
    number: int

    @property
    def starts(self) -> datetime:
        return self.sessions[0].starts

    @property
    def ends(self) -> datetime:
        return self.sessions[-1].ends

    @property
    def length(self) -> timedelta:
        return self.ends - self.starts

    @property
    def is_short(self) -> bool:
        """Whether the card has little room in a grid of hours."""
        return self.length <= SHORT

    @property
    def has_generated(self) -> bool:
        """Whether anything on the card was made up for an example."""
        rows: list[Sourced] = [self.activity, self.room, *self.chairs, *self.speakers]
        rows += [placement.contribution for placement in self.placements]
        return any(row.is_generated for row in rows)

    @property
    def has_generated_times(self) -> bool:
        return any(session.period.is_generated for session in self.sessions)

    @property
    def kind(self) -> str:
        """The kind of the activity's section, which gives the colour."""
        section = self.activity.section
        return section.kind if section else SectionKind.SUPPORTING

    @property
    def placements(self) -> list[Placement]:
        """The contributions of the card at their times, as far as the actor may see them."""
        return [placement for session in self.sessions for placement in session.shown]  # type: ignore[attr-defined]

    @property
    def chairs(self) -> list[Person]:
        return [member.person for member in self.activity.chairs]  # type: ignore[attr-defined]

    @property
    def speakers(self) -> list[Person]:
        """Each speaker once, those from published sources before the generated ones."""
        people = {
            member.person_id: member.person
            for placement in self.placements
            for member in placement.contribution.speakers  # type: ignore[attr-defined]
        }
        return sorted(people.values(), key=lambda person: person.provenance == Provenance.GENERATED)

    @property
    def first_speakers(self) -> list[Person]:
        return self.speakers[:NAMED]

    @property
    def further_speakers(self) -> int:
        """How many speakers the card doesn't name."""
        return max(0, len(self.speakers) - NAMED)


def cards(programme: Programme) -> list[Card]:
    """The programme's sessions in order of time; those of an activity that touch in one room are one card."""
    return [
        Card(chain[0].activity, chain[0].room, chain, chain[0].activity_id in programme.detailed, number)
        for chain, number in joined(programme.sessions)
    ]


def joined(rows: Iterable[S]) -> Iterator[tuple[tuple[S, ...], int]]:
    """Sessions in order of time, those that touch in one room together, each chain with its number."""
    count: dict[int, int] = {}
    for chain in chains(rows):
        activity = chain[0].activity_id
        count[activity] = count.get(activity, 0) + 1
        yield tuple(chain), count[activity]
