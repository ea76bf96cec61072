"""Facts about people in an edition, and who may do what to the edition, its people and its mail.

Who may change an edition follows from who takes part in it, so the rows of `editions` stand here.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from serai.core.access import Permission, register
from serai.core.actors import Actor
from serai.editions.models import Announcement, Edition, Series, SheetUpload
from serai.participation.models import (
    LinkPurpose,
    Mail,
    Participation,
    ParticipationRole,
    ParticipationState,
    PersonalLink,
)

PRESENT = (ParticipationState.INVITED, ParticipationState.ACCEPTED)
DESK = (ParticipationRole.SECRETARIAT, ParticipationRole.PROGRAMME_COMMITTEE)


def is_participant(actor: Actor, edition: Edition) -> bool:
    """Whether the actor takes part in the edition, in any role."""
    return bool(roles_in(actor, edition))


def is_secretariat(actor: Actor, edition: Edition) -> bool:
    """Whether the actor belongs to the secretariat of this edition."""
    return actor.is_operator or ParticipationRole.SECRETARIAT in roles_in(actor, edition)


def roles_in(actor: Actor, edition: Edition) -> frozenset[str]:
    """The roles that the actor has in an edition; while a request is answered they are read once."""
    if actor.user is None:
        return frozenset()
    if actor.known is None:
        return _roles_in(actor, edition)
    key = "roles", edition.pk
    if key not in actor.known:
        actor.known[key] = _roles_in(actor, edition)
    found: frozenset[str] = actor.known[key]
    return found


def _roles_in(actor: Actor, edition: Edition) -> frozenset[str]:
    return frozenset(edition_roles(actor).filter(edition=edition).values_list("role", flat=True))


def edition_roles(actor: Actor):  # type: ignore[no-untyped-def]
    """The actor's own participations that stand, as a query for filters."""
    return Participation.objects.filter(
        person__user=actor.user, person__user__isnull=False, state__in=PRESENT
    )


def secretariat_editions(actor: Actor):  # type: ignore[no-untyped-def]
    """The editions whose secretariat the actor belongs to, as a query for filters."""
    return edition_roles(actor).filter(role=ParticipationRole.SECRETARIAT).values("edition")


def is_desk(actor: Actor, edition: Edition) -> bool:
    """Whether the actor works on the edition: in its secretariat or its programme committee."""
    return actor.is_operator or not roles_in(actor, edition).isdisjoint(DESK)


def desk_editions(actor: Actor):  # type: ignore[no-untyped-def]
    """The editions on which the actor works, as a query for filters."""
    return edition_roles(actor).filter(role__in=DESK).values("edition")


def led_delegations(actor: Actor):  # type: ignore[no-untyped-def]
    """The delegations that the actor heads, as a query for filters."""
    return edition_roles(actor).filter(role=ParticipationRole.HEAD_OF_DELEGATION).values("delegation")


def is_self(actor: Actor, participation: Participation) -> bool:
    """Whether the participation is the actor's own, by account or by personal link."""
    if actor.link is not None:
        return bool(
            actor.link.person_id == participation.person_id
            and actor.link.edition_id == participation.edition_id
        )
    return actor.user is not None and bool(participation.person.user_id == actor.user.pk)


def _own(actor: Actor) -> Q:
    """The actor's own participations, by account or by personal link."""
    if actor.link is not None:
        return Q(person=actor.link.person_id, edition=actor.link.edition_id)
    return Q(person__user=actor.user) if actor.user else Q(pk__in=[])


def _answer_invitation(actor: Actor, subject: Participation) -> bool:
    """A link that only reads an agenda answers nothing."""
    is_reader = actor.link is not None and actor.link.purpose != LinkPurpose.SPEAKER
    return not is_reader and is_self(actor, subject)


def _answerable(actor: Actor) -> Q:
    is_reader = actor.link is not None and actor.link.purpose != LinkPurpose.SPEAKER
    return Q(pk__in=[]) if is_reader else _own(actor)


def _view_agenda(actor: Actor, subject: Participation) -> bool:
    return is_self(actor, subject) or is_secretariat(actor, subject.edition)


def _viewable_agendas(actor: Actor) -> Q:
    return _own(actor) | _editions_run(actor)


def _use_link(actor: Actor, subject: PersonalLink) -> bool:
    """Whoever holds the link or is its person; the secretariat may end it and make another."""
    if actor.link is not None:
        return bool(actor.link.pk == subject.pk)
    is_own = actor.user is not None and bool(subject.person.user_id == actor.user.pk)
    return is_own or is_secretariat(actor, subject.edition)


