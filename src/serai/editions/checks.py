"""What must hold of an edition's days and periods; loading files checks the same (`importing.py`)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from serai.core.tables import CellError, cells
from serai.editions.importing import LONGEST, Clock
from serai.editions.models import Edition, Period


def clock_of(edition: Edition) -> Clock:
    """The edition's days and slots, for checking times."""
    zone = ZoneInfo(edition.time_zone)
    begins = datetime.combine(edition.start, time(), zone).astimezone(UTC)
    ends = datetime.combine(edition.end + timedelta(days=1), time(), zone).astimezone(UTC)
    return Clock(zone, begins, ends, timedelta(minutes=edition.slot_minutes))


def check_days(start: date, end: date) -> None:
    """The first day comes first, and the last one not years later."""
    if end < start:
        raise ValidationError({"end": _("The edition ends before it starts.")})
    if end - start > LONGEST:
        raise ValidationError({"end": _("At most a year is possible. Check the years.")})


def check_edition(edition: Edition) -> None:
    """Languages and a zone that there are, and no period left outside the days."""
    try:
        cells.time_zone(edition.time_zone, cells.Context())
        for tag in (*edition.languages, *edition.working_languages):
            cells.language(tag, cells.Context())
    except CellError as error:
        field = "time_zone" if error.code == "unknown_time_zone" else "languages"
        raise ValidationError({field: f"{error.message} {error.remedy}"}) from error
    _check_periods_fit(edition)


def _check_periods_fit(edition: Edition) -> None:
    times = clock_of(edition)
    for period in edition.periods.filter(is_retired=False):
        values = {"period": period.key, "start": times.local(period.starts)}
        if not (times.begins <= period.starts and period.ends <= times.ends):
            message = _("Period “%(period)s” (%(start)s) would lie outside these days. Change it first.")
            raise ValidationError({"end": message % values})
        if not (times.is_on_raster(period.starts) and times.is_on_raster(period.ends)):
            message = _("Period “%(period)s” (%(start)s) would not lie on this raster. Change it first.")
            raise ValidationError({"slot_minutes": message % values})


def check_order(starts: datetime, ends: datetime) -> None:
    """The end of a period comes after its start."""
    if ends <= starts:
        raise ValidationError({"ends": _("The end must come after the start.")})


def check_period(period: Period) -> None:
    """A period lies within the days, on the raster, and overlaps with no other."""
    edition = period.edition
    times = clock_of(edition)
    for field, moment in (("starts", period.starts), ("ends", period.ends)):
        if not times.begins <= moment <= times.ends:
            values = {"first": times.local(times.begins), "last": times.local(times.ends)}
            message = _("This is outside the days of the edition: from %(first)s to %(last)s.")
            raise ValidationError({field: message % values})
        if not times.is_on_raster(moment):
            message = _("Write a time that is a multiple of %(minutes)d minutes after midnight.")
            raise ValidationError({field: message % {"minutes": edition.slot_minutes}})
    others = edition.periods.filter(is_retired=False).exclude(pk=period.pk)
    other = others.filter(starts__lt=period.ends, ends__gt=period.starts).first()
    if other is not None:
        values = {"other": other.key, "start": times.local(other.starts), "end": times.local(other.ends)}
        message = _(
            "This overlaps with “%(other)s” (%(start)s to %(end)s). Periods come one after the other."
        )
        raise ValidationError({"starts": message % values})
