"""Reads of accounts and their links, and of what was done to anything."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import timezone

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.models import AuditEntry, SignInLink


def sign_in_link(actor: Actor, token: str) -> SignInLink | None:
    """The link with this token, if it can still be used; whoever holds the token may know."""
    link = SignInLink.objects.select_related("user").filter(token_hash=token_hash(token)).first()
    return link if link and is_usable(link) else None


def token_hash(token: str) -> str:
    """What is kept of a token; it holds 256 random bits, so a plain hash can't be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_usable(link: SignInLink) -> bool:
    """Whether the link can sign its account in now."""
    if link.expires_at <= timezone.now() or not link.user.is_active:
        return False
    return bool(settings.DEMO) if link.reusable else link.used_at is None


def history(actor: Actor, permission: str, subject: Model, *, on: Any = None) -> QuerySet[AuditEntry]:
    """What was done to a subject, newest first, for who has the permission `on` it or what it belongs to."""
    require(actor, permission, on or subject)
    return AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
