"""The tables of the programme, and where their rows go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serai.core.tables import PROVENANCE, Column, Links, Row, Table, Target, cells, refer
from serai.programme.models import (
    Activity,
    ActivityMember,
    ActivityRole,
    Contribution,
    ContributionMember,
    ContributionRole,
    FixedCell,
    MemberState,
    Section,
    SectionKind,
    Visibility,
)

SMALL = 32_767  # what a small number of the database holds

SECTIONS = Table(
    "sections",
    (
        Column("key", cells.key, required=True),
        Column("number", cells.number(0, SMALL)),
        Column("name", cells.text(300), required=True, translated=True),
        Column("kind", cells.choice(SectionKind)),
        *PROVENANCE,
    ),
)
ACTIVITIES = Table(
    "activities",
    (
        Column("key", cells.key, required=True),
        Column("number", cells.number(0, SMALL)),
        refer("section", "sections"),
        Column("title", cells.text(300), required=True, translated=True),
        Column("summary", cells.text(), translated=True),
        Column("visibility", cells.choice(Visibility)),
        Column("minutes", cells.number(1, SMALL)),
        Column("sessions", cells.number_range),
        Column("together", cells.yes_no),
        Column("audience", cells.number()),
        Column("setup_minutes", cells.number(0, SMALL)),
        Column("language", cells.language),
        Column("interpretation", cells.language, many=True),
        refer("periods", "periods", many=True),
        refer("rooms", "rooms", many=True),
        refer("preferred_periods", "periods", many=True),
        refer("preferred_rooms", "rooms", many=True),
        refer("fixed", "periods", "rooms", many=True),
        refer("after", "activities", many=True),
        *PROVENANCE,
    ),
)
CONTRIBUTIONS = Table(
    "contributions",
    (
        Column("key", cells.key, required=True),
        refer("activity", "activities", required=True),
        Column("title", cells.text(400), required=True, translated=True),
        Column("abstract", cells.text(), translated=True),
        Column("minutes", cells.number(1, SMALL), required=True),
        Column("rank", cells.number(0, SMALL)),
        Column("language", cells.language),
        refer("fixed_period", "periods"),
        refer("fixed_room", "rooms"),
        Column("fixed_start", cells.moment),
        refer("preferred_periods", "periods", many=True),
        *PROVENANCE,
    ),
)
PEOPLE_ROLES = Table(
    "people_roles",
    (
        refer("activity", "activities"),
        refer("contribution", "contributions"),
        refer("person", "people", required=True),
        Column("role", cells.choice(ActivityRole, ContributionRole), required=True),
        Column("state", cells.choice(MemberState)),
        *PROVENANCE,
    ),
    key=("activity", "contribution", "person", "role"),
)


def _derive_activity(row: Row) -> Mapping[str, Any]:
    if "sessions" not in row.values:
        return {}
    least, most = row["sessions"] or (None, None)
    return {"sessions_min": least, "sessions_max": most}


def _show_activity(values: Mapping[str, Any]) -> Mapping[str, Any]:
    least, most = values["sessions_min"], values["sessions_max"]
    return {"sessions": least if least == most else f"{least or 1}-{most or least}"}


def _links(model: Any, owner: str, other: str, to: str) -> Links:
    return Links(model, owner, {other: to})


TARGETS = (
    Target("sections", Section, SECTIONS, rename={"name:*": "title"}),
    Target(
        "activities",
        Activity,
        ACTIVITIES,
        links={"section": "sections"},
        lists={
            "periods": _links(Activity.periods.through, "activity", "period", "periods"),
            "rooms": _links(Activity.rooms.through, "activity", "room", "rooms"),
            "preferred_periods": _links(Activity.preferred_periods.through, "activity", "period", "periods"),
            "preferred_rooms": _links(Activity.preferred_rooms.through, "activity", "room", "rooms"),
            "fixed": Links(FixedCell, "activity", {"period": "periods", "room": "rooms"}),
            "after": _links(Activity.after.through, "from_activity", "to_activity", "activities"),
        },
        skip=frozenset({"sessions"}),
        derive=_derive_activity,
        derived=("sessions_min", "sessions_max"),
        show=_show_activity,
        position="edition",
    ),
    Target(
        "contributions",
        Contribution,
        CONTRIBUTIONS,
        links={"activity": "activities", "fixed_period": "periods", "fixed_room": "rooms"},
        position="activity",
        lists={
            "preferred_periods": _links(
                Contribution.preferred_periods.through, "contribution", "period", "periods"
            )
        },
    ),
    Target(
        "activity_roles",
        ActivityMember,
        PEOPLE_ROLES,
        key=("activity", "person", "role"),
        scope="activity__edition",
        links={"activity": "activities", "person": "people"},
        skip=frozenset({"contribution"}),
        position="activity",
        of=lambda row: bool(row["activity"]),
    ),
    Target(
        "contribution_roles",
        ContributionMember,
        PEOPLE_ROLES,
        key=("contribution", "person", "role"),
        scope="contribution__edition",
        links={"contribution": "contributions", "person": "people"},
        skip=frozenset({"activity"}),
        position="contribution",
        of=lambda row: bool(row["contribution"]),
    ),
)
