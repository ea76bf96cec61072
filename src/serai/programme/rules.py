"""Who may see which part of a programme, plan it and release it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from serai.core.access import Permission, register
from serai.core.actors import Actor
from serai.editions.models import Edition, PlanningRun
from serai.participation.models import LinkPurpose
from serai.participation.rules import (
    desk_editions,
    edition_roles,
    is_desk,
    is_participant,
    is_secretariat,
    secretariat_editions,
)
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    ContributionRole,
    MemberState,
    Plan,
    Session,
    Slides,
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
    return is_desk(actor, activity.edition) or is_member(actor, activity)


def _view_activity(actor: Actor, activity: Activity) -> bool:
    return activity.visibility != Visibility.CLOSED or _is_insider(actor, activity)


def _view_detail(actor: Actor, activity: Activity) -> bool:
    if activity.visibility == Visibility.PUBLIC or _is_insider(actor, activity):
        return True
    return activity.visibility == Visibility.LISTED and is_participant(actor, activity.edition)


def _insider_activities(actor: Actor, at: str) -> Q:
    """Activities (reached over `at`) that the actor is part of, or whose edition the actor runs."""
    return (
        Q(**{f"{at}edition__in": desk_editions(actor)})
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
    """Outsiders see a contribution once one of its speakers has agreed; one without speakers at once."""
    if not _view_detail(actor, contribution.activity):
        return False
    if _is_insider(actor, contribution.activity):
        return True
    speakers = contribution.members.filter(role=ContributionRole.SPEAKER)
    return speakers.filter(state=MemberState.ACCEPTED).exists() or not speakers.exists()


def _viewable_contributions(actor: Actor) -> Q:
    speakers = ContributionMember.objects.filter(contribution=OuterRef("pk"), role=ContributionRole.SPEAKER)
    agreed = Q(Exists(speakers.filter(state=MemberState.ACCEPTED))) | ~Q(Exists(speakers))
    seen = detailed_activities(actor, "activity__") & agreed
    return seen if actor.user is None else seen | _insider_activities(actor, "activity__")


def _change_activity(actor: Actor, activity: Activity) -> bool:
    return is_desk(actor, activity.edition) or is_organiser(actor, activity)


def _changeable_activities(actor: Actor, at: str = "") -> Q:
    if actor.user is None:
        return Q(pk__in=[])
    return Q(**{f"{at}edition__in": desk_editions(actor)}) | Q(
        **{f"{at}pk__in": _organised(actor).values("activity")}
    )


def _change_contribution(actor: Actor, contribution: Contribution) -> bool:
    # It is of its activity's edition, which whoever has the contribution has read already.
    return is_desk(actor, contribution.edition) or is_organiser(actor, contribution.activity)


def _changeable_contributions(actor: Actor) -> Q:
    return _changeable_activities(actor, "activity__")


def _is_own_contribution(actor: Actor, contribution: Contribution) -> bool:
    return ContributionMember.objects.filter(_own_speaking(actor), contribution=contribution).exists()


def _own_contributions_asked(actor: Actor) -> Q:
    return Q(pk__in=ContributionMember.objects.filter(_own_speaking(actor)).values("contribution"))


def _own_speaking(actor: Actor) -> Q:
    """The actor's speaking roles that aren't declined, by account or by a speaker's link."""
    standing = Q(role=ContributionRole.SPEAKER) & ~Q(state=MemberState.DECLINED)
    if actor.link is not None and actor.link.purpose == LinkPurpose.SPEAKER:
        return standing & Q(person=actor.link.person_id, contribution__edition=actor.link.edition_id)
    return standing & Q(person__user=actor.user) if actor.user else Q(pk__in=[])


def _view_slides(actor: Actor, slides: Slides) -> bool:
    if _change_contribution(actor, slides.contribution) or _is_own_contribution(actor, slides.contribution):
        return True
    return slides.is_public and _view_contribution(actor, slides.contribution)


