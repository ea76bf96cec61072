"""Reads of what is public: the latest release of an edition, as far as this actor may see it.

Drafts are never read here. A closed activity doesn't exist for outsiders; a listed one has a title, a time
and a room, and its contributions and people come only to those who may see them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils import timezone

from serai.core.access import visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions import queries as editions
from serai.editions.models import Edition, Period, PeriodKind, Room
from serai.parties.models import Party, Person
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
    Release,
    Section,
    Session,
)
from serai.programme.ordering import programme_order

M = TypeVar("M", bound=Model)

# Nobody is named before they agreed.
AGREED_SPEAKERS = ContributionMember.objects.filter(role=ContributionRole.SPEAKER, state=MemberState.ACCEPTED)
AGREED_CHAIRS = ActivityMember.objects.filter(role=ActivityRole.CHAIR, state=MemberState.ACCEPTED)

# Asked with each view of a page, and Django takes ten times as long to word it as a database to answer.
STATE_OF_PAGES = """
    SELECT edition.id, release.id, release.released_at, edition.content_version, announcement.id
    FROM editions_edition edition
    JOIN programme_release release ON release.edition_id = edition.id
    LEFT JOIN editions_announcement announcement ON announcement.edition_id = edition.id
        AND announcement.starts <= %s AND (announcement.ends IS NULL OR announcement.ends > %s)
    WHERE edition.key = %s
        AND release.number = (SELECT max(number) FROM programme_release WHERE edition_id = edition.id)
    ORDER BY announcement.id
"""


@dataclass(frozen=True, slots=True)
class Programme:
    """A release as one actor sees it; `detailed` are the activities whose inside the actor may see."""

    edition: Edition
    release: Release
    sessions: list[Session]
    detailed: frozenset[int]


def latest_release(actor: Actor, edition: Edition) -> Release | None:
    """The release that stands now; that there is one is public."""
    return edition.releases.select_related("plan").first()


def is_released(actor: Actor, edition: Edition) -> bool:
    """Whether the edition has a release; that there is one is public."""
    return edition.releases.exists()


def edition_and_release(actor: Actor, key: str, *more: str) -> tuple[Edition, Release | None]:
    """The edition with this key, with what more it is tied to, and its release that stands now."""
    tied = (f"edition__{name}" for name in ("series", "country", *more))
    releases = Release.objects.select_related("plan", *tied).filter(edition__key=key)
    release = releases.order_by("-number").first()
    return (release.edition, release) if release else (editions.edition(actor, key, *more), None)


def state_of_pages(actor: Actor, edition: str) -> tuple[int, str] | None:
    """The edition's id and all that decides what its public pages show at this moment, as one text.

    That is the release in force, the state of texts and the announcements that run; None before a release.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(STATE_OF_PAGES, [now, now, edition])
        rows = cursor.fetchall()
    return (rows[0][0], repr(rows)) if rows else None


def release_before(actor: Actor, release: Release) -> Release | None:
    """The release that stood before this one."""
    return release.edition.releases.filter(number__lt=release.number).select_related("plan").first()


def rooms_before(actor: Actor, release: Release) -> dict[int, int]:
    """In which room the release before this one had each contribution that the actor may see: id by id."""
    earlier = Plan.objects.filter(edition=release.edition_id, release__number__lt=release.number)
    held = Placement.objects.filter(plan=earlier.order_by("-release__number")[:1])
    contributions = visible(actor, "programme.view_contribution", Contribution.objects.all())
    seen = held.filter(contribution__in=contributions)
    return dict(seen.values_list("contribution", "session__room"))


def programme(
    actor: Actor, release: Release, *, day: date | None = None, activity: Activity | None = None
) -> Programme:
    """The sessions of a release with all that is shown of them, perhaps only a day's or an activity's."""
    rows = _sessions(actor, release)
    if day:
        rows = rows.filter(_on(release.edition, day))
    if activity:
        rows = rows.filter(activity=activity)
    open_activities = _detailed(actor, release.edition).values_list("pk", flat=True)
    return Programme(release.edition, release, list(rows), frozenset(open_activities))


