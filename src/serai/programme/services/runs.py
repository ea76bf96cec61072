"""Runs of the planner: ask for one, carry it out, stop it, restart it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Event
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock
from serai.core.errors import DomainError
from serai.core.services import outside_transaction
from serai.editions.models import Edition, PlanningRun, RunState
from serai.programme import planning
from serai.programme.models import Plan
from serai.programme.queries.plans import UNDER_WAY

HEARTBEAT = timedelta(seconds=2)
SILENCE = timedelta(seconds=30)  # a running run that is silent for so long has lost its process
PATIENCE = timedelta(seconds=60)  # a queued run that nobody took for so long may have no worker
WORKERS = 2  # solver threads of one run


@transaction.atomic
def request_plan(
    *, actor: Actor, edition: Edition, seconds: float | None = None, seed: int = 0, enqueue: bool = True
) -> PlanningRun:
    """Write down a run of the timetable engine and, unless told otherwise, queue it for the worker.

    It may take `seconds`, or as long as the edition says. Refused while another run of the edition is under
    way; one whose process was lost is told as interrupted.
    """
    require(actor, "programme.plan_edition", edition)
    edition = lock(edition)
    interrupted = _make_way(edition)
    problem = planning.read_problem(edition)
    limits = {"seconds": seconds or edition.planning_seconds, "workers": WORKERS, "seed": seed}
    run = PlanningRun.objects.create(
        edition=edition,
        requested_by=actor.user,
        problem=planning.dump_problem(problem),
        fingerprint=planning.fingerprint(problem),
        seed=seed,
        limits=limits,
    )
    audit.record(
        actor,
        "request_plan",
        run,
        before={"interrupted": interrupted.pk} if interrupted else None,
        after={"edition": edition.key, "limits": limits},
    )
    if enqueue:
        _enqueue(run)
    return run


@outside_transaction
def carry_out_run(*, actor: Actor, run: PlanningRun, on_progress: Any = None) -> PlanningRun:
    """Solve the run's problem with no transaction open, keep the result, and write a draft plan from it."""
    require(actor, "programme.plan_edition", run.edition)
    run = _start(run)
    try:
        result = _solve(run, on_progress)
    except Exception as error:
        _fail(run, f"{type(error).__name__}: {error}")
        raise
    except BaseException:  # the process is told to end
        _own(run).update(state=RunState.INTERRUPTED, finished_at=timezone.now())
        raise
    try:
        write_draft(actor=actor, run=run, result=result)
    except DomainError as error:
        _fail(run, str(error), result)
        raise
    run.refresh_from_db(fields=["state", "result", "finished_at", "progress"])
    return run


@transaction.atomic
def write_draft(*, actor: Actor, run: PlanningRun, result: dict[str, Any]) -> Plan:
    """Write a run's timetable as a draft and end the run, if the data are still those that were planned."""
    require(actor, "programme.plan_edition", run.edition)
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    if not _own(run).update(state=RunState.DONE, result=result, finished_at=timezone.now()):
        raise DomainError("run_superseded", _("This run was started again meanwhile; that one counts."))
    if planning.fingerprint(planning.read_problem(edition)) != run.fingerprint:
        raise DomainError(
            "data_changed",
            _("The edition was changed while the plan was being made, so it can't be used. Plan again."),
        )
    plan = Plan.objects.create(edition=edition, run=run, created_by=actor.user)
    planning.write_timetable(plan, planning.timetable_of_result(result))
    audit.record(actor, "write_draft", plan, after={"run": run.pk, "edition": edition.key})
    return plan


@transaction.atomic
def stop_run(*, actor: Actor, run: PlanningRun) -> PlanningRun:
    """Ask a run to end now with the best plan found so far; one that hasn't begun ends at once."""
    require(actor, "programme.plan_edition", run.edition)
    run = PlanningRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in UNDER_WAY:
        raise DomainError("run_over", _("This run is already over."))
    run.stop_requested = True
    if run.state == RunState.QUEUED:
        run.state, run.finished_at = RunState.INTERRUPTED, timezone.now()
    run.save(update_fields=["stop_requested", "state", "finished_at"])
    audit.record(actor, "stop_run", run, after={"state": run.state})
    return run


@transaction.atomic
def restart_run(*, actor: Actor, run: PlanningRun) -> PlanningRun:
    """Queue a run again that failed, or whose process was lost."""
    require(actor, "programme.plan_edition", run.edition)
    edition = lock(run.edition)
    run = PlanningRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (RunState.FAILED, RunState.INTERRUPTED) and not is_lost(run):
        raise DomainError("run_alive", _("This run is still going on, or has ended as it should."))
    before = run.state
    _make_way(edition, besides=run)
    run.state, run.stop_requested, run.progress, run.error = RunState.QUEUED, False, [], ""
    run.started_at = run.heartbeat_at = run.finished_at = run.result = None
    run.requested_at = timezone.now()
    run.save()
    audit.record(actor, "restart_run", run, before={"state": before}, after={"state": run.state})
    _enqueue(run)
    return run