def _usable_links(actor: Actor) -> Q:
    if actor.link is not None:
        return Q(pk=actor.link.pk)
    return Q(person__user=actor.user) | _editions_run(actor) if actor.user else Q(pk__in=[])


def _open_edition(actor: Actor, series: Series | None) -> bool:
    """Whoever already runs an edition, of this series if it has any; or whom the operator named."""
    if actor.user is None:
        return False
    if actor.user.opens_editions:
        return True
    run = edition_roles(actor).filter(role=ParticipationRole.SECRETARIAT)
    if series is not None and series.editions.exists():
        run = run.filter(edition__series=series)
    return bool(run.exists())


def _openable_series(actor: Actor) -> Q:
    if actor.user is None:
        return Q(pk__in=[])
    if actor.user.opens_editions:
        return ~Q(pk__in=[])
    run = edition_roles(actor).filter(role=ParticipationRole.SECRETARIAT)
    fresh = ~Q(pk__in=Edition.objects.values("series")) if run.exists() else Q(pk__in=[])
    return Q(pk__in=run.values("edition__series")) | fresh


Subject = Edition | Announcement | SheetUpload | Mail | Participation | PersonalLink


def _edition_of(subject: Subject) -> Edition:
    return subject if isinstance(subject, Edition) else subject.edition


def _is_run(actor: Actor, subject: Subject) -> bool:
    return is_secretariat(actor, _edition_of(subject))


def _is_worked_on(actor: Actor, subject: Subject) -> bool:
    return is_desk(actor, _edition_of(subject))


def _editions_run(actor: Actor) -> Q:
    return Q(edition__in=secretariat_editions(actor)) if actor.user else Q(pk__in=[])


def _run(actor: Actor) -> Q:
    return Q(pk__in=secretariat_editions(actor)) if actor.user else Q(pk__in=[])


def _worked_on(actor: Actor) -> Q:
    return Q(pk__in=desk_editions(actor)) if actor.user else Q(pk__in=[])


def _view_announcement(actor: Actor, subject: Announcement) -> bool:
    now = timezone.now()
    is_shown = subject.starts <= now and (subject.ends is None or now < subject.ends)
    return is_shown or is_desk(actor, subject.edition)


def _viewable_announcements(actor: Actor) -> Q:
    now = timezone.now()
    shown = Q(starts__lte=now) & (Q(ends=None) | Q(ends__gt=now))
    return shown | Q(edition__in=desk_editions(actor)) if actor.user else shown


def _view_participation(actor: Actor, subject: Participation) -> bool:
    if actor.user is None:
        return False
    return (
        subject.person.user_id == actor.user.pk
        or is_desk(actor, subject.edition)
        or (
            subject.delegation_id is not None
            and led_delegations(actor).filter(delegation=subject.delegation_id).exists()
        )
    )


def _viewable_participations(actor: Actor) -> Q:
    if actor.user is None:
        return Q(pk__in=[])
    return (
        Q(person__user=actor.user)
        | Q(edition__in=desk_editions(actor))
        | Q(delegation__in=led_delegations(actor).exclude(delegation=None))
    )


HIDES = "participation.view_desk"
register(
    Permission("editions.open_edition", _open_edition, _openable_series),
    Permission("editions.change_edition", _is_run, _run, hides=HIDES),
    Permission("editions.announce", _is_run, _run, hides=HIDES),
    Permission("editions.change_announcement", _is_run, _editions_run, hides="editions.view_announcement"),
    Permission("editions.view_announcement", _view_announcement, _viewable_announcements),
    Permission("participation.view_desk", _is_worked_on, _worked_on),
    Permission("participation.change_people", _is_worked_on, _worked_on, hides=HIDES),
    Permission("participation.grant_role", _is_run, _run, hides=HIDES),
    Permission("participation.invite_person", _is_run, _run, hides=HIDES),
    Permission("participation.view_mail", _is_run, _editions_run),
    Permission("participation.release_mail", _is_run, _editions_run, hides="participation.view_mail"),
    Permission("participation.view_link", _is_run, _editions_run),
    Permission("participation.use_link", _use_link, _usable_links, hides="participation.view_link"),
    Permission("participation.view_participation", _view_participation, _viewable_participations),
    Permission("participation.view_agenda", _view_agenda, _viewable_agendas),
    Permission(
        "participation.answer_invitation", _answer_invitation, _answerable, hides="participation.view_agenda"
    ),
)
