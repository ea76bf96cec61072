"""The worker's door: load, call the service, nothing else."""

from __future__ import annotations

from django_tasks import task

from serai.core.actors import worker_for
from serai.editions.models import Edition
from serai.participation import queries, services


@task()
def send(edition_id: int) -> None:
    """Send an edition's released mails. That they leave was decided when they were released."""
    services.send_mails(actor=worker_for(None), edition=Edition.objects.get(pk=edition_id))


@task()
def go_on() -> None:
    """Go on with what waits: a worker that died has left no task for it."""
    for edition in queries.editions_with_waiting_mail(worker_for(None)):
        services.send_mails(actor=worker_for(None), edition=edition)
