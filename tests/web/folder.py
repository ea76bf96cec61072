"""A small edition folder that loads without a complaint, for tests to spoil."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from serai.core.actors import OPERATOR, Actor
from serai.core.tables import TablesRefused
from serai.editions.models import Edition
from serai.parties.models import Party
from serai.web.loading import LoadResult
from serai.web.services import load_edition

NEEDED = "A value is needed here. Fill it in."

EDITION: dict[str, Any] = {
    "series": {"key": "salt-days", "name": {"fr": "Journées du sel", "ka": "მარილის დღეები"}},
    "edition": {
        "key": "salt-2025",
        "ordinal": 2,
        "name": {"fr": "Deuxièmes journées du sel"},
        "start": "2025-10-25",
        "end": "2025-10-26",
        "time_zone": "Europe/Paris",
        "city": {"fr": "Guérande"},
        "country": "FR",
        "languages": ["fr", "ka"],
        "slot_minutes": 5,
    },
    "venues": [{"key": "marsh", "name": {"fr": "Maison du marais"}}],
}
TABLES = {
    "sources": "key,url,date,note\ngazette,https://example.org/1,2025-01-02,\n",
    "parties": "code,kind,name:fr\nFR,country,\nGE,country,\nSALT,international_organisation,Union du sel\n",
    "organisations": "key,name:fr,party\nsaline,Saline royale,FR\nmine,Mine de sel,GE\n",
    "people": (
        "key,name,latin_name,name:ka,position:fr,party,organisation,email,provenance,sources\n"
        "ana,ანა ლომიძე,Ana Lomidze,ანა ლომიძე,Géologue,GE,mine,,sourced,gazette\n"
        "yves,Yves Le Goff,,,Paludier,FR,saline,yves@example.org,,\n"
        "zoe,Zoé Martin,,,,FR,,zoe@example.org,,\n"
    ),
    "participations": (
        "person,role,delegation,state,arrives,departs,languages\n"
        "ana,head_of_delegation,GE,,2025-10-25 08:00,2025-10-26 18:00,ka;fr\n"
        "yves,speaker,,accepted,,,fr\n"
        "zoe,secretariat,,,,,\n"
    ),
    "hosts": "key,name:fr,role,order\ntown,Ville de Guérande,host,1\n",
    "rooms": (
        "key,venue,name:fr,seats,closed\nlarge,marsh,Grande salle,80,\nsmall,marsh,Petite salle,20,late\n"
    ),
    "periods": (
        "key,start,end,kind\n"
        "early,2025-10-25 09:00,2025-10-25 10:30,period\n"
        "coffee,2025-10-25 10:30,2025-10-25 11:00,break\n"
        "late,2025-10-25 11:00,2025-10-25 12:30,period\n"
    ),
    "sections": "key,number,name:fr,kind\nforums,1,Forums,themed\n",
    "activities": (
        "key,section,title:fr,title:ka,minutes,sessions,together,periods,fixed,after\n"
        "harvest,forums,La récolte,მოსავალი,,,,,,\n"
        "tasting,forums,Dégustation,,30,,,,,harvest\n"
        "market,,Marché,,,2,yes,,early@small,\n"
    ),
    "contributions": (
        "key,activity,title:fr,minutes,rank,fixed_period,fixed_room,fixed_start,preferred_periods\n"
        "wind,harvest,Le vent,20,1,early,large,2025-10-25 09:00,\n"
        "sun,harvest,Le soleil,20,,,,,late\n"
    ),
    "people_roles": (
        "activity,contribution,person,role\nharvest,,yves,chair\n,wind,ana,speaker\n,sun,yves,speaker\n"
    ),
}


def write_folder(path: Path, edition: dict[str, Any] | None = None, **tables: str | bytes | None) -> Path:
    """Write the folder, with other tables in place of its own; None leaves one out."""
    path.mkdir(exist_ok=True)
    text = json.dumps(EDITION if edition is None else edition)
    (path / "edition.json").write_text(text, encoding="utf-8")
    for name, content in (TABLES | tables).items():
        if isinstance(content, str):
            (path / f"{name}.csv").write_text(content, encoding="utf-8")
        elif content is not None:
            (path / f"{name}.csv").write_bytes(content)
    return path


def changed(table: str, old: str, new: str) -> dict[str, str]:
    """One table of the folder with a text replaced where it stands first."""
    assert old in TABLES[table]
    return {table: TABLES[table].replace(old, new, 1)}


def edition_with(path: str, value: Any) -> dict[str, Any]:
    """edition.json with another value at a path such as `edition.start`; Ellipsis takes the name out."""
    data: dict[str, Any] = json.loads(json.dumps(EDITION))
    *way, last = path.split(".")
    place = data
    for name in way:
        place = place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


def errors(folder: Path) -> list[str]:
    """What loading the folder is refused for; nothing may be left in the database."""
    with pytest.raises(TablesRefused) as refusal:
        load_edition(actor=OPERATOR, folder=folder)
    assert not Edition.objects.exists()
    assert not Party.objects.exists()
    return [str(problem) for problem in refusal.value.problems if problem.severity == "error"]


def load(folder: Path, *, preview: bool = False, actor: Actor = OPERATOR) -> LoadResult:
    return load_edition(actor=actor, folder=folder, preview=preview)


def problems(refusal: pytest.ExceptionInfo[TablesRefused]) -> list[str]:
    return [str(problem) for problem in refusal.value.problems]


def second_edition(path: Path, **tables: str) -> Path:
    """The next edition of the series, with the same people."""
    data = edition_with("edition.key", "salt-2027")
    return write_folder(path, data, **tables)
