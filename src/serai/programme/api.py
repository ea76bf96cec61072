"""The released programme for programs, and planning for those who run the edition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Path, Router
from ninja.pagination import paginate

from serai.core.access import visible
from serai.core.api import READING, WRITING, IdempotencyHeader, once
from serai.core.editing import stamp
from serai.core.errors import NotVisible
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.editions.api import PeriodOut, RoomOut
from serai.editions.models import Edition, Period, PlanningRun, Room
from serai.parties.models import Person
from serai.programme import planning, services
from serai.programme.api_plans import router as plans_router
from serai.programme.api_roles import router as roles_router
from serai.programme.api_schemas import (
    ActivityOut,
    PlacementOut,
    PlanIn,
    ReleaseDetailOut,
    ReleaseOut,
    RulesIn,
    RulesOut,
    RunComparisonOut,
    RunDetailOut,
    RunOut,
    SectionOut,
    SessionOut,
    SpeakerOut,
)
from serai.programme.desk.api import router as members_router
from serai.programme.models import Activity, Placement, Release, Section, Session
from serai.programme.planning.differences import Kind
from serai.programme.queries import history, plans, released

router = Router(tags=["programme"])
for part in (plans_router, roles_router, members_router):
    router.add_router("", part)


@router.get(
    "/editions/{edition}/releases", response=READING | {200: list[ReleaseOut]}, operation_id="list_releases"
)
@paginate
def list_releases(request: Request, edition: str) -> QuerySet[Release]:
    """The releases of an edition's programme, newest first."""
    return plans.releases(request.actor, editions.edition(request.actor, edition))


@router.get(
    "/editions/{edition}/releases/{number}",
    response=READING | {200: ReleaseDetailOut},
    operation_id="get_release",
)
def get_release(request: Request, edition: str, number: Annotated[int, Path(ge=1, lt=2**31)]) -> Any:
    """One release, with how much it changed."""
    subject = editions.edition(request.actor, edition)
    found = history.release(request.actor, subject, number)
    ((release, counts),) = history.counts_of_changes(request.actor, subject, [found])
    told = ReleaseOut.from_orm(release).model_dump()
    return told | {kind.value: counts[kind.value] for kind in Kind}


@router.get("/editions/{edition}/rooms", response=READING | {200: list[RoomOut]}, operation_id="list_rooms")
@paginate
def list_rooms(request: Request, edition: str) -> QuerySet[Room]:
    """The rooms in which there is something in the latest release."""
    return released.rooms(request.actor, _release(request, edition))


@router.get(
    "/editions/{edition}/periods", response=READING | {200: list[PeriodOut]}, operation_id="list_periods"
)
@paginate
def list_periods(request: Request, edition: str) -> QuerySet[Period]:
    """The breaks, and the periods in which there is something in the latest release."""
    return released.periods(request.actor, _release(request, edition))


@router.get(
    "/editions/{edition}/sections", response=READING | {200: list[SectionOut]}, operation_id="list_sections"
)
@paginate
def list_sections(request: Request, edition: str) -> QuerySet[Section]:
    """The sections of the activities in the latest release."""
    return released.sections(request.actor, _release(request, edition))


@router.get(
    "/editions/{edition}/sessions", response=READING | {200: list[SessionOut]}, operation_id="list_sessions"
)
@paginate
def list_sessions(request: Request, edition: str) -> Sequence[Session]:
    """The sessions of the latest release in order of time, with what you may see of their inside."""
    return released.programme(request.actor, _release(request, edition)).sessions


@router.get(
    "/editions/{edition}/activities",
    response=READING | {200: list[ActivityOut]},
    operation_id="list_activities",
)
@paginate
def list_activities(request: Request, edition: str) -> Sequence[Activity]:
    """The activities that have a place in the latest release."""
    return _marked(request, released.activities(request.actor, _release(request, edition)))


@router.get(
    "/editions/{edition}/activities/{key}",
    response=READING | {200: ActivityOut},
    operation_id="get_activity",
)
def get_activity(request: Request, edition: str, key: str) -> Activity:
    """One activity of the latest release."""
    found = released.activity(request.actor, _release(request, edition), key)
    return _marked(request, [found])[0]


@router.get(
    "/editions/{edition}/contributions",
    response=READING | {200: list[PlacementOut]},
    operation_id="list_contributions",
)
@paginate
def list_contributions(request: Request, edition: str) -> Sequence[Placement]:
    """The contributions placed in the latest release, in order of time."""
    return released.placements(request.actor, _release(request, edition))


@router.get(
    "/editions/{edition}/contributions/{key}",
    response=READING | {200: PlacementOut},
    operation_id="get_contribution",
)
def get_contribution(request: Request, edition: str, key: str) -> Placement:
    """One placed contribution."""
    return released.placement(request.actor, _release(request, edition), key)


