"""What the edition folder says of parties, organisations and people; editions share these rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from serai.core.tables import PROVENANCE, Column, Report, Row, Sheet, Table, cells, refer
from serai.core.tables.upserts import Target
from serai.parties.models import Organisation, Party, PartyKind, Person

# Letters that Unicode doesn't take apart into a base letter and an accent.
BASE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)

PARTIES = Table(
    "parties",
    (
        Column("code", cells.code, required=True),
        Column("kind", cells.choice(PartyKind)),
        Column("name", cells.text(200), translated=True),
        *PROVENANCE,
    ),
    key=("code",),
)
ORGANISATIONS = Table(
    "organisations",
    (
        Column("key", cells.key, required=True),
        Column("name", cells.text(300), required=True, translated=True),
        refer("party", "parties", read=cells.code),
        *PROVENANCE,
    ),
)
PEOPLE = Table(
    "people",
    (
        Column("key", cells.key, required=True),
        Column("name", cells.text(200), required=True),
        Column("latin_name", cells.text(200)),
        Column("name", cells.text(400), translated=True),
        Column("honorific", cells.text(60)),
        Column("position", cells.text(300), translated=True),
        refer("party", "parties", read=cells.code),
        refer("organisation", "organisations"),
        Column("email", cells.email),
        *PROVENANCE,
    ),
)


def sort_key(name: str) -> str:
    """A name as it is sorted: Latin letters without accents or capitals."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(BASE_LETTERS)[
        :200
    ]


def _derive_person(row: Row) -> Mapping[str, Any]:
    if "name" not in row.values:
        return {}
    return {"sort_key": sort_key(row["latin_name"] or row["name"])}


TARGETS = (
    Target("parties", Party, PARTIES, key=("code",), scope=""),
    Target("organisations", Organisation, ORGANISATIONS, scope="", links={"party": "parties"}),
    Target(
        "people",
        Person,
        PEOPLE,
        scope="",
        links={"party": "parties", "organisation": "organisations"},
        rename={"name:*": "names"},
        skip=frozenset({"email"}),
        derive=_derive_person,
    ),
)


def check(sheets: Mapping[str, Sheet], report: Report) -> None:
    """Note unknown countries and people who are given twice."""
