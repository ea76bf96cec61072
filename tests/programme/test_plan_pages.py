"""The desk's pages of plans: what they say, what they refuse, and how often they ask the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from i18nfield.strings import LazyI18nString
from pytest_django import DjangoAssertNumQueries
from tests.programme.plans import changed, releasable_world
from tests.worlds import TUESDAY, World, add_contribution, add_person, local

from serai.core.actors import OPERATOR
from serai.programme import planning, services
from serai.programme.models import Plan, Release
from serai.programme.planning import Spot, boards
from serai.programme.planning import cache as problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return releasable_world()


class Desk:
    """Somebody of the secretariat at their browser, with a draft copied from the release."""

    def __init__(self, world: World, role: str = "secretariat") -> None:
        self.world = world
        self.client = Client()
        self.client.force_login(world.actor(role).user)
        copy = services.copy_plan(actor=OPERATOR, plan=world.release.plan, name="Rain")
        self.draft = Plan.objects.select_related("edition").get(pk=copy.pk)

    @property
    def home(self) -> str:
        return f"desk/plans/{self.draft.pk}/"

    @property
    def version(self) -> int:
        """That of the draft as it is stored."""
        return Plan.objects.values_list("version", flat=True).get(pk=self.draft.pk)

    def read(self, path: str = "", status: int = 200, **asked: str) -> str:
        response = self.client.get(f"/en/andes-2026/{path}", asked)
        assert response.status_code == status, response.content
        return response.content.decode()

    def send(self, path: str, status: int = 302, **values: Any) -> str:
        response = self.client.post(f"/en/andes-2026/{path}", values)
        assert response.status_code == status, response.content
        return response.content.decode()

    def move(self, status: int = 302, **more: Any) -> str:
        values = {"period": "tue-1", "room": "aula", "time": "09:40", "seen": 1} | more
        return self.send(f"{self.home}move/water-talk-6/", status, **values)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_the_list_names_each_plan_with_its_origin(desk: Desk) -> None:
    text = desk.read("desk/plans/")
    assert "Rain" in text
    assert "copied from version 2" in text
    assert "public, version 2" in text
    assert "was version 1" in text


def test_a_plan_shows_what_is_wrong_on_the_item(desk: Desk) -> None:
    desk.move(room="sala-2")
    text = desk.read(f"{desk.home}2026-05-05/")
    assert "both have" in text
    assert f"/en/andes-2026/{desk.home}move/water-talk-6/" in text
    assert f"/en/andes-2026/{desk.home}move/session:glaciers:tue-1:sala-2/" in text


def test_what_has_no_place_is_one_step_from_getting_one(desk: Desk) -> None:
    desk.send(f"{desk.home}take-out-water-talk-6/", seen=1)
    text = desk.read(desk.home)
    assert "Without a place" in text
    assert f"{desk.home}move/water-talk-6/" in text
    assert "It has no place yet." in desk.read(f"{desk.home}move/water-talk-6/")


def test_a_look_at_a_place_says_what_it_would_break_and_moves_nothing(desk: Desk) -> None:
    page = f"{desk.home}move/water-talk-6/"
    told = desk.send(page, 200, period="tue-1", room="sala-2", time="09:40", seen=1, check=1)
    part = desk.read(f"{desk.home}check/water-talk-6/", period="tue-1", room="sala-2", time="09:40")
    for text in (told, part):
        assert "This would break" in text
        assert "both have" in text
    assert "<html" not in part
    assert Plan.objects.get(pk=desk.draft.pk).version == 1


def test_without_a_time_the_page_proposes_the_best_one(desk: Desk) -> None:
    part = desk.read(f"{desk.home}check/water-talk-6/", period="tue-1", room="aula", time="")
    assert "Tue 09:00" in part


def test_better_places_are_links_that_fill_the_form(desk: Desk) -> None:
    text = desk.read(f"{desk.home}better/water-talk-6/")
    assert "?period=mon-2&amp;room=sala-1&amp;time=15:40" in text.replace("%3A", ":")
    filled = desk.read(f"{desk.home}move/water-talk-6/", period="tue-1", room="aula", time="09:00")
    assert '<option value="aula" selected>' in filled


def test_a_form_with_errors_keeps_what_was_typed(desk: Desk) -> None:
    text = desk.move(422, time="half past nine")
    assert "half past nine" in text
    assert '<option value="aula" selected>' in text
    text = desk.move(409, time="18:00")
    assert "isn&#x27;t within the period" in text
    assert "18:00" in text


def test_somebody_else_moved_it_meanwhile(desk: Desk) -> None:
    desk.move()
    text = desk.move(409, period="mon-2", room="sala-1", time="15:40")
    assert "Somebody else moved" in text


def test_a_release_can_not_be_moved_in_but_a_draft_can_be_started(desk: Desk) -> None:
    page = f"desk/plans/{desk.world.release.plan_id}/move/water-talk-6/"
    assert "Start a draft from this release" in desk.read(page)
    assert "never changes" in desk.send(page, 409, period="tue-1", room="aula", time="09:40", seen=1)


def test_two_plans_stand_side_by_side_in_words(desk: Desk) -> None:
    desk.move()
    text = " ".join(desk.read(f"{desk.home}compare/").split())
    assert "3 differences" in text
    assert "<del>" in text
    assert "Mon 4 May" in text
    assert "Tue 5 May" in text
    assert "Both hold the same" in desk.read(f"{desk.home}compare/", **{"with": str(desk.draft.pk)})


def test_before_a_release_the_page_says_what_it_needs_to(desk: Desk) -> None:
    world = desk.world
    world.contributions["water-talk-7"].members.update(state="invited")
    world.contributions["water-talk-8"].members.update(state="declined")
    user = world.people["speaker-6"]
    world.actor("speaker", "speaker-6")
    changed(world)
    desk.move()
    text = desk.read(f"{desk.home}release/")
    assert user.name in text
    for words in (
        "speakers who haven't agreed yet",
        "speakers who declined",
        "contributions that stay hidden until a speaker agrees",
        "titles that lack one of the edition's languages",
        "to whom something moves",
        "Nobody gets one before you let it go",
        "What changes against version 2",
    ):
        assert words in text, words


def test_a_plan_that_breaks_a_hard_rule_has_no_button(desk: Desk) -> None:
    desk.move(room="sala-2")
    text = desk.read(f"{desk.home}release/")
    assert "In the way of a release" in text
    assert "Release this draft" not in text
    assert "breaks hard rules" in desk.send(f"{desk.home}release/", 409, after=2)


def test_a_double_click_releases_once_and_says_so(desk: Desk) -> None:
    desk.send(f"{desk.home}release/", after=2)
    assert "already been released" in desk.send(f"{desk.home}release/", 409, after=2)
    assert Release.objects.count() == 3


def test_who_looked_at_an_older_release_is_told_of_the_newer(desk: Desk) -> None:
    other = services.copy_plan(actor=OPERATOR, plan=desk.draft)
    services.release_plan(actor=OPERATOR, plan=other, after=2)
    text = desk.send(f"{desk.home}release/", 409, after=2, note="My note")
    assert "Somebody else released version 3 meanwhile" in text
    assert "My note" in text


def test_going_back_shows_first_what_would_change_and_what_was_retired(desk: Desk) -> None:
    desk.move()
    desk.send(f"{desk.home}release/", after=2)
    desk.world.edition.contributions.filter(key="water-talk-9").update(is_retired=True)
    changed(desk.world)
    text = desk.read("desk/releases/2/")
    assert "was retired since" in text
    assert "Talk water-talk-9" in text
    assert "What changes against version 3" in text
    desk.send("desk/releases/2/", after=3, note="Back")
    assert Release.objects.get(number=4).plan.copied_from == desk.world.release.plan


def test_the_versions_are_listed_with_notes_and_what_each_changed(desk: Desk) -> None:
    desk.move()
    desk.send(f"{desk.home}release/", after=2, note="The hall is flooded.")
    text = Client().get("/en/andes-2026/releases/").content.decode()
    assert "The hall is flooded." in text
    assert "2 moved" in text
    assert "1 new" in text


def test_an_earlier_version_stays_readable_and_says_that_it_no_longer_holds(world: World) -> None:
    text = Client().get("/en/andes-2026/releases/1/programme/").content.decode()
    assert "This is version 1 of the programme. It no longer holds" in text
    assert '<link rel="canonical" href="http://testserver/en/andes-2026/programme/2026-05-04/">' in text
    assert "T09:30-05:00" in text
    assert "The water" in text
    assert "briefing" not in text
    assert Client().get("/en/andes-2026/releases/2/programme/").status_code == 302
    assert Client().get("/en/andes-2026/releases/9/programme/").status_code == 404
    assert Client().get("/en/andes-2026/releases/1/programme/2026-05-05/").status_code == 200


DESK = (
    "desk/plans/",
    "desk/plans/{plan}/",
    "desk/plans/{plan}/compare/",
    "desk/plans/{plan}/release/",
    "desk/plans/{plan}/move/briefing-talk-18/",
    "desk/plans/{plan}/check/briefing-talk-18/",
    "desk/plans/{plan}/better/briefing-talk-18/",
    "desk/releases/1/",
)


@pytest.mark.parametrize("role", ["organiser", "speaker", "head_of_delegation"])
def test_drafts_are_hidden_from_who_does_not_work_on_the_edition(world: World, role: str) -> None:
    """An organiser of one activity isn't shown what drafts do to the others, through any address."""
    desk = Desk(world, role)
    for address in DESK:
        desk.read(address.format(plan=desk.draft.pk), 404)
    for address in ("copy", "rename", "discard", "release", "take-out-water-talk-6", "move/water-talk-6"):
        desk.send(f"{desk.home}{address}/", 404)
    desk.send("desk/releases/1/", 404, after=2)
    assert Release.objects.count() == 2


