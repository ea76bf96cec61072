"""Services of spreadsheets for single lists."""

from __future__ import annotations

from tests.access_world import World

from serai.core.actors import Actor
from serai.editions.models import SheetUpload
from serai.web import services
from serai.web.queries.sheets import sheet_preview

ROOMS = b"key,name:es,seats\nsala-1,Sala 1,90\n"


def uploaded(world: World) -> tuple[SheetUpload, str]:
    """A spreadsheet that changes a room, and what its preview was."""
    actor: Actor = world.actors["secretariat"]
    upload = services.upload_sheet(
        actor=actor, edition=world.edition, table="rooms", name="rooms.csv", content=ROOMS
    )
    return upload, sheet_preview(actor, upload).digest


CALLS = {
    "web.services.upload_sheet": (
        lambda world: world.edition,
        lambda world, actor, edition: services.upload_sheet(
            actor=actor, edition=edition, table="rooms", name="rooms.csv", content=ROOMS
        ),
    ),
    "web.services.apply_sheet": (
        uploaded,
        lambda world, actor, sent: services.apply_sheet(actor=actor, upload=sent[0], seen=sent[1]),
    ),
}
