"""Two browsers, two secretaries, two calendars at the same moment. Runs on both databases."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from tests.programme.links import address, give_account, link_of, page_of, role_key, unask
from tests.together import at_once
from tests.worlds import World, world_of_cusco

from serai.core.actors import OPERATOR, link_holder
from serai.core.models import AuditEntry
from serai.participation.models import LinkPurpose, Mail, MailKind, PersonalLink
from serai.participation.services import claim_link, replace_link
from serai.programme import services
from serai.programme.models import Agenda, Contribution

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    cache.clear()
    return world_of_cusco()


def test_of_two_browsers_that_answer_at_once_one_has_the_link(world: World) -> None:
    for key in ("speaker-1", "speaker-2", "speaker-3"):
        link = link_of(world, key)

        def claim(secret: str, link: PersonalLink = link) -> object:
            return claim_link(actor=link_holder(link), link=link, browser=secret).pk

        told = at_once(lambda: claim("one"), lambda: claim("two"))
        assert sorted(told) == sorted([str(link.pk), "link_elsewhere"])
    assert AuditEntry.objects.filter(service="claim_link").count() == 3


def test_of_two_browsers_on_the_page_one_gets_the_cookie(world: World) -> None:
    link, role = link_of(world, "speaker-6"), role_key(world, "water-talk-6", "speaker-6")

    def answer(words: str) -> object:
        client = Client()
        response = client.post(
            f"{page_of(link)}answer/", {"role": role, "answer": words}, REMOTE_ADDR="203.0.113.9"
        )
        assert response.status_code == 302
        return f"link-{link.pk}" in response.cookies

    assert sorted(at_once(lambda: answer("accept"), lambda: answer("decline"))) == ["False", "True"]
    assert AuditEntry.objects.filter(service="answer_invitation").count() == 1


def test_two_who_invite_at_once_write_one_letter(world: World) -> None:
    unask(world, "speaker-6")
    give_account(world.people["speaker-6"])
    people = [world.people["speaker-6"]]

    def invite() -> object:
        return services.invite_speakers(
            actor=OPERATOR, edition=world.edition, people=people, address=address
        ).letters

    assert sorted(at_once(invite, invite)) == ["0", "1"]
    assert Mail.objects.filter(kind=MailKind.INVITATION).count() == 1
    assert PersonalLink.objects.filter(purpose=LinkPurpose.SPEAKER).count() == 1


def test_of_two_who_replace_a_link_at_once_one_is_told(world: World) -> None:
    link = link_of(world, "speaker-6")

    def replace() -> object:
        return replace_link(actor=OPERATOR, link=link, address=address) and "new"

    assert sorted(at_once(replace, replace)) == ["link_replaced", "new"]
    assert PersonalLink.objects.filter(revoked_at=None).count() == 1


def test_of_two_speakers_who_write_at_once_one_is_told(world: World) -> None:
    from serai.core.editing import stamp
    from serai.programme.services.own import OWN

    talk = Contribution.objects.get(key="water-talk-6")
    seen = stamp(talk, OWN)

    def write(title: str) -> object:
        return services.change_own_contribution(
            actor=OPERATOR, contribution=talk, title={"en": title}, abstract={}, seen=seen
        ).title.data["en"]

    told = sorted(at_once(lambda: write("One"), lambda: write("Two")))
    assert told[0] in ("One", "Two")
    assert told[1] == "changed_meanwhile"
    assert Contribution.objects.get(pk=talk.pk).title.data["en"] == told[0]


def test_calendars_that_ask_at_once_are_told_the_same(world: World) -> None:
    path = f"{page_of(link_of(world, 'speaker-6', LinkPurpose.AGENDA))}agenda.ics"

    def ask() -> object:
        return Client().get(path).content.decode()

    assert len(set(at_once(ask, ask, ask))) == 1
    assert Agenda.objects.count() == 1
    assert AuditEntry.objects.filter(service="tell_agenda").count() == 1
