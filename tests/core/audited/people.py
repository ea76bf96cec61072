"""Services of people and of how they take part."""

from __future__ import annotations

from typing import Any

from serai.participation import services
from serai.parties.models import Person


def _newcomer(world: Any) -> Person:
    """Somebody who takes part as a guest and has no role in the programme."""
    return services.add_person(
        actor=world.actors["operator"], edition=world.edition, values={"name": "New Comer"}, role="guest"
    )


CALLS: dict[str, Any] = {
    "participation.services.people.add_person": (
        lambda world: world.edition,
        lambda world, actor, edition: services.add_person(
            actor=actor, edition=edition, values={"name": "New Comer"}, email="new@example.org"
        ),
    ),
    "participation.services.people.change_person": (
        _newcomer,
        lambda world, actor, person: services.change_person(
            actor=actor, edition=world.edition, person=person, values={"name": "Old Comer"}
        ),
    ),
    "participation.services.people.remove_person": (
        _newcomer,
        lambda world, actor, person: services.remove_person(
            actor=actor, edition=world.edition, person=person
        ),
    ),
    "participation.services.participations.add_participation": (
        _newcomer,
        lambda world, actor, person: services.add_participation(
            actor=actor, edition=world.edition, person=person, values={"role": "press"}
        ),
    ),
    "participation.services.participations.change_participation": (
        lambda world: _newcomer(world).participations.get(),
        lambda world, actor, row: services.change_participation(
            actor=actor, participation=row, values={"state": "invited"}
        ),
    ),
    "participation.services.participations.remove_participation": (
        lambda world: _newcomer(world).participations.get(),
        lambda world, actor, row: services.remove_participation(actor=actor, participation=row),
    ),
}