def test_the_committee_moves_and_the_secretariat_releases(world: World) -> None:
    desk = Desk(world, "programme_committee")
    desk.move()
    assert desk.send(f"{desk.home}release/", 409, after=2)
    assert Release.objects.count() == 2


# Questions of somebody of the secretariat, once problem, board and check are kept. The page before a release
# asks one less if no hard rule is broken: then it needn't name anything.
QUERIES = {
    "desk/plans/": 7,
    "desk/plans/{plan}/": 13,
    "desk/plans/{plan}/compare/": 12,
    "desk/plans/{plan}/release/": 15,
    "desk/plans/{plan}/move/water-talk-7/": 9,
    "desk/plans/{plan}/better/water-talk-7/": 8,
    "desk/plans/{plan}/check/water-talk-7/?period=tue-1&room=aula&time=09:00": 11,
    "releases/": 8,
}


@pytest.mark.parametrize("address", QUERIES)
def test_pages_ask_as_often_for_many_things_as_for_one(
    desk: Desk, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _more(desk, 2)
    _more(desk, 3)  # at the same times: something is wrong from the beginning, so that names are read
    path = address.format(plan=desk.draft.pk)
    for round_ in range(2):
        plan = Plan.objects.select_related("edition").get(pk=desk.draft.pk)
        problem = planning.read_problem(plan.edition)
        problems._problems._keep((plan.edition_id, plan.edition.content_version), problem)
        boards._boards._keep(
            boards._key(plan, plan.version), boards.moves.Board(problem, planning.timetable_of(plan))
        )
        desk.read(path)
        with django_assert_num_queries(QUERIES[address]):
            desk.read(path)
        _more(desk, round_)


def test_a_plan_that_breaks_rules_of_many_kinds_asks_as_often(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Titles, rooms, periods, times and people are named, and what has no place."""
    _more(desk, 2)
    _more(desk, 3)
    desk.send(f"{desk.home}take-out-water-talk-6/", seen=desk.version)
    aula, tuesday = desk.world.edition.rooms.get(key="aula"), desk.world.edition.periods.get(key="tue-1")
    aula.closed.add(tuesday)
    desk.world.edition.participations.get(person=desk.world.people["late-2-0"]).away.add(tuesday)
    desk.world.activities["water"].periods.set(desk.world.edition.periods.filter(key="mon-1"))
    changed(desk.world)
    text = desk.read(f"{desk.home}release/")
    for said in ("when the room is closed", "is away", "may not be held in Tue", "Without a place"):
        assert said in text, said
    for name in ("Late 2 0", "Aula", "Tue 5 May 09:00"):
        assert name in text, name
    with django_assert_num_queries(QUERIES["desk/plans/{plan}/release/"]):
        desk.read(f"{desk.home}release/")


@pytest.mark.django_db(transaction=True)
def test_a_day_that_was_drawn_is_drawn_anew_when_the_plan_or_a_text_changes(
    desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = desk.read(desk.home)
    with django_assert_max_num_queries(8):  # the day and what is wrong aren't asked for again
        assert desk.read(desk.home).count("<li") == first.count("<li")
    desk.send(f"{desk.home}take-out-water-talk-6/", seen=desk.version)
    taken_out = desk.read(desk.home)
    assert "Without a place" in taken_out
    assert "Without a place" not in first
    talk = desk.world.edition.contributions.get(key="water-talk-7")
    talk.title = LazyI18nString({"en": "Water under another name"})
    talk.save()
    changed(desk.world)
    assert "Water under another name" in desk.read(desk.home)
    assert "Water under another name" not in taken_out


def _more(desk: Desk, round_: int) -> None:
    """Three more talks in the draft, each somewhere else than in the release, where they aren't."""
    for number in range(3):
        key = f"late-{round_}-{number}"
        add_person(desk.world, key)
        add_contribution(desk.world, "water", key, key)
        version = desk.version
        changed(desk.world)
        services.move_item(
            actor=OPERATOR,
            plan=desk.draft,
            item=key,
            spot=Spot("tue-1", "aula", local(TUESDAY, 9, 20 * number)),
            seen_version=version,
        )