def days(actor: Actor, release: Release) -> list[date]:
    """The local days on which this actor finds sessions, in order."""
    zone = ZoneInfo(release.edition.time_zone)
    starts = visible(actor, "programme.view_session", release.plan.sessions.order_by("starts"))
    moments = starts.values_list("starts", flat=True).distinct()
    return sorted({moment.astimezone(zone).date() for moment in moments})


def breaks(actor: Actor, edition: Edition, day: date) -> list[Period]:
    """The breaks of a day."""
    return list(edition.periods.filter(_on(edition, day), kind=PeriodKind.BREAK, is_retired=False))


def periods(actor: Actor, release: Release) -> QuerySet[Period]:
    """The breaks, and the periods in which the actor finds something in the release, in order."""
    found = visible(actor, "programme.view_session", release.plan.sessions.order_by()).values("period")
    standing = Q(kind=PeriodKind.BREAK, is_retired=False)
    return release.edition.periods.filter(standing | Q(pk__in=found)).order_by("starts", "pk")


def rooms(actor: Actor, release: Release) -> QuerySet[Room]:
    """The rooms in which the actor finds something in the release, with their buildings."""
    found = visible(actor, "programme.view_session", release.plan.sessions.order_by()).values("room")
    return release.edition.rooms.filter(pk__in=found).select_related("venue")


def sections(actor: Actor, release: Release) -> QuerySet[Section]:
    """The sections of the activities that the actor finds in the release."""
    held = visible(actor, "programme.view_activity", release.edition.activities.order_by())
    held = held.filter(sessions__plan=release.plan)
    return release.edition.sections.filter(pk__in=held.values("section"))


def _on(edition: Edition, day: date) -> Q:
    midnight = datetime.combine(day, time(), ZoneInfo(edition.time_zone))
    return Q(starts__gte=midnight, starts__lt=midnight + timedelta(days=1))


def _detailed(actor: Actor, edition: Edition) -> QuerySet[Activity]:
    return visible(actor, "programme.view_detail", edition.activities.all())


def _sessions(actor: Actor, release: Release) -> QuerySet[Session]:
    """Sessions in order, with activity, room, chairs, and the contributions that the actor may see."""
    chairs = AGREED_CHAIRS.filter(activity__in=_detailed(actor, release.edition)).select_related(
        "person__party", "person__organisation"
    )
    return (
        visible(actor, "programme.view_session", release.plan.sessions.all())
        .select_related("activity__section", "room__venue", "period")
        .prefetch_related(
            Prefetch("placements", _placements(actor, release), to_attr="shown"),
            Prefetch("activity__members", chairs, to_attr="chairs"),
        )
        .order_by("starts", "room__order", "room__key", "id")
    )


def _placements(actor: Actor, release: Release) -> QuerySet[Placement]:
    """Placed contributions that the actor may see, with their speakers."""
    contributions = visible(actor, "programme.view_contribution", Contribution.objects.all())
    speakers = AGREED_SPEAKERS.select_related("person__party", "person__organisation")
    return (
        release.plan.placements.filter(contribution__in=contributions)
        .select_related("contribution")
        .prefetch_related(Prefetch("contribution__members", speakers, to_attr="speakers"))
        .order_by("starts", "id")
    )


def activities(actor: Actor, release: Release) -> list[Activity]:
    """The activities that have a place in the release, by section and in order."""
    held = visible(actor, "programme.view_activity", release.edition.activities.all())
    rows = held.filter(sessions__plan=release.plan).select_related("section").distinct()
    return sorted(rows, key=programme_order)


def activity(actor: Actor, release: Release, key: str) -> Activity:
    """An activity that has a place in the release, if the actor may know of it."""
    held = visible(actor, "programme.view_activity", release.edition.activities.all())
    found = held.filter(key=key, sessions__plan=release.plan).select_related("section").first()
    if found is None:
        raise NotVisible
    return found


