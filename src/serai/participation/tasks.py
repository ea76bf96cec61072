"""The worker's door: load, call the service, nothing else."""

from __future__ import annotations

from django_tasks import task

from serai.core.actors import worker_for
from serai.editions.models import Edition
from serai.participation import services


@task()
def send(edition_id: int) -> None:
    """Send an edition's released mails. That they leave was decided when they were released."""
    services.send_mails(actor=worker_for(None), edition=Edition.objects.get(pk=edition_id))
