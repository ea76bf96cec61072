"""Reads of who is asked to speak or chair: for the desk all of an edition, for everybody their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

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
# What a list doesn't say of contributions and their activities.
UNLISTED = (
    "contribution__abstract",
    "contribution__activity__title",
    "contribution__activity__summary",
)

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
    def state_label(self) -> str:
        """Their answer in words."""
        return str(MemberState(self.member.state).label)

    @property
    def role_label(self) -> str:
        """What they are asked to be, in words."""
        kind = ContributionRole if self.contribution else ActivityRole
        return str(kind(self.member.role).label)

    @property
    def is_open(self) -> bool:
        return self.member.state == MemberState.INVITED

    @property
    def is_accepted(self) -> bool:
        return self.member.state == MemberState.ACCEPTED

    @property
    def is_declined(self) -> bool:
        return self.member.state == MemberState.DECLINED

    @property
    def colour(self) -> str:
        """How a chip with their answer is coloured."""
        colours = {MemberState.INVITED: "open", MemberState.ACCEPTED: "yes", MemberState.DECLINED: "no"}
        return colours.get(MemberState(self.member.state), "plain")


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

    page: Page[int]
    entries: list[Speaker]
    answers: dict[int, set[str]]


def own_roles(actor: Actor, participation: Participation, release: Release | None) -> list[Role]:
    """What somebody has been asked for, contributions first in order of time; not what is only planned."""
    require(actor, "participation.view_agenda", participation)
    person, edition = participation.person, participation.edition
    asked = [role for role in _roles(edition, [person]) if role.member.state != MemberState.PLANNED]
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
    require(actor, "participation.view_desk", edition)
    answers = _answers(edition)
    asked = [person for person, states in answers.items() if not state or state in states]
    rows = named(Person.objects.filter(pk__in=asked), words).order_by("sort_key", "key")
    paginator = Paginator(rows.values_list("pk", flat=True), PER_PAGE)
    if not words:
        paginator.count = len(asked)
    shown = paginator.get_page(page)
    return SpeakerList(shown, _entries(edition, list(shown), is_listed=True), answers)


def speaker(actor: Actor, edition: Edition, key: str) -> Speaker:
    """One of these by the person's key."""
    for person in people_asked(actor, edition).filter(key=key).values_list("pk", flat=True):
        return _entries(edition, [person])[0]
    raise NotVisible


def _entries(edition: Edition, ids: Sequence[int], *, is_listed: bool = False) -> list[Speaker]:
    """What some people are asked for, in the order given; for a list with no more than their titles."""
    people = Person.objects.select_related("party", "user").in_bulk(ids)
    found = {id: Speaker(people[id]) for id in ids}
    mine = {"person__in": ids}
    for role in _roles(edition, people.values(), UNLISTED if is_listed else ()):
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
    talks = SPEAKERS_ASKED.filter(contribution__edition=edition).order_by()
    chaired = CHAIRS_ASKED.filter(activity__edition=edition).order_by()
    asked = (rows.values_list("person_id", "state").distinct() for rows in (talks, chaired))
    for person, state in chain.from_iterable(asked):
        found.setdefault(person, set()).add(state)
    return found


def _roles(edition: Edition, people: Iterable[Person], unread: Collection[str] = ()) -> list[Role]:
    """What some people are asked for, with all that is shown of it but these columns of contributions.

    Their rows of all editions are read: a database asked for one edition would go through all of its rows.
    """
    known = {person.pk: person for person in people}
    talks = SPEAKERS_ASKED.filter(person__in=list(known)).select_related("contribution__activity")
    talks = talks.defer(*_without_origin("", "contribution__", "contribution__activity__"), *unread)
    chaired = CHAIRS_ASKED.filter(person__in=list(known)).select_related("activity")
    chaired = chaired.defer(*_without_origin("", "activity__"))
    roles = [
        *(
            Role(row, row.contribution.activity, row.contribution)
            for row in talks.order_by("contribution__order", "id")
        ),
        *(Role(row, row.activity) for row in chaired.order_by("activity__order", "id")),
    ]
    roles = [role for role in roles if role.activity.edition_id == edition.pk]
    for role in roles:
        role.member.person = known[role.member.person_id]
    _add_slides(roles)
    return roles


def _add_slides(roles: Iterable[Role]) -> None:
    """Note what has been handed in for each contribution."""
    handed: dict[int, list[Slides]] = {}
    talks = [role.contribution for role in roles if role.contribution]
    for slides in Slides.objects.filter(contribution__in=talks).order_by("uploaded_at", "id"):
        handed.setdefault(slides.contribution_id, []).append(slides)
    for role in roles:
        if role.contribution:
            role.slides = handed.get(role.contribution.pk, [])


def _without_origin(*prefixes: str) -> Iterator[str]:
    """Columns that tell where a row is from, which nobody reads here."""
    for prefix in prefixes:
        yield from (f"{prefix}provenance", f"{prefix}sources")


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
