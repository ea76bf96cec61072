"""News: who may say what, where it is read, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from tests.worlds import World, world_of_cusco

from serai.core.actors import PUBLIC, Actor
from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.editions import queries, services
from serai.editions.models import Announcement, Edition

DESK = "/en/andes-2026/desk/news/"
ATOM = "{http://www.w3.org/2005/Atom}"
HOUR = timedelta(hours=1)


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture
def secretary(world: World) -> Actor:
    return world.actor("secretariat")


@pytest.fixture
def desk(secretary: Actor, client: Client) -> Client:
    client.force_login(secretary.user)
    return client


def say(world: World, words: str = "The bus leaves at six.", **facts: object) -> Announcement:
    facts = {"starts": timezone.now() - HOUR, "ends": None} | facts
    return Announcement.objects.create(edition=world.edition, text={"en": words}, **facts)


def version(world: World) -> int:
    return Edition.objects.get(pk=world.edition.pk).content_version


def test_what_is_announced_is_shown_from_now_on_and_counts_the_version_up(
    world: World, secretary: Actor
) -> None:
    before = version(world)
    row = services.announce(actor=secretary, edition=world.edition, text={"en": " Hello ", "es": " "})
    assert row.text.data == {"en": "Hello"}
    assert list(queries.news(PUBLIC, world.edition)) == [row]
    assert version(world) == before + 1


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"text": {"en": "  "}}, "text", "in one language at least"),
        ({"text": {"fr": "Bonjour"}}, "text", "isn't written in fr"),
        ({"text": {"en": "x" * 601}}, "text", "600 characters"),
        ({"text": {"en": "x"}, "ends": datetime(2020, 1, 1, tzinfo=UTC)}, "ends", "after it begins"),
    ],
)
def test_news_without_words_or_with_a_wrong_end_is_refused_by_field(
    world: World, secretary: Actor, facts: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.announce(actor=secretary, edition=world.edition, **facts)  # type: ignore[arg-type]
    assert words in refusal.value.message_dict[field][0]
    assert not Announcement.objects.exists()


def test_only_the_secretariat_announces(world: World) -> None:
    with pytest.raises(NotVisible):
        services.announce(actor=world.actor("delegate"), edition=world.edition, text={"en": "x"})
    with pytest.raises(Forbidden):
        services.announce(actor=world.actor("programme_committee"), edition=world.edition, text={"en": "x"})


def test_two_people_who_change_one_announcement_do_not_overwrite_each_other(
    world: World, secretary: Actor
) -> None:
    row = say(world)
    services.change_announcement(actor=secretary, announcement=row, values={"text": {"en": "At seven."}})
    with pytest.raises(DomainError, match="changed this meanwhile"):
        services.change_announcement(
            actor=secretary, announcement=row, values={"text": {"en": "At eight."}}, seen="what stood there"
        )
    assert Announcement.objects.get().text.data == {"en": "At seven."}


def test_what_has_ended_or_not_begun_is_not_ended_again(world: World, secretary: Actor) -> None:
    for row in (say(world, starts=timezone.now() + HOUR), say(world, ends=timezone.now() - HOUR / 2)):
        with pytest.raises(DomainError, match="isn't shown"):
            services.end_announcement(actor=secretary, announcement=row)
    running = services.end_announcement(actor=secretary, announcement=say(world))
    assert running.ends <= timezone.now()
    assert not queries.news(PUBLIC, world.edition).exists()


@pytest.mark.parametrize("page", ["", "programme/", "news/"])
def test_pages_show_the_news_of_the_moment_the_latest_first(world: World, client: Client, page: str) -> None:
    say(world, "First.", starts=timezone.now() - 2 * HOUR)
    say(world, "Second.", is_urgent=True)
    say(world, "Not yet.", starts=timezone.now() + HOUR)
    say(world, "Over.", ends=timezone.now() - HOUR / 2)
    text = client.get(f"/en/andes-2026/{page}").content.decode()
    assert text.index("Second.") < text.index("First.")
    assert "Not yet." not in text
    assert "Over." not in text
    assert "urgent" in text


def test_a_page_without_news_has_no_band(world: World, client: Client) -> None:
    assert "news-band" not in client.get("/en/andes-2026/").content.decode()
    assert "There is no news" in client.get("/en/andes-2026/news/").content.decode()


def test_before_the_first_release_there_may_be_news(world: World, client: Client) -> None:
    world.edition.releases.all().delete()
    say(world, "Registration opens.")
    assert "Registration opens." in client.get("/en/andes-2026/programme/").content.decode()


def test_the_feed_is_atom_in_the_language_of_its_address(world: World, client: Client) -> None:
    row = say(world)
    row.text = {"en": "The bus <b>leaves</b>.\nAt six.", "es": "Sale el bus."}
    row.save()
    response = client.get("/en/andes-2026/news.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    (entry,) = feed.iter(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}title") == "Andean Meeting 2026"
    assert entry.findtext(f"{ATOM}title") == "The bus <b>leaves</b>."
    assert entry.findtext(f"{ATOM}summary") == "The bus <b>leaves</b>.\nAt six."
    assert entry.findtext(f"{ATOM}id", "").endswith(f":news/{row.pk}")


def post(client: Client, address: str = DESK, **fields: str) -> str:
    response = client.post(address, fields)
    if response.status_code == 302:
        return client.get(response["Location"]).content.decode()
    assert response.status_code == 422
    return response.content.decode()


def test_the_desk_announces_in_the_time_of_the_place(world: World, desk: Client) -> None:
    text = post(
        desk,
        **{"text-en": "Dinner at eight.", "starts": "2026-05-04T18:00", "ends": "2026-05-04T20:00"},
        is_urgent="on",
    )
    assert "It is announced." in text
    row = Announcement.objects.get()
    assert row.starts == datetime(2026, 5, 4, 23, tzinfo=UTC)
    assert (row.is_urgent, row.created_by) == (True, world.people["signed-secretariat"].user)
    assert "T18:00-05:00" in text


def test_a_form_with_errors_keeps_what_was_typed(world: World, desk: Client) -> None:
    text = post(desk, **{"text-en": "Dinner.", "starts": "2026-05-04T18:00", "ends": "2026-05-04T17:00"})
    assert "It must end after it begins." in text
    assert "Dinner." in text
    assert 'value="2026-05-04T17:00"' in text
    assert "in one language at least" in post(desk)
    assert not Announcement.objects.exists()


def test_an_announcement_is_changed_ended_and_deleted_on_the_desk(world: World, desk: Client) -> None:
    row = say(world)
    form = desk.get(f"{DESK}{row.pk}/").content.decode()
    assert "The bus leaves at six." in form
    assert "says now what you wrote" in post(desk, f"{DESK}{row.pk}/", **{"text-en": "At seven."})
    row.refresh_from_db()
    assert row.text.data == {"en": "At seven."}
    assert "no longer shown" in post(desk, f"{DESK}end-{row.pk}/")
    assert "is deleted" in post(desk, f"{DESK}remove-{row.pk}/")
    assert not Announcement.objects.exists()


def test_a_language_that_the_edition_no_longer_has_stays_in_a_text(world: World, desk: Client) -> None:
    row = say(world)
    row.text = {"en": "The bus leaves.", "fr": "Le bus part."}
    row.save()
    assert "says now what you wrote" in post(desk, f"{DESK}{row.pk}/", **{"text-en": "At seven."})
    row.refresh_from_db()
    assert row.text.data == {"en": "At seven.", "fr": "Le bus part."}


def test_the_desks_news_are_hidden_from_everybody_else(world: World, client: Client) -> None:
    row = say(world)
    for actor in (None, world.actor("delegate")):
        if actor:
            client.force_login(actor.user)
        assert client.get(DESK).status_code == 404
        assert client.post(f"{DESK}remove-{row.pk}/").status_code == 404
    assert Announcement.objects.exists()


def test_news_of_another_edition_are_not_found_under_this_one(world: World, desk: Client) -> None:
    other = world_of_cusco("andes-2028")
    assert desk.get(f"{DESK}{say(other).pk}/").status_code == 404


def test_lists_of_news_ask_the_database_as_often_for_three_as_for_one(
    world: World,
    desk: Client,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    say(world)
    desk.get(DESK)
    with django_assert_num_queries(8):
        desk.get(DESK)
    say(world), say(world)
    with django_assert_num_queries(8):
        desk.get(DESK)
