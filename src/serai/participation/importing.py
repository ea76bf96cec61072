"""What the edition folder says of participations, and the delegations and accounts that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serai.core.tables import PROVENANCE, Column, Report, Row, Sheet, Table, cells, refer
from serai.core.tables.upserts import Target
from serai.participation.models import Delegation, Participation, ParticipationRole, ParticipationState

PARTICIPATIONS = Table(
    "participations",
    (
        refer("person", "people", required=True),
        Column("role", cells.choice(ParticipationRole), required=True),
        refer("delegation", "parties", read=cells.code),
        Column("state", cells.choice(ParticipationState)),
        Column("arrives", cells.moment),
        Column("departs", cells.moment),
        Column("languages", cells.language, many=True),
        *PROVENANCE,
    ),
    key=("person", "role"),
)
DELEGATIONS = Table("delegations", (refer("party", "parties", read=cells.code),), key=("party",))


def _derive_participation(row: Row) -> Mapping[str, Any]:
    """The delegation, which is known by its party."""
    if "delegation" not in row.values:
        return {}
    return {"delegation": ((row["delegation"],),) if row["delegation"] else None}


TARGETS = (
    Target("delegations", Delegation, DELEGATIONS, key=("party",), links={"party": "parties"}),
    Target(
        "participations",
        Participation,
        PARTICIPATIONS,
        key=("person", "role"),
        links={"person": "people", "delegation": "delegations"},
        skip=frozenset({"delegation"}),
        derive=_derive_participation,
    ),
)


def check(sheets: Mapping[str, Sheet], report: Report) -> None:
    """Note people who leave before they come."""
