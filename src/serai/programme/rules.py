"""Who may see which part of a programme, plan it and release it."""

from __future__ import annotations

from django.db.models import Q

from serai.core.access import Permission, register
from serai.core.actors import Actor
from serai.editions.models import Edition, PlanningRun
from serai.participation.rules import edition_roles, is_participant, is_secretariat, secretariat_editions
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    Plan,
    Session,
    Visibility,
)


def is_organiser(actor: Actor, activity: Activity) -> bool:
    """Whether the actor organises this activity."""
    return actor.user is not None and _organised(actor).filter(activity=activity).exists()


def is_member(actor: Actor, activity: Activity) -> bool:
    """Whether the actor chairs, organises, must attend or speaks in this activity."""
    return actor.user is not None and (
        _own_roles(actor).filter(activity=activity).exists()
        or _own_contributions(actor).filter(contribution__activity=activity).exists()
    )


def _own_roles(actor: Actor):  # type: ignore[no-untyped-def]
    """The actor's roles in activities of editions that they still take part in."""
    editions = edition_roles(actor).values("edition")
    return ActivityMember.objects.filter(person__user=actor.user, activity__edition__in=editions)


def _organised(actor: Actor):  # type: ignore[no-untyped-def]
    return _own_roles(actor).filter(role=ActivityRole.ORGANISER)


def _own_contributions(actor: Actor):  # type: ignore[no-untyped-def]
    """The actor's contributions to editions that they still take part in."""
    editions = edition_roles(actor).values("edition")
    return ContributionMember.objects.filter(person__user=actor.user, contribution__edition__in=editions)


def _is_insider(actor: Actor, activity: Activity) -> bool:
    return is_secretariat(actor, activity.edition) or is_member(actor, activity)


def _view_activity(actor: Actor, activity: Activity) -> bool:
    return activity.visibility != Visibility.CLOSED or _is_insider(actor, activity)


def _view_detail(actor: Actor, activity: Activity) -> bool:
    if activity.visibility == Visibility.PUBLIC or _is_insider(actor, activity):
        return True
    return activity.visibility == Visibility.LISTED and is_participant(actor, activity.edition)


def _insider_activities(actor: Actor, at: str) -> Q:
    """Activities (reached over `at`) that the actor is part of, or whose edition the actor runs."""
    return (
        Q(**{f"{at}edition__in": secretariat_editions(actor)})
        | Q(**{f"{at}pk__in": _own_roles(actor).values("activity")})
        | Q(**{f"{at}pk__in": _own_contributions(actor).values("contribution__activity")})
    )


def viewable_activities(actor: Actor, at: str = "") -> Q:
    """Activities whose title, time and room the actor may see; `at` is the way to the activity."""
    condition = ~Q(**{f"{at}visibility": Visibility.CLOSED})
    return condition if actor.user is None else condition | _insider_activities(actor, at)


def detailed_activities(actor: Actor, at: str = "") -> Q:
    """Activities whose contributions and people the actor may see; `at` is the way to the activity."""
    condition = Q(**{f"{at}visibility": Visibility.PUBLIC})
    if actor.user is None:
        return condition
    listed = Q(
        **{f"{at}visibility": Visibility.LISTED, f"{at}edition__in": edition_roles(actor).values("edition")}
    )
    return condition | listed | _insider_activities(actor, at)


def _view_contribution(actor: Actor, contribution: Contribution) -> bool:
    return _view_detail(actor, contribution.activity)


def _viewable_contributions(actor: Actor) -> Q:
    return detailed_activities(actor, "activity__")


def _view_session(actor: Actor, session: Session) -> bool:
    if hasattr(session.plan, "release"):
        return _view_activity(actor, session.activity)
    return is_secretariat(actor, session.plan.edition) or is_organiser(actor, session.activity)


def _viewable_sessions(actor: Actor) -> Q:
    released = Q(plan__release__isnull=False) & viewable_activities(actor, "activity__")
    if actor.user is None:
        return released
    drafts = Q(plan__edition__in=secretariat_editions(actor)) | Q(
        activity__in=_organised(actor).values("activity")
    )
    return released | drafts


def _runs_edition(actor: Actor, subject: Edition | Plan | PlanningRun) -> bool:
    edition = subject if isinstance(subject, Edition) else subject.edition
    return is_secretariat(actor, edition)


def _editions_run(actor: Actor) -> Q:
    return Q(edition__in=secretariat_editions(actor)) if actor.user else Q(pk__in=[])


def _programmes_run(actor: Actor) -> Q:
    return Q(pk__in=secretariat_editions(actor)) if actor.user else Q(pk__in=[])


register(
    Permission("programme.view_activity", _view_activity, viewable_activities),
    Permission("programme.view_detail", _view_detail, detailed_activities),
    Permission("programme.view_contribution", _view_contribution, _viewable_contributions),
    Permission("programme.view_session", _view_session, _viewable_sessions),
    Permission("programme.view_planning", _runs_edition, _programmes_run),
    Permission("programme.view_plan", _runs_edition, _editions_run),
    Permission("programme.view_run", _runs_edition, _editions_run),
    Permission("programme.plan_edition", _runs_edition, _programmes_run, hides="programme.view_planning"),
    Permission("programme.release_plan", _runs_edition, _editions_run, hides="programme.view_plan"),
)
