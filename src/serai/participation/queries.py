"""Reads of who takes part; how many delegations come, and of whom, is public."""

from __future__ import annotations

from django.db.models import QuerySet

from serai.core.actors import Actor
from serai.editions.models import Edition
from serai.participation.models import Delegation


def delegations(actor: Actor, edition: Edition) -> QuerySet[Delegation]:
    """The edition's delegations with the parties that send them."""
    return edition.delegations.select_related("party")
