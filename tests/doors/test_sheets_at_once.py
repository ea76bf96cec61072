"""Two people, or one with a quick finger, take over spreadsheets at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.access_world import World, make_world
from tests.together import at_once

from serai.core.models import AuditEntry
from serai.editions.models import Edition, Room, SheetUpload
from serai.web import services
from serai.web.queries.sheets import sheet_preview

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def sent(world: World, seats: int) -> SheetUpload:
    content = f"key,name:es,seats\nsala-1,Sala 1,{seats}\n".encode()
    return services.upload_sheet(
        actor=world.actors["secretariat"], edition=world.edition, table="rooms", name="r.csv", content=content
    )


def taking(world: World, upload: SheetUpload) -> Callable[[], object]:
    """What takes a spreadsheet over as it looks now, when it is called."""
    actor = world.actors["secretariat"]
    seen = sheet_preview(actor, upload).digest
    return lambda: services.apply_sheet(actor=actor, upload=upload, seen=seen) is not None


def test_file_that_is_taken_over_twice_at_once_is_taken_over_once(world: World) -> None:
    version = Edition.objects.get(pk=world.edition.pk).content_version
    told = at_once(*[taking(world, sent(world, 90))] * 2)
    assert sorted(told) == ["False", "True"]
    assert AuditEntry.objects.filter(service="apply_sheet").count() == 1
    assert Edition.objects.get(pk=world.edition.pk).content_version == version + 1


def test_of_two_files_that_change_the_same_room_one_is_refused(world: World) -> None:
    told = at_once(*[taking(world, sent(world, seats)) for seats in (90, 91)])
    assert sorted(told) == ["True", "changed_meanwhile"]
    assert Room.objects.get(edition=world.edition, key="sala-1").seats in (90, 91)
