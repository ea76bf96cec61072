"""Services of announcements."""

from __future__ import annotations

from serai.editions import services

CALLS = {
    "editions.services.announcements.announce": (
        lambda world: world.edition,
        lambda world, actor, edition: services.announce(
            actor=actor, edition=edition, text={"es": "Café en el patio"}
        ),
    ),
    "editions.services.announcements.change_announcement": (
        lambda world: world["announcement:shown"],
        lambda world, actor, row: services.change_announcement(
            actor=actor, announcement=row, values={"is_urgent": True}
        ),
    ),
    "editions.services.announcements.end_announcement": (
        lambda world: world["announcement:shown"],
        lambda world, actor, row: services.end_announcement(actor=actor, announcement=row),
    ),
    "editions.services.announcements.remove_announcement": (
        lambda world: world["announcement:shown"],
        lambda world, actor, row: services.remove_announcement(actor=actor, announcement=row),
    ),
}
