"""What is written from the code is as the code has it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from serai.web.reference import pages, stale_pages

ROOT = Path(__file__).parents[2]


def test_the_reference_pages_are_up_to_date() -> None:
    assert stale_pages() == []
    assert set(pages()) == {"commands.md", "permissions.md", "timetable.md", "api.json"}


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
    assert "5 kept, 0 broken" in ended.stdout