def held_activity(actor: Actor, release: Release, key: str) -> Activity:
    """An activity that some release up to this one holds, if the actor may know of it."""
    held = visible(actor, "programme.view_activity", release.edition.activities.all())
    return _only(held.filter(key=key, sessions__plan__in=_plans_up_to(release)))


def room(actor: Actor, release: Release, key: str) -> Room:
    """A room in which some release up to this one holds something that the actor may know of."""
    seen = visible(actor, "programme.view_session", Session.objects.filter(plan__in=_plans_up_to(release)))
    return _only(release.edition.rooms.filter(key=key, pk__in=seen.values("room")))


def named_person(actor: Actor, release: Release, key: str) -> Person:
    """Whoever speaks or chairs in some release up to this one, as far as the actor may see in what."""
    return _only(_people(actor, release.edition, _plans_up_to(release)).filter(key=key))


def _plans_up_to(release: Release) -> QuerySet[Plan]:
    """Who subscribed to a feed of an earlier release goes on reading it."""
    return Plan.objects.filter(edition=release.edition, release__number__lte=release.number)


def _only(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotVisible
    return found


def placements(
    actor: Actor, release: Release, *, person: Person | None = None, activity: Activity | None = None
) -> list[Placement]:
    """Placed contributions in order of time with session and room, perhaps a speaker's or an activity's."""
    rows = _placements(actor, release).select_related(
        "contribution", "session__period", "session__room__venue", "session__activity__section"
    )
    if person:
        spoken = AGREED_SPEAKERS.filter(person=person)
        rows = rows.filter(contribution__in=spoken.values("contribution"))
    if activity:
        rows = rows.filter(session__activity=activity)
    return list(rows)


def placement(actor: Actor, release: Release, key: str) -> Placement:
    """A placed contribution with its session, room and speakers."""
    found = _placements(actor, release).select_related(
        "contribution", "session__period", "session__room__venue", "session__activity__section"
    )
    row = found.filter(contribution__key=key).first()
    if row is None:
        raise NotVisible
    return row


def people(actor: Actor, release: Release) -> QuerySet[Person]:
    """Speakers and chairs, as far as the actor may see what they speak in or chair."""
    return _people(actor, release.edition, Plan.objects.filter(pk=release.plan_id))


def _people(actor: Actor, edition: Edition, held: QuerySet[Plan]) -> QuerySet[Person]:
    contributions = visible(actor, "programme.view_contribution", Contribution.objects.all())
    placed = Placement.objects.filter(plan__in=held, contribution__in=contributions)
    speakers = AGREED_SPEAKERS.filter(contribution__in=placed.values("contribution"))
    open_ones = _detailed(actor, edition).filter(sessions__plan__in=held)
    chairs = AGREED_CHAIRS.filter(activity__in=open_ones)
    shown = Q(pk__in=speakers.values("person")) | Q(pk__in=chairs.values("person"))
    return Person.objects.filter(shown).select_related("party", "organisation__party")


def parties(actor: Actor, release: Release) -> QuerySet[Party]:
    """The parties of those who speak or chair."""
    return Party.objects.filter(pk__in=people(actor, release).order_by().values("party"))


def person(actor: Actor, release: Release, key: str) -> Person:
    """A speaker or chair of the release."""
    found = people(actor, release).filter(key=key).first()
    if found is None:
        raise NotVisible
    return found


def chaired(actor: Actor, release: Release, person: Person) -> Programme:
    """The sessions of the activities that the person chairs."""
    roles = AGREED_CHAIRS.filter(person=person)
    own = _detailed(actor, release.edition).filter(pk__in=roles.values("activity"))
    rows = list(_sessions(actor, release).filter(activity__in=own))
    return Programme(release.edition, release, rows, frozenset(row.activity_id for row in rows))


def shown_contributions(actor: Actor, release: Release) -> QuerySet[Placement]:
    """The placed contributions that the actor may see."""
    contributions = visible(actor, "programme.view_contribution", Contribution.objects.all())
    return release.plan.placements.filter(contribution__in=contributions)
