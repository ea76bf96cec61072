"""Services of sections, activities, contributions, their people, and of opening an edition."""

from __future__ import annotations

from datetime import date
from typing import Any

from serai.programme import services
from serai.programme.models import Activity, Contribution, Section

OPENED = {
    "name": {"en": "Next meeting"},
    "start": date(2028, 5, 4),
    "end": date(2028, 5, 5),
    "time_zone": "America/La_Paz",
    "city": {"en": "La Paz"},
    "country": "BO",
    "languages": ["en"],
}


def _titled(title: str) -> dict[str, Any]:
    return {"title": {"es": title}}


def _talk(world: Any) -> Contribution:
    """A talk that nobody has placed."""
    return Contribution.objects.create(
        edition=world.edition, activity=world["activity:public"], key="new", minutes=10, **_titled("Nuevo")
    )


def _speaker(world: Any) -> Any:
    return services.add_contribution_member(
        actor=world.actors["operator"],
        contribution=_talk(world),
        person=world.people["speaker"],
        role="speaker",
    )


def _chair(world: Any) -> Any:
    return services.add_activity_member(
        actor=world.actors["operator"],
        activity=world["activity:public"],
        person=world.people["speaker"],
        role="chair",
    )


CALLS: dict[str, Any] = {
    "programme.services.sections.add_section": (
        lambda world: world.edition,
        lambda world, actor, edition: services.add_section(
            actor=actor, edition=edition, values=_titled("Uno")
        ),
    ),
    "programme.services.sections.change_section": (
        lambda world: Section.objects.create(edition=world.edition, key="one", **_titled("Uno")),
        lambda world, actor, row: services.change_section(actor=actor, section=row, values=_titled("Dos")),
    ),
    "programme.services.sections.remove_section": (
        lambda world: Section.objects.create(edition=world.edition, key="one", **_titled("Uno")),
        lambda world, actor, row: services.remove_section(actor=actor, section=row),
    ),
    "programme.services.activities.add_activity": (
        lambda world: world.edition,
        lambda world, actor, edition: services.add_activity(
            actor=actor, edition=edition, values=_titled("Uno")
        ),
    ),
    "programme.services.activities.change_activity": (
        lambda world: world["activity:public"],
        lambda world, actor, row: services.change_activity(actor=actor, activity=row, values=_titled("Dos")),
    ),
    "programme.services.activities.remove_activity": (
        lambda world: Activity.objects.create(edition=world.edition, key="one", **_titled("Uno")),
        lambda world, actor, row: services.remove_activity(actor=actor, activity=row),
    ),
    "programme.services.contributions.add_contribution": (
        lambda world: {"activity": world["activity:public"], "minutes": 10, **_titled("Uno")},
        lambda world, actor, values: services.add_contribution(
            actor=actor, edition=world.edition, values=values
        ),
    ),
    "programme.services.contributions.change_contribution": (
        _talk,
        lambda world, actor, row: services.change_contribution(
            actor=actor, contribution=row, values=_titled("Dos")
        ),
    ),
    "programme.services.contributions.remove_contribution": (
        _talk,
        lambda world, actor, row: services.remove_contribution(actor=actor, contribution=row),
    ),
    "programme.services.members.add_activity_member": (
        lambda world: world["activity:public"],
        lambda world, actor, row: services.add_activity_member(
            actor=actor, activity=row, person=world.people["speaker"], role="chair"
        ),
    ),
    "programme.services.members.change_activity_member": (
        _chair,
        lambda world, actor, row: services.change_activity_member(actor=actor, member=row, state="declined"),
    ),
    "programme.services.members.remove_activity_member": (
        _chair,
        lambda world, actor, row: services.remove_activity_member(actor=actor, member=row),
    ),
    "programme.services.members.add_contribution_member": (
        _talk,
        lambda world, actor, row: services.add_contribution_member(
            actor=actor, contribution=row, person=world.people["speaker"], role="speaker"
        ),
    ),
    "programme.services.members.change_contribution_member": (
        _speaker,
        lambda world, actor, row: services.change_contribution_member(
            actor=actor, member=row, state="declined"
        ),
    ),
    "programme.services.members.remove_contribution_member": (
        _speaker,
        lambda world, actor, row: services.remove_contribution_member(actor=actor, member=row),
    ),
    "programme.services.openings.open_edition": (
        lambda world: world.edition.series,
        lambda world, actor, series: services.open_edition(
            actor=actor, series=series, values=OPENED, previous=world.edition, carried=["hosts", "desk"]
        ),
    ),
}
