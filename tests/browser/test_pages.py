"""The site as used: wide and narrow, in both directions, light and dark, by keyboard, without scripts."""

from __future__ import annotations

import pytest
from tests.browser.conftest import Reader
from tests.worlds import MONDAY, World, local

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

PAGES = (
    "",
    "programme/",
    "programme/?view=list",
    "activities/plenary/",
    "activities/consultation/",
    "contributions/plenary-1/",
    "speakers/",
    "speakers/andes-2026-minister/",
    "nothing/",
)
WINDOWS = [
    pytest.param({"width": width, "scheme": scheme}, id=f"{width}-{scheme}")
    for width, scheme in ((360, "light"), (1440, "light"), (360, "dark"), (1440, "dark"))
]


@pytest.mark.parametrize("reader", WINDOWS, indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_fits_its_window_and_axe_finds_nothing(
    world: World, reader: Reader, language: str
) -> None:
    for page in PAGES:
        reader.open(f"/{language}/andes-2026/{page}")
        assert reader.overflow <= 0, page
        assert reader.violations() == [], page
    assert [text for text in reader.complaints if "404" not in text] == []


@pytest.mark.parametrize("reader", [{"width": 360}], indirect=True)
def test_a_long_word_breaks_instead_of_widening_the_page(world: World, reader: Reader) -> None:
    row = world.activities["plenary"]
    row.title = {"en": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"}
    row.save()
    for page in PAGES[:4]:
        reader.open(f"/en/andes-2026/{page}")
        assert reader.overflow <= 0, page


@pytest.mark.parametrize("reader", [{"width": 1440}, {"width": 1000}, {"width": 700}], indirect=True)
def test_twelve_rooms_fit_every_window(world: World, reader: Reader) -> None:
    hall, session = world.rooms["aula"], world.release.plan.sessions.get(activity__key="plenary")
    for number in range(11):
        hall.pk, hall.key, hall.order = None, f"hall-{number}", 10 + number
        hall.save()
        session.pk, session.room = None, hall
        session.save()
    for view in ("grid", "list"):
        reader.open(f"/en/andes-2026/programme/?view={view}")
        assert reader.overflow <= 0


def test_the_first_tab_leads_past_the_menu(world: World, reader: Reader) -> None:
    page = reader.open("/en/andes-2026/programme/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("reader", [{"width": 360}], indirect=True)
def test_the_menu_on_a_phone_opens_and_closes_by_keyboard(world: World, reader: Reader) -> None:
    page = reader.open("/en/andes-2026/")
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_by_role("link", name="Speakers").is_visible()
    page.keyboard.press("Escape")
    assert not menu.get_by_role("link", name="Speakers").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Menu"


@pytest.mark.parametrize("reader", [{"width": 360, "scripts": False}], indirect=True)
def test_menu_rooms_and_languages_work_without_scripts(world: World, reader: Reader) -> None:
    page = reader.open("/en/andes-2026/programme/")
    page.locator("details.menu summary").click()
    page.locator("details.menu").get_by_role("link", name="Speakers").click()
    assert page.url.endswith("/en/andes-2026/speakers/")
    page.locator("details.drop").first.locator("summary").click()
    page.get_by_role("link", name="العربيّة").click()
    assert page.url.endswith("/ar/andes-2026/speakers/")
    page.goto(reader.address + "/en/andes-2026/programme/")
    page.locator("summary", has_text="All rooms").click()
    page.get_by_label("Aula").check()
    page.get_by_role("button", name="Show").click()
    assert "room=aula" in page.url
    assert page.get_by_text("The water").count() == 0


def test_the_chosen_scheme_stays_and_comes_before_the_page_is_drawn(world: World, reader: Reader) -> None:
    page = reader.open("/en/andes-2026/")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="Light or dark").click()
    dark = page.evaluate(background)
    assert light != dark
    reader.open("/en/andes-2026/programme/")
    assert page.evaluate(background) == dark
    assert page.locator("head script[src*=scheme]").get_attribute("defer") is None


@pytest.mark.parametrize("reader", [{"scheme": "dark", "scripts": False}], indirect=True)
def test_a_dark_system_gets_a_dark_page_without_scripts(world: World, reader: Reader) -> None:
    page = reader.open("/en/andes-2026/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 26, 40)"


@pytest.mark.parametrize("reader", [{"width": 360}, {"width": 1440}], indirect=True)
def test_rooms_stand_side_by_side_where_there_is_room_for_them(world: World, reader: Reader) -> None:
    held = world.release.plan.sessions.filter(activity__key="glaciers")
    held.update(starts=local(MONDAY, 14), ends=local(MONDAY, 15))
    page = reader.open("/en/andes-2026/programme/")
    display = page.evaluate("getComputedStyle(document.querySelector('.hours')).display")
    wide = page.viewport_size["width"] == 1440  # type: ignore[index]
    assert (display == "grid") == wide
    assert page.locator(".hours .room").first.is_visible() == wide
    assert page.locator(".hours .talk:not(.alone) .at-room").first.is_visible() != wide
    assert page.locator(".hours .alone .at-room").is_visible(), "what stands over all rooms names its own"


def test_nothing_on_a_page_leads_nowhere(world: World, reader: Reader) -> None:
    """Every address that the site names on its own pages is there."""
    seen: set[str] = set()
    waiting = ["/en/andes-2026/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = reader.page.request.get(reader.address + path)
        assert answer.ok, path
        if "html" in answer.headers["content-type"] and path.startswith("/en/"):
            page = reader.open(path)
            links = page.evaluate(
                "[...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href'))"
            )
            waiting += [link for link in links if link.startswith("/en/")]
    assert {"/en/andes-2026/speakers/", "/en/andes-2026/programme.ics"} <= seen
    assert len(seen) > 40
