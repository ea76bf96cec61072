"""What the machine refuses to a command is one sentence with exit code 1, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.doors.processes import run


@pytest.mark.parametrize("command", [("plan", "x"), ("serve", "--port=8796"), ("load", "examples/small")])
def test_an_unprepared_database_names_the_next_step(tmp_path: Path, command: tuple[str, ...]) -> None:
    code, _, complaint = run(*command, data=tmp_path, database="")
    assert code == 1
    assert "First: serai migrate" in complaint
    assert "Traceback" not in complaint


def test_data_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, _, complaint = run("plan", "x", data=tmp_path / "file", database="")
    assert (code, complaint) == (1, f"{tmp_path / 'file'}: File exists.\n")


@pytest.mark.parametrize(
    ("database", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/serai", "Connection refused"),
        ("postgresql://nobody@[bad/serai", "DATABASE_URL can't be read"),
        ("mysql://serai", "DATABASE_URL must start with"),
    ],
)
def test_a_database_that_cannot_be_reached_is_said(tmp_path: Path, database: str, said: str) -> None:
    code, _, complaint = run("plan", "x", data=tmp_path, database=database)
    assert code == 1
    assert said in complaint
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    "command",
    [("plan", "x", "--seconds=nan"), ("plan", "x", "--seed=99999999999999999999"), ("serve", "--port=99999")],
)
def test_numbers_out_of_range_are_refused_before_anything_is_done(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    code, _, complaint = run(*command, data=tmp_path, database="")
    assert code == 2
    assert "is no number from" in complaint
    assert "Traceback" not in complaint
