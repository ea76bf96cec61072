"""Reads of editions; that an edition is held, where and by whom, is public."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.core.access import require, visible
from serai.core.actors import Actor
from serai.core.errors import NotVisible
from serai.editions.models import Announcement, Edition, Host, Period, Room, Series, Venue


def editions(actor: Actor) -> QuerySet[Edition]:
    """All editions, the latest first, with their series and country."""
    return Edition.objects.select_related("series", "country")


def edition(actor: Actor, key: str, *more: str) -> Edition:
    """The edition with this key, with its series, country and what more it is tied to."""
    found = editions(actor).select_related("series", "country", *more).filter(key=key).first()
    if found is None:
        raise NotVisible(_("There is no edition with the key “%(key)s”."), key=key)
    return found


def announcements(actor: Actor, edition: Edition) -> QuerySet[Announcement]:
    """The edition's news that the actor may see, the latest first; whoever works on it sees all."""
    return visible(actor, "editions.view_announcement", edition.announcements.select_related("created_by"))


def news(actor: Actor, edition: Edition) -> QuerySet[Announcement]:
    """What is announced at this moment, the latest first."""
    now = timezone.now()
    running = Q(starts__lte=now) & (Q(ends=None) | Q(ends__gt=now))
    return visible(actor, "editions.view_announcement", edition.announcements.filter(running))


def announcement(actor: Actor, edition: Edition, id: int) -> Announcement:
    """One piece of news of the edition, if the actor may see it."""
    found = announcements(actor, edition).filter(pk=id).first()
    if found is None:
        raise NotVisible
    return found


def announcing_edition(actor: Actor, key: str) -> Edition:
    """The edition with this key, if the actor may announce something in it."""
    found = edition(actor, key)
    require(actor, "editions.announce", found)
    return found


def shown_rooms(actor: Actor, edition: Edition) -> QuerySet[Room]:
    """The rooms that are in use, with their buildings; that they are is public."""
    return edition.rooms.filter(is_retired=False).select_related("venue")


def room(actor: Actor, edition: Edition, key: str) -> Room:
    """A room of the edition, in use or not."""
    found = edition.rooms.select_related("venue").filter(key=key).first()
    if found is None:
        raise NotVisible
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
