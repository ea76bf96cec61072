"""The frame of every page: languages, the way in, errors, and what a strict policy lets through."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.worlds import World, unreleased_world, world_of_cusco

from serai.editions.models import Edition

STATIC = Path(settings.PACKAGE) / "web" / "static" / "web"
TEMPLATES = sorted(Path(settings.PACKAGE).rglob("templates/**/*.html"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom)\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.mark.parametrize(("wish", "language"), [("zh-CN,zh;q=0.9", "zh-hans"), ("ar", "ar"), ("de", "en")])
def test_the_root_leads_to_the_only_edition_in_the_readers_language(
    world: World, client: Client, wish: str, language: str
) -> None:
    response = client.get("/", headers={"accept-language": wish}, follow=True)
    assert response.redirect_chain[-1][0] == f"/{language}/andes-2026/"


def test_several_editions_are_listed(world: World, client: Client) -> None:
    unreleased_world("andes-2028")
    text = client.get("/en/").content.decode()
    assert 'href="/en/andes-2026/"' in text
    assert 'href="/en/andes-2028/"' in text


def test_without_an_edition_the_first_page_says_so(db: None, client: Client) -> None:
    assert "No edition has been loaded yet" in client.get("/en/").content.decode()


def test_a_page_leads_to_itself_in_the_other_languages(world: World, client: Client) -> None:
    text = client.get("/ar/andes-2026/activities/water/").content.decode()
    for language in ("en", "zh-hans", "ar"):
        assert f'href="/{language}/andes-2026/activities/water/"' in text


def test_the_menu_holds_only_what_is_there(world: World, client: Client) -> None:
    assert "/en/andes-2026/speakers/" in client.get("/en/andes-2026/").content.decode()
    assert "/desk/" not in client.get("/en/andes-2026/").content.decode()
    client.force_login(world.actor("secretariat").user)
    assert "/en/andes-2026/desk/" in client.get("/en/andes-2026/").content.decode()
    assert "/en/andes-2026/planning/" in client.get("/en/andes-2026/desk/").content.decode()
    world.edition.releases.all().delete()
    client.logout()
    assert "/en/andes-2026/speakers/" not in client.get("/en/andes-2026/").content.decode()


def test_the_home_counts_only_what_the_reader_may_see(world: World, client: Client) -> None:
    def figures() -> list[str]:
        text = client.get("/en/andes-2026/").content.decode()
        return re.findall(r'class="stat"><b class="num">(\d+)<', text)

    assert figures() == ["2", "5", "16", "20"]
    client.force_login(world.actor("secretariat").user)
    assert figures() == ["2", "6", "20", "26"]


def test_linked_data_can_be_read_and_ends_no_script(world: World, client: Client) -> None:
    Edition.objects.update(theme=None, name={"en": "Water </script><script>alert(1)</script> & height"})
    text = client.get("/en/andes-2026/").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(block)
    assert (data["@type"], data["startDate"]) == ("Event", "2026-05-04")
    assert data["name"] == "Water </script><script>alert(1)</script> & height"
    assert "<script>alert" not in text


def test_texts_of_the_edition_are_escaped(world: World, client: Client) -> None:
    world.activities["water"].title = {"en": "<b>Water</b>", "es": "x"}
    world.activities["water"].save()
    for page in ("programme/", "activities/water/", "programme/?view=list", ""):
        text = client.get(f"/en/andes-2026/{page}").content.decode()
        assert "<b>Water</b>" not in text
        assert "&lt;b&gt;Water" in text


def test_errors_have_pages_in_the_readers_language(world: World, client: Client) -> None:
    response = client.get("/ar/nothing/")
    assert response.status_code == 404
    assert '<html lang="ar" dir="rtl">' in response.content.decode()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/en/andes-2026/planning/plan/").status_code == 403


def test_an_error_of_ours_has_a_page_that_needs_nothing(world: World) -> None:
    client = Client(raise_request_exception=False)
    world.edition.time_zone = "Nowhere/Nothing"
    world.edition.save()
    response = client.get("/en/andes-2026/programme/")
    assert response.status_code == 500
    assert "Something broke" in response.content.decode()


def test_robots_and_the_favicon_are_at_the_root(client: Client) -> None:
    assert client.get("/robots.txt").content.startswith(b"User-agent: *")
    assert client.get("/favicon.ico")["Location"].startswith("/static/web/icon")


def test_the_policy_forbids_scripts_of_others_and_inline_ones(world: World, client: Client) -> None:
    policy = client.get("/en/andes-2026/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_script_style_or_handler(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"<style|<script(?![^>]*(?:src=|ld\+json))|\son[a-z]+=|javascript:", text)
    assert set(re.findall(r'style="([^"]*)"', text)) <= {
        "{{ style }}", "{{ grid.style }}", "{{ column.style }}", "{{ tick.style }}", "{{ item.style }}",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["theme.css", "programme.css"])
def test_our_styles_know_no_left_or_right(name: str) -> None:
    assert PHYSICAL.findall((STATIC / name).read_text(encoding="utf-8")) == []


def test_vendored_styles_name_no_source_maps_and_bring_their_licence() -> None:
    for name in ("bootstrap.min.css", "bootstrap.rtl.min.css"):
        assert "sourceMappingURL" not in (STATIC / name).read_text(encoding="utf-8")
    assert "MIT License" in (STATIC / "bootstrap.LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL-source-serif-4.txt").read_text(
        encoding="utf-8"
    )
