"""Who gets an account from a file, and who may load which edition."""

# ruff: noqa: E501 the expected messages stand as they are

from __future__ import annotations

from pathlib import Path

import pytest
from model_bakery import baker

from serai.core.actors import PUBLIC, account
from serai.core.errors import Forbidden
from serai.core.models import User
from serai.core.tables import TablesRefused
from serai.parties.models import Person

from .folder import TABLES, changed, load, problems, second_edition, write_folder

pytestmark = pytest.mark.django_db


def test_whoever_takes_part_and_gives_an_address_gets_an_account_without_password(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    assert sorted(User.objects.values_list("person__key", flat=True)) == ["yves", "zoe"]
    zoe = User.objects.get(person__key="zoe")
    assert (zoe.email, zoe.person.key, zoe.has_usable_password()) == ("zoe@example.org", "zoe", False)


def test_known_account_is_linked_to_its_person(tmp_path: Path) -> None:
    user = User.objects.create_user("zoe@example.org")
    load(write_folder(tmp_path))
    assert Person.objects.get(key="zoe").user == user


def test_address_of_an_account_is_never_changed_by_a_file(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    result = load(write_folder(tmp_path, **changed("people", "zoe@example.org", "other@example.org")))
    assert [str(problem) for problem in result.warnings] == [
        "people.csv, row 4, email: “other@example.org”: This person's account keeps its address, "
        "zoe@example.org. Only its owner can change it."
    ]
    assert User.objects.get(person__key="zoe").email == "zoe@example.org"
    assert User.objects.count() == 2


def test_address_of_somebody_else_is_refused(tmp_path: Path) -> None:
    baker.make(Person, key="eve", user=User.objects.create_user("zoe@example.org"))
    with pytest.raises(TablesRefused) as refusal:
        load(write_folder(tmp_path))
    assert problems(refusal) == [
        "people.csv, row 4, email: “zoe@example.org”: The address belongs to the account of “eve”. "
        "Leave the cell blank, or give another address."
    ]


def test_secretariat_cannot_take_over_somebody_of_another_edition(tmp_path: Path) -> None:
    """Who writes this file would else sign in as the head of another edition's secretariat."""
    nobody = TABLES["people"].replace("zoe@example.org", "").replace("yves@example.org", "")
    load(write_folder(tmp_path / "first", people=nobody))
    tables = changed("people", "yves@example.org", "eve@example.org") | changed(
        "participations", "yves,speaker", "yves,secretariat"
    )
    tables["people"] = tables["people"].replace("zoe@example.org", "")
    load(second_edition(tmp_path / "second", **tables))
    eve = account(Person.objects.get(key="yves").user)
    tables["people"] = tables["people"].replace(",FR,,,,", ",FR,,attack@example.org,,")
    folder = second_edition(tmp_path / "second", **tables)
    with pytest.raises(TablesRefused) as refusal:
        load(folder, actor=eve)
    assert problems(refusal) == [
        "people.csv, row 4, email: “attack@example.org”: This person takes part in other editions too and has "
        "no account yet. Leave the cell blank, or ask whoever runs this installation to load the folder."
    ]


def test_secretariat_loads_its_own_edition_again_but_no_new_one(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    load(folder)
    zoe = account(User.objects.get(person__key="zoe"))
    assert load(folder, actor=zoe).is_change is False
    with pytest.raises(Forbidden):
        load(second_edition(tmp_path), actor=zoe)


def test_others_load_nothing(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    load(folder)
    for actor in (PUBLIC, account(User.objects.get(person__key="yves"))):
        with pytest.raises(Forbidden):
            load(folder, actor=actor)
