"""The page on the edition folder describes the columns that the loader reads, and its example is complete."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from serai.core.models import Provenance
from serai.core.tables import Table
from serai.editions.models import HostRole, PeriodKind
from serai.participation.models import ParticipationRole, ParticipationState
from serai.parties.models import PartyKind
from serai.programme.models import ActivityRole, ContributionRole, SectionKind, Visibility
from serai.web.loading import TABLES

from .conftest import EXAMPLES

PAGE = (EXAMPLES.parent / "docs/reference/edition-folder.md").read_text(encoding="utf-8")
COMPLETE = PAGE.partition("## A complete edition to copy")[2]
EVERYWHERE = {"provenance", "sources"}


def described(file: str) -> list[str]:
    """The columns that the section of a file names, without the part after a colon."""
    section = re.split(r"^## ", PAGE.partition(f"\n## `{file}`\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [name for cell in first_cells for name in re.findall(r"`([a-z_]+)(?::…)?`", cell)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_page_describes_the_columns_that_are_read(table: Table) -> None:
    read = [column.name for column in table.columns if column.name not in EVERYWHERE]
    assert sorted(described(table.file)) == sorted(read)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_page_says_which_columns_are_required(table: Table) -> None:
    section = PAGE.partition(f"\n## `{table.file}`\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `") and "required" in line]
    named = {name for line in lines for name in re.findall(r"`([a-z_]+)(?::…)?`", line.split("|")[1])}
    assert named == {column.name for column in table.columns if column.required}


def test_page_names_every_choice() -> None:
    choices = (
        HostRole, PeriodKind, ParticipationRole, ParticipationState, PartyKind, Provenance, ActivityRole,
        ContributionRole, SectionKind, Visibility,
    )  # fmt: skip
    values = [value for choice in choices for value in choice.values]
    assert [value for value in values if f"`{value}`" not in PAGE] == []


def complete_edition(folder: Path) -> None:
    """Write the edition that the page offers for copying."""
    for name, content in re.findall(r"^`([a-z_]+\.(?:json|csv))`\n\n```\w+\n(.*?)```", COMPLETE, re.M | re.S):
        (folder / name).write_text(content, encoding="utf-8")


def test_edition_to_copy_has_the_files_that_are_needed(tmp_path: Path) -> None:
    complete_edition(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "activities.csv", "contributions.csv", "edition.json", "participations.csv", "parties.csv",
        "people.csv", "people_roles.csv", "periods.csv", "rooms.csv",
    ]  # fmt: skip
    assert json.loads((tmp_path / "edition.json").read_text(encoding="utf-8"))["edition"]["country"] == "KE"
