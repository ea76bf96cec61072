"""Make the generated tables of the example edition brst2023 again, the same each time.

    python examples/generate_brst2023.py           writes the tables into examples/brst2023
    python examples/generate_brst2023.py --check   writes nothing; exit code 1 if a table would differ

Sourced rows come from examples/ingredients/sourced and pass through unchanged; everything else follows from
the lists in examples/ingredients and the seed, and is marked `generated`. Needs nothing but Python.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random

from generator import tables
from generator.names import Names
from generator.people import fill_up, heads_of_delegation, secretariat
from generator.posts import ABROAD, AT_HOME
from generator.programme import Programme
from generator.roster import GENERATED, Roster, with_article
from generator.tables import Row

SEED = "brst2023"
HERE = Path(__file__).parent
INGREDIENTS = HERE / "ingredients"
EDITION = HERE / "brst2023"
REGIONS = (
    ("HK", "Hong Kong, China", "中国香港", "هونغ كونغ (الصين)"),
    ("MO", "Macao, China", "中国澳门", "ماكاو (الصين)"),
)


def main() -> int:
    """Make the tables; write them, or compare them with those that are there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="only compare with the files that are there")
    check = parser.parse_args().check
    different = []
    for name, rows in make_tables().items():
        path, text = EDITION / f"{name}.csv", tables.text(name, rows)
        if check and text != path.read_text(encoding="utf-8"):
            different.append(path.name)
        if not check:
            path.write_text(text, encoding="utf-8")
            print(f"{path.name}: {len(rows)} rows")
    if different:
        print(f"not as the generator makes them: {', '.join(different)}", file=sys.stderr)
    return 1 if different else 0


def make_tables() -> dict[str, list[Row]]:
    """All tables that hold generated rows, sourced rows first."""
    sourced = {name: tables.read(INGREDIENTS / "sourced" / f"{name}.csv") for name in tables.COLUMNS}
    countries = {row["code"]: row for row in tables.read(INGREDIENTS / "countries.csv")}
    countries |= {code: _region(code, *names) for code, *names in REGIONS}
    roster = _roster({**countries, "CN": {"code": "CN"}}, sourced["people"])
    secretariat(roster)
    heads = heads_of_delegation(roster, list(countries.values()))
    programme = Programme(
        roster,
        Random(f"{SEED}/programme"),
        {row["key"]: row for row in tables.read(EDITION / "periods.csv")},
        sourced["contributions"],
        sourced["people_roles"],
    )
    speakers = programme.add_talks(tables.read(INGREDIENTS / "talks.csv"), heads)
    programme.add_activity_people(tables.read(EDITION / "activities.csv"), speakers, heads)
    fill_up(roster, list(countries.values()))
    return {
        "parties": sourced["parties"] + _parties(sourced["parties"], countries),
        "organisations": sourced["organisations"] + _organisations(countries, roster),
        "people": sourced["people"] + roster.people,
        "participations": sourced["participations"] + roster.participations,
        "contributions": programme.contributions,
        "people_roles": programme.roles,
    }


def _roster(countries: dict[str, Row], sourced_people: list[Row]) -> Roster:
    lists = json.loads((INGREDIENTS / "names.json").read_text(encoding="utf-8"))
    names = Names(lists, {row["key"] for row in sourced_people}, Random(f"{SEED}/names"))
    return Roster(countries, names, Random(f"{SEED}/people"))


def _region(code: str, english: str, chinese: str, arabic: str) -> Row:
    return {
        "code": code, "name:en": english, "name:zh": chinese, "name:ar": arabic,
        "culture": "cantonese", "languages": "zh;en", "ministers": "",
    }  # fmt: skip


def _parties(sourced: list[Row], countries: dict[str, Row]) -> list[Row]:
    there = {row["code"] for row in sourced}
    regions = {code for code, *_ in REGIONS}
    return [
        {
            "code": code,
            "kind": "region" if code in regions else "country",
            "name:en": row["name:en"] if code in regions else "",
            "name:zh": row["name:zh"] if code in regions else "",
            "name:ar": row["name:ar"] if code in regions else "",
            **GENERATED,
        }
        for code, row in countries.items()
        if code not in there
    ]


def _organisations(countries: dict[str, Row], roster: Roster) -> list[Row]:
    """The generic organisations that somebody belongs to."""
    used = {row["organisation"] for row in roster.people}
    foreign = [
        (
            f"{code.lower()}-{kind}",
            english.format(en=with_article(row["name:en"])),
            chinese.format(zh=row["name:zh"]),
            arabic.format(ar=row["name:ar"]),
            code,
        )
        for code, row in countries.items()
        for kind, english, chinese, arabic in ABROAD
    ]
    domestic = [(*row, "CN") for row in AT_HOME]
    return [
        {
            "key": key,
            "name:en": english,
            "name:zh": chinese,
            "name:ar": arabic,
            "party": code,
            **GENERATED,
        }
        for key, english, chinese, arabic, code in domestic + foreign
        if key in used
    ]


if __name__ == "__main__":
    sys.exit(main())