@transaction.atomic
def mark_lost_runs(*, actor: Actor, edition: Edition) -> int:
    """Say of every run whose process was lost that it was interrupted; return how many there were."""
    require(actor, "programme.plan_edition", edition)
    lost = [run for run in edition.runs.select_for_update().filter(state=RunState.RUNNING) if is_lost(run)]
    for run in lost:
        run.state, run.finished_at = RunState.INTERRUPTED, timezone.now()
        run.save(update_fields=["state", "finished_at"])
        audit.record(actor, "mark_lost_runs", run, after={"state": run.state})
    return len(lost)


def is_lost(run: PlanningRun) -> bool:
    """Whether a run says that it is running but has been silent for too long."""
    return (
        run.state == RunState.RUNNING
        and run.heartbeat_at is not None
        and abs(timezone.now() - run.heartbeat_at) > SILENCE  # ahead of us if the clock was set back
    )


def is_stranded(run: PlanningRun) -> bool:
    """Whether a run has been waiting for so long that there may be no worker to take it."""
    return run.state == RunState.QUEUED and timezone.now() - run.requested_at > PATIENCE


def _make_way(edition: Edition, besides: PlanningRun | None = None) -> PlanningRun | None:
    """Refuse while another run of the locked edition is under way; end and return one that was lost."""
    others = edition.runs.filter(state__in=UNDER_WAY)
    other = (others.exclude(pk=besides.pk) if besides else others).first()
    if other is None:
        return None
    if not is_lost(other):
        raise DomainError(
            "run_under_way",
            _("Run %(number)s is under way already; one at a time. Wait for it, or stop it first."),
            number=other.pk,
        )
    other.state, other.finished_at = RunState.INTERRUPTED, timezone.now()
    other.save(update_fields=["state", "finished_at"])
    return other


def _enqueue(run: PlanningRun) -> None:
    task = import_string("serai.programme.tasks.carry_out")  # by name: tasks are a door to these services
    transaction.on_commit(lambda: task.enqueue(run.pk))


@transaction.atomic
def _start(run: PlanningRun) -> PlanningRun:
    """Take a queued run; only one process can."""
    run = PlanningRun.objects.select_for_update().select_related("edition").get(pk=run.pk)
    if run.state != RunState.QUEUED:
        raise DomainError(
            "run_not_queued", _("This run was already started. Restart it or ask for a new one.")
        )
    run.state, run.started_at, run.heartbeat_at = RunState.RUNNING, timezone.now(), timezone.now()
    run.save(update_fields=["state", "started_at", "heartbeat_at"])
    return run


def _solve(run: PlanningRun, on_progress: Any) -> dict[str, Any]:
    """Solve in a thread while this one writes progress and listens for a wish to stop."""
    trace: list[Any] = []
    stop = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(planning.solve_run, run, trace.append, stop.is_set)
        written = time.monotonic()
        try:
            while not answer.done():
                time.sleep(0.05)
                if time.monotonic() - written < HEARTBEAT.total_seconds():
                    continue
                written = time.monotonic()
                with suppress(OperationalError):  # a database busy for a moment doesn't cost the run
                    if _beat(run, trace):
                        stop.set()
                if on_progress and trace:
                    on_progress(trace[-1])
        except BaseException:
            stop.set()
            raise
        _beat(run, trace)
        return answer.result()


def _own(run: PlanningRun) -> QuerySet[PlanningRun]:
    """The run's row, as long as it is still this process that carries it out."""
    return PlanningRun.objects.filter(pk=run.pk, state=RunState.RUNNING, started_at=run.started_at)


def _beat(run: PlanningRun, trace: list[Any]) -> bool:
    """Write that the run is alive and how far it is; return whether it has to end."""
    _own(run).update(heartbeat_at=timezone.now(), progress=_course(list(trace)))
    return not _own(run).filter(stop_requested=False).exists()


def _course(trace: list[Any]) -> list[list[Any]]:
    """The points at which something changed, and the last one."""
    points = [[round(point.seconds, 2), point.objective, point.bound, point.unplaced] for point in trace]
    return [
        point
        for before, point, after in zip([None, *points], points, [*points[1:], None], strict=False)
        if before is None or after is None or point[1:] != before[1:]
    ]


def _fail(run: PlanningRun, error: str, result: dict[str, Any] | None = None) -> None:
    """Say of a run of this process that it failed."""
    _own(run).update(state=RunState.FAILED, result=result, error=error, finished_at=timezone.now())
