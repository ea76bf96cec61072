"""Reads of parties; which there are is public, people are found by their names."""

from __future__ import annotations

import json

from django.db.models import Q, QuerySet

from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.parties.models import Party, Person


def parties(actor: Actor) -> QuerySet[Party]:
    """All parties in order of code."""
    return Party.objects.order_by("code")


def party(actor: Actor, code: str) -> Party:
    """The party with this code."""
    found = parties(actor).filter(code=code).first()
    if found is None:
        raise NotVisible
    return found


def named(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    """People whose name, as written or in any other form, has each of the words in it."""
    for word in words.split():
        stored = json.dumps(word)[1:-1]  # as the column of several languages holds it
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(latin_name__icontains=word)
            | Q(sort_key__icontains=word)
            | Q(names__icontains=stored)
        )
    return rows
