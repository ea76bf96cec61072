"""Services of personal links and of what people say about themselves."""

from __future__ import annotations

import io

from PIL import Image
from tests.access_world import World

from serai.participation import services
from serai.participation.models import Participation, PersonalLink


def address(link: PersonalLink, language: str) -> str:
    """Where a link would lead."""
    return f"https://example.org/{language}/{link.token_hash}/"


def own(world: World) -> Participation:
    """The secretariat's own participation."""
    return Participation.objects.get(edition=world.edition, person=world.people["secretariat"])


def picture() -> bytes:
    result = io.BytesIO()
    Image.new("RGB", (20, 20)).save(result, "PNG")
    return result.getvalue()


CALLS = {
    "participation.services.links.open_link": (
        lambda world: world["link:own"],
        lambda world, actor, link: services.open_link(actor=actor, link=link, release=1),
    ),
    "participation.services.links.claim_link": (
        lambda world: world["link:own"],
        lambda world, actor, link: services.claim_link(actor=actor, link=link, browser="secret"),
    ),
    "participation.services.links.make_agenda_link": (
        own,
        lambda world, actor, row: services.make_agenda_link(actor=actor, participation=row),
    ),
    "participation.services.links.give_agenda_links": (
        lambda world: [world.people["speaker"]],
        lambda world, actor, people: services.give_agenda_links(
            actor=actor, edition=world.edition, people=people, address=address
        ),
    ),
    "participation.services.links.replace_link": (
        lambda world: world["link:own"],
        lambda world, actor, link: services.replace_link(actor=actor, link=link, address=address),
    ),
    "participation.services.stays.change_own_availability": (
        own,
        lambda world, actor, row: services.change_own_availability(
            actor=actor, participation=row, values={"note": "Late."}
        ),
    ),
    "participation.services.portraits.change_own_portrait": (
        own,
        lambda world, actor, row: services.change_own_portrait(
            actor=actor, participation=row, content=picture()
        ),
    ),
}
