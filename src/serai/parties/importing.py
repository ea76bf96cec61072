"""What the edition folder says of parties, organisations and people; editions share these rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from serai.core.tables import PROVENANCE, CellError, Column, Item, Outcome, Row, Table, Target, cells, refer
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


def _sorted_by_name(person: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"sort_key": sort_key(person.get("latin_name") or person.get("name") or "")}


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
        derived=("sort_key",),
        follow=_sorted_by_name,
    ),
)


def check(outcome: Outcome) -> None:
    """Note unknown countries, parties without a name, and people who are given twice."""
    _check_parties(outcome)
    _check_people(outcome)


def _check_parties(outcome: Outcome) -> None:
    for (code,), party, row in outcome.given("parties"):
        if party["kind"] == PartyKind.COUNTRY:
            try:
                cells.country(code, cells.Context())
            except CellError as error:
                otherwise = _("If it isn't a country, say so in the column “kind”.")
                outcome.error(
                    error.code, party, "code", error.message, f"{error.remedy} {otherwise}", value=code
                )
        elif code not in cells.countries() and not any((party["name"] or {}).values()):
            outcome.error(
                "missing_value",
                party,
                next((name for name in row.cells if name.startswith("name:")), "name"),
                _("A party that isn't a country of ISO 3166-1 needs a name."),
                _("Fill in its name in a column such as “name:en”."),
            )


def _check_people(outcome: Outcome) -> None:
    """Two rows with one name and party are one person, unless e-mail or organisation tell them apart."""
    seen: dict[tuple[str, Any], list[Row]] = {}
    for _identity, person, row in outcome.given("people"):
        name = person["name"] or ""
        if not person["latin_name"] and any(letter.isalpha() and not _is_latin(letter) for letter in name):
            outcome.warn(
                "no_latin_name",
                person,
                "latin_name",
                _("The name has no form in Latin script."),
                _("Give latin_name, so that every reader can read and find the name."),
                name,
            )
        folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
        others = seen.setdefault((folded, person["party"]), [])
        if name and others:
            _say_twice(outcome, person, row, others)
        others.append(row)


def _say_twice(outcome: Outcome, person: Item, row: Row, others: list[Row]) -> None:
    """Refuse a second row of one name and party, unless organisation or e-mail make two people of them."""
    same = [other for other in others if not _are_told_apart(other, row)]
    first = (same or others)[0].number
    if same:
        outcome.error(
            "person_twice",
            person,
            "name",
            _("Row %(row)d has the same name and party.") % {"row": first},
            _(
                "Delete one of the rows and use one key; if they are two people, give each an organisation "
                "or e-mail address of their own."
            ),
        )
    else:
        outcome.warn(
            "namesakes",
            person,
            "name",
            _("Row %(row)d has the same name and party, but another organisation or e-mail address.")
            % {"row": first},
            _("Check that they are two people."),
        )


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE"))


def _are_told_apart(one: Row, other: Row) -> bool:
    pairs = [(one[column], other[column]) for column in ("organisation", "email")]
    return any(first and second and first != second for first, second in pairs)
