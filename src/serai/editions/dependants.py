"""Which rows of an edition need others, and what holds once they change."""

from __future__ import annotations

from serai.core.dependants import checked_by, needed_by
from serai.editions.checks import check_edition, check_period
from serai.editions.models import Edition, Period, Room, Venue


def _rooms(venue: Venue) -> list[Room]:
    return list(venue.rooms.filter(is_retired=False))


needed_by(Venue, _rooms)
checked_by(Period, check_period)
checked_by(Edition, check_edition)
