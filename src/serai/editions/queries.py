"""Reads of editions; that an edition is held, where and by whom, is public."""

from __future__ import annotations

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions.models import Edition


def editions(actor: Actor) -> QuerySet[Edition]:
    """All editions, the latest first, with their series and country."""
    return Edition.objects.select_related("series", "country")


def edition(actor: Actor, key: str) -> Edition:
    """The edition with this key, with its series and country."""
    found = editions(actor).filter(key=key).first()
    if found is None:
        raise NotVisible(_("There is no edition with the key “%(key)s”."), key=key)
    return found


def edition_with_hosts(actor: Actor, key: str) -> Edition:
    """The same with its hosts and venues."""
    found = edition(actor, key)
    prefetch_related_objects([found], "hosts", "venues")
    return found
