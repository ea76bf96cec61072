"""A list goes out as a spreadsheet, comes back changed, is looked at and taken over."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.worlds import World, world_of_cusco

from serai.core.models import AuditEntry
from serai.editions.models import Room, SheetUpload

pytestmark = pytest.mark.django_db
DESK = "/en/andes-2026/desk/sheets/"


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.actor("secretariat").user)
    return client


def send(client: Client, table: str, content: bytes, name: str = "list.xlsx"):  # type: ignore[no-untyped-def]
    return client.post(f"{DESK}{table}/", {"file": SimpleUploadedFile(name, content)})


def test_rooms_go_out_come_back_changed_and_are_taken_over(client: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{DESK}rooms.xlsx").content))
    sheet = book["rooms"]
    assert [cell.value for cell in sheet[1]][:5] == ["key", "venue", "name:es", "name:en", "seats"]
    sheet["E2"] = 250
    out = io.BytesIO()
    book.save(out)
    answer = send(client, "rooms", out.getvalue(), "rooms.xlsx")
    upload = SheetUpload.objects.get()
    assert answer.headers["Location"] == f"{DESK}rooms/{upload.pk}/"
    page = client.get(answer.headers["Location"])
    shown = page.context["preview"]
    assert shown.problems == []
    assert dict(shown.counts) == {"changed": 1, "unchanged": 3}
    text = page.content.decode()
    assert "<del>" in text
    assert "<bdi>250</bdi></ins>" in text
    assert Room.objects.get(key="aula").seats == 100
    done = client.post(f"{DESK}rooms/{upload.pk}/apply/", {"seen": shown.digest}, follow=True)
    assert "1 row of “Rooms” was taken over." in done.content.decode()
    assert Room.objects.get(key="aula").seats == 250
    assert AuditEntry.objects.filter(service="apply_sheet").count() == 1
