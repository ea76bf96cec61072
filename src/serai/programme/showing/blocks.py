"""What a feed or a screen shows of a release: the same cards as the pages', made of plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from serai.core.models import Marked
from serai.editions.models import Room
from serai.programme.models import Activity, SectionKind
from serai.programme.queries.timetable import Named, Talk, Timetable
from serai.programme.showing.cards import NAMED, SHORT, joined


@dataclass(frozen=True, slots=True)
class Block:
    """An activity in a room from start to end, with its contributions as far as the actor may see them."""

    activity: Activity
    room: Room
    number: int
    starts: datetime
    ends: datetime
    is_detailed: bool
    chairs: tuple[Named, ...]
    talks: tuple[Talk, ...]
    has_generated_times: bool = False

    @property
    def name(self) -> str:
        """What feeds know it by, from release to release."""
        return f"{self.activity.key}.{self.number}"

    @property
    def kind(self) -> str:
        """The kind of the activity's section, which gives the colour."""
        return self.activity.section.kind if self.activity.section else SectionKind.SUPPORTING

    @property
    def length(self) -> timedelta:
        return self.ends - self.starts

    @property
    def is_short(self) -> bool:
        """Whether it has little room in a grid of hours."""
        return self.length <= SHORT

    @property
    def speakers(self) -> list[Named]:
        """Each speaker once, those from published sources before the generated ones."""
        people = {person.id: person for talk in self.talks for person in talk.speakers}
        return sorted(people.values(), key=lambda person: person.is_generated)

    @property
    def first_speakers(self) -> list[Named]:
        return self.speakers[:NAMED]

    @property
    def further_speakers(self) -> int:
        """How many speakers a card doesn't name."""
        return max(0, len(self.speakers) - NAMED)

    @property
    def has_generated(self) -> bool:
        """Whether anything of it was made up for an example."""
        rows: list[Marked] = [self.activity, self.room, *self.chairs, *self.talks, *self.speakers]
        return any(row.is_generated for row in rows)


def blocks(shown: Timetable) -> list[Block]:
    """The sittings in order of time; those of an activity that touch in one room are one block."""
    return [
        Block(
            activity=shown.activities[chain[0].activity_id],
            room=shown.rooms[chain[0].room_id],
            number=number,
            starts=chain[0].starts,
            ends=chain[-1].ends,
            is_detailed=chain[0].activity_id in shown.detailed,
            chairs=shown.chairs.get(chain[0].activity_id, ()),
            talks=tuple(talk for sitting in chain for talk in shown.talks.get(sitting.id, ())),
            has_generated_times=any(sitting.is_generated for sitting in chain),
        )
        for chain, number in joined(shown.sittings)
    ]
