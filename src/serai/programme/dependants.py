"""Which activities and contributions need a room, a period, a section or a person, and what holds of them."""

from __future__ import annotations

from django.db.models import Exists, Model, OuterRef

from serai.core.dependants import checked_by, needed_by
from serai.editions.models import Edition, Period, Room
from serai.parties.models import Person
from serai.programme.checks import check_activity, check_contribution, check_fixed_times, fixed_within
from serai.programme.models import Activity, Contribution, Section


def _standing(edition: int) -> tuple:  # type: ignore[type-arg]
    activities = Activity.objects.filter(edition=edition, is_retired=False)
    talks = Contribution.objects.filter(edition=edition, is_retired=False, activity__is_retired=False)
    return activities, talks


def _of_room(room: Room) -> list[Model]:
    """What is fixed in the room, or allowed in no other that stands."""
    activities, talks = _standing(room.edition_id)
    through = Activity.rooms.through.objects.filter(activity=OuterRef("pk"), room__is_retired=False)
    only_here = activities.filter(~Exists(through.exclude(room=room)), rooms=room)
    return [*activities.filter(fixed_cells__room=room).distinct(), *only_here, *talks.filter(fixed_room=room)]


def _of_period(period: Period) -> list[Model]:
    """What is fixed in the period, or allowed in no other that stands."""
    activities, talks = _standing(period.edition_id)
    through = Activity.periods.through.objects.filter(activity=OuterRef("pk"), period__is_retired=False)
    only_then = activities.filter(~Exists(through.exclude(period=period)), periods=period)
    fixed = activities.filter(fixed_cells__period=period).distinct()
    return [*fixed, *only_then, *talks.filter(fixed_within(period))]


def _of_section(section: Section) -> list[Model]:
    return list(section.activities.filter(is_retired=False))


def _of_activity(activity: Activity) -> list[Model]:
    return list(activity.contributions.filter(is_retired=False))


def _of_person(person: Person) -> list[Model]:
    """What the person has a role in."""
    activities = Activity.objects.filter(members__person=person, is_retired=False)
    talks = Contribution.objects.filter(members__person=person, is_retired=False, activity__is_retired=False)
    return [*activities.distinct(), *talks.distinct()]


def _fixed_times(period: Period) -> None:
    check_fixed_times(period.edition)


needed_by(Room, _of_room)
needed_by(Period, _of_period)
needed_by(Section, _of_section)
needed_by(Activity, _of_activity)
needed_by(Person, _of_person)
checked_by(Edition, check_fixed_times)
checked_by(Period, _fixed_times)
checked_by(Activity, check_activity)
checked_by(Contribution, check_contribution)
