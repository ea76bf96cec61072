"""What the programme's API takes and gives, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Schema

from serai.core.api import Body, Texts
from serai.core.text import forms
from serai.editions.models import PlanningRun
from serai.parties.models import Person
from serai.programme.models import Activity, Placement, Plan, Section, Session
from serai.programme.planning import Elsewhere
from serai.programme.planning.report import Homeless
from serai.programme.services import is_lost, is_stranded


class SpeakerOut(Schema):
    key: str
    name: str
    latin_name: str
    names: Texts
    honorific: str
    position: Texts
    party: str | None
    organisation: Texts
    provenance: str

    @staticmethod
    def resolve_names(row: Person) -> Texts:
        return forms(row.names)

    @staticmethod
    def resolve_position(row: Person) -> Texts:
        return forms(row.position)

    @staticmethod
    def resolve_party(row: Person) -> str | None:
        return row.party.code if row.party else None

    @staticmethod
    def resolve_organisation(row: Person) -> Texts:
        return forms(row.organisation.name) if row.organisation else {}


class SectionOut(Schema):
    """A part of the programme; its kind gives the colour, its number the place."""

    key: str
    kind: str
    number: int
    title: Texts
    provenance: str

    @staticmethod
    def resolve_title(row: Section) -> Texts:
        return forms(row.title)


class ActivityOut(Schema):
    """An activity; a listed one has no summary for outsiders."""

    key: str
    number: int | None
    section: str | None
    title: Texts
    summary: Texts
    visibility: str
    language: str
    interpretation: list[str]
    provenance: str

    @staticmethod
    def resolve_section(row: Activity) -> str | None:
        return row.section.key if row.section else None

    @staticmethod
    def resolve_title(row: Activity) -> Texts:
        return forms(row.title)

    @staticmethod
    def resolve_summary(row: Activity) -> Texts:
        return forms(row.summary) if row.is_detailed else {}  # type: ignore[attr-defined]


class PlacementOut(Schema):
    """A contribution at its time."""

    key: str
    activity: str
    title: Texts
    abstract: Texts
    room: str
    starts: datetime
    ends: datetime
    speakers: list[SpeakerOut]
    provenance: str

    @staticmethod
    def resolve_key(row: Placement) -> str:
        return row.contribution.key

    @staticmethod
    def resolve_activity(row: Placement) -> str:
        return row.session.activity.key

    @staticmethod
    def resolve_title(row: Placement) -> Texts:
        return forms(row.contribution.title)

    @staticmethod
    def resolve_abstract(row: Placement) -> Texts:
        return forms(row.contribution.abstract)

    @staticmethod
    def resolve_room(row: Placement) -> str:
        return row.session.room.key

    @staticmethod
    def resolve_speakers(row: Placement) -> list[Person]:
        return [member.person for member in row.contribution.speakers]  # type: ignore[attr-defined]

    @staticmethod
    def resolve_provenance(row: Placement) -> str:
        return row.contribution.provenance


class SessionOut(Schema):
    """An activity in a room; chairs and contributions only for those who may see its inside."""

    activity: str
    title: Texts
    room: str
    starts: datetime
    ends: datetime
    chairs: list[SpeakerOut]
    contributions: list[str]

    @staticmethod
    def resolve_activity(row: Session) -> str:
        return row.activity.key

    @staticmethod
    def resolve_title(row: Session) -> Texts:
        return forms(row.activity.title)

    @staticmethod
    def resolve_room(row: Session) -> str:
        return row.room.key

    @staticmethod
    def resolve_chairs(row: Session) -> list[Person]:
        return [member.person for member in row.activity.chairs]  # type: ignore[attr-defined]

    @staticmethod
    def resolve_contributions(row: Session) -> list[str]:
        return [placement.contribution.key for placement in row.shown]  # type: ignore[attr-defined]


class PlanIn(Body):
    seconds: float | None = Field(None, ge=1, le=3600, description="Else as long as the edition says.")
    seed: int = Field(0, ge=0, lt=2**31)


class ReleaseIn(Body):
    after: int | None = Field(None, ge=0, description="Number of the release that you saw last.")
    accept_unplaced: bool = False
    note: str = Field("", max_length=2000, pattern=r"^[^\x00]*$")


class ReleaseOut(Schema):
    number: int
    released_at: datetime
    note: str


class ReleaseDetailOut(ReleaseOut):
    """With how much it moved, brought and took away against the release before, as far as you may see."""

    moved: int
    new: int
    gone: int


class RunOut(Schema):
    id: int
    state: str
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    seed: int
    error: str
    is_lost: bool
    is_stranded: bool

    @staticmethod
    def resolve_is_lost(row: PlanningRun) -> bool:
        return is_lost(row)

    @staticmethod
    def resolve_is_stranded(row: PlanningRun) -> bool:
        return is_stranded(row)


class RuleOut(Schema):
    """A rule of planning; a weight of null is a must, 0 counts nothing."""

    name: str
    title: str
    meaning: str
    is_hard: bool
    default: int | None
    weight: int | None


class RulesOut(Schema):
    rules: list[RuleOut]
    planning_seconds: int
    stamp: str = Field(description="Send it as `seen` with a change, so that nobody else's is overwritten.")


class RulesIn(Body):
    weights: dict[str, int | None] = Field(max_length=100, description="Rule name to weight; null is a must.")
    planning_seconds: int = Field(60, ge=1, le=3600)
    seen: str = Field("", max_length=64)


class ElsewhereOut(Schema):
    """An item that two runs place differently; slots count from midnight of the first day."""

    id: str
    periods: list[str]
    rooms: list[str]
    begins: list[int]

    @staticmethod
    def resolve_periods(row: Elsewhere) -> list[str]:
        return [row.one.period, row.other.period]

    @staticmethod
    def resolve_rooms(row: Elsewhere) -> list[str]:
        return [row.one.room, row.other.room]

    @staticmethod
    def resolve_begins(row: Elsewhere) -> list[int]:
        return [row.one.begin, row.other.begin]


class OutcomeOut(Schema):
    status: str | None
    objective: int | None
    bound: int | None
    gap: float | None
    seconds: float | None
    terms: dict[str, int] | None
    missing: int | None


class RunComparisonOut(Schema):
    """Two runs side by side; each list has two entries, the run named first and the other."""

    is_same_question: bool
    weights: list[dict[str, int | None]]
    limits: list[dict[str, float | None]]
    results: list[OutcomeOut]
    elsewhere: list[ElsewhereOut]


class RunDetailOut(RunOut):
    progress: list[list[float | None]]
    stop_requested: bool
    status: str | None
    objective: int | None
    bound: int | None
    gap: float | None

    @staticmethod
    def resolve_status(row: PlanningRun) -> str | None:
        return (row.result or {}).get("status")

    @staticmethod
    def resolve_objective(row: PlanningRun) -> int | None:
        return (row.result or {}).get("objective")

    @staticmethod
    def resolve_bound(row: PlanningRun) -> int | None:
        return (row.result or {}).get("bound")

    @staticmethod
    def resolve_gap(row: PlanningRun) -> float | None:
        return (row.result or {}).get("gap")


class PlanOut(Schema):
    id: int
    name: str
    version: int
    copied_from: int | None
    created_at: datetime
    run: int | None
    release: int | None

    @staticmethod
    def resolve_copied_from(row: Plan) -> int | None:
        return row.copied_from_id

    @staticmethod
    def resolve_run(row: Plan) -> int | None:
        return row.run_id

    @staticmethod
    def resolve_release(row: Plan) -> int | None:
        return row.release.number if hasattr(row, "release") else None


class SentenceOut(Schema):
    text: str
    rule: str
    items: list[str]
    penalty: int


class UnplacedOut(Schema):
    id: str
    title: str
    reasons: list[str]

    @staticmethod
    def resolve_reasons(row: Homeless) -> list[str]:
        return [reason.text for reason in row.reasons]


class PlanDetailOut(Schema):
    plan: PlanOut
    figures: dict[str, Any]
    quality: str
    hard: list[SentenceOut]
    soft: list[SentenceOut]
    unplaced: list[UnplacedOut]


class SomebodyOut(Schema):
    """A row that ties a person to something, by the person's key and name."""

    id: int
    person: str
    name: str

    @staticmethod
    def resolve_person(row: Any) -> str:
        return str(row.person.key)

    @staticmethod
    def resolve_name(row: Any) -> str:
        return str(row.person.name)
