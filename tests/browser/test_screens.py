"""Screens on site as they stand in a hall: in time, by themselves, and with the network taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Reader
from tests.worlds import MONDAY, World, local

from serai.editions.models import Announcement
from serai.programme.models import Session

pytestmark = pytest.mark.browser
HALL, DOOR = "/en/andes-2026/screen/", "/en/andes-2026/screen/sala-1/"
Preview = Callable[..., Page]


def sign_in(reader: Reader, world: World) -> None:
    """The desk's cookie: only the desk sees a screen at another time."""
    user = world.actor("secretariat").user
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": reader.address}
    reader.page.context.add_cookies([cookie])


@pytest.fixture
def preview(world: World, reader: Reader) -> Preview:
    """A screen at some time of Monday, whose clock the test turns on."""
    sign_in(reader, world)

    def open_at(clock: str, path: str = HALL) -> Page:
        reader.page.clock.install()
        page = reader.open(f"{path}?at=2026-05-04T{clock}")
        page.clock.run_for(1500)
        expect(page.locator('html[data-asked="1"]')).to_be_attached()
        return page

    return open_at


def titles(page: Page, place: str) -> list[str]:
    return page.locator(f"#{place} .slot h3").all_text_contents()


def ask_again(page: Page, seconds: int = 30) -> None:
    """Let so much time go by that the screen asks again, and wait for what comes of it."""
    asked = int(page.locator("html").get_attribute("data-asked") or 0)
    page.clock.run_for(seconds * 1000 + 500)
    expect(page.locator(f'html[data-asked="{asked + 1}"]')).to_be_attached()


def turn_on(page: Page, minutes: int) -> None:
    page.clock.fast_forward(minutes * 60_000)
    page.clock.run_for(1500)


@pytest.mark.parametrize("reader", [{"width": 1920}, {"width": 1024}, {"width": 360}], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_screen_fits_its_window_and_axe_finds_nothing(world: World, reader: Reader, language: str) -> None:
    sign_in(reader, world)
    Announcement.objects.create(
        edition=world.edition, text={"en": "The bus leaves at six."}, starts=timezone.now(), is_urgent=True
    )
    for path in (HALL, DOOR):
        reader.open(f"{path}?at=2026-05-04T14:25".replace("/en/", f"/{language}/"))
        assert reader.overflow <= 0, path
        assert reader.violations() == [], path
    assert reader.complaints == []


def test_a_screen_goes_on_from_talk_to_talk(preview: Preview) -> None:
    page = preview("14:05")
    assert titles(page, "now") == ["The show", "Talk water-talk-6"]
    assert titles(page, "next") == ["Talk water-talk-7"]
    assert page.locator("#clock").text_content() == "14:05"
    turn_on(page, 20)
    assert titles(page, "now") == ["The show", "Talk water-talk-7"]
    assert titles(page, "next") == ["Talk water-talk-8"]
    assert page.locator("#clock").text_content() == "14:25"


def test_a_room_has_what_comes_after_the_next_as_well(preview: Preview) -> None:
    page = preview("14:05", DOOR)
    assert titles(page, "now") == ["Talk water-talk-6"]
    assert titles(page, "next")[:4] == [f"Talk water-talk-{number}" for number in (7, 8, 9, 10)]


def test_the_network_is_lost_and_comes_back(world: World, preview: Preview, reader: Reader) -> None:
    page = preview("14:05")
    reader.page.context.set_offline(True)
    ask_again(page)
    lost = page.locator("#lost")
    expect(lost).to_be_visible()
    expect(lost).to_contain_text("No connection since 14:05")
    turn_on(page, 60)
    expect(lost).to_contain_text("No connection since 14:05")
    assert titles(page, "now") == ["The show", "Talk water-talk-9"], "it went on by itself"
    turn_on(page, 24 * 60 - 65)
    assert page.locator("#clock").text_content() == "14:00"
    assert titles(page, "now") == ["The consultation"], "on the next day too"
    world.edition.activities.filter(key="consultation").update(title={"en": "The new consultation"})
    reader.page.context.set_offline(False)
    ask_again(page)
    expect(lost).to_be_hidden()
    assert titles(page, "now") == ["The new consultation"]


def test_what_is_no_screen_never_takes_its_place(preview: Preview, reader: Reader) -> None:
    page = preview("14:05")
    for answer in (
        {"status": 500, "body": "<h1>broken</h1>"},
        {"status": 200, "body": "<h1>Sign in to the hotel's network</h1>"},
        {"status": 404, "body": ""},
    ):
        page.route("**/screen/**", lambda route, _, answer=answer: route.fulfill(**answer))
        ask_again(page)
        expect(page.locator("#lost")).to_be_visible()
        assert titles(page, "now") == ["The show", "Talk water-talk-6"]
        page.unroute("**/screen/**")
        ask_again(page)
        expect(page.locator("#lost")).to_be_hidden()


def test_news_and_changes_come_by_themselves_and_end_in_time(world: World, preview: Preview) -> None:
    page = preview("09:05")
    assert page.locator("#news").is_hidden()
    Announcement.objects.create(
        edition=world.edition,
        text={"en": "Lunch is in the garden."},
        starts=timezone.now() - timedelta(hours=1),
    )
    Session.objects.filter(plan=world.release.plan, activity__key="water").update(room=world.rooms["aula"])
    ask_again(page)
    expect(page.locator("#news")).to_contain_text("Lunch is in the garden.")
    changed = page.locator("#changes li")
    expect(changed).to_contain_text(["The water"])
    expect(changed).to_contain_text(["in Aula instead of Sala-1"])
    expect(changed).to_contain_text(["at 14:00 instead of 14:30"])
    turn_on(page, 7 * 60)
    expect(page.locator("#changes")).to_be_hidden()


def test_languages_take_turns(preview: Preview) -> None:
    page = preview("14:05&lang=en,ar")
    expect(page.locator("html[lang=en]")).to_be_attached()
    ask_again(page, 20)
    expect(page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
    assert titles(page, "now") == ["The show", "Talk water-talk-6"]
    ask_again(page, 20)
    expect(page.locator("html[lang=en][dir=ltr]")).to_be_attached()


@pytest.mark.parametrize("reader", [{"width": 1920, "scripts": False}], indirect=True)
def test_without_scripts_a_screen_shows_now_and_next_and_asks_again(world: World, reader: Reader) -> None:
    sign_in(reader, world)
    page = reader.open(f"{HALL}?at=2026-05-04T14:05")
    assert titles(page, "now") == ["The show", "Talk water-talk-6"]
    assert titles(page, "next") == ["Talk water-talk-7"]
    assert page.locator('noscript meta[http-equiv="refresh"]').count() or "http-equiv" in page.content()


@pytest.mark.parametrize("reader", [{"width": 1920}], indirect=True)
def test_more_than_fits_is_leafed_through(world: World, preview: Preview) -> None:
    hall = world.rooms["aula"]
    for number in range(30):
        hall.pk, hall.key, hall.order = None, f"hall-{number}", 10 + number
        hall.save()
        Session.objects.create(
            plan=world.release.plan, activity=world.activities["show"], period=world.periods["mon-2"],
            room=hall, starts=local(MONDAY, 14), ends=local(MONDAY, 16),
        )  # fmt: skip
    page = preview("14:05")
    shown = page.locator("#now")
    height, inside = shown.evaluate("list => [list.clientHeight, list.scrollHeight]")
    assert inside > height
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    first = shown.locator(".slot").first
    expect(first).to_be_in_viewport()
    page.clock.run_for(13_000)
    expect(first).not_to_be_in_viewport()
