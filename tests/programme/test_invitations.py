"""Speakers are asked by a link, answer on their own page, and are public once they agreed."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.programme.links import give_account, invite, path_in, role_key, unask
from tests.worlds import World, world_of_cusco

from serai.participation.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


def test_a_speaker_is_asked_agrees_writes_a_title_and_then_is_public(world: World, client: Client) -> None:
    unask(world, "speaker-6")
    give_account(world.people["speaker-6"])
    public = "/en/andes-2026/contributions/water-talk-6/"
    assert client.get(public).status_code == 404

    assert invite(world, "speaker-6").letters == 1
    mail = Mail.objects.get()
    assert (mail.kind, mail.state, mail.address) == (
        "invitation",
        "draft",
        "andes-2026-speaker-6@example.org",
    )
    assert client.get(public).status_code == 404

    page = path_in(mail)
    text = client.get(page).content.decode()
    assert "Speaker 6" in text
    assert "Talk water-talk-6" in text
    role = role_key(world, "water-talk-6", "speaker-6")
    assert client.post(f"{page}answer/", {"role": role, "answer": "accept"}, follow=True).status_code == 200
    told = client.post(
        f"{page}text-{role}/",
        {f"{role}-title_es": "Agua", f"{role}-title_en": "Water", f"{role}-abstract_en": "About water."},
    )
    assert (told.status_code, told["Location"]) == (302, page)
    assert "<bdi>Water</bdi>" in client.get(public).content.decode()
    assert "About water." in client.get(public).content.decode()

    own = re.search(r'href="(/en/my/[\w-]+/)"', client.get(page).content.decode())
    assert own
    feed = client.get(f"{own[1]}agenda.ics")
    assert feed["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Water" in feed.content.decode()
    assert "water-talk-6.talk.agenda@andes-2026.serai" in feed.content.decode()
