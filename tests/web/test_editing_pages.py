"""The desk's pages of rows: what they show, to whom, and what happens to what somebody typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.worlds import MONDAY, World, add_contribution, add_person, local, unreleased_world

from serai.core.actors import OPERATOR
from serai.core.models import User
from serai.editions import services
from serai.editions.models import Edition, Host, Period, Room
from serai.participation.models import Participation
from serai.parties.models import Person
from serai.programme.models import Activity, ActivityMember, Contribution, ContributionMember

pytestmark = pytest.mark.django_db
DESK = "/en/andes-2026/desk/"
# Each list with a row in it, and the questions that list and row ask of the database.
PAGES = {
    "hosts/": (7, "academy"),
    "venues/": (7, "centro"),
    "rooms/": (7, "aula"),
    "periods/": (7, "mon-1"),
    "sections/": (7, "themed"),
    "activities/": (7, "water"),
    "contributions/": (9, "plenary-1"),
    "people/": (8, "andes-2026-minister"),
}


@pytest.fixture
def world(db: None) -> World:
    """The small edition, all of whose texts have their original."""
    world = unreleased_world()
    for relation, field in (("sections", "title"), ("activities", "title"), ("contributions", "title")):
        for row in getattr(world.edition, relation).all():
            setattr(row, field, {"es": f"{getattr(row, field)} (es)", "en": str(getattr(row, field))})
            row.save()
    for row in (world.activities | world.contributions).values():
        row.refresh_from_db()
    return world


def signed_in(world: World, role: str) -> Client:
    user = world.actor(role).user
    assert user is not None
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(world: World) -> Client:
    return signed_in(world, "secretariat")


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(DESK + address)
    assert response.status_code == status, address
    return response.content.decode()


def form(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back of a form that nobody touched."""
    page = text(client, address)
    page = page[page.index('<form method="post" class="panel editor"') :]
    page = page[: page.index("</form>")]
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, kind = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "type"))
        value = re.search(r'value="([^"]*)"', tag)
        if name and kind and (kind[1] not in ("checkbox", "radio") or " checked" in tag):
            values.setdefault(name[1], []).append(value[1] if value else "")
    for name, inside in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', inside)
        values.setdefault(name, []).extend(chosen or [""])
    for name, words in re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        values[name] = [words]
    return values


