"""A spreadsheet out, in, looked at and taken over in Chromium: with scripts and without, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.browser.conftest import Reader
from tests.worlds import World

from serai.core.actors import Actor
from serai.core.services import make_sign_in_link
from serai.editions.models import Room

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/en/andes-2026/desk/sheets/"
WINDOWS = [
    {"width": 1440, "scripts": False},
    {"width": 360},
    {"width": 360, "scheme": "dark"},
]


def sign_in(reader: Reader, actor: Actor) -> None:
    assert actor.user is not None
    token = make_sign_in_link(actor=actor, user=actor.user).token
    reader.open(f"/en/sign-in/{token}")
    button = reader.page.locator("main form button")
    if button.count():
        button.first.click()


def changed(path: Path, reader: Reader, seats: object) -> Path:
    """The rooms as they are downloaded, with other seats for the first."""
    reader.open(f"{DESK}rooms/")
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="Download .xlsx").click()
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    book["rooms"]["E2"] = seats
    book.save(path)
    return path


def send(reader: Reader, path: Path) -> None:
    reader.page.set_input_files("input[type=file]", path)
    reader.page.get_by_role("button", name="Look what would change").click()


@pytest.mark.parametrize("reader", WINDOWS, indirect=True)
def test_wrong_cell_is_marked_put_right_and_taken_over(reader: Reader, world: World, tmp_path: Path) -> None:
    sign_in(reader, world.actor("secretariat"))
    send(reader, changed(tmp_path / "rooms.xlsx", reader, "many"))
    page = reader.page
    cell = page.locator("#cell-2-seats")
    assert "Wrong: This isn't a whole number." in " ".join((cell.text_content() or "").split())
    assert page.get_by_role("button", name="Take over").count() == 0
    page.get_by_role("link", name="Row 2, seats").click()
    assert cell.is_visible()
    assert reader.overflow <= 0
    send(reader, changed(tmp_path / "rooms.xlsx", reader, 250))
    assert page.locator("td.changed ins").text_content() == "Now: 250"
    assert reader.overflow <= 0
    page.get_by_role("button", name="Take over").click()
    assert page.get_by_role("status").text_content() == "1 row of “Rooms” was taken over."
    assert Room.objects.get(key="aula").seats == 250
    assert reader.complaints == []


@pytest.mark.parametrize("reader", [{"width": 1440}, {"width": 360, "scheme": "dark"}], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_spreadsheets_pass_axe(reader: Reader, world: World, tmp_path: Path, language: str) -> None:
    sign_in(reader, world.actor("secretariat"))
    path = tmp_path / "rooms.csv"
    path.write_text("key,name:es,seats,colour\naula,Aula,many,red\nnew,Nueva,20,\npatio,Patio,5,\n", "utf-8")
    desk = DESK.replace("/en/", f"/{language}/")
    for address in (desk, f"{desk}rooms/"):
        reader.open(address)
        assert (reader.violations(), reader.overflow) == ([], 0)
    reader.page.set_input_files("input[type=file]", path)
    reader.page.locator(".send button").click()
    assert reader.page.locator("td.wrong").count() == 1
    assert (reader.violations(), reader.overflow) == ([], 0)
