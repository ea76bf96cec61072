"""Reads of one plan for those who work on it: what it holds by day, and what stands before its release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.text import forms
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


def held(actor: Actor, plan: Plan, day: date) -> list[Session]:
    """The plan's sessions on a local day in order of time, with contributions, speakers and chairs."""
    require(actor, "programme.view_plan", plan)
    midnight = datetime.combine(day, time(), ZoneInfo(plan.edition.time_zone))
    rows = plan.sessions.filter(starts__gte=midnight, starts__lt=midnight + timedelta(days=1))
    people = ("person__party",)
    speakers = ContributionMember.objects.filter(role=ContributionRole.SPEAKER).select_related(*people)
    placements = Placement.objects.select_related("contribution").order_by("starts", "id")
    chairs = ActivityMember.objects.filter(role=ActivityRole.CHAIR).select_related(*people)
    return list(
        rows.select_related("activity__section", "room", "period")
        .prefetch_related(
            Prefetch("placements", placements, to_attr="shown"),
            Prefetch("shown__contribution__members", speakers, to_attr="speakers"),
            Prefetch("activity__members", chairs, to_attr="chairs"),
        )
        .order_by("starts", "room__order", "room__key", "id")
    )


def days(actor: Actor, plan: Plan) -> list[date]:
    """The local days on which the plan has sessions, in order."""
    require(actor, "programme.view_plan", plan)
    zone = ZoneInfo(plan.edition.time_zone)
    moments = plan.sessions.order_by("starts").values_list("starts", flat=True).distinct()
    return sorted({moment.astimezone(zone).date() for moment in moments})


@dataclass(frozen=True, slots=True)
class Readiness:
    """What isn't wrong with a plan and yet should be known before it is public."""

    unanswered: list[Person] = field(default_factory=list)
    declined: list[Person] = field(default_factory=list)
    hidden: list[Contribution] = field(default_factory=list)
    untranslated: list[Activity | Contribution] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.declined or self.hidden or self.untranslated)


def readiness(actor: Actor, plan: Plan) -> Readiness:
    """Who hasn't answered or has declined, what stays hidden for that, what isn't translated."""
    require(actor, "programme.view_plan", plan)
    talks = Contribution.objects.filter(placements__plan=plan)
    members = list(
        ContributionMember.objects.filter(
            contribution__placements__plan=plan, role=ContributionRole.SPEAKER
        ).values_list("contribution", "person", "state")
    )
    agreed = {talk for talk, _, state in members if state == MemberState.ACCEPTED}
    waited_for = {
        person for _, person, state in members if state in (MemberState.PLANNED, MemberState.INVITED)
    }
    declined = {person for _, person, state in members if state == MemberState.DECLINED}
    hidden = {talk for talk, _, _ in members} - agreed
    people = Person.objects.select_related("party").in_bulk(waited_for | declined)
    activities = Activity.objects.filter(sessions__plan=plan).distinct()
    return Readiness(
        unanswered=_sorted(people, waited_for),
        declined=_sorted(people, declined),
        hidden=list(talks.filter(pk__in=hidden)),
        untranslated=[*_untranslated(activities, plan), *_untranslated(talks, plan)],
    )


def _sorted(people: dict[int, Person], keys: Iterable[int]) -> list[Person]:
    return sorted((people[key] for key in keys), key=lambda person: (person.sort_key, person.key))


def _untranslated(rows: QuerySet, plan: Plan) -> list:  # type: ignore[type-arg]
    """Those whose title lacks one of the edition's languages."""
    wanted = set(plan.edition.languages)
    lacking = [pk for pk, title in rows.order_by().values_list("pk", "title") if wanted - forms(title).keys()]
    return list(rows.model.objects.filter(pk__in=lacking))


def retired(actor: Actor, plan: Plan) -> list[Activity | Contribution]:
    """What the plan holds that is no longer in the programme."""
    require(actor, "programme.view_plan", plan)
    activities = Activity.objects.filter(sessions__plan=plan, is_retired=True).distinct()
    talks = Contribution.objects.filter(placements__plan=plan, is_retired=True)
    return [*activities, *talks]
