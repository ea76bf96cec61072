"""Reads of drafts, runs and releases, for those who run the edition."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from serai.core.access import require, visible
from serai.core.actors import Actor
from serai.core.errors import DomainError, NotVisible
from serai.editions import queries as editions
from serai.editions.models import Edition, PlanningRun, RunState
from serai.programme.models import Plan, Release

LARGE = (
    "problem",
    "result",
    "progress",
)  # columns of a run that may be megabytes; read where they are asked for
UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)


def planned_edition(actor: Actor, key: str) -> Edition:
    """The edition with this key, if the actor may plan it; else it doesn't exist for them."""
    edition = editions.edition(actor, key)
    require(actor, "programme.view_planning", edition)
    return edition


def plans(actor: Actor, edition: Edition) -> QuerySet[Plan]:
    """The edition's plans, newest first, with their runs and releases."""
    rows = visible(actor, "programme.view_plan", edition.plans.all())
    related = ("run", "release", "created_by", "edition", "copied_from__release", "found")
    large = (f"run__{name}" for name in LARGE)
    return rows.select_related(*related).defer("found__findings", *large)


def runs(actor: Actor, edition: Edition) -> QuerySet[PlanningRun]:
    """The edition's planning runs, newest first, without their questions and answers."""
    rows = visible(actor, "programme.view_run", edition.runs.all())
    return rows.select_related("requested_by", "edition").defer(*LARGE)


def releases(actor: Actor, edition: Edition) -> QuerySet[Release]:
    """The edition's releases, newest first; that a release exists is public."""
    return edition.releases.select_related("released_by", "plan", "edition")


def release(actor: Actor, edition: Edition, number: int) -> Release:
    """One release of an edition; that it exists is public, what is in it isn't."""
    found = releases(actor, edition).filter(number=number).first()
    if found is None:
        raise NotVisible
    return found


def plan(actor: Actor, id: int, edition: Edition | None = None) -> Plan:
    """One plan with its run, if the actor may see it and it is of the edition, if one is named."""
    related = ("run", "release", "copied_from__release", "found", *(() if edition else ("edition",)))
    large = (f"run__{name}" for name in LARGE)
    rows = Plan.objects.select_related(*related).defer("found__findings", *large)
    found = rows.filter(pk=id).first()
    if found is None or (edition and edition.pk != found.edition_id):
        raise NotVisible
    if edition:
        found.edition = edition
    require(actor, "programme.view_plan", found)
    return found


def run(actor: Actor, id: int, edition: Edition | None = None) -> PlanningRun:
    """One planning run, if the actor may see it and it is of the edition, if one is named."""
    found = PlanningRun.objects.select_related("edition", "requested_by").filter(pk=id).first()
    if found is None or edition not in (None, found.edition):
        raise NotVisible
    require(actor, "programme.view_run", found)
    return found


def run_course(actor: Actor, id: int, edition: Edition, *, with_question: bool = False) -> PlanningRun:
    """One run of the edition with what it told so far, without its answer."""
    rows = PlanningRun.objects.select_related("edition", "requested_by").defer("result")
    if not with_question:
        rows = rows.defer("problem", "result")
    found = rows.filter(pk=id, edition=edition).first()
    if found is None:
        raise NotVisible
    require(actor, "programme.view_run", found)
    return found


def newest_plan(actor: Actor, edition: Edition) -> Plan:
    """The newest plan of an edition."""
    found = plans(actor, edition).first()
    if found is None:
        message = _("There is no plan yet. First: serai plan %(edition)s")
        raise DomainError("no_plan", message, edition=edition.key)
    return found
