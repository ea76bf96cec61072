"""The audit trail: every service leaves one entry, in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from serai.core.actors import Actor
from serai.core.models import AuditEntry


def record(
    actor: Actor,
    service: str,
    subject: Model,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write down who did what to which subject."""
    return AuditEntry.objects.create(
        actor_kind=actor.kind.value,
        actor_user=actor.user,
        actor_label=actor.label,
        service=service,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        before=dict(before or {}),
        after=dict(after or {}),
    )