@router.get(
    "/editions/{edition}/speakers", response=READING | {200: list[SpeakerOut]}, operation_id="list_speakers"
)
@paginate
def list_speakers(request: Request, edition: str) -> QuerySet[Person]:
    """Speakers and chairs of the latest release."""
    return released.people(request.actor, _release(request, edition))


@router.get(
    "/editions/{edition}/speakers/{key}", response=READING | {200: SpeakerOut}, operation_id="get_speaker"
)
def get_speaker(request: Request, edition: str, key: str) -> Person:
    """One speaker or chair."""
    return released.person(request.actor, _release(request, edition), key)


@router.get("/editions/{edition}/runs", response=READING | {200: list[RunOut]}, operation_id="list_runs")
@paginate
def list_runs(request: Request, edition: str) -> QuerySet[PlanningRun]:
    """The planning runs of an edition, newest first."""
    return plans.runs(request.actor, plans.planned_edition(request.actor, edition))


@router.post("/editions/{edition}/runs", response=WRITING | {201: RunOut}, operation_id="request_plan")
def request_plan(request: Request, edition: str, body: PlanIn, key: IdempotencyHeader) -> HttpResponse:
    """Queue a planning run; the worker carries it out."""
    subject = plans.planned_edition(request.actor, edition)

    def create() -> PlanningRun:
        return services.request_plan(
            actor=request.actor, edition=subject, seconds=body.seconds, seed=body.seed
        )

    return once(request, key, RunOut, create)


@router.get("/runs/{id}", response=READING | {200: RunDetailOut}, operation_id="get_run")
def get_run(request: Request, id: int) -> PlanningRun:
    """One planning run with its course so far."""
    return plans.run(request.actor, id)


@router.post("/runs/{id}/stop", response=WRITING | {200: RunOut}, operation_id="stop_run")
def stop_run(request: Request, id: int) -> PlanningRun:
    """End a run now, keeping the best plan found so far."""
    return services.stop_run(actor=request.actor, run=plans.run(request.actor, id))


@router.post("/runs/{id}/restart", response=WRITING | {200: RunOut}, operation_id="restart_run")
def restart_run(request: Request, id: int) -> PlanningRun:
    """Queue a failed or interrupted run again."""
    return services.restart_run(actor=request.actor, run=plans.run(request.actor, id))


@router.get(
    "/runs/{id}/compare/{other}", response=READING | {200: RunComparisonOut}, operation_id="compare_runs"
)
def compare_runs(request: Request, id: int, other: int) -> dict[str, Any]:
    """What differs between two runs of one edition: question, results, and where things are placed."""
    one = plans.run(request.actor, id)
    second = plans.run(request.actor, other, one.edition)
    outcomes = planning.outcomes_of([one.pk, second.pk])
    found = [outcomes.get(run.pk, planning.RunOutcome()) for run in (one, second)]
    has_both = bool(one.result and second.result)
    return {
        "is_same_question": one.fingerprint == second.fingerprint,
        "weights": [run.problem.get("weights", {}) for run in (one, second)],
        "limits": [run.limits for run in (one, second)],
        "results": found,
        "elsewhere": planning.places_elsewhere(one.result, second.result).items if has_both else [],
    }


@router.get("/editions/{edition}/rules", response=READING | {200: RulesOut}, operation_id="get_rules")
def get_rules(request: Request, edition: str) -> dict[str, Any]:
    """The rules of planning with what they mean and how much they count, and the time that a run may take."""
    return _rules(plans.planned_edition(request.actor, edition))


@router.put("/editions/{edition}/rules", response=WRITING | {200: RulesOut}, operation_id="change_rules")
def change_rules(request: Request, edition: str, body: RulesIn) -> dict[str, Any]:
    """Set the weights of the rules named here; all others have their own weight again."""
    subject = plans.planned_edition(request.actor, edition)
    return _rules(services.change_rules(actor=request.actor, edition=subject, **body.model_dump()))


def _rules(edition: Edition) -> dict[str, Any]:
    return {
        "rules": planning.settings_of(edition),
        "planning_seconds": edition.planning_seconds,
        "stamp": stamp(edition, planning.RULE_FIELDS),
    }


def _release(request: Request, edition: str) -> Release:
    """The latest release, or 404 while there is none."""
    release = released.latest_release(request.actor, editions.edition(request.actor, edition))
    if release is None:
        raise NotVisible
    return release


def _marked(request: Request, activities: list[Activity]) -> list[Activity]:
    """The activities, each with a mark whether its inside may be shown."""
    keys = [activity.pk for activity in activities]
    open_ones = set(visible(request.actor, "programme.view_detail", Activity.objects.filter(pk__in=keys)))
    for activity in activities:
        activity.is_detailed = activity in open_ones  # type: ignore[attr-defined]
    return activities
