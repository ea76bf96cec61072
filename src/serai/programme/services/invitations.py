"""Asking people whether they speak or chair, reminding them, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.core.errors import DomainError, NotVisible
from serai.editions.models import Edition
from serai.participation.links import LinkAddress, new_link, usable_link, usable_links
from serai.participation.models import (
    LinkPurpose,
    Mail,
    MailKind,
    MailState,
    Participation,
    ParticipationRole,
    ParticipationState,
    PersonalLink,
)
from serai.participation.outbox import address_of, write_mails
from serai.parties.models import Person
from serai.programme.models import ActivityMember, ContributionMember, MemberState
from serai.programme.queries.speakers import CHAIRS_ASKED, SPEAKERS_ASKED
from serai.programme.showing.letters import invitation_letter, reminder_letter

Member = ActivityMember | ContributionMember
REMINDED_AGAIN = 7  # days


@dataclass(frozen=True, slots=True)
class Written:
    """Whom a bulk action reached: people, letters in the outbox, and those without an address."""

    people: int
    letters: int
    without_address: tuple[str, ...]


@transaction.atomic
def invite_speakers(
    *,
    actor: Actor,
    edition: Edition,
    people: Sequence[Person],
    address: LinkAddress,
    again: bool = False,
) -> Written:
    """Ask people for all that they are planned to speak in, chair or attend: one letter to each.

    With `again` they are asked anew for what they were asked before, declined, or had been entered as agreed
    to; until they answer they aren't named in public.
    """
    require(actor, "participation.invite_person", edition)
    states = list(MemberState) if again else [MemberState.PLANNED]
    roles = _locked_roles(edition, people, states)
    now = timezone.now()
    for rows in roles.values():
        for row in rows:
            row.state, row.asked_at, row.answered_at = MemberState.INVITED, now, None
    _write_all([row for rows in roles.values() for row in rows])
    links = _links(edition, list(roles))
    _take_in(edition, list(roles))
    letters = [invitation_letter(links[person], roles[person], address, now) for person in roles]
    written = len(write_mails(actor, edition, MailKind.INVITATION, letters).mails)
    _bump(edition.pk)
    result = _written(roles, written)
    audit.record(actor, "invite_speakers", edition, after={"people": _keys(roles), "letters": written})
    return result


@transaction.atomic
def remind_speakers(
    *,
    actor: Actor,
    edition: Edition,
    people: Sequence[Person],
    address: LinkAddress,
    force: bool = False,
    days: int = REMINDED_AGAIN,
) -> Written:
    """Write again to those who haven't answered, unless they were asked or written to in the last days.

    With `force` they are written to even then.
    """
    require(actor, "participation.invite_person", edition)
    roles = _locked_roles(edition, people, [MemberState.INVITED])
    if not force:
        moment = timezone.now() - timedelta(days=days)
        recent = _written_to_since(edition, moment)
        recent |= {person.pk for person, rows in roles.items() if _is_asked_since(rows, moment)}
        roles = {person: rows for person, rows in roles.items() if person.pk not in recent}
    links = _links(edition, list(roles))
    count = _reminders(edition)
    letters = [
        reminder_letter(links[person], roles[person], address, count.get(person.pk, 0) + 1)
        for person in roles
    ]
    written = len(write_mails(actor, edition, MailKind.REMINDER, letters).mails)
    result = _written(roles, written)
    audit.record(actor, "remind_speakers", edition, after={"people": _keys(roles), "letters": written})
    return result


@transaction.atomic
def answer_invitation(
    *, actor: Actor, participation: Participation, member: Member, accept: bool
) -> MemberState:
    """Accept or decline one role; the answer can be changed as long as the person can answer."""
    require(actor, "participation.answer_invitation", participation)
    row = lock(member)
    if row.person_id != participation.person_id or _edition_id(row) != participation.edition_id:
        raise NotVisible
    if row.state == MemberState.PLANNED:
        raise NotVisible
    state = MemberState.ACCEPTED if accept else MemberState.DECLINED
    before = _write_state(row, state)
    if accept:
        _agreed(participation)
    audit.record(actor, "answer_invitation", row, before={"state": before}, after={"state": state.value})
    return state


@transaction.atomic
def set_answer(*, actor: Actor, member: Member, state: MemberState, seen: str = "") -> Member:
    """Write down by hand what somebody said by other ways, or that they are yet to be asked."""
    edition = Edition.objects.get(pk=_edition_id(member))
    require(actor, "participation.invite_person", edition)
    row = lock(member)
    if seen and seen != row.state:
        raise DomainError(
            "changed_meanwhile",
            _("Somebody else changed this meanwhile. Look at what it says now, and write your change again."),
        )
    before = _write_state(row, state)
    audit.record(actor, "set_answer", row, before={"state": before}, after={"state": state.value})
    return row


def _edition_id(member: Member) -> int:
    owner = member.activity if isinstance(member, ActivityMember) else member.contribution
    return owner.edition_id


def _write_state(row: Member, state: MemberState) -> str:
    """Write the state with its moments, and that what pages show has changed; return the state before."""
    before, now = row.state, timezone.now()
    row.state = state
    row.answered_at = now if state in (MemberState.ACCEPTED, MemberState.DECLINED) else None
    if state == MemberState.INVITED and row.asked_at is None:
        row.asked_at = now
    row.save(update_fields=["state", "answered_at", "asked_at"])
    _bump(_edition_id(row))
    return before


def _agreed(participation: Participation) -> None:
    """Who agrees to speak takes part, and gets a link to their agenda."""
    row = lock(participation)
    if row.state != ParticipationState.ACCEPTED:
        row.state = ParticipationState.ACCEPTED
        row.save(update_fields=["state"])
    if usable_link(row.edition, row.person, LinkPurpose.AGENDA) is None:
        new_link(row.edition, row.person, LinkPurpose.AGENDA).save()


def _locked_roles(
    edition: Edition, people: Sequence[Person], states: Iterable[str]
) -> dict[Person, list[Member]]:
    """What each of the people is asked for, locked, in order of their names."""
    found: dict[Person, list[Member]] = {}
    wanted = Q(person__in=[person.pk for person in people], state__in=states)
    chairs = CHAIRS_ASKED.filter(wanted, activity__edition=edition).select_related("person__user", "activity")
    speakers = SPEAKERS_ASKED.filter(wanted, contribution__edition=edition).select_related(
        "person__user", "contribution"
    )
    rows: list[Member] = [*chairs.select_for_update(of=("self",))]
    rows += speakers.select_for_update(of=("self",))
    for row in rows:
        found.setdefault(row.person, []).append(row)
    return dict(sorted(found.items(), key=lambda item: (item[0].sort_key, item[0].key)))


def _write_all(rows: list[Member]) -> None:
    """Write the states of many roles in two statements."""
    names = ["state", "asked_at", "answered_at"]
    chairs = [row for row in rows if isinstance(row, ActivityMember)]
    speakers = [row for row in rows if isinstance(row, ContributionMember)]
    ActivityMember.objects.bulk_update(chairs, names, batch_size=200)
    ContributionMember.objects.bulk_update(speakers, names, batch_size=200)


def _links(edition: Edition, people: Sequence[Person]) -> dict[Person, PersonalLink]:
    """The speaker's link of each, made where there is none that works."""
    known = usable_links(edition, people, LinkPurpose.SPEAKER)
    links = {
        person: known.get(person.pk) or new_link(edition, person, LinkPurpose.SPEAKER) for person in people
    }
    PersonalLink.objects.bulk_create([link for link in links.values() if link.pk is None])
    return links


