"""The worker's door: load, call the service, nothing else."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from serai.core import services
from serai.core.actors import worker_for
from serai.core.sending import NotSent
from serai.core.tidying import tidy

AGAIN = timedelta(minutes=1)
ATTEMPTS = 5  # whoever waits at the door has asked again by then


@task()
def send_sign_in_link(email: str, language: str, attempt: int = 1) -> None:
    """Send a link that somebody asked for; it is asked for again in a minute if the mail server is busy."""
    try:
        services.send_sign_in_link(actor=worker_for(None), email=email, language=language)
    except NotSent as refusal:
        if not refusal.is_temporary or attempt >= ATTEMPTS:
            raise
        again = send_sign_in_link.using(run_after=timezone.now() + AGAIN)
        again.enqueue(email, language, attempt + 1)
    tidy()  # where links are made, old ones go
