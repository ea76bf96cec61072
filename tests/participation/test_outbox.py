"""The outbox."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.access_world import World
from tests.participation.conftest import TOKEN, Posted, drafts

from serai.core.actors import OPERATOR
from serai.participation import services

pytestmark = pytest.mark.django_db


def test_a_released_mail_leaves_and_its_link_is_not_kept(world: World, posted: Posted) -> None:
    (mail,) = drafts(world, "speaker")
    services.release_mails(actor=world.actors["secretariat"], edition=world.edition, mails=[mail.pk])
    services.send_mails(actor=OPERATOR, edition=world.edition)
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert TOKEN in posted.one().get_content()
    assert TOKEN not in mail.body
    assert "[link sent]" in mail.body


def test_page(world: World, posted: Posted) -> None:
    drafts(world, "speaker")
    client = Client()
    client.force_login(world.users["secretariat"])
    page = client.get("/en/cusco-2026/desk/mail/")
    assert page.status_code == 200
    assert "speaker@example.org" in page.text
