"""Services of roles."""

from __future__ import annotations

from serai.participation import services as participation
from serai.programme import services as programme

CALLS = {
    "participation.services.roles.grant_role": (
        lambda world: world.people["participant"],
        lambda world, actor, person: participation.grant_role(
            actor=actor, edition=world.edition, role="programme_committee", person=person
        ),
    ),
    "participation.services.roles.revoke_role": (
        lambda world: world["participation:committee"],
        lambda world, actor, held: participation.revoke_role(actor=actor, participation=held),
    ),
    "programme.services.organisers.grant_organiser": (
        lambda world: world["activity:public"],
        lambda world, actor, activity: programme.grant_organiser(
            actor=actor, activity=activity, person=world.people["participant"]
        ),
    ),
    "programme.services.organisers.revoke_organiser": (
        lambda world: world["activity:closed"].members.get(role="organiser"),
        lambda world, actor, member: programme.revoke_organiser(actor=actor, member=member),
    ),
}
