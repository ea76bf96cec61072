"""The worker's door: load, call the service, nothing else."""

from __future__ import annotations

from django_tasks import task

from serai.core.actors import worker_for
from serai.editions.models import PlanningRun
from serai.programme import services
from serai.programme.models import Release


@task()
def carry_out(run_id: int) -> None:
    """Carry out a queued planning run for the person who asked."""
    run = PlanningRun.objects.select_related("edition", "requested_by").get(pk=run_id)
    services.carry_out_run(actor=worker_for(run.requested_by), run=run)


@task()
def prepare_notices(release_id: int) -> None:
    """Write the letters of a release for the person who released it."""
    release = Release.objects.select_related("edition", "plan__edition", "released_by").get(pk=release_id)
    services.prepare_notices(actor=worker_for(release.released_by), release=release)
