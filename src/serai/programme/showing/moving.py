"""What the page of a move shows: the item, where it is, what a place would break and mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from serai.core.actors import Actor
from serai.programme import planning
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    Plan,
)
from serai.programme.planning import Sentence, Spot, Wording


@dataclass(frozen=True, slots=True)
class Told:
    """What a move would do, in words, and the plan's figures before and after it."""

    new: list[Sentence]
    gone: list[Sentence]
    stay: list[Sentence]
    hard: tuple[int, int]
    penalty: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A better place in words, as choices of the form, and what it would do."""

    spot: Spot
    where: str
    time: str
    hard: int
    penalty: int
    new: list[Sentence]

    @property
    def is_better(self) -> bool:
        """Whether fewer hard rules would be broken, or as many at less penalty."""
        return (self.hard, self.penalty) < (0, 0)

    @property
    def more(self) -> int:
        """How many sentences stand behind the first two."""
        return max(0, len(self.new) - 2)


@dataclass(frozen=True, slots=True)
class Subject:
    """The item: its row, its activity and its people in their roles."""

    row: Activity | Contribution
    activity: Activity
    members: list[ActivityMember] | list[ContributionMember]


def told(actor: Actor, plan: Plan, outcome: planning.Outcome, wording: Wording) -> Told:
    """Put an outcome into words."""
    counts, effect = planning.plan_counts(actor, plan), outcome.effect
    return Told(
        new=wording.sentences(effect.new),
        gone=wording.sentences(effect.gone),
        stay=wording.sentences(effect.stay),
        hard=(counts.hard, counts.hard + effect.hard),
        penalty=(counts.penalty, counts.penalty + effect.penalty),
    )


def proposals(mover: planning.Mover, wording: Wording) -> list[Proposal]:
    """The better places in words, best first."""
    return [
        Proposal(
            spot=better.spot,
            where=spot_in_words(better.spot, wording),
            time=clock(better.spot.starts, mover.plan),
            hard=better.effect.hard,
            penalty=better.effect.penalty,
            new=wording.sentences(better.effect.new),
        )
        for better in mover.better()
    ]


def spot_in_words(spot: Spot, wording: Wording) -> str:
    """Day, time and room; the weekday tells days apart."""
    return gettext("%(time)s, %(room)s") % {
        "time": wording.moment(wording.clock.before(spot.starts)),
        "room": wording.name("room", spot.room),
    }


def clock(moment: datetime, plan: Plan) -> str:
    """The time of day in the edition's zone."""
    return f"{moment.astimezone(ZoneInfo(plan.edition.time_zone)):%H:%M}"


def subject(mover: planning.Mover) -> Subject:
    """The item's row with its people; a session stands for its activity, and so does a block."""
    edition = mover.plan.edition
    key = mover.id.removeprefix(planning.BLOCK)
    if not mover.is_session and key == mover.id:
        talk = edition.contributions.select_related("activity__section").get(key=key)
        people = talk.members.select_related("person__party")
        return Subject(talk, talk.activity, list(people))
    key = mover.item.activity if mover.is_session else key  # type: ignore[union-attr]
    activity = edition.activities.select_related("section").get(key=key)
    members = activity.members.exclude(role=ActivityRole.ORGANISER).select_related("person__party")
    return Subject(activity, activity, list(members))


def choices(mover: planning.Mover, kind: str, wording: Wording) -> list[tuple[str, str]]:
    """Periods or rooms to choose from, as they are called, in their order."""
    index = mover.problem.index
    keys: Iterable[str] = index.period if kind == "period" else index.room
    return [(key, wording.name(kind, key)) for key in keys]
