"""Services of drafts, and of going back to a release."""

from __future__ import annotations

from tests.access_world import World

from serai.programme import services
from serai.programme.models import Contribution, Placement, Plan, Release, Session
from serai.programme.planning import Spot


def spot(world: World) -> Spot:
    """The beginning of the afternoon in the first room."""
    period = world.edition.periods.get(key="afternoon")
    return Spot(period.key, "sala-1", period.starts)


def releasable(world: World) -> Plan:
    """The draft with every talk in a room of its own, the asked one too."""
    plan: Plan = world["plan:draft"]
    public = plan.sessions.get(activity__key="public")
    asked: Contribution = world["contribution:asked"]
    Placement.objects.create(
        plan=plan,
        session=public,
        contribution=asked,
        starts=public.ends,
        ends=public.ends + (public.ends - public.starts),
    )
    Session.objects.filter(pk=public.pk).update(ends=public.ends + (public.ends - public.starts))
    return plan


def two_releases(world: World) -> Release:
    """The first of two releases, both complete."""
    actor = world.actors["secretariat"]
    second = services.release_plan(actor=actor, plan=releasable(world), after=1)
    copy = services.copy_plan(actor=actor, plan=second.plan)
    services.release_plan(actor=actor, plan=copy, after=2)
    return second


CALLS = {
    "programme.services.plans.copy_plan": (
        lambda world: world["plan:released"],
        lambda world, actor, plan: services.copy_plan(actor=actor, plan=plan),
    ),
    "programme.services.plans.rename_plan": (
        lambda world: world["plan:draft"],
        lambda world, actor, plan: services.rename_plan(actor=actor, plan=plan, name="Rain"),
    ),
    "programme.services.plans.discard_plan": (
        lambda world: world["plan:draft"],
        lambda world, actor, plan: services.discard_plan(actor=actor, plan=plan),
    ),
    "programme.services.plans.move_item": (
        lambda world: world["plan:draft"],
        lambda world, actor, plan: services.move_item(
            actor=actor, plan=plan, item="talk-public", spot=spot(world), seen_version=1
        ),
    ),
    "programme.services.plans.unplace_item": (
        lambda world: world["plan:draft"],
        lambda world, actor, plan: services.unplace_item(
            actor=actor, plan=plan, item="talk-public", seen_version=1
        ),
    ),
    "programme.services.notices.prepare_notices": (
        lambda world: world["plan:released"].release,
        lambda world, actor, release: services.prepare_notices(actor=actor, release=release),
    ),
    "programme.services.releases.release_again": (
        two_releases,
        lambda world, actor, release: services.release_again(actor=actor, release=release, after=3),
    ),
}
