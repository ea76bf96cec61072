"""The folders of the example editions, read as plain rows."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
Row = dict[str, str]


@dataclass(frozen=True)
class Folder:
    """An edition folder."""

    path: Path

    def rows(self, table: str) -> list[Row]:
        file = self.path / f"{table}.csv"
        if not file.exists():
            return []
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines, strict=True))

    def by_key(self, table: str, key: str = "key") -> dict[str, Row]:
        return {row[key]: row for row in self.rows(table)}

    @cached_property
    def edition(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.path / "edition.json").read_text(encoding="utf-8"))
        return content


def cell_list(row: Row, column: str) -> list[str]:
    return [part.strip() for part in row.get(column, "").split(";") if part.strip()]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def brst() -> Folder:
    return Folder(EXAMPLES / "brst2023")


@pytest.fixture(params=["brst2023", "small", "impossible"])
def folder(request: pytest.FixtureRequest) -> Folder:
    return Folder(EXAMPLES / request.param)
