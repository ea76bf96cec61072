"""Drafts for programs of those who work on an edition: copied, compared, changed, released again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Path, Query, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AwareDatetime

from serai.core.api import READING, WRITING, Body, IdempotencyHeader, Key, Refusal, Texts, once
from serai.core.middleware import Request
from serai.core.text import forms
from serai.programme import planning, services
from serai.programme.api_schemas import PlanDetailOut, PlanOut, ReleaseIn, ReleaseOut, SentenceOut
from serai.programme.models import Plan, Release
from serai.programme.queries import plans

router = Router(tags=["programme"])

ITEM = r"^[-\w]+(:[-\w]+){0,3}$"
ItemPath = Annotated[str, Path(max_length=340, pattern=ITEM, description="A contribution's key, `block:` and "
    "the key of an activity that is one block, or `session:activity:period:room`.")]  # fmt: skip


class NameIn(Body):
    name: str = Field("", max_length=120, pattern=r"^[^\x00]*$")


class MoveIn(Body):
    item: str = Field(max_length=340, pattern=ITEM)
    period: Key
    room: Key
    starts: AwareDatetime | None = Field(
        None, description="Without it the best beginning in that room and period."
    )
    seen_version: int = Field(ge=0, lt=2**31, description="The plan's version that you looked at.")


class EffectOut(Schema):
    """What a move breaks and mends; `hard` and `penalty` are by how much more than before."""

    hard: int
    penalty: int
    new: list[SentenceOut]
    gone: list[SentenceOut]


class MoveOut(EffectOut):
    version: int


class SpotOut(Schema):
    period: str
    room: str
    starts: datetime


class BetterOut(SpotOut):
    hard: int
    penalty: int
    new: list[SentenceOut]


class PlaceOut(Schema):
    room: str
    starts: datetime
    ends: datetime

    @staticmethod
    def resolve_room(row: Any) -> str:
        return str(row.room.key)


class ChangeOut(Schema):
    """What moved, is new or gone; without a contribution it is a session of the activity."""

    kind: str
    activity: str
    contribution: str | None
    title: Texts
    before: PlaceOut | None
    after: PlaceOut | None
    people: list[str]

    @staticmethod
    def resolve_activity(row: planning.Change) -> str:
        return row.activity.key

    @staticmethod
    def resolve_contribution(row: planning.Change) -> str | None:
        return row.contribution.key if row.contribution else None

    @staticmethod
    def resolve_title(row: planning.Change) -> Texts:
        return forms(row.item.title)

    @staticmethod
    def resolve_people(row: planning.Change) -> list[str]:
        return [person.key for person in row.people]


@router.get("/editions/{edition}/plans", response=READING | {200: list[PlanOut]}, operation_id="list_plans")
@paginate
def list_plans(request: Request, edition: str) -> QuerySet[Plan]:
    """The plans of an edition, newest first."""
    return plans.plans(request.actor, plans.planned_edition(request.actor, edition))


@router.get("/plans/{id}", response=READING | {200: PlanDetailOut}, operation_id="get_plan")
def get_plan(request: Request, id: int) -> dict[str, Any]:
    """One plan: its figures, what is wrong with it, and what has no place."""
    plan = plans.plan(request.actor, id)
    report = planning.plan_report(request.actor, plan)
    return {
        "plan": plan,
        "figures": report.figures,
        "quality": report.quality,
        "hard": report.hard,
        "soft": report.soft,
        "unplaced": report.unplaced,
    }


@router.post("/plans/{id}/release", response=WRITING | {201: ReleaseOut}, operation_id="release_plan")
def release_plan(request: Request, id: int, body: ReleaseIn, key: IdempotencyHeader) -> HttpResponse:
    """Make a plan public as the next release."""
    plan = plans.plan(request.actor, id)

    def create() -> Release:
        return services.release_plan(actor=request.actor, plan=plan, **body.model_dump())

    return once(request, key, ReleaseOut, create)


@router.post("/plans/{id}/copies", response=WRITING | {201: PlanOut}, operation_id="copy_plan")
def copy_plan(request: Request, id: int, body: NameIn, key: IdempotencyHeader) -> HttpResponse:
    """Start a draft from a plan or release, without what is no longer in the programme."""
    plan = plans.plan(request.actor, id)
    return once(
        request, key, PlanOut, lambda: services.copy_plan(actor=request.actor, plan=plan, name=body.name)
    )


@router.patch("/plans/{id}", response=WRITING | {200: PlanOut}, operation_id="rename_plan")
def rename_plan(request: Request, id: int, body: NameIn) -> Plan:
    """Give a plan a name."""
    return services.rename_plan(actor=request.actor, plan=plans.plan(request.actor, id), name=body.name)


@router.delete("/plans/{id}", response=WRITING | {204: None}, operation_id="discard_plan")
def discard_plan(request: Request, id: int) -> Status[None]:
    """Delete a draft."""
    services.discard_plan(actor=request.actor, plan=plans.plan(request.actor, id))
    return Status(204, None)


@router.get(
    "/plans/{id}/differences", response=READING | {200: list[ChangeOut]}, operation_id="list_differences"
)
@paginate
def list_differences(
    request: Request,
    id: int,
    against: int | None = Query(None, ge=1, lt=2**63),  # type: ignore[type-arg]
) -> list[planning.Change]:
    """What moved, is new and is gone in a plan against another; against the last release if none is named."""
    plan = plans.plan(request.actor, id)
    if against is not None:
        other: Plan | None = plans.plan(request.actor, against, plan.edition)
    else:
        latest = plans.releases(request.actor, plan.edition).first()
        other = latest.plan if latest else None
    return list(planning.plan_differences(other, plan))


@router.post("/plans/{id}/moves", response=WRITING | {201: MoveOut}, operation_id="move_item")
def move_item(request: Request, id: int, body: MoveIn, key: IdempotencyHeader) -> HttpResponse:
    """Put a contribution, a block or a session of a draft to another place."""
    plan = plans.plan(request.actor, id)

    def create() -> dict[str, Any]:
        outcome = services.move_item(
            actor=request.actor,
            plan=plan,
            item=body.item,
            spot=_spot(plan, body),
            seen_version=body.seen_version,
        )
        return _moved(plan, outcome)

    return once(request, key, MoveOut, create)


@router.delete("/plans/{id}/items/{item}", response=WRITING | {200: MoveOut}, operation_id="unplace_item")
def unplace_item(
    request: Request,
    id: int,
    item: ItemPath,
    seen_version: int = Query(..., ge=0, lt=2**31),  # type: ignore[type-arg]
) -> dict[str, Any]:
    """Take an item out of a draft."""
    plan = plans.plan(request.actor, id)
    outcome = services.unplace_item(actor=request.actor, plan=plan, item=item, seen_version=seen_version)
    return _moved(plan, outcome)


@router.get(
    "/plans/{id}/items/{item}/places",
    response=READING | {200: list[BetterOut], 409: Refusal},
    operation_id="better_places",
)
def better_places(request: Request, id: int, item: ItemPath) -> list[dict[str, Any]]:
    """The best other places of an item, at most eight, with what each would cost and break."""
    plan = plans.plan(request.actor, id)
    mover, wording = planning.Mover(plan, item), planning.Wording(plan.edition)
    return [
        {
            "period": better.spot.period,
            "room": better.spot.room,
            "starts": better.spot.starts,
            "hard": better.effect.hard,
            "penalty": better.effect.penalty,
            "new": wording.sentences(better.effect.new),
        }
        for better in mover.better()
    ]


@router.post(
    "/editions/{edition}/releases/{number}/again",
    response=WRITING | {201: ReleaseOut},
    operation_id="release_again",
)
def release_again(
    request: Request,
    edition: str,
    number: Annotated[int, Path(ge=1, lt=2**31)],
    body: ReleaseIn,
    key: IdempotencyHeader,
) -> HttpResponse:
    """Go back to an earlier release: a copy of it comes next."""
    subject = plans.planned_edition(request.actor, edition)
    earlier = plans.release(request.actor, subject, number)

    def create() -> Release:
        values = body.model_dump() | {"after": body.after or 0}
        return services.release_again(actor=request.actor, release=earlier, **values)

    return once(request, key, ReleaseOut, create)


def _spot(plan: Plan, body: MoveIn) -> planning.Spot:
    """The place asked for; without a time the best there."""
    if body.starts is not None:
        return planning.Spot(body.period, body.room, body.starts)
    return planning.Mover(plan, body.item).best_in(body.period, body.room)


def _moved(plan: Plan, outcome: planning.Outcome) -> dict[str, Any]:
    wording = planning.Wording(plan.edition)
    return {
        "version": Plan.objects.values_list("version", flat=True).get(pk=plan.pk),
        "hard": outcome.effect.hard,
        "penalty": outcome.effect.penalty,
        "new": wording.sentences(outcome.effect.new),
        "gone": wording.sentences(outcome.effect.gone),
    }
