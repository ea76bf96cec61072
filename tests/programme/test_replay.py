"""`serai run`: runs are listed, told, and solved again without touching anything."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from serai.core.actors import Actor
from serai.core.errors import DomainError
from serai.core.models import AuditEntry, User
from serai.editions.models import Edition, PlanningRun
from serai.engines.timetable.__main__ import main
from serai.programme import planning, services
from serai.programme.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(edition: Edition, secretary: Actor) -> PlanningRun:
    asked = services.request_plan(actor=secretary, edition=edition, seconds=5, seed=3, enqueue=False)
    return PlanningRun.objects.get(pk=services.carry_out_run(actor=secretary, run=asked).pk)


def told(*arguments: object) -> tuple[str, str]:
    """What the command says, and what it says on the side."""
    out, err = StringIO(), StringIO()
    call_command("run", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def state() -> tuple[list[object], int, int]:
    return list(PlanningRun.objects.values()), Plan.objects.count(), AuditEntry.objects.count()


def test_a_replay_ends_with_both_answers_and_changes_nothing(run: PlanningRun) -> None:
    before = state()
    out, err = told("replay", run.pk, "--check")
    told_last = json.loads(out.splitlines()[-1])
    assert told_last["replay"]["objective"] == told_last["stored"]["objective"] == 0
    assert (told_last["replay"]["status"], told_last["contradictions"]) == ("optimal", [])
    assert "objective and bound may differ" in err
    assert state() == before


def test_a_replay_may_take_other_seconds(run: PlanningRun) -> None:
    assert "2 seconds at most" in told("replay", run.pk, "--seconds", 2)[1]


def test_check_fails_where_a_stored_answer_can_not_be_true(run: PlanningRun) -> None:
    run.result["objective"] = run.result["bound"] = 40
    run.save()
    with pytest.raises(SystemExit) as ended:
        told("replay", run.pk, "--check")
    assert ended.value.code == 1
    found = planning.replayed(run).contradictions
    assert "The plan of the stored run costs 0, not 40." in found
    assert "A plan costs 0, below the bound 40." in found
    told("replay", run.pk)  # without --check it is only said


def test_the_question_is_saved_for_the_engine(
    run: PlanningRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "problem.json"
    out, _ = told("replay", run.pk, "--save", file)
    assert f"solve {file} --seconds 5 --workers 2 --seed 3" in out
    assert main(["solve", str(file), "--seconds", "3", "--seed", "3"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["objective"] == 0
    with pytest.raises(DomainError, match="is not a folder"):
        told("replay", run.pk, "--save", tmp_path / "nowhere" / "problem.json")


def test_runs_are_listed_and_one_is_told(run: PlanningRun, edition: Edition) -> None:
    assert f"{run.pk}  done" in told("list", edition.key)[0]
    shown = json.loads(told("show", run.pk)[0])
    assert (shown["limits"]["seed"], shown["question"]["contributions"], shown["result"]["objective"]) == (
        3,
        3,
        0,
    )
    assert "timetable" not in shown["result"]
    PlanningRun.objects.all().delete()
    assert "First: serai plan" in told("list", edition.key)[0]


def test_a_run_without_an_answer_is_replayed_too(run: PlanningRun) -> None:
    PlanningRun.objects.update(result=None)
    assert json.loads(told("replay", run.pk)[0].splitlines()[-1])["stored"] is None


@pytest.mark.parametrize("verb", ["show", "replay"])
def test_a_run_is_hidden_from_others(run: PlanningRun, verb: str) -> None:
    stranger = User.objects.create_user("stranger@example.org")
    with pytest.raises(DomainError, match="nothing here"):
        told("--as", stranger.email, verb, run.pk)
