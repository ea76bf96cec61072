"""Reads of one plan for those who work on it: what it holds by day, and what stands before its release."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Exists, Model, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from i18nfield.strings import LazyI18nString

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.counting import NumberOf
from serai.core.translated import lacks_language
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
SHOWN_OF_SESSION = (
    "starts", "ends", "plan", "period__key",
    "activity__key", "activity__title", "activity__minutes", "activity__provenance",
    "activity__section__kind",
    "room__key", "room__name", "room__order", "room__provenance",
)  # fmt: skip
NAMES = ("key", "name", "latin_name", "names", "provenance")
LISTED = 120  # contributions that the page of a day names; of more only those with something wrong


def held(actor: Actor, plan: Plan, day: date, wrong: Collection[str] = ()) -> Sequence[Session]:
    """The plan's sessions on a local day in order of time, with contributions, speakers and chairs.

    `shown` are the contributions, on a full day only those whose keys are in `wrong`; `talks` counts all.
    """
    require(actor, "programme.view_plan", plan)
    midnight = datetime.combine(day, time(), ZoneInfo(plan.edition.time_zone))
    rows = plan.sessions.filter(starts__gte=midnight, starts__lt=midnight + timedelta(days=1))
    sessions = list(
        rows.select_related("activity__section", "room", "period")
        .only(*SHOWN_OF_SESSION)
        .annotate(talks=NumberOf(Placement.objects.filter(session=OuterRef("pk"))))
        .order_by("starts", "room__order", "room__key", "id")
    )
    placements = Placement.objects.select_related("contribution").order_by("starts", "id")
    if sum(session.talks for session in sessions) > LISTED:
        placements = placements.filter(contribution__key__in=list(wrong)[:LISTED])
    speakers = ContributionMember.objects.filter(role=ContributionRole.SPEAKER)
    chairs = ActivityMember.objects.filter(role=ActivityRole.CHAIR)
    prefetch_related_objects(
        sessions,
        Prefetch("placements", placements, to_attr="shown"),
        Prefetch("shown__contribution__members", _named(speakers, "contribution"), to_attr="speakers"),
        Prefetch("activity__members", _named(chairs, "activity"), to_attr="chairs"),
    )
    return sessions


def _named(members: QuerySet[M], of: str) -> QuerySet[M]:
    """Roles with no more of their people than a page names."""
    return members.select_related("person").only(of, "state", *(f"person__{name}" for name in NAMES))


@dataclass(frozen=True, slots=True)
class Readiness:
    """What isn't wrong with a plan and yet should be known before it is public; things by their titles."""

    unanswered: list[Person] = field(default_factory=list)
    declined: list[Person] = field(default_factory=list)
    hidden: list[LazyI18nString] = field(default_factory=list)
    untranslated: list[LazyI18nString] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.declined or self.hidden or self.untranslated)


def readiness(actor: Actor, plan: Plan) -> Readiness:
    """Who hasn't answered or has declined, what stays hidden for that, what isn't translated."""
    require(actor, "programme.view_plan", plan)
    members = ContributionMember.objects.filter(
        contribution__placements__plan=plan, role=ContributionRole.SPEAKER
    )
    agreed = members.filter(state=MemberState.ACCEPTED, contribution=OuterRef("contribution"))
    waiting = members.exclude(state=MemberState.ACCEPTED).annotate(is_shown=Exists(agreed))
    found = list(waiting.select_related("person", "contribution").order_by("person__sort_key", "pk"))
    asked = (MemberState.PLANNED, MemberState.INVITED)
    return Readiness(
        unanswered=_each_once(row.person for row in found if row.state in asked),
        declined=_each_once(row.person for row in found if row.state == MemberState.DECLINED),
        hidden=[row.title for row in _each_once(row.contribution for row in found if not row.is_shown)],
        untranslated=_untranslated(plan),
    )


def _each_once(rows: Iterable[M]) -> list[M]:
    return list({row.pk: row for row in rows}.values())


def _untranslated(plan: Plan) -> list[LazyI18nString]:
    """The titles that lack one of the edition's languages."""
    lacks = lacks_language("title", plan.edition.languages)
    activities = Activity.objects.filter(lacks, sessions__plan=plan).order_by().distinct()
    talks = Contribution.objects.filter(lacks, placements__plan=plan).order_by()
    titles = activities.values_list("pk", "title").union(talks.values_list("pk", "title"), all=True)
    return [title for _pk, title in titles]


def retired(actor: Actor, plan: Plan) -> list[Activity | Contribution]:
    """What the plan holds that is no longer in the programme."""
    require(actor, "programme.view_plan", plan)
    activities = Activity.objects.filter(sessions__plan=plan, is_retired=True).distinct()
    talks = Contribution.objects.filter(placements__plan=plan, is_retired=True)
    return [*activities, *talks]