def _viewable_slides(actor: Actor) -> Q:
    contributions = Contribution.objects
    shown = Q(is_public=True, contribution__in=contributions.filter(_viewable_contributions(actor)))
    own = Q(contribution__in=contributions.filter(_own_contributions_asked(actor)))
    return shown | own | Q(contribution__in=contributions.filter(_changeable_contributions(actor)))


def _view_session(actor: Actor, session: Session) -> bool:
    if hasattr(session.plan, "release"):
        return _view_activity(actor, session.activity)
    return is_desk(actor, session.plan.edition) or is_organiser(actor, session.activity)


def _viewable_sessions(actor: Actor) -> Q:
    released = Q(plan__release__isnull=False) & viewable_activities(actor, "activity__")
    if actor.user is None:
        return released
    drafts = Q(plan__edition__in=desk_editions(actor)) | Q(activity__in=_organised(actor).values("activity"))
    return released | drafts


def _edition_of(subject: Edition | Plan | PlanningRun) -> Edition:
    return subject if isinstance(subject, Edition) else subject.edition


def _works_on(actor: Actor, subject: Edition | Plan | PlanningRun) -> bool:
    return is_desk(actor, _edition_of(subject))


def _runs_edition(actor: Actor, subject: Edition | Plan | PlanningRun) -> bool:
    return is_secretariat(actor, _edition_of(subject))


def _of_editions_worked_on(actor: Actor) -> Q:
    return Q(edition__in=desk_editions(actor)) if actor.user else Q(pk__in=[])


def _of_editions_run(actor: Actor) -> Q:
    return Q(edition__in=secretariat_editions(actor)) if actor.user else Q(pk__in=[])


def _editions_worked_on(actor: Actor) -> Q:
    return Q(pk__in=desk_editions(actor)) if actor.user else Q(pk__in=[])


def sight(actor: Actor, edition: Edition) -> tuple[object, ...]:
    """All that decides what an account sees of an edition's programme; empty if that is what everybody does.

    Two accounts with equal sights see the same of it. A rule that asks for more than this belongs in here.
    """
    if actor.user is None or is_desk(actor, edition):
        return ("desk",) if actor.user else ()
    roles = ActivityMember.objects.filter(person__user=actor.user, activity__edition=edition)
    talks = ContributionMember.objects.filter(person__user=actor.user, contribution__edition=edition)
    facts = (
        is_participant(actor, edition),
        *roles.order_by("pk").values_list("activity", "role"),
        *talks.order_by("pk").values_list("contribution", "role", "state"),
    )
    return facts if any(facts) else ()


PLANNING, PLAN = "programme.view_planning", "programme.view_plan"
register(
    Permission("programme.view_activity", _view_activity, viewable_activities),
    Permission("programme.view_detail", _view_detail, detailed_activities),
    Permission("programme.view_contribution", _view_contribution, _viewable_contributions),
    Permission("programme.view_session", _view_session, _viewable_sessions),
    Permission("programme.view_slides", _view_slides, _viewable_slides),
    Permission("programme.change_programme", _works_on, _editions_worked_on, hides=PLANNING),
    Permission(
        "programme.change_activity", _change_activity, _changeable_activities, hides="programme.view_activity"
    ),
    Permission(
        "programme.change_contribution",
        _change_contribution,
        _changeable_contributions,
        hides="programme.view_contribution",
    ),
    Permission(
        "programme.change_own_contribution",
        _is_own_contribution,
        _own_contributions_asked,
        hides="programme.view_contribution",
    ),
    Permission("programme.view_planning", _works_on, _editions_worked_on),
    Permission("programme.view_plan", _works_on, _of_editions_worked_on),
    Permission("programme.view_run", _works_on, _of_editions_worked_on),
    Permission("programme.plan_edition", _works_on, _editions_worked_on, hides=PLANNING),
    Permission("programme.change_plan", _works_on, _of_editions_worked_on, hides=PLAN),
    Permission("programme.release_plan", _runs_edition, _of_editions_run, hides=PLAN),
)
