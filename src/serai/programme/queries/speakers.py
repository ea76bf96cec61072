"""Reads of who is asked to speak or chair: for the desk all of an edition, for everybody their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions.models import Edition, Room
from serai.participation.models import LinkPurpose, MailKind, MailState, Participation, PersonalLink
from serai.parties.models import Person
from serai.parties.queries import named
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    ContributionRole,
    MemberState,
    Release,
    Slides,
)

PER_PAGE = 60

# Whoever is asked: organisers and mere attendees aren't, and nobody for what is no longer planned.
SPEAKERS_ASKED = ContributionMember.objects.filter(
    role=ContributionRole.SPEAKER,
    contribution__is_retired=False,
    contribution__activity__is_retired=False,
)
CHAIRS_ASKED = ActivityMember.objects.filter(
    role__in=(ActivityRole.CHAIR, ActivityRole.MUST_ATTEND), activity__is_retired=False
)


@dataclass(frozen=True, slots=True)
class Place:
    """When and where something is, as released."""

    starts: datetime
    ends: datetime
    room: Room


@dataclass(slots=True)
class Role:
    """One thing that somebody is asked for, with where it is placed and what has been handed in for it."""

    member: ActivityMember | ContributionMember
    activity: Activity
    contribution: Contribution | None = None
    places: list[Place] = field(default_factory=list)
    slides: list[Slides] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What a form calls it: c and the number of a contribution's member, a and that of an activity's."""
        return f"{'c' if self.contribution else 'a'}{self.member.pk}"

    @property
    def is_open(self) -> bool:
        return self.member.state == MemberState.INVITED

    @property
    def is_accepted(self) -> bool:
        return self.member.state == MemberState.ACCEPTED

    @property
    def is_declined(self) -> bool:
        return self.member.state == MemberState.DECLINED


@dataclass(slots=True)
class Speaker:
    """Somebody on the desk's list: what they are asked for, when, and what came of it since."""

    person: Person
    roles: list[Role] = field(default_factory=list)
    opened_at: datetime | None = None
    reminded_at: datetime | None = None

    @property
    def asked_at(self) -> datetime | None:
        return max((role.member.asked_at for role in self.roles if role.member.asked_at), default=None)


@dataclass(frozen=True, slots=True)
class SpeakerList:
    """A page of the desk's list, and of everybody the states of what they are asked for."""

    page: Page[Person]
    entries: list[Speaker]
    answers: dict[int, set[str]]


def own_roles(actor: Actor, participation: Participation, release: Release | None) -> list[Role]:
    """What somebody has been asked for, contributions first in order of time; not what is only planned."""
    require(actor, "participation.view_agenda", participation)
    person, edition = participation.person, participation.edition
    rows = _roles(edition, SPEAKERS_ASKED.filter(person=person), CHAIRS_ASKED.filter(person=person))
    asked = [role for role in rows if role.member.state != MemberState.PLANNED]
    if release is not None:
        _place(asked, release)
    return sorted(asked, key=_by_time)


def own_role(actor: Actor, participation: Participation, key: str) -> Role:
    """One of these by its key."""
    for role in own_roles(actor, participation, None):
        if role.key == key:
            return role
    raise NotVisible


def people_asked(actor: Actor, edition: Edition, state: str = "", words: str = "") -> QuerySet[Person]:
    """Those who are or would be asked, by name; with a state and with words in their name if wished."""
    require(actor, "participation.view_desk", edition)
    wish = {"state": state} if state else {}
    talks = SPEAKERS_ASKED.filter(contribution__edition=edition, **wish)
    chaired = CHAIRS_ASKED.filter(activity__edition=edition, **wish)
    rows = Person.objects.filter(Q(pk__in=talks.values("person")) | Q(pk__in=chaired.values("person")))
    return named(rows, words).order_by("sort_key", "key")


