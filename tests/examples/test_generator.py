"""The committed tables are what the generator makes, and it needs nothing but Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from .conftest import EXAMPLES


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-E", "-S", str(folder / "generate_brst2023.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)


def test_generator_makes_the_committed_files() -> None:
    result = run(EXAMPLES, "--check")
    assert (result.returncode, result.stderr) == (0, "")


def test_check_names_a_table_that_differs(tmp_path: Path) -> None:
    examples = tmp_path / "examples"
    shutil.copytree(EXAMPLES, examples)
    people = examples / "brst2023" / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("Ding", "Deng"), encoding="utf-8")
    result = run(examples, "--check")
    assert result.returncode == 1
    assert result.stderr == "not as the generator makes them: people.csv\n"
    assert run(examples).returncode == 0
    assert people.read_text(encoding="utf-8") == (EXAMPLES / "brst2023/people.csv").read_text(
        encoding="utf-8"
    )
