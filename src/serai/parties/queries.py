"""Reads of parties; which countries and organisations there are is public, people are not read here."""

from __future__ import annotations

from django.db.models import QuerySet

from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.parties.models import Party


def parties(actor: Actor) -> QuerySet[Party]:
    """All parties in order of code."""
    return Party.objects.order_by("code")


def party(actor: Actor, code: str) -> Party:
    """The party with this code."""
    found = parties(actor).filter(code=code).first()
    if found is None:
        raise NotVisible
    return found