def speakers(
    actor: Actor, edition: Edition, *, state: str = "", words: str = "", page: str | None = None
) -> SpeakerList:
    """A page of those who are or would be asked, as `people_asked` has them, with what each is asked for."""
    shown = Paginator(people_asked(actor, edition, state, words), PER_PAGE).get_page(page)
    return SpeakerList(shown, _entries(edition, list(shown)), _answers(edition))


def speaker(actor: Actor, edition: Edition, key: str) -> Speaker:
    """One of these by the person's key."""
    for person in people_asked(actor, edition).filter(key=key):
        return _entries(edition, [person])[0]
    raise NotVisible


def _entries(edition: Edition, people: Sequence[Person]) -> list[Speaker]:
    """What some people are asked for, in the order given."""
    found = {person.pk: Speaker(person) for person in people}
    mine = {"person__in": list(found)}
    for role in _roles(edition, SPEAKERS_ASKED.filter(**mine), CHAIRS_ASKED.filter(**mine)):
        found[role.member.person_id].person = role.member.person
        found[role.member.person_id].roles.append(role)
    opened = PersonalLink.objects.filter(edition=edition, purpose=LinkPurpose.SPEAKER, **mine)
    for link in opened.exclude(last_used_at=None).order_by("last_used_at"):
        found[link.person_id].opened_at = link.last_used_at
    reminders = edition.mails.filter(kind=MailKind.REMINDER, **mine).exclude(state=MailState.DISCARDED)
    for person, moment in reminders.order_by("created_at").values_list("person_id", "created_at"):
        found[person].reminded_at = moment
    return list(found.values())


def _answers(edition: Edition) -> dict[int, set[str]]:
    """The states of all that is asked of somebody, for everybody who is or would be asked."""
    found: dict[int, set[str]] = {}
    talks = SPEAKERS_ASKED.filter(contribution__edition=edition).values_list("person_id", "state")
    chaired = CHAIRS_ASKED.filter(activity__edition=edition).values_list("person_id", "state")
    for person, state in chain(talks, chaired):
        found.setdefault(person, set()).add(state)
    return found


def _roles(
    edition: Edition,
    speaking: QuerySet[ContributionMember],
    chairing: QuerySet[ActivityMember],
) -> list[Role]:
    """Rows of members as roles, with all that is shown of them."""
    slides = Prefetch("contribution__slides", Slides.objects.order_by("uploaded_at", "id"))
    talks = speaking.filter(contribution__edition=edition).select_related(
        "person__party", "person__organisation", "person__user", "contribution__activity"
    )
    chaired = chairing.filter(activity__edition=edition).select_related(
        "person__party", "person__organisation", "person__user", "activity"
    )
    roles = [
        Role(row, row.contribution.activity, row.contribution, slides=list(row.contribution.slides.all()))
        for row in talks.order_by("contribution__order", "id").prefetch_related(slides)
    ]
    roles += [Role(row, row.activity) for row in chaired.order_by("activity__order", "id")]
    return roles


def _place(roles: Iterable[Role], release: Release) -> None:
    """Note where a release has what the roles are for."""
    talks = {role.contribution.pk: role for role in roles if role.contribution}
    chaired: dict[int, list[Role]] = {}
    for role in roles:
        if role.contribution is None:
            chaired.setdefault(role.activity.pk, []).append(role)
    placements = release.plan.placements.filter(contribution__in=talks).select_related("session__room__venue")
    for placement in placements:
        place = Place(placement.starts, placement.ends, placement.session.room)
        talks[placement.contribution_id].places.append(place)
    sessions = release.plan.sessions.filter(activity__in=chaired).select_related("room__venue")
    for session in sessions:
        for role in chaired[session.activity_id]:
            role.places.append(Place(session.starts, session.ends, session.room))


def _by_time(role: Role) -> tuple[bool, bool, float]:
    starts = role.places[0].starts.timestamp() if role.places else 0.0
    return role.contribution is None, not role.places, starts
