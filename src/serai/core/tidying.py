"""What nobody can use any more goes: spent links, answers kept for programs, sign-ins, finished tasks."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from serai.core.models import IdempotencyKey, SignInLink

LINKS = timedelta(days=1)  # after their end: until then the page can say that the link was used
KEYS = timedelta(days=30)
TASKS = timedelta(days=7)  # they name who asked for a link to sign in


def tidy() -> dict[str, int]:
    """Delete what is past its time; return how many of each. Nobody sees a difference."""
    now = timezone.now()
    past = {
        "sign-in links": SignInLink.objects.filter(expires_at__lt=now - LINKS),
        "idempotency keys": IdempotencyKey.objects.filter(created_at__lt=now - KEYS),
        "sign-ins": Session.objects.filter(expire_date__lt=now),
        "finished tasks": DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS),
    }
    return {name: rows.delete()[0] for name, rows in past.items()}
