"""What an edition takes over from an earlier one: places, times on the new days, structure, the desk."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from serai.core.models import Provenance
from serai.editions.checks import check_period
from serai.editions.models import Edition, Period, Room, Venue
from serai.participation.models import Participation, ParticipationState
from serai.participation.rules import DESK
from serai.programme.models import Activity, Section

Copies = dict[int, Any]  # the new row for each old one, by its primary key


class Carried(TextChoices):
    HOSTS = "hosts", _("Hosts")
    PLACES = "places", _("Venues and rooms")
    PERIODS = "periods", _("Periods and breaks, at the same times of day")
    SECTIONS = "sections", _("Sections")
    ACTIVITIES = "activities", _("Activities, without their contributions, people and fixed places")
    DESK = "desk", _("Secretariat and programme committee")


def carry_over(old: Edition, new: Edition, wishes: Iterable[str]) -> dict[str, int]:
    """Copy what is wished from one edition into another that is empty; how many rows of each kind."""
    wished = set(wishes)
    counts: dict[str, int] = {}
    if Carried.HOSTS in wished:
        counts["hosts"] = len(_copies(old.hosts.all(), new))
    periods = _shifted(old, new) if Carried.PERIODS in wished else {}
    rooms = _places(old, new, periods) if Carried.PLACES in wished else {}
    sections = _copies(old.sections.all(), new) if Carried.SECTIONS in wished else {}
    if Carried.ACTIVITIES in wished:
        counts["activities"] = _activities(old, new, sections, rooms)
    if Carried.DESK in wished:
        counts["desk"] = _desk(old, new)
    counts |= {"periods": len(periods), "rooms": len(rooms), "sections": len(sections)}
    return {name: count for name, count in counts.items() if count}


def _copies(rows: Iterable[Model], new: Edition, **fields: Any) -> Copies:
    return {row.pk: _copied(row, new, **fields) for row in rows}


def _copied(row: Any, new: Edition, **fields: Any) -> Any:
    """The same row for another edition, entered by its host and no longer from the old one's sources."""
    made = copy(row)
    made.pk, made._state.adding, made._prefetched_objects_cache = None, True, {}
    made.edition, made.provenance, made.sources = new, Provenance.ENTERED, []
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def _shifted(old: Edition, new: Edition) -> Copies:
    """Periods day by day, at the same local time; those after the new last day are left out."""
    made: Copies = {}
    for period in old.periods.filter(is_retired=False):
        starts, ends = (same_time(old, new, moment) for moment in (period.starts, period.ends))
        shifted = Period(edition=new, key=period.key, starts=starts, ends=ends)
        try:
            check_period(shifted)
        except ValidationError:
            continue
        made[period.pk] = _copied(period, new, starts=starts, ends=ends)
    return made


def same_time(old: Edition, new: Edition, moment: datetime) -> datetime:
    """The moment on the same day of the other edition at which the clocks there show the same."""
    local = moment.astimezone(ZoneInfo(old.time_zone))
    day = new.start + (local.date() - old.start)
    return datetime.combine(day, local.time(), ZoneInfo(new.time_zone)).astimezone(UTC)


def _places(old: Edition, new: Edition, periods: Copies) -> Copies:
    venues: dict[int, Venue] = _copies(old.venues.all(), new)
    rooms: Copies = {}
    for room in old.rooms.filter(is_retired=False).prefetch_related("closed"):
        closed = [periods[period.pk] for period in room.closed.all() if period.pk in periods]
        made: Room = _copied(room, new, venue=venues[room.venue_id] if room.venue_id else None)
        made.closed.set(closed)
        rooms[room.pk] = made
    return rooms


def _activities(old: Edition, new: Edition, sections: Copies, rooms: Copies) -> int:
    lists = ("rooms", "preferred_rooms", "after")
    stored = list(old.activities.filter(is_retired=False).prefetch_related(*lists))
    made: Copies = {}
    for activity in stored:
        section: Section | None = sections.get(activity.section_id) if activity.section_id else None
        made[activity.pk] = _copied(activity, new, section=section)
    for activity in stored:
        _tie(activity, made[activity.pk], rooms, made)
    return len(made)


def _tie(old: Activity, new: Activity, rooms: Copies, activities: Copies) -> None:
    for name, known in (("rooms", rooms), ("preferred_rooms", rooms), ("after", activities)):
        wanted = [known[row.pk] for row in getattr(old, name).all() if row.pk in known]
        getattr(new, name).set(wanted)


def _desk(old: Edition, new: Edition) -> int:
    """Those who work on the old edition work on the new one."""
    rows = old.participations.filter(role__in=DESK, state=ParticipationState.ACCEPTED)
    standing = [Participation(edition=new, person_id=row.person_id, role=row.role) for row in rows]
    return len(Participation.objects.bulk_create(standing))
