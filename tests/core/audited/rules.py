"""Services of the rules of planning."""

from __future__ import annotations

from serai.programme import services

CALLS = {
    "programme.services.rules.change_rules": (
        lambda world: world.edition,
        lambda world, actor, edition: services.change_rules(
            actor=actor, edition=edition, weights={"room_not_preferred": 5}, planning_seconds=90, seen=""
        ),
    ),
}
