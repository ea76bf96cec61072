"""A planning process that is killed leaves nothing half-applied, and its run can be started again."""

from __future__ import annotations

import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.doors.processes import ROOT, database_url, start, wait_for

from serai.core.actors import OPERATOR
from serai.core.models import User
from serai.editions.models import Edition, PlanningRun, RunState
from serai.participation.models import Participation
from serai.parties.models import Person
from serai.programme import services
from serai.programme.models import Placement, Plan, Session
from serai.web.services import load_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    """The example edition: planning it is real work."""
    loaded = load_edition(actor=OPERATOR, folder=ROOT / "examples" / "brst2023")
    return Edition.objects.get(key=loaded.edition)


@pytest.fixture
def secretary(edition: Edition) -> Client:
    roles = Participation.objects.filter(edition=edition, role="secretariat")
    person = Person.objects.filter(participations__in=roles).first()
    assert person is not None
    person.user = person.user or User.objects.create_user("somebody@example.org")
    person.save()
    client = Client()
    client.force_login(person.user)
    return client


def latest() -> PlanningRun | None:
    return PlanningRun.objects.first()


def has_begun() -> bool:
    """Whether a process has taken the newest run."""
    run = latest()
    return run is not None and run.state == RunState.RUNNING


def is_solving() -> bool:
    """Whether the latest run is in the midst of it: it has told something of its course."""
    run = latest()
    return run is not None and run.state == RunState.RUNNING and bool(run.progress)


def half_a_minute_passes(run: PlanningRun) -> None:
    PlanningRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=31))


def shorten(run: PlanningRun) -> None:
    PlanningRun.objects.filter(pk=run.pk).update(limits=run.limits | {"seconds": 2})


def test_kill_9_of_serai_plan_leaves_no_plan_and_the_run_is_told_as_interrupted(
    edition: Edition, secretary: Client, tmp_path: Path
) -> None:
    with start("plan", edition.key, "--seconds=120", data=tmp_path, database=database_url()) as process:
        wait_for(is_solving, "the run is being solved")
        process.kill()
        process.communicate()
    run = latest()
    assert run is not None
    assert (Plan.objects.count(), Session.objects.count(), Placement.objects.count()) == (0, 0, 0)
    assert (run.state, run.result) == (RunState.RUNNING, None)

    half_a_minute_passes(run)
    services.mark_lost_runs(actor=OPERATOR, edition=edition)
    told = secretary.get(f"/api/v1/runs/{run.pk}").json()
    assert told["state"] == "interrupted"


def test_kill_9_of_the_worker_and_the_next_worker_carries_the_restarted_run_out(
    edition: Edition, secretary: Client, tmp_path: Path
) -> None:
    run = services.request_plan(actor=OPERATOR, edition=edition, seconds=120)
    with start("db_worker", "--no-startup-delay", data=tmp_path, database=database_url()) as worker:
        wait_for(is_solving, "the worker is solving")
        worker.kill()
        worker.communicate()
    assert Plan.objects.count() == 0

    half_a_minute_passes(run)
    for address in (f"desk/runs/{run.pk}/", "desk/runs/", "planning/"):  # nobody had to do anything
        page = secretary.get(f"/en/{edition.key}/{address}").text
        assert "its process ended without a word" in page, address
        assert f"/planning/restart-{run.pk}/" in page, address
    assert secretary.get(f"/api/v1/runs/{run.pk}").json()["is_lost"] is True
    shorten(run)
    answer = secretary.post(f"/api/v1/runs/{run.pk}/restart")
    assert (answer.status_code, answer.json()["state"]) == (200, "queued")
    arguments = ("db_worker", "--no-startup-delay", "--batch")
    with start(*arguments, data=tmp_path, database=database_url()) as worker:
        worker.communicate(timeout=90)
    run.refresh_from_db()
    assert (run.state, Plan.objects.filter(run=run).count()) == (RunState.DONE, 1)
    assert Session.objects.exists()


def test_a_run_that_is_asked_to_stop_ends_soon_with_the_best_plan_so_far(
    edition: Edition, secretary: Client, tmp_path: Path
) -> None:
    with start("plan", edition.key, "--seconds=120", data=tmp_path, database=database_url()) as process:
        wait_for(is_solving, "the run is being solved")
        run = latest()
        assert run is not None
        assert secretary.post(f"/api/v1/runs/{run.pk}/stop").status_code == 200
        said, complained = process.communicate(timeout=60)
    assert process.returncode == 0, complained
    assert "Next: serai release" in said
    assert Plan.objects.filter(run=run).count() == 1


def test_ctrl_c_ends_a_run_that_says_so_and_can_be_started_again_at_once(
    edition: Edition, secretary: Client, tmp_path: Path
) -> None:
    with start("plan", edition.key, "--seconds=120", data=tmp_path, database=database_url()) as process:
        wait_for(has_begun, "the run has begun")  # the solver is only being loaded: it can't be through yet
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    run = latest()
    assert run is not None
    assert (process.returncode, run.state, Plan.objects.count()) == (130, RunState.INTERRUPTED, 0)
    assert secretary.post(f"/api/v1/runs/{run.pk}/restart").json()["state"] == "queued"
