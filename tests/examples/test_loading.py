"""The example folders load without a complaint; two are planned whole or not at all as their README says."""

from __future__ import annotations

from pathlib import Path

import pytest

from serai.core.actors import OPERATOR
from serai.core.tables import TablesRefused
from serai.editions.models import Edition
from serai.engines.solving import Limits, Status
from serai.engines.timetable import Result, hard_violations, solve
from serai.programme.planning import problem_of
from serai.web.services import load_edition

from .conftest import EXAMPLES
from .test_documentation import PAGE, complete_edition

pytestmark = pytest.mark.django_db


def plan(key: str) -> Result:
    return solve(problem_of(Edition.objects.get(key=key)), Limits(seconds=20, workers=1, seed=1))


@pytest.mark.parametrize("name", ["brst2023", "small", "impossible"])
def test_folder_loads_without_warnings_and_again_without_changes(name: str) -> None:
    first = load_edition(actor=OPERATOR, folder=EXAMPLES / name)
    assert (first.is_new, first.warnings) == (True, ())
    again = load_edition(actor=OPERATOR, folder=EXAMPLES / name)
    assert (again.is_change, again.warnings) == (False, ())


def test_edition_to_copy_loads_and_is_planned_whole(tmp_path: Path) -> None:
    complete_edition(tmp_path)
    load_edition(actor=OPERATOR, folder=tmp_path)
    result = plan("soil-talks-2026")
    assert (result.status, result.unplaced) == (Status.OPTIMAL, ())


MISTAKES = (
    ("people.csv", "Amina Were,KE", "Amina Were,KX"),
    ("rooms.csv", "room,40", "room,forty"),
    ("participations.csv", "2026-03-12 09:30,", "2026-03-12 09:30,2026-03-11 09:00"),
    ("activities.csv", "talks,Talks,30,,", "talks,Talks,30,,summary"),
    ("contributions.csv", "clay,talks", "clay,talk"),
)


def test_page_shows_errors_as_they_are_reported(tmp_path: Path) -> None:
    complete_edition(tmp_path)
    for file, right, wrong in MISTAKES:
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert right in text
        (tmp_path / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(TablesRefused) as refusal:
        load_edition(actor=OPERATOR, folder=tmp_path)
    problems = [f"{problem.severity}: {problem}" for problem in refusal.value.problems]
    assert "\n".join([*problems, str(refusal.value)]) in PAGE


def test_small_edition_is_planned_whole_and_proven_best() -> None:
    load_edition(actor=OPERATOR, folder=EXAMPLES / "small")
    result = plan("mar-frio-2025")
    assert (result.status, result.unplaced) == (Status.OPTIMAL, ())
    assert 0 < result.objective == result.bound


def test_impossible_edition_leaves_out_what_its_readme_names() -> None:
    load_edition(actor=OPERATOR, folder=EXAMPLES / "impossible")
    problem = problem_of(Edition.objects.get(key="impossible-2026"))
    result = solve(problem, Limits(seconds=20, workers=1, seed=1))
    assert hard_violations(problem, result.timetable) == []
    left_out = {row.id for row in result.unplaced}
    assert {"block:assembly", "energy-1"} <= left_out
    assert left_out & {"soil-1", "water-1"}
    assert left_out & {"poster-1", "poster-2", "poster-3", "poster-4"}
