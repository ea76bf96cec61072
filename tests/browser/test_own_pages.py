"""Own pages and the desk of speakers in Chromium: on a phone, from right to left, without scripts."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from tests.browser.conftest import Reader
from tests.programme.links import give_account, invite, link_of, page_of
from tests.worlds import World

from serai.core.models import User
from serai.participation.models import LinkPurpose
from serai.programme.models import ContributionMember

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "scripts": False}


@pytest.fixture(autouse=True)
def asked(world: World) -> None:
    cache.clear()
    give_account(world.people["speaker-6"])
    invite(world, "speaker-6", again=True)


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_a_speaker_answers_on_a_phone_without_scripts(world: World, reader: Reader) -> None:
    """The policy that no address is passed on must not keep the browser from sending its forms."""
    page = reader.open(page_of(link_of(world, "speaker-6")))
    page.click("button[value=accept]")
    assert "you have accepted" in page.inner_text(".notice >> nth=0")
    page.fill("textarea[name$=title_en]", "Rain above the clouds")
    page.click("text=Save title and abstract")
    assert page.input_value("textarea[name$=title_en]") == "Rain above the clouds"
    assert reader.overflow <= 0
    assert ContributionMember.objects.get(person=world.people["speaker-6"]).state == "accepted"


@pytest.mark.parametrize("reader", [{"width": 360}, {"width": 1440, "scheme": "dark"}], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_own_pages_fit_and_are_accessible(world: World, reader: Reader, language: str) -> None:
    speaker = page_of(link_of(world, "speaker-6"), language)
    reader.open(speaker).click("button[value=accept]")
    agenda = page_of(link_of(world, "speaker-6", LinkPurpose.AGENDA), language)
    for path in (speaker, agenda):
        reader.open(path)
        assert reader.overflow <= 0, path
        assert reader.violations() == [], path
    assert reader.complaints == []


@pytest.mark.parametrize("reader", [{"width": 360}, {"width": 1440}], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_desk_of_speakers_fits_and_is_accessible(world: World, reader: Reader, language: str) -> None:
    sign_in(reader, world.actor("secretariat").user)
    for path in ("", "andes-2026-speaker-6/"):
        reader.open(f"/{language}/andes-2026/desk/speakers/{path}")
        assert reader.overflow <= 0, path
        assert reader.violations() == [], path
    assert reader.complaints == []


def sign_in(reader: Reader, user: User | None) -> None:
    """Give the window the cookie of a signed-in account."""
    from django.test import Client

    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    value = client.cookies["sessionid"].value
    reader.page.context.add_cookies([{"name": "sessionid", "value": value, "url": reader.address}])
