"""Reads of editions; that an edition is held, where and by whom, is public."""

from __future__ import annotations

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions.models import Edition, Host, Period, Room, Series, Venue


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


def hosts(actor: Actor, edition: Edition) -> QuerySet[Host]:
    """The edition's hosts, for those who work on it."""
    require(actor, "participation.view_desk", edition)
    return edition.hosts.select_related("edition")


def venues(actor: Actor, edition: Edition) -> QuerySet[Venue]:
    """The edition's venues, for those who work on it."""
    require(actor, "participation.view_desk", edition)
    return edition.venues.select_related("edition").order_by("key")


def rooms(actor: Actor, edition: Edition) -> QuerySet[Room]:
    """The rooms in use, for those who work on the edition."""
    require(actor, "participation.view_desk", edition)
    return edition.rooms.filter(is_retired=False).select_related("edition", "venue")


def periods(actor: Actor, edition: Edition) -> QuerySet[Period]:
    """The periods and breaks in use, for those who work on the edition."""
    require(actor, "participation.view_desk", edition)
    return edition.periods.filter(is_retired=False).select_related("edition")


def edited_edition(actor: Actor, edition: Edition) -> QuerySet[Edition]:
    """The edition alone, as its desk edits it."""
    require(actor, "participation.view_desk", edition)
    return Edition.objects.filter(pk=edition.pk).select_related("series", "country", "previous")


def edited_series(actor: Actor, edition: Edition) -> QuerySet[Series]:
    """The series of the edition alone, as its desk edits it."""
    require(actor, "participation.view_desk", edition)
    return Series.objects.filter(pk=edition.series_id)