def _take_in(edition: Edition, people: Sequence[Person]) -> None:
    """Who is asked to speak has a participation in which to answer."""
    known = set(edition.participations.filter(person__in=people).values_list("person_id", flat=True))
    Participation.objects.bulk_create(
        Participation(
            edition=edition,
            person=person,
            role=ParticipationRole.SPEAKER,
            state=ParticipationState.INVITED,
        )
        for person in people
        if person.pk not in known
    )


def _is_asked_since(rows: Iterable[Member], moment: datetime) -> bool:
    return any(row.asked_at is not None and row.asked_at >= moment for row in rows)


def _written_to_since(edition: Edition, moment: datetime) -> set[int]:
    """Those who got an invitation or a reminder since then, or for whom one waits in the outbox."""
    rows = edition.mails.filter(
        Q(created_at__gte=moment) | Q(state=MailState.DRAFT),
        kind__in=(MailKind.INVITATION, MailKind.REMINDER),
    )
    return set(rows.exclude(state=MailState.DISCARDED).values_list("person_id", flat=True))


def _reminders(edition: Edition) -> dict[int, int]:
    """How many reminders each person got."""
    count: dict[int, int] = {}
    for pk in Mail.objects.filter(edition=edition, kind=MailKind.REMINDER).values_list("person", flat=True):
        count[pk] = count.get(pk, 0) + 1
    return count


def _bump(edition: int) -> None:
    Edition.objects.filter(pk=edition).update(content_version=F("content_version") + 1)


def _keys(roles: Iterable[Person]) -> list[str]:
    return [person.key for person in roles]


def _written(roles: Iterable[Person], letters: int) -> Written:
    people = list(roles)
    missing = tuple(str(person) for person in people if not address_of(person))
    return Written(len(people), letters, missing)
