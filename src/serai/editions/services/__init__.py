"""What people do with editions; one module per noun, callers need not know which."""

from serai.editions.services.announcements import (
    announce,
    change_announcement,
    end_announcement,
    remove_announcement,
)
from serai.editions.services.editions import change_edition, change_series
from serai.editions.services.hosts import add_host, change_host, remove_host
from serai.editions.services.periods import add_period, change_period, remove_period
from serai.editions.services.rooms import add_room, change_room, remove_room
from serai.editions.services.venues import add_venue, change_venue, remove_venue

__all__ = [
    "add_host",
    "add_period",
    "add_room",
    "add_venue",
    "announce",
    "change_announcement",
    "change_edition",
    "change_host",
    "change_period",
    "change_room",
    "change_series",
    "change_venue",
    "end_announcement",
    "remove_announcement",
    "remove_host",
    "remove_period",
    "remove_room",
    "remove_venue",
]
