"""The whole story as a host plays it, in the browser and with no file: from the operator's word to a second
release, and what a visitor reads of it in Chinese and Arabic."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Page
from tests.browser.conftest import Reader
from tests.doors.processes import database_url, run

from serai.editions.models import Edition
from serai.parties.models import Party
from serai.programme.models import Contribution

pytestmark = pytest.mark.browser

HERE = "/en/andes-2026"
DESK = f"{HERE}/desk"
SPEAKER = "amina.diallo@example.org"


def fill(page: Page, **values: str) -> None:
    """Fill in the fields of these names; two underscores stand for the hyphen before a language."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name.replace('__', '-')}']")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def save(page: Page) -> None:
    """Press the first button of the form in the middle of the page and expect to be let go on."""
    with page.expect_navigation() as waited:
        page.locator("main form button[type=submit], main form button:not([type])").first.click()
    assert waited.value.status == 200, page.locator("main").inner_text()


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def work(folder: Path) -> None:
    """What the worker does until nothing is left to do."""
    code, said, complained = run(
        "db_worker", "--no-startup-delay", "--batch", data=folder, database=database_url()
    )
    assert code == 0, (said, complained)


def letters(folder: Path) -> list[str]:
    """The mails that left, oldest first."""
    from email import message_from_bytes, policy

    files = sorted((folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
    return [message_from_bytes(file.read_bytes(), policy=policy.default).get_content() for file in files]


def sign_in(reader: Reader) -> Page:
    """The operator names a host, who follows the link."""
    said = StringIO()
    call_command("host", "ana@example.org", stdout=said)
    address = re.search(r"(/\S*sign-in/\S+)", said.getvalue())
    assert address, said.getvalue()
    page = reader.open(re.sub(r"^.*?(?=/sign-in)", "/en", address[1]))
    press(page, "Sign in")
    return page


def open_edition(reader: Reader) -> None:
    page = reader.open("/en/editions/new/?languages=en,zh-Hans,ar")
    fill(
        page,
        opener="Ana Quispe",
        series_name__en="Andean Meeting",
        name__en="Andean Meeting 2026",
        short_name__en="Andes 2026",
        city__en="Cusco",
        country="Peru",
        start="2026-05-04",
        end="2026-05-04",
        time_zone="America/Lima",
    )
    save(page)


def make_programme(reader: Reader) -> None:
    """Two rooms, two periods, one forum with two talks."""
    for name in ("Great hall", "Small hall"):
        page = reader.open(f"{DESK}/rooms/new/")
        fill(page, name__en=name, seats="100")
        save(page)
    for starts, ends in (("09:00", "10:00"), ("14:00", "15:00")):
        page = reader.open(f"{DESK}/periods/new/")
        fill(page, starts=f"2026-05-04T{starts}", ends=f"2026-05-04T{ends}")
        save(page)
    page = reader.open(f"{DESK}/activities/new/")
    fill(page, title__en="Water forum", **{"title__zh-Hans": "水论坛"}, title__ar="منتدى المياه")
    save(page)
    for title in ("Ice above four thousand metres", "Rain on the altiplano"):
        page = reader.open(f"{DESK}/contributions/new/")
        fill(page, title__en=title, activity="Water forum", minutes="20")
        save(page)


def invite_speaker(reader: Reader, folder: Path) -> str:
    """Somebody is to speak about ice, is asked by mail, and the letter brings the link."""
    page = reader.open(f"{DESK}/people/new/")
    fill(page, name="Amina Diallo", email=SPEAKER)
    save(page)
    talk = Contribution.objects.get(title__contains="Ice")
    page = reader.open(f"{DESK}/contributions/{talk.key}/")
    add_speaker(page)
    page = reader.open(f"{DESK}/speakers/")
    page.locator("main input[type=checkbox][name=person]").first.check()
    press(page, "Write invitations")
    page = reader.open(f"{DESK}/mail/?state=draft")
    page.locator("main tbody input[type=checkbox], main li input[type=checkbox]").first.check()
    release_letters(page)
    work(folder)
    link = re.search(r"https?://\S*?(/\w[\w-]*/speak/\S+)", letters(folder)[-1])
    assert link, letters(folder)
    return link[1]
