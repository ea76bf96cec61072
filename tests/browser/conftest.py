"""Chromium on the pages of the small edition; the tests are skipped where no Chromium is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.worlds import World, world_of_cusco

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = Path(__file__).with_name("axe.min.js")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    # Playwright's loop runs in this thread; the test's own use of the database is not asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_of_cusco()


class Reader:
    """A window on the site, which notes what the browser complains about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message) -> None:  # type: ignore[no-untyped-def]
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    @property
    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def violations(self) -> list[str]:
        """What axe finds, as rule and place."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))  # the policy of the page allows no inline script
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def reader(browser: Browser, live_server, request: pytest.FixtureRequest) -> Iterator[Reader]:  # type: ignore[no-untyped-def]
    """A window of the width and scheme that the test asks for, as an indirect parameter."""
    wish = {"width": 1440, "scheme": "light", "scripts": True} | getattr(request, "param", {})
    context = browser.new_context(
        viewport={"width": wish["width"], "height": 900},
        color_scheme=wish["scheme"],
        java_script_enabled=wish["scripts"],
        bypass_csp=False,
    )
    yield Reader(context.new_page(), live_server.url)
    context.close()
