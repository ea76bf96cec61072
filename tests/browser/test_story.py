"""The whole story as a host plays it, in the browser and with no file: from the operator's word to a second
release, and what a visitor reads of it in Chinese and Arabic."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from tests.browser.conftest import Reader
from tests.doors.processes import database_url, run

from serai.editions.models import Period
from serai.parties.models import Party
from serai.programme.models import Contribution, Plan

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
    """Somebody is to speak about ice, is asked by mail, and the letter brings their link."""
    page = reader.open(f"{DESK}/people/new/")
    fill(page, name="Amina Diallo", email=SPEAKER)
    save(page)
    reader.open(f"{DESK}/contributions/ice-above-four-thousand-metres/")
    form = page.locator("#people form.small-form")
    form.locator("[name=person]").fill("Amina Diallo")
    form.locator("[name=state]").select_option("planned")
    with page.expect_navigation():
        form.get_by_role("button", name="Add").click()
    reader.open(f"{DESK}/speakers/")
    page.locator("input[name=person]").first.check()
    press(page, "Write invitations")
    reader.open(f"{DESK}/mail/?state=draft")
    page.locator("tbody input[name=mail]").first.check()
    press(page, "Release them")
    work(folder)
    link = re.search(r"https?://[^/\s]+(/\S*speak/\S+)", letters(folder)[-1])
    assert link, letters(folder)
    return link[1]


def answer(speaker: Page, address: str) -> None:
    """The speaker accepts and says better what the talk is about."""
    speaker.goto(address)
    press(speaker, "Accept")
    title = speaker.get_by_label("Title", exact=True).first
    title.fill("Ice and <b>time</b>")
    press(speaker, "Save title and abstract")
    assert "Ice and <b>time</b>" in speaker.locator("main").inner_text()


def plan(reader: Reader, folder: Path) -> None:
    page = reader.open(f"{HERE}/planning/")
    page.locator("main [name=seconds]").first.fill("3")
    press(page, "Plan")
    work(folder)
    reader.open(f"{HERE}/planning/")
    page.get_by_role("link", name="Review and release").wait_for()


def release(reader: Reader, note: str) -> None:
    """From the page that shows what would change to what is public."""
    page = reader.open(f"{HERE}/planning/")
    with page.expect_navigation():
        page.get_by_role("link", name="Review and release").click()
    page.locator("main textarea[name=note]").fill(note)
    with page.expect_navigation():
        page.locator("main form button.btn-tile").last.click()
    assert page.locator(".notice.error").count() == 0, page.locator("main").inner_text()


def move_talk(reader: Reader) -> None:
    """A draft from the release, in which one talk goes elsewhere;"""
    talk = Contribution.objects.get(title__contains="Rain")
    page = reader.open(f"{DESK}/plans/")
    newest = Plan.objects.latest("pk")
    reader.open(f"{DESK}/plans/{newest.pk}/")
    press(page, "Start a draft from it")
    draft = Plan.objects.latest("pk")
    assert draft.pk != newest.pk
    page = reader.open(f"{DESK}/plans/{draft.pk}/move/{talk.key}/")
    before = draft.placements.get(contribution=talk)
    other = Period.objects.exclude(pk=before.session.period_id).get()
    page.locator("main select[name=period]").select_option(other.key)
    page.locator("main input[name=time]").fill("")
    press(page, "Move")
    after = draft.placements.get(contribution=talk)
    assert after.session.period == other


@pytest.mark.browser
def test_a_host_without_a_file_makes_plans_releases_corrects_and_releases_again(
    transactional_db: None, reader: Reader, browser: Browser, tmp_path: Path
) -> None:
    Party.objects.get_or_create(code="PE")
    sign_in(reader)
    open_edition(reader)
    make_programme(reader)
    link = invite_speaker(reader, tmp_path)
    plan(reader, tmp_path)
    release(reader, "First version")

    visitor = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    visitor.goto(f"{reader.address}/zh-hans/andes-2026/programme/?view=list")
    assert "水论坛" in visitor.content()
    assert "Diallo" not in visitor.content(), "she hasn't answered"
    assert "Ice above" not in visitor.content()

    answer(browser.new_context().new_page(), reader.address + link)
    visitor.goto(f"{reader.address}/ar/andes-2026/programme/?view=list")
    assert visitor.locator("html").get_attribute("dir") == "rtl"
    text = visitor.locator("main").inner_text()
    assert "منتدى المياه" in text
    assert "Ice and <b>time</b>" in text
    assert "Diallo" in text

    move_talk(reader)
    release(reader, "Rain comes later")
    visitor.goto(f"{reader.address}/en/andes-2026/programme/?view=list")
    assert "version 2" in visitor.locator("main").inner_text()
    visitor.goto(f"{reader.address}/en/andes-2026/releases/1/programme/")
    assert "It no longer holds" in visitor.locator("main").inner_text()
    work(tmp_path)
    page = reader.open(f"{DESK}/mail/?state=draft")
    assert SPEAKER in page.content(), "she is told of the programme, once somebody lets the letter go"
    assert reader.complaints == []
