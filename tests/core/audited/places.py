"""Services of an edition, its places and times."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from serai.editions import services
from serai.editions.models import Host, Period, Room, Venue


def _named(name: str) -> dict[str, Any]:
    return {"name": {"es": name}}


def _evening(world: Any) -> dict[str, Any]:
    """Two hours after everything else."""
    last = world.edition.periods.order_by("ends").last()
    return {"kind": "period", "starts": last.ends, "ends": last.ends + timedelta(hours=2)}


CALLS: dict[str, Any] = {
    "editions.services.editions.change_edition": (
        lambda world: world.edition,
        lambda world, actor, edition: services.change_edition(
            actor=actor, edition=edition, values=_named("Encuentro")
        ),
    ),
    "editions.services.editions.change_series": (
        lambda world: world.edition.series,
        lambda world, actor, series: services.change_series(
            actor=actor, series=series, values=_named("Andes")
        ),
    ),
    "editions.services.periods.add_period": (
        _evening,
        lambda world, actor, values: services.add_period(actor=actor, edition=world.edition, values=values),
    ),
    "editions.services.periods.change_period": (
        lambda world: world.edition.periods.first(),
        lambda world, actor, row: services.change_period(actor=actor, period=row, values=_named("Mañana")),
    ),
    "editions.services.periods.remove_period": (
        lambda world: Period.objects.create(edition=world.edition, key="night", **_evening(world)),
        lambda world, actor, row: services.remove_period(actor=actor, period=row),
    ),
}
for noun, model in (("host", Host), ("venue", Venue), ("room", Room)):
    add, change, remove = (getattr(services, f"{verb}_{noun}") for verb in ("add", "change", "remove"))
    CALLS |= {
        f"editions.services.{noun}s.add_{noun}": (
            lambda world: world.edition,
            lambda world, actor, edition, add=add: add(actor=actor, edition=edition, values=_named("Uno")),
        ),
        f"editions.services.{noun}s.change_{noun}": (
            lambda world, model=model: model.objects.create(
                edition=world.edition, key="one", **_named("Uno")
            ),
            lambda world, actor, row, change=change, noun=noun: change(
                actor=actor, values=_named("Dos"), **{noun: row}
            ),
        ),
        f"editions.services.{noun}s.remove_{noun}": (
            lambda world, model=model: model.objects.create(
                edition=world.edition, key="one", **_named("Uno")
            ),
            lambda world, actor, row, remove=remove, noun=noun: remove(actor=actor, **{noun: row}),
        ),
    }
