"""A speaker's own page: answers, texts, absences; and what a link that was passed on can't do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.programme.links import (
    address,
    give_account,
    holder,
    invite,
    link_of,
    page_of,
    path_in,
    role_key,
    unask,
)
from tests.worlds import World, world_of_cusco

from serai.core.models import AuditEntry
from serai.editions.models import Edition
from serai.participation.models import LinkPurpose, Mail, MailKind, Participation, PersonalLink
from serai.programme.models import ActivityMember, ContributionMember, MemberState

pytestmark = pytest.mark.django_db
TALK, SPEAKER = "water-talk-6", "speaker-6"


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return world_of_cusco()


def state(world: World, person: str = SPEAKER) -> str:
    return ContributionMember.objects.get(person=world.people[person]).state


def test_a_page_greets_by_name_and_says_where_and_when(world: World, client: Client) -> None:
    invite(world, SPEAKER, again=True)
    text = client.get(page_of(link_of(world, SPEAKER))).content.decode()
    assert "Speaker 6" in text
    assert "Andean Meeting 2026" in text
    assert "Sala-1" in text
    assert "14:00" in text
    assert 'value="accept"' in text
    assert 'value="decline"' in text


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
def test_the_page_stands_in_every_language_of_the_interface(
    world: World, client: Client, language: str
) -> None:
    invite(world, SPEAKER, again=True)
    response = client.get(page_of(link_of(world, SPEAKER), language))
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def test_what_is_only_planned_is_not_told(world: World, client: Client) -> None:
    link = link_of(world, SPEAKER)
    unask(world, SPEAKER)
    assert f"Talk {TALK}" not in client.get(page_of(link)).content.decode()
    role = {"role": role_key(world, TALK, SPEAKER), "answer": "accept"}
    assert client.post(f"{page_of(link)}answer/", role).status_code == 404
    assert state(world) == MemberState.PLANNED


def test_who_declines_is_told_who_reads_it_and_can_change_their_mind(world: World) -> None:
    invite(world, SPEAKER, again=True)
    link = link_of(world, SPEAKER)
    client, role = Client(), role_key(world, TALK, SPEAKER)
    told = client.post(f"{page_of(link)}answer/", {"role": role, "answer": "decline"}, follow=True)
    assert "The secretariat finds your answer on its desk." in told.content.decode()
    assert state(world) == MemberState.DECLINED
    assert client.get("/en/andes-2026/contributions/water-talk-6/").status_code == 404
    client.post(f"{page_of(link)}answer/", {"role": role, "answer": "accept"})
    assert state(world) == MemberState.ACCEPTED
    trail = AuditEntry.objects.filter(service="answer_invitation").values_list("actor_label", flat=True)
    assert list(trail) == ["Speaker 6 by link"] * 2


def test_a_chair_answers_too(world: World) -> None:
    invite(world, "chair-water", again=True)
    member = ActivityMember.objects.get(person=world.people["chair-water"])
    assert member.state == MemberState.INVITED
    link = link_of(world, "chair-water")
    Client().post(f"{page_of(link)}answer/", {"role": f"a{member.pk}", "answer": "accept"})
    member.refresh_from_db()
    assert member.state == MemberState.ACCEPTED
    assert member.answered_at is not None


def test_who_agrees_takes_part_and_has_an_agenda(world: World) -> None:
    Participation.objects.filter(person=world.people[SPEAKER]).delete()
    invite(world, SPEAKER, again=True)
    row = Participation.objects.get(person=world.people[SPEAKER])
    assert (row.role, row.state) == ("speaker", "invited")
    link = link_of(world, SPEAKER)
    answer = {"role": role_key(world, TALK, SPEAKER), "answer": "accept"}
    text = Client().post(f"{page_of(link)}answer/", answer, follow=True).content.decode()
    row.refresh_from_db()
    assert row.state == "accepted"
    assert page_of(link_of(world, SPEAKER, LinkPurpose.AGENDA)) in text


def test_a_link_answers_only_for_its_person(world: World) -> None:
    invite(world, SPEAKER, "speaker-7", again=True)
    client, link = Client(), link_of(world, SPEAKER)
    other = role_key(world, "water-talk-7", "speaker-7")
    for path, data in (
        ("answer/", {"role": other, "answer": "accept"}),
        (f"text-{other}/", {f"{other}-title_en": "Mine"}),
        (f"slides-{other}/", {}),
    ):
        assert client.post(f"{page_of(link)}{path}", data).status_code == 404
    assert state(world, "speaker-7") == MemberState.INVITED
    world.contributions["water-talk-7"].refresh_from_db()
    assert str(world.contributions["water-talk-7"].title) != "Mine"


def test_texts_keep_their_other_languages_and_what_a_colleague_wrote(world: World) -> None:
    talk = world.contributions[TALK]
    talk.title = {"en": "Water", "fr": "Eau"}
    talk.save()
    client, role = holder(link_of(world, SPEAKER)), role_key(world, TALK, SPEAKER)
    page = page_of(link_of(world, SPEAKER))
    text = client.get(page).content.decode()
    for tag in ("es", "en", "fr"):
        assert f'name="{role}-title_{tag}"' in text
    seen = text.split(f'name="{role}-seen" value="')[1].split('"')[0]
    given = {f"{role}-title_es": "Agua", f"{role}-title_en": "", f"{role}-title_fr": "Eau"}
    client.post(f"{page}text-{role}/", {**given, f"{role}-seen": seen})
    talk.refresh_from_db()
    assert talk.title.data == {"es": "Agua", "fr": "Eau"}
    late = client.post(f"{page}text-{role}/", {**given, f"{role}-seen": seen}, follow=True)
    assert "Somebody else changed this meanwhile" in late.content.decode()


def test_a_title_in_no_language_is_refused_and_what_was_typed_is_kept(world: World) -> None:
    client, role = holder(link_of(world, SPEAKER)), role_key(world, TALK, SPEAKER)
    told = client.post(
        f"{page_of(link_of(world, SPEAKER))}text-{role}/", {f"{role}-abstract_en": "Typed with care."}
    )
    assert told.status_code == 422
    assert "Give the title in at least one language." in told.content.decode()
    assert "Typed with care." in told.content.decode()


def test_html_in_an_abstract_is_text_everywhere(world: World) -> None:
    link = link_of(world, SPEAKER)
    client, role = holder(link), role_key(world, TALK, SPEAKER)
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    data = {f"{role}-title_en": f"Water {evil}", f"{role}-abstract_en": evil}
    assert client.post(f"{page_of(link)}text-{role}/", data).status_code == 302
    secretary = Client()
    secretary.force_login(world.actor("secretariat").user)
    agenda = page_of(link_of(world, SPEAKER, LinkPurpose.AGENDA))
    pages = [
        (client, page_of(link)),
        (client, "/en/andes-2026/contributions/water-talk-6/"),
        (client, agenda),
        (secretary, "/en/andes-2026/desk/speakers/"),
    ]
    for browser, path in pages:
        text = browser.get(path).content.decode()
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "&lt;script&gt;alert(1)" in text, path


def test_absences_are_local_times_and_change_what_is_planned(world: World) -> None:
    link, before = link_of(world, SPEAKER), Edition.objects.get().content_version
    client = holder(link)
    period = world.periods["mon-1"]
    data = {
        "stay-arrives": "2026-05-04T12:00",
        "stay-departs": "2026-05-05T18:00",
        "stay-away": [period.pk],
        "stay-note": "No nuts.",
    }
    assert client.post(f"{page_of(link)}stay/", data).status_code == 302
    row = Participation.objects.get(person=world.people[SPEAKER])
    assert row.arrives == datetime(2026, 5, 4, 17, tzinfo=UTC)
    assert list(row.away.all()) == [period]
    assert 'value="2026-05-04T12:00"' in client.get(page_of(link)).content.decode()
    assert Edition.objects.get().content_version == before + 1
    assert "No nuts" not in str(AuditEntry.objects.get(service="change_own_availability").after)
    wrong = client.post(f"{page_of(link)}stay/", {**data, "stay-departs": "2026-05-04T11:00"})
    assert wrong.status_code == 422
    assert "after the arrival" in wrong.content.decode()


def test_a_link_passed_on_reads_without_what_is_private_and_writes_nothing(world: World) -> None:
    give_account(world.people[SPEAKER], "quispe@example.org")
    Participation.objects.filter(person=world.people[SPEAKER]).update(note="Allergic to nuts.")
    invite(world, SPEAKER, again=True)
    link, role = link_of(world, SPEAKER), role_key(world, TALK, SPEAKER)
    first, other = Client(), Client()
    assert "Allergic" not in other.get(page_of(link)).content.decode()  # nobody has answered yet
    first.post(f"{page_of(link)}answer/", {"role": role, "answer": "accept"})
    assert "Allergic" in first.get(page_of(link)).content.decode()
    cookie = first.cookies[f"link-{link.pk}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    text = other.get(page_of(link)).content.decode()
    assert "first used in another browser" in text
    assert f"Talk {TALK}" in text
    for private in ("Allergic", "quispe@", 'value="decline"', "/en/my/", 'name="stay-arrives"'):
        assert private not in text, private
    assert "q•••@example.org" in text
    for path, data in (
        ("answer/", {"role": role, "answer": "decline"}),
        (f"text-{role}/", {f"{role}-title_en": "Stolen"}),
        ("stay/", {"stay-note": "Stolen"}),
        ("portrait/", {"remove": ""}),
        (f"slides-{role}/", {}),
        ("claim/", {}),
    ):
        told = other.post(f"{page_of(link)}{path}", data, follow=True)
        assert "first used in another browser" in told.content.decode(), path
    assert state(world) == MemberState.ACCEPTED
    world.contributions[TALK].refresh_from_db()
    assert str(world.contributions[TALK].title) != "Stolen"


def test_a_fresh_link_goes_to_the_persons_own_address_and_ends_the_old_one(world: World) -> None:
    give_account(world.people[SPEAKER], "quispe@example.org")
    invite(world, SPEAKER, again=True)
    link = link_of(world, SPEAKER)
    first, other = holder(link), Client()
    assert other.post(f"{page_of(link)}renew/", follow=True).status_code == 410
    mail = Mail.objects.get(kind=MailKind.LINK)
    assert (mail.address, mail.state) == ("quispe@example.org", "queued")
    assert path_in(mail) != page_of(link)
    gone = first.post(
        f"{page_of(link)}answer/", {"role": role_key(world, TALK, SPEAKER), "answer": "decline"}
    )
    assert gone.status_code == 410
    assert "no longer in use" in gone.content.decode()
    assert state(world) == MemberState.INVITED
    assert 'value="accept"' in other.get(path_in(mail)).content.decode()


def test_a_fresh_link_is_not_sent_again_and_again(world: World) -> None:
    give_account(world.people[SPEAKER])
    link = link_of(world, SPEAKER)
    told = []
    for _ in range(4):
        told.append(Client().post(f"{page_of(link)}renew/").status_code)
        newest = PersonalLink.objects.filter(purpose=LinkPurpose.SPEAKER, revoked_at=None).get()
        link = newest
    assert told == [302, 302, 302, 429]
    assert Mail.objects.filter(kind=MailKind.LINK).count() == 3


def test_a_link_ends_when_its_time_is_over(world: World, client: Client) -> None:
    link = link_of(world, SPEAKER)
    page = page_of(link)
    PersonalLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    told = client.get(page)
    assert told.status_code == 410
    assert "Its time is over" in told.content.decode()
    assert client.post(f"{page}claim/").status_code == 410


def test_a_link_works_for_a_month_after_the_edition(world: World) -> None:
    expires = link_of(world, SPEAKER).expires_at
    now = max(timezone.now(), datetime(2026, 5, 6, 4, 59, tzinfo=UTC))
    assert timedelta(days=30) <= expires - now < timedelta(days=31, minutes=1)


def test_two_links_of_one_person_have_nothing_in_common(world: World) -> None:
    from serai.participation.links import new_link, token_of

    made = [new_link(world.edition, world.people[SPEAKER], LinkPurpose.SPEAKER) for _ in range(50)]
    assert len({token_of(link) for link in made}) == 50
    assert all(len(token_of(link)) == 43 and link.token_hash not in token_of(link) for link in made)


def test_a_key_that_changed_shows_no_address_but_the_old_one_still_opens(
    world: World, client: Client, settings: pytest.FixtureRequest
) -> None:
    from serai.participation.links import token_of

    link = link_of(world, SPEAKER)
    page = page_of(link)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert token_of(link) == ""
    assert client.get(page).status_code == 200


def test_an_agenda_link_opens_no_speakers_page(world: World, client: Client) -> None:
    agenda = link_of(world, SPEAKER, LinkPurpose.AGENDA)
    assert client.get(address(agenda).replace("/my/", "/speak/")).status_code == 404
    speaker = link_of(world, SPEAKER)
    assert client.get(address(speaker).replace("/speak/", "/my/")).status_code == 404


def test_pages_of_links_are_kept_and_named_by_nobody(world: World, client: Client) -> None:
    link, agenda = link_of(world, SPEAKER), link_of(world, SPEAKER, LinkPurpose.AGENDA)
    addresses = [page_of(link), page_of(agenda), f"{page_of(agenda)}agenda.ics", "/en/speak/unknown/"]
    addresses.append(page_of(link).removeprefix("/en"))
    for path in addresses:
        response = client.get(path)
        assert response["Referrer-Policy"] == "no-referrer", path
        assert "no-store" in response["Cache-Control"], path
        assert "noindex" in response["X-Robots-Tag"], path
    assert "Disallow: /*/speak/" in client.get("/robots.txt").content.decode()


def test_opening_a_page_is_noted_once_an_hour(world: World, client: Client) -> None:
    link = link_of(world, SPEAKER)
    for _ in range(3):
        client.get(page_of(link))
    assert AuditEntry.objects.filter(service="open_link").count() == 1


def test_the_page_asks_the_database_no_more_for_more_talks(world: World) -> None:
    def queries() -> int:
        client = holder(link_of(world, SPEAKER))
        client.get(page_of(link_of(world, SPEAKER)))
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(link_of(world, SPEAKER)))
        PersonalLink.objects.all().delete()
        return len(captured)

    one = queries()
    for key in ("water-talk-7", "water-talk-8"):
        ContributionMember.objects.create(
            contribution=world.contributions[key], person=world.people[SPEAKER], role="speaker"
        )
    assert (one, queries()) == (12, 12)
