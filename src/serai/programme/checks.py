"""What must hold of activities and contributions beyond their fields, and what is merely odd.

Loading files checks the same (`importing/checks.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from graphlib import CycleError, TopologicalSorter

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serai.core.text import name_of
from serai.editions.checks import clock_of
from serai.editions.models import Edition, Period, PeriodKind
from serai.programme.models import Activity, Contribution, FixedCell, Placement


def check_activity(activity: Activity) -> None:
    """One block or contributions, as many fixed cells as sessions at most, and no circle of precedence."""
    held = activity.contributions.filter(is_retired=False).count()
    if activity.minutes and held:
        message = _("The activity has contributions (%(count)d). Leave the minutes empty, or remove them.")
        raise ValidationError({"minutes": message % {"count": held}})
    least, most = activity.sessions_min, activity.sessions_max
    if most is not None and (least is None or most < least):
        raise ValidationError({"sessions_max": _("Write the least number too, and not more than this one.")})
    cells = activity.fixed_cells.count()
    if most is not None and cells > most:
        message = _("More cells are fixed (%(count)d) than the activity has sessions.")
        raise ValidationError({"fixed_cells": message % {"count": cells}})
    if activity.after.exists():
        _check_circles(activity)


def _check_circles(activity: Activity) -> None:
    """Activities don't wait for each other in a circle."""
    through = Activity.after.through
    pairs = through.objects.filter(from_activity__edition=activity.edition_id)
    waits: dict[int, list[int]] = {}
    for later, first in pairs.values_list("from_activity_id", "to_activity_id"):
        waits.setdefault(later, []).append(first)
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        names = {row.pk: _called(row) for row in Activity.objects.filter(pk__in=error.args[1])}
        circle = " → ".join(names[pk] for pk in reversed(error.args[1]))
        message = _("These activities would wait for each other: %(circle)s.") % {"circle": circle}
        raise ValidationError({"after": message}) from error


def check_contribution(contribution: Contribution) -> None:
    """In an activity that holds contributions, at a time that a period has, as releases have it."""
    activity = Activity.objects.get(pk=contribution.activity_id)
    if activity.is_retired:
        raise ValidationError({"activity": _("This activity is no longer used.")})
    if activity.minutes:
        message = _("“%(activity)s” is one block of %(minutes)d minutes and holds no contributions.")
        values = {"activity": _called(activity), "minutes": activity.minutes}
        raise ValidationError({"activity": message % values})
    elsewhere = Placement.objects.filter(contribution=contribution, plan__release__isnull=False)
    released = elsewhere.exclude(session__activity=activity).select_related("session__activity").first()
    if released is not None:
        message = _("A release has this contribution in “%(activity)s”. Keep it there, or add a new one.")
        raise ValidationError({"activity": message % {"activity": _called(released.session.activity)}})
    check_fixed(contribution)


def check_fixed(contribution: Contribution) -> None:
    """A fixed time lies on the raster and in a period, and a fixed room has a time."""
    start = contribution.fixed_start
    if start is None:
        if contribution.fixed_room_id and not contribution.fixed_period_id:
            message = _("A fixed room needs a fixed period or start too.")
            raise ValidationError({"fixed_room": message})
        return
    times = clock_of(contribution.edition)
    end = start + timedelta(minutes=contribution.minutes)
    around = contribution.edition.periods.filter(is_retired=False, starts__lte=start, ends__gte=end)
    if contribution.fixed_period_id:
        around = around.filter(pk=contribution.fixed_period_id)
    if not around.exists():
        message = _("From %(start)s to %(end)s isn't within the period, or within any.")
        values = {"start": times.local(start), "end": times.local(end)}
        raise ValidationError({"fixed_start": message % values})
    if not times.is_on_raster(start):
        message = _("Write a time that is a multiple of %(minutes)d minutes after midnight.")
        raise ValidationError({"fixed_start": message % {"minutes": contribution.edition.slot_minutes}})


def check_fixed_times(edition: Edition) -> None:
    """No fixed time is left outside the periods when they, or the raster, change."""
    fixed = edition.contributions.filter(is_retired=False, fixed_start__isnull=False)
    for contribution in fixed.select_related("edition", "activity"):
        try:
            check_fixed(contribution)
        except ValidationError as error:
            message = _("“%(name)s” is fixed to a time that would no longer do: %(why)s")
            raise ValidationError(
                message % {"name": _called(contribution), "why": " ".join(error.messages)}
            ) from error


def odd_about_activity(activity: Activity) -> Iterator[str]:
    """What is allowed and probably not meant."""
    if activity.minutes and activity.sessions_min:
        yield _("It has minutes of its own and a number of sessions; one of them is enough.")
    cells = list(activity.fixed_cells.select_related("period", "room"))
    if not (activity.minutes or activity.sessions_min or cells or activity.contributions.exists()):
        yield _("It has no length, no sessions and no contributions yet, so it won't be planned.")
    if activity.minutes:
        yield from _too_long(activity, activity.minutes)
    for cell in cells:
        yield from _odd_cell(activity, cell)


def _odd_cell(activity: Activity, cell: FixedCell) -> Iterator[str]:
    values = {"room": _called(cell.room), "period": cell.period.key}
    if cell.room.closed.filter(pk=cell.period_id).exists():
        yield _("Room “%(room)s” is closed in period “%(period)s”.") % values
    others = FixedCell.objects.filter(period=cell.period, room=cell.room, activity__is_retired=False)
    other = others.exclude(activity=activity).select_related("activity").first()
    if other is not None:
        message = _("“%(other)s” is fixed in room “%(room)s” and period “%(period)s” too.")
        yield message % {**values, "other": _called(other.activity)}


def odd_about_contribution(contribution: Contribution) -> Iterator[str]:
    """What is allowed and probably not meant."""
    yield from _too_long(contribution.activity, contribution.minutes)
    room, period = contribution.fixed_room, contribution.fixed_period
    if room and period and room.closed.filter(pk=period.pk).exists():
        values = {"room": _called(room), "period": period.key}
        yield _("Room “%(room)s” is closed in period “%(period)s”.") % values


def _too_long(activity: Activity, minutes: int) -> Iterator[str]:
    allowed = activity.periods.filter(is_retired=False)
    usual = activity.edition.periods.filter(is_retired=False, kind=PeriodKind.PERIOD)
    longest = _longest(allowed or usual)
    if longest and minutes > longest:
        message = _("This is longer than every period it may be in; the longest has %(minutes)d minutes.")
        yield message % {"minutes": longest}


def _longest(periods: Iterable[Period]) -> int:
    lengths = [(period.ends - period.starts) // timedelta(minutes=1) for period in periods]
    return max(lengths, default=0)


def _called(row: Activity | Contribution | object) -> str:
    return name_of(row, get_language() or "en")


def fixed_within(period: Period) -> Q:
    """Contributions fixed to a period, by name or by their time."""
    by_time = Q(edition=period.edition_id, fixed_start__gte=period.starts, fixed_start__lt=period.ends)
    return Q(fixed_period=period) | by_time
