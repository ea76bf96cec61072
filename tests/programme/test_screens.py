"""Screens on site, as the server makes them; in a browser: tests/browser/test_screens.py."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.worlds import MONDAY, TUESDAY, World, local, world_of_cusco

from serai.core.actors import PUBLIC
from serai.editions.models import Announcement, Room
from serai.programme.models import Placement, Session
from serai.programme.queries import released
from serai.programme.queries.timetable import timetable
from serai.programme.showing.screens import Screen, screen

HALL = "/en/andes-2026/screen/"


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


def at(world: World, moment: datetime, room: Room | None = None) -> Screen:
    shown = timetable(PUBLIC, world.release, room=room)
    previous = released.release_before(PUBLIC, world.release)
    before = timetable(PUBLIC, previous, inside=False, known=shown) if previous else None
    return screen(shown, before, released.rooms_before(PUBLIC, world.release), moment, room)


def titles(slots: list) -> list[str]:  # type: ignore[type-arg]
    return [str(slot.title) for slot in slots]


def test_a_screen_has_what_is_on_and_the_next_of_each_room(world: World) -> None:
    found = at(world, local(MONDAY, 14, 5))
    assert titles(found.now) == ["The show", "Talk water-talk-6"]
    assert titles(found.next) == ["Talk water-talk-7"]
    assert {str(slot.day) for slot in found.known} == {"2026-05-04", "2026-05-05"}


def test_between_two_talks_the_first_is_over(world: World) -> None:
    assert titles(at(world, local(MONDAY, 14, 20)).now) == ["The show", "Talk water-talk-7"]


def test_in_the_evening_the_next_day_comes(world: World) -> None:
    found = at(world, local(MONDAY, 20))
    assert found.now == []
    assert titles(found.next) == ["Talk glaciers-talk-11", "The consultation"]


def test_long_before_the_first_day_and_after_the_last_a_screen_is_not_empty_headed(
    world: World, client: Client
) -> None:
    early = at(world, local(MONDAY, 9) - timedelta(days=60))
    assert "Talk plenary-1" in titles(early.next)
    assert at(world, local(TUESDAY, 20)).known == []
    assert "The programme is over." in client.get(HALL).content.decode()


def test_a_room_shows_only_its_own(world: World) -> None:
    found = at(world, local(MONDAY, 14, 5), world.rooms["sala-1"])
    assert titles(found.now) == ["Talk water-talk-6"]
    assert titles(found.next) == [f"Talk water-talk-{number}" for number in (7, 8, 9, 10)] + [
        "The consultation"
    ]


def test_what_moved_since_the_release_before_is_told_until_it_is_over(world: World) -> None:
    sessions = Session.objects.filter(plan=world.release.plan)
    sessions.filter(activity__key="water").update(room=world.rooms["aula"])
    (plenary, water) = at(world, local(MONDAY, 8)).changes
    assert (str(plenary.title), plenary.has_moved, plenary.is_shifted) == ("The plenary", False, True)
    assert (water.room, water.before, water.has_moved) == (world.rooms["aula"], world.rooms["sala-1"], True)
    assert [str(change.title) for change in at(world, local(MONDAY, 13)).changes] == ["The water"]
    tomorrow = at(world, local(MONDAY, 17)).changes
    assert [str(change.title) for change in tomorrow] == ["The glaciers", "The consultation"]


def test_what_is_cancelled_is_told_on_its_day(world: World) -> None:
    Session.objects.filter(plan=world.release.plan, activity__key="water").delete()
    (cancelled,) = [change for change in at(world, local(MONDAY, 8)).changes if change.is_cancelled]
    assert (str(cancelled.title), cancelled.began) == ("The water", local(MONDAY, 14, 30))


def test_a_single_talk_in_another_room_is_told_too(world: World) -> None:
    """Its activity has two sessions, which stay where they were; the talk goes from one to the other."""
    for plan in (world.release.plan, world.edition.releases.get(number=1).plan):
        Session.objects.filter(plan=plan, activity__key="water").update(starts=local(MONDAY, 14))
        beside = Session.objects.create(
            plan=plan, activity=world.activities["water"], period=world.periods["tue-1"],
            room=world.rooms["aula"], starts=local(TUESDAY, 9), ends=local(TUESDAY, 10),
        )  # fmt: skip
        if plan == world.release.plan:
            moved = Placement.objects.filter(plan=plan, contribution__key="water-talk-6")
            starts = local(TUESDAY, 9)
            moved.update(session=beside, starts=starts, ends=starts + timedelta(minutes=20))
    (told,) = [row for row in at(world, local(TUESDAY, 8)).changes if "water" in str(row.title)]
    assert str(told.title) == "Talk water-talk-6"
    assert (told.before, told.room) == (world.rooms["sala-1"], world.rooms["aula"])


def test_a_screen_shows_what_the_public_may_see_whoever_opened_it(world: World, client: Client) -> None:
    client.force_login(world.actor("secretariat").user)
    text = client.get(f"{HALL}?at=2026-05-05T14:05").content.decode()
    assert "The consultation" in text
    for hidden in ("briefing", "consultation-talk", "Chair Consultation"):
        assert hidden not in text


def test_another_time_is_for_the_desk_only(world: World, client: Client) -> None:
    assert client.get(f"{HALL}?at=2026-05-04T14:05").status_code == 404
    client.force_login(world.actor("secretariat").user)
    assert "Talk water-talk-6" in client.get(f"{HALL}?at=2026-05-04T14:05").content.decode()
    for wrong in ("yesterday", "2026-13-01", ""):
        assert client.get(f"{HALL}?at={wrong}").status_code == 404


def test_a_room_that_is_none_has_no_screen_and_an_empty_one_has(world: World, client: Client) -> None:
    assert client.get(f"{HALL}none/").status_code == 404
    world.release.plan.sessions.all().delete()
    assert "The programme is over." in client.get(f"{HALL}aula/").content.decode()


def test_before_the_first_release_a_screen_says_so_and_shows_the_news(world: World, client: Client) -> None:
    world.edition.releases.all().delete()
    Announcement.objects.create(edition=world.edition, text={"en": "Welcome."}, starts=timezone.now())
    text = client.get(HALL).content.decode()
    assert "will be published here" in text
    assert "Welcome." in text


def test_a_screen_knows_its_other_languages(world: World, client: Client) -> None:
    text = client.get(f"{HALL}?lang=en,AR,xx,ar").content.decode()
    assert 'data-turns="/ar/andes-2026/screen/?lang=en,AR,xx,ar"' in text.replace("%2C", ",")
    assert 'data-turns=""' in client.get(HALL).content.decode()


@pytest.mark.parametrize(("address", "count"), [(HALL, 13), (f"{HALL}aula/", 14)])
def test_a_screen_asks_the_database_as_often_for_many_slots_as_for_few(
    world: World,
    client: Client,
    address: str,
    count: int,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    with django_assert_num_queries(count):
        client.get(address)
    world.release.plan.sessions.exclude(activity__key="plenary").delete()
    with django_assert_num_queries(count):
        client.get(address)
