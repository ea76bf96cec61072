"""The desk's page of speakers: lists, counts, invitations and reminders in bulk, answers by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.programme.links import (
    address,
    give_account,
    invite,
    link_of,
    page_of,
    path_in,
    role_key,
    unask,
)
from tests.worlds import World, add_contribution, add_person, world_of_cusco

from serai.core.actors import OPERATOR
from serai.core.errors import DomainError, Forbidden
from serai.core.models import AuditEntry
from serai.editions.models import Edition
from serai.participation.models import LinkPurpose, Mail, MailKind, PersonalLink
from serai.participation.services import replace_link
from serai.programme import services
from serai.programme.models import ContributionMember, MemberState

pytestmark = pytest.mark.django_db
DESK = "/en/andes-2026/desk/speakers/"


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return world_of_cusco()


@pytest.fixture
def desk(world: World, client: Client) -> Client:
    client.force_login(world.actor("secretariat").user)
    return client


def remind(world: World, *keys: str, force: bool = False) -> int:
    people = [world.people[key] for key in keys]
    return services.remind_speakers(
        actor=OPERATOR, edition=world.edition, people=people, address=address, force=force
    ).letters


def test_people_are_listed_by_what_they_answered(world: World, desk: Client) -> None:
    unask(world, "speaker-6", "speaker-7", "speaker-8")
    invite(world, "speaker-7", "speaker-8")
    ContributionMember.objects.filter(person=world.people["speaker-8"]).update(state=MemberState.DECLINED)
    for state, name in (("planned", "Speaker 6"), ("invited", "Speaker 7"), ("declined", "Speaker 8")):
        page = desk.get(f"{DESK}?state={state}")
        assert [entry.person.name for entry in page.context["entries"]] == [name]
    counts = {row["state"]: row["count"] for row in desk.get(DESK).context["filters"]}
    assert counts == {"": 26, "planned": 1, "invited": 1, "declined": 1, "accepted": 23}
    found = desk.get(f"{DESK}?q=quispe").context["entries"]
    assert [entry.person.name for entry in found] == ["Ma. Quispe Ñahui"]


def test_one_letter_goes_to_each_person_not_to_each_talk(world: World, desk: Client) -> None:
    add_contribution(world, "water", "second", "speaker-6", title={"en": "Second talk"})
    give_account(world.people["speaker-6"])
    unask(world, "speaker-6", "speaker-7")
    keys = [world.people[key].key for key in ("speaker-6", "speaker-7")]
    told = desk.post(f"{DESK}write/", {"do": "invite", "person": keys}, follow=True).content.decode()
    assert "1 letter waits in the outbox for your review." in told
    assert "Speaker 7" in told.split("no e-mail address")[1]
    mail = Mail.objects.get()
    assert (mail.kind, mail.state) == (MailKind.INVITATION, "draft")
    assert "Second talk" in mail.body
    assert "Talk water-talk-6" in mail.body
    assert "4–5 May 2026" in mail.body
    assert ContributionMember.objects.filter(state=MemberState.INVITED).count() == 3
    assert PersonalLink.objects.filter(purpose=LinkPurpose.SPEAKER).count() == 2
    desk.post(f"{DESK}write/", {"do": "invite", "person": keys})
    assert Mail.objects.count() == 1


def test_a_letter_is_in_the_language_of_who_gets_it(world: World) -> None:
    user = give_account(world.people["speaker-6"])
    user.language = "ar"
    user.save()
    invite(world, "speaker-6", again=True)
    mail = Mail.objects.get()
    assert mail.language == "ar"
    assert path_in(mail).startswith("/ar/speak/")


def test_who_agreed_is_asked_only_if_that_is_meant(world: World) -> None:
    assert invite(world, "speaker-6").people == 0
    version = Edition.objects.get().content_version
    assert invite(world, "speaker-6", again=True).people == 1
    member = ContributionMember.objects.get(person=world.people["speaker-6"])
    assert (member.state, member.asked_at is not None) == (MemberState.INVITED, True)
    assert Edition.objects.get().content_version == version + 1


def test_only_the_silent_are_reminded_and_not_every_day(world: World) -> None:
    for key in ("speaker-6", "speaker-7"):
        give_account(world.people[key])
    unask(world, "speaker-6")
    invite(world, "speaker-6")
    both = ("speaker-6", "speaker-7")
    assert remind(world, *both) == 0
    a_week_ago = timezone.now() - timedelta(days=8)
    Mail.objects.update(created_at=a_week_ago, state="sent")
    assert remind(world, *both) == 0, "they were asked today, by telephone perhaps"
    ContributionMember.objects.update(asked_at=a_week_ago)
    assert remind(world, *both) == 1
    assert remind(world, *both) == 0
    assert remind(world, *both, force=True) == 1
    letters = Mail.objects.filter(kind=MailKind.REMINDER)
    assert {mail.person.key for mail in letters} == {world.people["speaker-6"].key}
    assert {path_in(mail) for mail in letters} == {page_of(link_of(world, "speaker-6"))}


def test_an_answer_is_written_down_by_hand(world: World, desk: Client) -> None:
    unask(world, "speaker-6")
    page, role = f"{DESK}andes-2026-speaker-6/", role_key(world, "water-talk-6", "speaker-6")
    told = desk.post(f"{page}answer/", {"role": role, "state": "accepted", "seen": "planned"}, follow=True)
    assert "Saved." in told.content.decode()
    member = ContributionMember.objects.get(person=world.people["speaker-6"])
    assert (member.state, member.answered_at is not None) == (MemberState.ACCEPTED, True)
    assert Client().get("/en/andes-2026/contributions/water-talk-6/").status_code == 200
    late = desk.post(f"{page}answer/", {"role": role, "state": "declined", "seen": "planned"}, follow=True)
    assert "Somebody else changed this meanwhile" in late.content.decode()
    entry = AuditEntry.objects.get(service="set_answer")
    assert (entry.before, entry.after) == ({"state": "planned"}, {"state": "accepted"})


def test_the_secretariat_ends_a_link_and_makes_a_new_one(world: World, desk: Client) -> None:
    give_account(world.people["speaker-6"])
    old = link_of(world, "speaker-6")
    page = f"{DESK}andes-2026-speaker-6/"
    assert address(old) in desk.get(page).content.decode()
    desk.post(f"{page}link/", {"link": old.pk})
    assert Client().get(page_of(old)).status_code == 410
    assert Client().get(path_in(Mail.objects.get())).status_code == 200
    text = desk.get(page).content.decode()
    assert address(old) not in text
    with pytest.raises(DomainError, match="replaced already"):
        replace_link(actor=OPERATOR, link=old, address=address)


def test_anybody_can_be_sent_the_link_to_their_agenda(world: World, desk: Client) -> None:
    give_account(world.people["chair-water"])
    keys = [world.people[key].key for key in ("chair-water", "speaker-6")]
    desk.post(f"{DESK}write/", {"do": "agenda", "person": keys})
    mail = Mail.objects.get()
    assert (mail.kind, mail.state) == (MailKind.LINK, "draft")
    assert "The water" in Client().get(path_in(mail)).content.decode()
    assert PersonalLink.objects.filter(purpose=LinkPurpose.AGENDA).count() == 2


def test_the_committee_reads_and_only_the_secretariat_writes(world: World, client: Client) -> None:
    link_of(world, "speaker-6")
    committee = world.actor("programme_committee")
    client.force_login(committee.user)
    text = client.get(DESK).content.decode()
    assert "Speaker 6" in text
    assert 'value="invite"' not in text
    page = client.get(f"{DESK}andes-2026-speaker-6/").content.decode()
    assert "/speak/" not in page
    with pytest.raises(Forbidden):
        services.invite_speakers(actor=committee, edition=world.edition, people=[], address=address)
    client.force_login(world.actor("delegate").user)
    for path in ("", "andes-2026-speaker-6/"):
        assert client.get(f"{DESK}{path}").status_code == 404
    assert client.post(f"{DESK}write/", {"do": "invite"}).status_code == 404


def test_everybody_in_a_list_can_be_chosen(world: World, desk: Client) -> None:
    unask(world, *(f"speaker-{number}" for number in range(1, 6)))
    desk.post(f"{DESK}write/", {"do": "invite", "everybody": "on", "state": "planned", "q": ""})
    assert ContributionMember.objects.filter(state=MemberState.INVITED).count() == 5


def test_nobody_chosen_is_told(world: World, desk: Client) -> None:
    told = desk.post(f"{DESK}write/", {"do": "invite"}, follow=True)
    assert "Nobody was chosen." in told.content.decode()


def test_many_are_invited_in_a_few_queries(world: World) -> None:
    def queries(*keys: str) -> int:
        unask(world, *keys)
        with CaptureQueriesContext(connection) as captured:
            assert invite(world, *keys).people == len(keys)
        return len(captured)

    for number in range(1, 20):
        give_account(world.people[f"speaker-{number}"])
    one = queries("speaker-1")
    assert queries(*(f"speaker-{number}" for number in range(2, 12))) == one


def test_the_list_asks_the_database_no_more_for_more_people(world: World, desk: Client) -> None:
    desk.get(DESK)
    with CaptureQueriesContext(connection) as before:
        desk.get(DESK)
    for number in range(30, 40):
        add_person(world, f"speaker-{number}")
        add_contribution(world, "water", f"more-{number}", f"speaker-{number}")
    with CaptureQueriesContext(connection) as after:
        desk.get(DESK)
    assert (len(before), len(after)) == (14, 14)


def test_all_who_are_silent_for_long_are_reminded_with_one_button(world: World, desk: Client) -> None:
    for number in (6, 7, 8):
        give_account(world.people[f"speaker-{number}"])
    unask(world, "speaker-6", "speaker-7", "speaker-8")
    invite(world, "speaker-6", "speaker-7")
    long_ago = timezone.now() - timedelta(days=10)
    Mail.objects.update(created_at=long_ago, state="sent")
    ContributionMember.objects.filter(person=world.people["speaker-6"]).update(asked_at=long_ago)
    assert "Write reminders to all" not in desk.get(DESK).text
    assert "Write reminders to all" in desk.get(f"{DESK}?state=invited").text
    for days, told, reminded in (
        ("0", "from 1 to 365", []),
        ("11", "None of the people chosen", []),
        ("9", "1 letter waits", ["Speaker 6"]),
        ("9", "None of the people chosen", ["Speaker 6"]),
    ):
        answer = desk.post(f"{DESK}write/", {"do": "remind_silent", "days": days}, follow=True)
        assert told in answer.text, days
        found = Mail.objects.filter(kind=MailKind.REMINDER).values_list("person__name", flat=True)
        assert list(found) == reminded
    (six, seven) = desk.get(f"{DESK}?state=invited").context["entries"]
    assert (six.reminded_at is not None, seven.reminded_at) == (True, None)
    assert "reminded " in desk.get(f"{DESK}?state=invited").text
