"""The small edition as it can be released: rooms have booths, the show asks for its three sessions."""

from __future__ import annotations

from tests.worlds import World, world_of_cusco

from serai.editions.models import Edition
from serai.programme.models import Plan


def releasable_world(key: str = "andes-2026") -> World:
    """The small edition, its last release breaks no rule."""
    world = world_of_cusco(key)
    world.edition.rooms.update(booths=1)
    show = world.activities["show"]
    show.periods.set([world.periods[key] for key in ("mon-1", "mon-lunch", "mon-2")])
    show.sessions_min = show.sessions_max = 3
    show.save()
    return changed(world)


def changed(world: World) -> World:
    """The world after rows were written past the services: a new version of it, and the draft fresh."""
    world.edition = Edition.objects.get(pk=world.edition.pk)
    world.edition.content_version += 1
    world.edition.save()
    world.draft = Plan.objects.select_related("edition").get(pk=world.draft.pk)
    return world
