"""The order in which a programme is told."""

from __future__ import annotations

from serai.programme.models import Activity


def programme_order(activity: Activity) -> tuple[int, int, str]:
    """By section, activities without one last; then in the order of the files."""
    section = activity.section.number if activity.section else 1000
    return section, activity.order, activity.key
