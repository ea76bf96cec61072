"""An edition comes out as a folder that loads again, unchanged, here and in an empty database."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from tests.web.folder import edition_with, load, write_folder
from tests.worlds import world_of_cusco

from serai.core.errors import DomainError
from serai.core.models import User
from serai.editions.models import Edition, Room, Series, Venue
from serai.participation.models import Participation
from serai.parties.models import Organisation, Party, Person
from serai.programme.models import (
    Activity,
    Contribution,
    ContributionMember,
    FixedCell,
    Plan,
    Release,
    Section,
)
from serai.web.loading import exporting
from serai.web.loading.stored import StoredEdition

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "examples"


def export(edition: str, output: Path) -> Path:
    call_command("export", edition, format="folder", output=output, stdout=StringIO())
    return output


def everything(edition: str) -> dict[str, Any]:
    """All that is stored of an edition, by targets and identities."""
    stored = StoredEdition(Edition.objects.get(key=edition))
    return {"emails": stored.emails} | {name: dict(rows) for name, rows in stored.store.values.items()}


ALL = (
    Participation,
    Release, Plan, FixedCell, Contribution, Activity, Section, Room, Venue, Edition, Series, Person,
       Organisation, Party, User)  # fmt: skip


def forget_all() -> None:
    """Leave an empty database."""
    for model in ALL:
        model._default_manager.all().delete()


@pytest.mark.parametrize("example", ["small", "brst2023"])
def test_example_comes_out_and_loads_again_unchanged(example: str, tmp_path: Path) -> None:
    edition = load(EXAMPLES / example).edition
    before = everything(edition)
    folder = export(edition, tmp_path / "out")
    again = load(folder)
    assert (again.is_change, again.is_new) == (False, False)
    assert all(table.absent == () for table in again.tables)
    forget_all()
    assert load(folder).is_new
    assert everything(edition) == before


def test_zip_loads_like_the_folder(tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in"))
    before = everything("salt-2025")
    package = export("salt-2025", tmp_path / "salt.zip")
    assert {name.partition("/")[0] for name in zipfile.ZipFile(package).namelist()} == {"salt-2025"}
    forget_all()
    call_command("load", package, stdout=StringIO())
    assert everything("salt-2025") == before


def test_zip_that_is_none_or_a_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("people.csv", b"0" * 160_000_000)
    for name in ("broken.zip", "bomb.zip"):
        with pytest.raises(DomainError, match=f"{name} is damaged, or takes too much room"):
            call_command("load", tmp_path / name, stdout=StringIO())


def test_what_was_entered_by_hand_comes_out_and_loads_into_an_empty_database(tmp_path: Path) -> None:
    """Also answers that were given, periods in which somebody is away, and settings; nothing out of use."""
    world = world_of_cusco()
    world.edition.contact_email, world.edition.planning_seconds = "desk@example.org", 90
    world.edition.weights = {"activity_split_over_rooms": 3}
    world.edition.languages = ["en", "es"]
    world.edition.save()
    Person.objects.filter(key=world.people["speaker-1"].key).update(name="=Speaker 1")
    Participation.objects.get(person=world.people["speaker-1"]).away.add(world.periods["mon-1"])
    Participation.objects.filter(person=world.people["speaker-2"]).update(note="Vegetarian\r\n- and early")
    ContributionMember.objects.filter(person=world.people["speaker-3"]).update(state="invited")
    Contribution.objects.filter(key="water-talk-7").update(is_retired=True)
    folder = export("andes-2026", tmp_path / "out")
    before = everything("andes-2026")
    forget_all()
    assert load(filled_up(folder)).is_new
    after = everything("andes-2026")
    assert after["edition"][("andes-2026",)]["contact_email"] == "desk@example.org"
    assert after["edition"][("andes-2026",)]["planning_seconds"] == 90
    assert after["edition"][("andes-2026",)]["weights"] == {"activity_split_over_rooms": 3}
    assert ("water-talk-7",) not in after["contributions"]
    states = {key: values["state"] for key, values in after["contribution_roles"].items()}
    invited = [key[1] for key, state in states.items() if state == "invited"]
    assert invited == [(world.people["speaker-3"].key,)]
    shown = {key[0][0]: values for key, values in after["participations"].items()}
    assert shown[world.people["speaker-1"].key]["away"] == [(("mon-1",),)]
    assert shown[world.people["speaker-2"].key]["note"] == "Vegetarian\r\n- and early"
    assert after["people"][(world.people["speaker-1"].key,)]["name"] == "=Speaker 1"
    times = [
        {key: (values["starts"], values["ends"]) for key, values in found["periods"].items()}
        for found in (before, after)
    ]
    assert times[0] == times[1]


def filled_up(folder: Path) -> Path:
    """The folder with every text that lacks its original form given by its key."""
    for path in folder.glob("*.csv"):
        lines = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
        names = lines[0]
        for name in {"name:en", "title:en"} & set(names):
            at = names.index(name)
            for line in lines[1:]:
                line[at] = line[at] or line[0]
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(lines)
    edition = json.loads((folder / "edition.json").read_text("utf-8"))
    for venue in edition["venues"]:
        venue["name"].setdefault("en", venue["key"])
    edition["series"]["name"].setdefault("en", "x")
    (folder / "edition.json").write_text(json.dumps(edition), "utf-8")
    return folder


def test_text_in_edition_json_may_begin_like_a_formula(tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in", edition_with("edition.theme", {"fr": "=Sel"})))
    assert load(export("salt-2025", tmp_path / "out")).is_change is False


def test_tables_of_a_folder_may_be_spreadsheets(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", rooms=None)
    book = openpyxl.Workbook()
    for line in (["key", "venue", "name:fr", "seats"], ["large", "marsh", "Grande salle", 80],
                 ["small", "marsh", "Petite salle", 20]):  # fmt: skip
        book.active.append(line)
    book.save(folder / "rooms.xlsx")
    assert load(folder).warnings == ()
    assert sorted(Edition.objects.get().rooms.values_list("key", "seats")) == [("large", 80), ("small", 20)]


def test_time_that_comes_twice_comes_out_with_its_offset(tmp_path: Path) -> None:
    """Clocks in Paris are put back on 26 October 2025 at three o'clock."""
    load(write_folder(tmp_path / "in"))
    edition = Edition.objects.get()
    late = edition.participations.get(person__key="ana")
    for text in ("2025-10-26T00:30:00+00:00", "2025-10-26T01:30:00+00:00"):
        Participation.objects.filter(pk=late.pk).update(departs=text)
        assert load(export("salt-2025", tmp_path / "out")).is_change is False


def test_folder_is_for_those_who_work_on_the_edition(tmp_path: Path) -> None:
    world = world_of_cusco()
    with pytest.raises(DomainError):
        call_command("export", "andes-2026", format="folder", output=tmp_path / "x", person="nobody")
    world.actor("speaker", "speaker-1")
    with pytest.raises(DomainError, match="nothing here"):
        call_command(
            "export", "andes-2026", format="folder", output=tmp_path / "x", person="speaker-1@example.org"
        )
    client = Client()
    client.force_login(world.actor("programme_committee").user)  # type: ignore[arg-type]
    answer = client.get("/en/andes-2026/desk/sheets/folder.zip")
    names = zipfile.ZipFile(BytesIO(answer.content)).namelist()
    assert "andes-2026/contributions.csv" in names
    assert answer.headers["Content-Disposition"] == 'attachment; filename="andes-2026.zip"'


def test_sources_without_keys_get_one_and_nothing_else_changes(tmp_path: Path) -> None:
    world = world_of_cusco()
    stored = StoredEdition(world.edition)
    keys = list(stored.sources())
    assert all(key.startswith("source-") for key in keys)
    files = dict(exporting.folder(stored))
    assert files["sources.csv"].decode("utf-8-sig").count("\n") == len(keys) + 1