@pytest.mark.parametrize("page", PAGES)
def test_lists_ask_the_database_as_often_for_three_rows_as_for_one(
    world: World,
    desk: Client,
    page: str,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    with django_assert_num_queries(PAGES[page][0]):
        text(desk, page)
    for number in range(3):
        add_person(world, f"more-{number}", party=None)
        add_contribution(world, "water", f"more-{number}", f"more-{number}", "minister")
        for relation in ("hosts", "venues", "rooms", "periods", "sections", "activities"):
            _one_more(world.edition, relation, number)
    with django_assert_num_queries(PAGES[page][0]):
        assert "more-2" in text(desk, page).lower()


# The forms of rows, and their questions: what several fields offer is read once.
FORMS = {
    "rooms/aula/": 10,
    "activities/water/": 15,
    "contributions/plenary-1/": 13,
    "people/andes-2026-minister/": 14,
}


@pytest.mark.parametrize("page", FORMS)
def test_forms_ask_the_database_as_often_for_many_choices_as_for_few(
    world: World,
    desk: Client,
    page: str,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    _changed_twice(desk, page)
    with django_assert_num_queries(FORMS[page]):
        text(desk, page)
    for number in range(3):
        for relation in ("venues", "rooms", "periods", "sections", "activities"):
            _one_more(world.edition, relation, number)
    with django_assert_num_queries(FORMS[page]):
        text(desk, page)


def _changed_twice(desk: Client, page: str) -> None:
    """Have the row a history, in which rows of its relations come and go."""
    for is_chosen in (True, False):
        values = form(desk, page)
        for name in ("periods", "preferred_periods", "preferred_rooms"):
            row = Room.objects.first() if name.endswith("rooms") else Period.objects.first()
            assert row is not None
            values |= {name: [row.pk] if is_chosen else []}
        values |= {"seats": 80 + is_chosen, "position-en": f"Minister {is_chosen}"}
        assert desk.post(DESK + page, values).status_code == 302


def _one_more(edition: Edition, relation: str, number: int) -> None:
    row = getattr(edition, relation).first()
    row.pk, row.key = None, f"more-{number}"
    for field in ("name", "title"):
        if hasattr(row, field):
            setattr(row, field, {"en": f"More-{number}"})
    row.save()


@pytest.mark.parametrize("page", PAGES)
def test_outsiders_are_told_that_there_is_no_such_page(world: World, page: str) -> None:
    for client in (Client(), signed_in(world, "delegate")):
        for address in (page, f"{page}new/", f"{page}{PAGES[page][1]}/", f"{page}{PAGES[page][1]}/remove/"):
            assert client.get(DESK + address).status_code == 404, address
            if address != page:
                assert client.post(DESK + address, {"name-es": "Mine"}).status_code == 404, address


@pytest.mark.parametrize("page", ["edition/", "series/", "hosts/academy/", "rooms/aula/", "periods/mon-1/"])
def test_the_committee_reads_the_edition_and_changes_nothing_of_it(world: World, page: str) -> None:
    committee = signed_in(world, "programme_committee")
    assert '<fieldset class="bare" disabled>' in text(committee, page)
    before = Room.objects.get(key="aula").name.data
    response = committee.post(DESK + page, {"name-es": "Otra"})
    assert response.status_code in (302, 422)
    assert (Room.objects.get(key="aula").name.data, Host.objects.get().name.data) == (
        before,
        {"en": "Academy of the Andes"},
    )


def test_the_committee_makes_the_programme(world: World) -> None:
    committee = signed_in(world, "programme_committee")
    sent = committee.post(f"{DESK}activities/new/", {"title-es": "Mesa", "visibility": "public"})
    assert sent.status_code == 302
    assert Activity.objects.get(key="mesa").title.data == {"es": "Mesa"}


def test_an_organiser_finds_the_own_activity_and_its_contributions_only(world: World) -> None:
    client = signed_in(world, "delegate")
    person = Person.objects.get(user__email="delegate@example.org")
    ActivityMember.objects.create(activity=world.activities["briefing"], person=person, role="organiser")
    page = text(client, "activities/")
    assert "The briefing" in page
    assert "The water" not in page
    assert "activities/new/" not in page
    listed = text(client, "contributions/")
    assert "briefing-talk-18" in listed
    assert "water-talk-6" not in listed
    for address in ("activities/water/", "contributions/water-talk-6/", "rooms/", "people/", "sections/"):
        text(client, address, status=404)
    own = form(client, "activities/briefing/") | {"title-es": "Mía"}
    assert client.post(f"{DESK}activities/briefing/", own).status_code == 302
    assert "Mía" in text(client, "activities/briefing/")
    assert f"{DESK}activities/" in client.get("/en/andes-2026/desk/activities/").content.decode()
    theirs = {"title-es": "Nueva", "minutes": "5", "activity": str(world.activities["water"].pk)}
    assert client.post(f"{DESK}contributions/new/", theirs).status_code == 422


def test_a_form_sent_untouched_changes_nothing(world: World, desk: Client) -> None:
    world.activities["water"].rooms.set([world.rooms["aula"]])
    for address in ("rooms/aula/", "periods/mon-lunch/", "activities/water/", "contributions/plenary-1/",
                    "people/andes-2026-minister/", "edition/", "sections/themed/",
                    "venues/centro/"):  # fmt: skip
        before = list(Edition.objects.values()), list(Activity.objects.values()), list(Room.objects.values())
        assert desk.post(DESK + address, form(desk, address)).status_code == 302, address
        after = list(Edition.objects.values()), list(Activity.objects.values()), list(Room.objects.values())
        for old, new in zip(before, after, strict=True):
            for row in (*old, *new):
                row.pop("content_version", None)
            assert old == new, address
        assert "<del" not in text(desk, address), "nothing is said to have changed"


def test_every_language_of_the_edition_has_its_box_and_others_are_kept(world: World, desk: Client) -> None:
    world.edition.languages = ["es", "ar"]
    world.edition.save()
    room = world.rooms["aula"]
    room.name = {"es": "Aula", "qu": "Yachay wasi"}
    room.save()
    page = text(desk, "rooms/aula/")
    assert re.search(r'name="name-es"[^>]* lang="es" dir="ltr" required', page)
    assert re.search(r'name="name-ar"[^>]* lang="ar" dir="rtl">', page)
    assert '<span class="chip plain">original</span>' in page
    assert desk.post(f"{DESK}rooms/aula/", form(desk, "rooms/aula/") | {"name-ar": "قاعة"}).status_code == 302
    assert Room.objects.get(key="aula").name.data == {"es": "Aula", "ar": "قاعة", "qu": "Yachay wasi"}
    refused = desk.post(f"{DESK}rooms/new/", {"name-ar": "قاعة", "seats": "abc"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Write this in Spanish" in page
    assert 'value="قاعة"' in page, "what was typed stays"
    assert 'value="abc"' in page


def test_html_in_any_field_is_shown_as_it_was_typed(world: World, desk: Client) -> None:
    evil = "<script>alert(1)</script>"
    sent = desk.post(f"{DESK}rooms/new/", {"name-es": evil, "name-en": "=1+1"})
    assert sent.status_code == 302
    room = Room.objects.get(name__contains="alert")
    pages = (f"{DESK}rooms/", f"{DESK}rooms/{room.key}/", f"{DESK}rooms/{room.key}/remove/")
    for address in (*pages, f"{DESK}activities/water/", f"{DESK}activities/new/"):
        page = desk.get(address.replace("/en/", "/es/", 1) if False else address).content.decode()
        assert evil not in page, address
    assert Room.objects.get(pk=room.pk).name.data["en"] == "=1+1"
    assert "=1+1" in text(desk, "rooms/")


def test_two_people_edit_one_row_and_the_second_sees_both(world: World, desk: Client) -> None:
    other = form(desk, "activities/water/")
    services_change = form(desk, "activities/water/") | {"audience": "80", "title-es": "Agua"}
    assert desk.post(f"{DESK}activities/water/", services_change).status_code == 302
    late = desk.post(f"{DESK}activities/water/", other | {"audience": "50", "title-es": "Mar"})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Somebody else changed this meanwhile" in page
    assert re.search(r'name="audience" value="50"', page), "what was typed stays"
    assert re.findall(r'class="now"><b>It says now:</b> <span dir="auto">([^<]*)', page) == [
        "Spanish: Agua · English: The water",
        "80",
    ]
    assert Activity.objects.get(key="water").audience == 80
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    again = other | {"audience": "50", "title-es": "Mar", "seen": seen[1]}
    assert desk.post(f"{DESK}activities/water/", again).status_code == 302
    assert Activity.objects.get(key="water").audience == 50


def test_a_row_that_was_deleted_meanwhile_is_gone(world: World, desk: Client) -> None:
    values = {"name": {"es": "Otra"}}
    room = services.add_room(actor=OPERATOR, edition=world.edition, values=values)
    sent = form(desk, f"rooms/{room.key}/")
    services.remove_room(actor=OPERATOR, room=room)
    assert desk.post(f"{DESK}rooms/{room.key}/", sent).status_code == 404


def test_times_are_written_and_read_as_the_clocks_of_the_city_show_them(world: World, desk: Client) -> None:
    assert form(desk, "periods/mon-1/")["starts"] == ["2026-05-04T09:00"]
    period = {"kind": "period", "starts": "2026-05-04T17:00", "ends": "2026-05-04T18:00"}
    assert desk.post(f"{DESK}periods/new/", period).status_code == 302
    assert Period.objects.get(key="period-1").starts == local(MONDAY, 17)
    for wrong in ("tomorrow", "2026-13-01T00:00", "99999-01-01T00:00", "2026-05-04T17:00Z"):
        assert desk.post(f"{DESK}periods/new/", period | {"starts": wrong}).status_code == 422


def test_an_hour_that_the_clocks_leave_out_is_refused_and_one_that_comes_twice_is_asked_about(
    world: World, desk: Client
) -> None:
    Edition.objects.update(time_zone="Europe/Lisbon", start="2026-03-29", end="2026-10-25")
    Period.objects.all().delete()
    gap = {"kind": "period", "starts": "2026-03-29T01:30", "ends": "2026-03-29T03:00"}
    refused = desk.post(f"{DESK}periods/new/", gap)
    assert "this time doesn" in refused.content.decode()
    twice = {"kind": "period", "starts": "2026-10-25T01:30", "ends": "2026-10-25T03:00"}
    asked = desk.post(f"{DESK}periods/new/", twice)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "comes twice" in page
    assert re.findall(r'<option value="[01]">(UTC[^<]*)', page) == ["UTC+1", "UTC+0"]
    for fold, hour in (("1", 1), ("0", 0)):
        Period.objects.all().delete()
        assert desk.post(f"{DESK}periods/new/", twice | {"starts-fold": fold}).status_code == 302
        stored = Period.objects.get()
        assert stored.starts.hour == hour
        assert form(desk, f"periods/{stored.key}/")["starts-fold"] == [fold]


def test_removing_is_explained_before_it_is_done(world: World, desk: Client) -> None:
    assert "It will be deleted" in text(desk, "rooms/sala-2/remove/")
    world.activities["show"].preferred_rooms.add(world.rooms["sala-2"])
    assert "isn&#x27;t used any more" in text(desk, "rooms/sala-2/remove/")
    world.activities["show"].rooms.add(world.rooms["sala-2"])
    page = text(desk, "rooms/sala-2/remove/")
    assert "The show" in page
    assert "btn-danger" not in page
    assert desk.post(f"{DESK}rooms/sala-2/remove/").status_code == 302
    assert Room.objects.filter(key="sala-2", is_retired=False).exists(), "the refusal became a message"
    world.activities["show"].rooms.clear()
    sent = desk.post(f"{DESK}rooms/sala-2/remove/", follow=True)
    assert "no longer used" in sent.content.decode()
    text(desk, "rooms/sala-2/", status=404)


def test_how_a_row_changed_is_told_in_words(world: World, desk: Client) -> None:
    sent = form(desk, "contributions/plenary-1/")
    sent |= {"minutes": "25", "fixed_period": str(world.periods["mon-1"].pk), "title-es": "Agua <b>"}
    assert desk.post(f"{DESK}contributions/plenary-1/", sent).status_code == 302
    page = text(desk, "contributions/plenary-1/")
    history = page[page.index("How it changed") :]
    assert "secretariat@example.org" in history
    for words in ("<b>Minutes</b> <del dir=\"auto\">20</del>", '<ins dir="auto">25</ins>',
                  "Mon 4 May 09:00–11:00", "Agua &lt;b&gt;"):  # fmt: skip
        assert words in history


def test_the_history_of_a_person_tells_of_their_roles_too(world: World, desk: Client) -> None:
    person = world.people["minister"]
    role = Participation.objects.get(person=person)
    sent = form(desk, f"participations/{role.pk}/") | {"state": "declined", "delegation": "BO"}
    assert desk.post(f"{DESK}participations/{role.pk}/", sent).status_code == 302
    assert desk.post(f"{DESK}people/{person.key}/", form(desk, f"people/{person.key}/") | {"honorific": "Dr"})
    page = text(desk, f"people/{person.key}/")
    history = page[page.index("How it changed") :]
    for words in ("<b>Form of address</b>", '<b>Answer</b> <del dir="auto">accepted</del>', "Bolivia"):
        assert words in history
    assert history.index("Form of address") < history.index("<b>Answer</b>"), "the newest comes first"


def test_long_lists_come_in_parts_and_are_searched(world: World, desk: Client) -> None:
    Person.objects.bulk_create(
        Person(key=f"p-{number}", name=f"Guest Number{number:03}", sort_key=f"z{number:03}")
        for number in range(250)
    )
    guests = Person.objects.filter(key__startswith="p-")
    Participation.objects.bulk_create(
        Participation(edition=world.edition, person=guest, role="guest") for guest in guests
    )
    first = text(desk, "people/")
    assert first.count("<tr>") == 61
    assert "?page=3" in first
    found = text(desk, "people/?q=number249")
    assert "Guest Number249" in found
    assert found.count("<tr>") == 2
    assert "Nothing was found" in text(desk, "people/?q=nobody")
    assert text(desk, "contributions/?q=speaker-7 water").count("<tr>") <= 2


def test_speakers_are_added_by_name_and_who_is_meant_is_asked(world: World, desk: Client) -> None:
    address = f"{DESK}contributions/plenary-1/members/"
    sent = {"person": "speaker 1", "role": "speaker", "state": "planned"}
    asked = desk.post(address, sent)
    assert asked.status_code == 422
    assert asked.content.decode().count('name="chosen"') == 11, "1 and 10 to 19"
    chosen = desk.post(address, sent | {"chosen": "andes-2026-speaker-12"})
    assert chosen.status_code == 302
    member = ContributionMember.objects.get(person=world.people["speaker-12"], contribution__key="plenary-1")
    assert member.state == "planned"
    assert "Nobody with this name" in desk.post(address, sent | {"person": "Nobody"}).content.decode()
    assert "Many have" in desk.post(address, sent | {"person": "e"}).content.decode()
    again = desk.post(address, sent | {"chosen": "andes-2026-speaker-12"})
    assert "has this role already" in again.content.decode()
    assert desk.post(f"{address}{member.pk}/", {"state": "accepted"}).status_code == 302
    member.refresh_from_db()
    assert member.state == "accepted"
    assert desk.post(f"{address}{member.pk}/", {"remove": "1"}).status_code == 302
    assert not ContributionMember.objects.filter(pk=member.pk).exists()


def test_a_person_of_another_edition_is_not_found(world: World, desk: Client) -> None:
    other = unreleased_world("andes-2027")
    stranger = add_person(other, "secret-agent")
    sent = {"person": stranger.key, "role": "speaker", "state": "planned"}
    page = desk.post(f"{DESK}contributions/plenary-1/members/", sent).content.decode()
    assert "Nobody with this name" in page
    text(desk, f"people/{stranger.key}/", status=404)


def test_a_person_is_added_with_an_account_and_a_further_role(world: World, desk: Client) -> None:
    sent = {"name": "李雷", "latin_name": "Li Lei", "party": "CN", "organisation": "中国科学院",
            "email": "li@example.org", "role": "delegate", "delegation": "CN"}  # fmt: skip
    assert desk.post(f"{DESK}people/new/", sent).status_code == 302
    person = Person.objects.get(key="li-lei")
    assert person.user == User.objects.get(email="li@example.org")
    page = text(desk, "people/li-lei/")
    assert "People&#x27;s Republic" in page or "China" in page
    more = {"person": "li-lei", "role": "press", "state": "accepted"}
    assert desk.post(f"{DESK}participations/new/?person=li-lei", more).status_code == 302
    assert sorted(person.participations.values_list("role", flat=True)) == ["delegate", "press"]
    assert (
        desk.post(
            f"{DESK}people/new/", {"name": "Eve", "email": "li@example.org", "role": "press"}
        ).status_code
        == 422
    )


def test_a_new_contribution_starts_in_the_activity_that_asked_for_it(world: World, desk: Client) -> None:
    values = form(desk, "contributions/new/?activity=water")
    assert values["activity"] == [str(world.activities["water"].pk)]
    assert values["minutes"] == ["20"]
    sent = values | {"title-es": "Nueva", "another": "1"}
    response = desk.post(f"{DESK}contributions/new/?activity=water", sent)
    assert response["Location"].endswith("contributions/new/?activity=water")
    assert Contribution.objects.get(key="nueva").activity == world.activities["water"]


def test_what_is_odd_is_said_after_saving(world: World, desk: Client) -> None:
    sent = form(desk, "contributions/plenary-1/") | {"minutes": "500"}
    page = desk.post(f"{DESK}contributions/plenary-1/", sent, follow=True).content.decode()
    assert "longer than every period" in page
