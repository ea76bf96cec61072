"""Reads of who takes part; how many delegations come, and of whom, is public."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Count, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from serai.core.access import require, visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.core.models import AuditEntry
from serai.core.queries import token_hash
from serai.editions import queries as editions
from serai.editions.models import Edition
from serai.participation.models import (
    Delegation,
    LinkPurpose,
    Mail,
    MailState,
    Participation,
    ParticipationRole,
    PersonalLink,
)
from serai.participation.outbox import are_lost
from serai.parties.models import Person
from serai.parties.queries import named

DESK_SERVICES = ("grant_role", "revoke_role")  # noted at the edition
LOST = "lost"  # a mail that may have been sent
MAIL_STATES = {  # as they are shown
    MailState.DRAFT: MailState.DRAFT.label,
    MailState.QUEUED: MailState.QUEUED.label,
    MailState.SENDING: MailState.SENDING.label,
    LOST: _("may have been sent"),
    MailState.FAILED: MailState.FAILED.label,
    MailState.SENT: MailState.SENT.label,
    MailState.DISCARDED: MailState.DISCARDED.label,
}


def desk_edition(actor: Actor, key: str) -> Edition:
    """The edition with this key, if the actor works on it; else it doesn't exist for them."""
    edition = editions.edition(actor, key)
    require(actor, "participation.view_desk", edition)
    return edition


def delegations(actor: Actor, edition: Edition) -> QuerySet[Delegation]:
    """The edition's delegations with the parties that send them."""
    return edition.delegations.select_related("party")


def participations(actor: Actor, edition: Edition) -> QuerySet[Participation]:
    """Who takes part in the edition, as far as this actor may know."""
    rows = visible(actor, "participation.view_participation", edition.participations.all())
    return rows.select_related("person", "delegation__party")


def participation(actor: Actor, id: int) -> Participation:
    """One participation, if the actor may see it."""
    rows = Participation.objects.select_related("person", "delegation__party", "edition")
    found = rows.filter(pk=id).first()
    if found is None:
        raise NotVisible
    require(actor, "participation.view_participation", found)
    return found


def mails(actor: Actor, edition: Edition, *, state: str = "", kind: str = "") -> QuerySet[Mail]:
    """The edition's mails, newest first, with the state in which each is `shown`."""
    rows = edition.mails.select_related("person").annotate(shown=_shown())
    if state:
        rows = rows.filter(shown=state)
    return visible(actor, "participation.view_mail", rows.filter(kind=kind) if kind else rows)


def mail(actor: Actor, id: int, edition: Edition | None = None) -> Mail:
    """One mail, if the actor may see it and it is of the edition, if one is named."""
    rows = Mail.objects.select_related("edition", "person", "created_by", "released_by")
    found = rows.annotate(shown=_shown()).filter(pk=id).first()
    if found is None or edition not in (None, found.edition):
        raise NotVisible
    require(actor, "participation.view_mail", found)
    return found


def mail_counts(actor: Actor, edition: Edition, kind: str = "") -> dict[str, int]:
    """How many mails of the edition are in which state; "lost" counts those that may have been sent."""
    rows: Any = mails(actor, edition, kind=kind).order_by()
    return dict(rows.values_list("shown").annotate(count=Count("pk")))


def _shown() -> Case:
    """The state as it is shown."""
    return Case(When(are_lost(), then=Value(LOST)), default="state")


def outbox_edition(actor: Actor, key: str) -> Edition:
    """The edition with this key, if the actor may read its mail; else it doesn't exist for them."""
    found = editions.edition(actor, key)
    require(actor, "participation.view_mail", found)
    return found


def personal_link(actor: Actor, token: str, purpose: LinkPurpose) -> PersonalLink:
    """The link with this token, used up or not; whoever holds the token may know."""
    rows = PersonalLink.objects.select_related("edition__series", "edition__country", "person__user")
    found = rows.filter(token_hash=token_hash(token), purpose=purpose).first()
    if found is None:
        raise NotVisible
    return found


def own_participation(actor: Actor, edition: Edition, person: Person) -> Participation:
    """Somebody's participation in an edition, as a speaker if they are one; for them and the secretariat."""
    rows = edition.participations.filter(person=person).select_related("person__user", "edition")
    found = sorted(rows, key=lambda row: (row.role != ParticipationRole.SPEAKER, row.pk))
    if not found:
        raise NotVisible
    require(actor, "participation.view_agenda", found[0])
    return found[0]


def links(actor: Actor, edition: Edition, person: Person) -> QuerySet[PersonalLink]:
    """The links that somebody holds for an edition, newest first."""
    rows = visible(actor, "participation.view_link", edition.personal_links.filter(person=person))
    return rows.select_related("edition", "person")


def people(actor: Actor, edition: Edition) -> QuerySet[Person]:
    """Who takes part in the edition, with their roles in it as `roles`, for those who work on it."""
    require(actor, "participation.view_desk", edition)
    roles = edition.participations.select_related("delegation__party").order_by("role")
    return (
        Person.objects.filter(pk__in=edition.participations.values("person"))
        .select_related("party", "organisation", "user")
        .prefetch_related(Prefetch("participations", roles, to_attr="roles"))
    )


def stays(actor: Actor, edition: Edition) -> QuerySet[Participation]:
    """The participations of the edition, for those who work on it."""
    require(actor, "participation.view_desk", edition)
    return edition.participations.select_related("person", "edition", "delegation__party")


def of_named(rows: QuerySet[Participation], words: str) -> QuerySet[Participation]:
    """Participations of people whose name has each of the words in it."""
    return rows.filter(person__in=named(Person.objects.all(), words))


def person_of(actor: Actor, edition: Edition, key: str) -> Person:
    """Somebody who takes part in the edition, by key, for those who work on it."""
    found = people(actor, edition).filter(key=key).first()
    if found is None:
        raise NotVisible
    return found


def editions_with_waiting_mail(actor: Actor) -> list[Edition]:
    """The editions that have released mails which haven't left."""
    rows = visible(actor, "participation.release_mail", Mail.objects.filter(state=MailState.QUEUED))
    return list(Edition.objects.filter(pk__in=rows.values("edition")))


def role_entries(actor: Actor, edition: Edition, person: Person) -> QuerySet[AuditEntry]:
    """What was done to somebody's roles in the edition, newest first; also to those that are gone."""
    require(actor, "participation.change_people", edition)
    whose = {"edition": edition.pk, "person": person.pk}
    told = Q(**{f"after__{name}": pk for name, pk in whose.items()})
    told |= Q(**{f"before__{name}": pk for name, pk in whose.items()})
    of_roles = AuditEntry.objects.filter(subject_type=Participation._meta.label_lower).order_by()
    known = of_roles.filter(told).values("subject_id")
    standing = edition.participations.filter(person=person).order_by()
    standing_ids = standing.annotate(text=Cast("pk", CharField())).values("text")
    of_desk = AuditEntry.objects.filter(
        subject_type=Edition._meta.label_lower,
        subject_id=str(edition.pk),
        service__in=DESK_SERVICES,
        after__person=person.pk,
    )
    found = of_roles.filter(Q(subject_id__in=standing_ids) | Q(subject_id__in=known)) | of_desk
    return found.order_by("-at", "-pk")
