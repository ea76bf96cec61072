"""What the edition folder says of participations, and the delegations and accounts that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables import PROVENANCE, Column, Item, Links, Outcome, Row, Table, Target, cells, refer
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
        refer("away", "periods", many=True),
        Column("languages", cells.language, many=True),
        Column("note", cells.text()),
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
        derived=("delegation",),
        show=lambda values: {"delegation": values["delegation"]},
        lists={"away": Links(Participation.away.through, "participation", {"period": "periods"})},
    ),
)


def check(outcome: Outcome) -> None:
    """Note people who leave before they come, and heads without a delegation."""
    for _identity, participation, _row in outcome.given("participations"):
        _check_stay(outcome, participation)
        if participation["role"] == ParticipationRole.HEAD_OF_DELEGATION and not participation["delegation"]:
            outcome.warn(
                "head_without_delegation",
                participation,
                "delegation",
                _("This head of delegation has no delegation."),
                _("Give the code of the party that sends it."),
            )


def _check_stay(outcome: Outcome, participation: Item) -> None:
    arrives, departs = participation["arrives"], participation["departs"]
    if arrives and departs and departs <= arrives:
        outcome.error(
            "departure_before_arrival",
            participation,
            "departs",
            _("The departure isn't after the arrival."),
            _("Correct “arrives” or “departs”, which are local times of the host city."),
        )
