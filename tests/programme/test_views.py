"""The public pages: what they show, what they hide, and how often they ask the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.worlds import MONDAY, World, add_contribution, add_person, local, world_of_cusco

from serai.core.models import Provenance
from serai.programme.models import Session

PAGES = {
    "home": "",
    "day": "programme/",
    "list": "programme/?view=list",
    "activity": "activities/water/",
    "contribution": "contributions/water-talk-6/",
    "speakers": "speakers/",
    "speaker": "speakers/andes-2026-minister/",
}
# Questions to the database of an anonymous reader; they must not grow with the edition.
QUERIES = {
    "home": 11,
    "day": 9,
    "list": 9,
    "activity": 9,
    "contribution": 6,
    "speakers": 4,
    "speaker": 5,
}
HIDDEN = ("briefing", "Briefing", "consultation-talk", "Chair Consultation", "Speaker 16", "Speaker 18")


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture
def read(client: Client) -> Callable[[str], str]:
    """The text of a page of the small edition."""

    def page(address: str, language: str = "en", status: int = 200) -> str:
        response = client.get(f"/{language}/andes-2026/{address}")
        assert response.status_code == status, address
        return response.content.decode()

    return page


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_the_public_what_is_hidden(world: World, read: Callable[..., str], page: str) -> None:
    text = read(PAGES[page])
    assert [words for words in HIDDEN if words in text] == []


def test_the_secretariat_sees_what_is_hidden_from_the_public(world: World, client: Client) -> None:
    client.force_login(world.actor("secretariat").user)
    text = client.get("/en/andes-2026/programme/2026-05-05/?view=list").content.decode()
    assert "The briefing" in text
    assert "Speaker 18" in text


@pytest.mark.parametrize(
    "address",
    [
        "activities/briefing/",
        "activities/none/",
        "contributions/consultation-talk-16/",
        "contributions/briefing-talk-18/",
        "speakers/andes-2026-speaker-16/",
        "speakers/andes-2026-chair-briefing/",
        "programme/2026-05-06/",
        "programme/2026-02-31/",
    ],
)
def test_what_is_hidden_or_absent_answers_404(world: World, read: Callable[..., str], address: str) -> None:
    assert "There is nothing here" in read(address, status=404)


def test_a_listed_activity_has_a_page_without_its_inside(world: World, read: Callable[..., str]) -> None:
    text = read("activities/consultation/")
    assert "The consultation" in text
    assert "14:00" in text
    assert "open to the participants only" in text
    assert "What the consultation is about" not in text


def test_a_participant_sees_the_inside_of_a_listed_activity(world: World, client: Client) -> None:
    client.force_login(world.actor("delegate").user)
    text = client.get("/en/andes-2026/activities/consultation/").content.decode()
    assert "consultation-talk-16" in text
    assert "Chair Consultation" in text


def test_the_day_shows_the_release_in_force_in_the_time_of_the_place(
    world: World, read: Callable[..., str]
) -> None:
    text = read("programme/2026-05-04/")
    assert "Monday 4 May" in text
    assert "Times in <bdi>Cusco</bdi> (<bdi>UTC−5</bdi>)" in text
    assert "version 2" in text
    assert "T09:00-05:00" in text
    assert "T09:15-05:00" not in text, "the draft"
    assert "T09:30-05:00" not in text, "the release before"


def test_rooms_can_be_chosen_and_the_choice_stays_with_the_other_view(
    world: World, read: Callable[..., str]
) -> None:
    text = read("programme/?room=aula&room=unknown")
    assert "The plenary" in text
    assert "The water" not in text
    assert "?view=list&amp;room=aula" in text


def test_the_list_shows_each_contribution_with_its_time(world: World, read: Callable[..., str]) -> None:
    text = read("programme/?view=list")
    assert re.search(r"T14:20-05:00.*?Talk water-talk-7", text, re.DOTALL)


def test_more_rooms_than_fit_side_by_side_become_a_list(world: World, read: Callable[..., str]) -> None:
    hall = world.rooms["aula"]
    for number in range(11):
        hall.pk, hall.key, hall.order = None, f"hall-{number}", 10 + number
        hall.save()
        Session.objects.create(
            plan=world.release.plan, activity=world.activities["glaciers"], period=world.periods["mon-1"],
            room=hall, starts=local(MONDAY, 9), ends=local(MONDAY, 10),
        )  # fmt: skip
    assert 'class="agenda"' in read("programme/")
    assert 'class="hours' in read("programme/?room=hall-1")
    assert 'class="hours' in read("programme/?view=grid")


def test_before_the_first_release_the_site_says_so_and_shows_nothing_of_the_plans(
    world: World, read: Callable[..., str]
) -> None:
    world.edition.releases.all().delete()
    for address in ("", "programme/"):
        text = read(address)
        assert "will be published here" in text
        assert "The water" not in text
    for address in ("activities/water/", "speakers/"):
        read(address, status=404)


def test_a_day_is_shown_with_its_own_offset_where_the_clocks_are_changed(
    world: World, read: Callable[..., str]
) -> None:
    world.edition.start, world.edition.end = MONDAY - timedelta(days=60), MONDAY
    world.edition.time_zone = "Europe/Lisbon"  # UTC in early March, UTC+1 in May
    world.edition.save()
    assert "<bdi>UTC+1</bdi>" in read(f"programme/{MONDAY}/")
    assert "<bdi>UTC / UTC+1</bdi>" in read("contributions/water-talk-6/")


def test_an_edition_without_sessions_answers_at_its_first_day(world: World, read: Callable[..., str]) -> None:
    Session.objects.all().delete()
    read("programme/")
    read(f"programme/{MONDAY}/")  # the tab of the day leads here
    read("programme/1999-01-01/", status=404)


def test_generated_things_are_marked_and_sourced_ones_are_not(world: World, read: Callable[..., str]) -> None:
    chip, note = '<span class="chip made"', "was made up for this example"
    generated, sourced = read("contributions/water-talk-6/"), read("contributions/plenary-1/")
    assert chip in generated
    assert note in generated
    assert chip not in sourced
    assert note not in sourced
    assert re.search(r'class="generated"[^>]*><bdi>Speaker 7', read("activities/water/"))
    assert re.search(r'class="generated"[^>]*><bdi lang="es">Sala-2', read("programme/2026-05-05/"))


def test_times_that_no_source_gives_are_marked(world: World, read: Callable[..., str]) -> None:
    assert "times generated" not in read("programme/")
    world.edition.periods.update(provenance=Provenance.GENERATED)
    for page in ("day", "list", "activity", "contribution", "speaker"):
        assert "times generated" in read(PAGES[page]), page


def test_sources_are_linked_and_lost_ones_are_named(world: World, read: Callable[..., str]) -> None:
    text = read("activities/water/")
    assert 'href="https://press.example.org/andes"' in text
    assert "Press report of \u20662026-02-01\u2069, original page not retrieved" in text


def test_activities_lead_to_the_ones_before_and_after(world: World, read: Callable[..., str]) -> None:
    text = read("activities/water/")
    assert re.search(r'rel="prev" href="/en/andes-2026/activities/plenary/"', text)
    assert re.search(r'rel="next" href="/en/andes-2026/activities/glaciers/"', text)
    assert 'rel="prev"' not in read("activities/plenary/")
    assert 'rel="next"' not in read("contributions/plenary-talk-5/")


def test_speakers_are_found_by_name_and_by_party(world: World, read: Callable[..., str]) -> None:
    assert "20 people speak or chair" in read("speakers/")
    found = read("speakers/?q=quispe")
    assert "1 person found" in found
    assert "Speaker 7" not in found
    peru = read("speakers/?party=PE")
    assert "Ma. Quispe" in peru
    assert "Speaker 7" not in peru
    assert "0 people found" in read("speakers/?q=quispe&party=BO")


def test_a_speaker_has_posts_contributions_and_chaired_sessions(
    world: World, read: Callable[..., str]
) -> None:
    minister = read("speakers/andes-2026-minister/")
    for words in (
        "Minister of Science",
        "Academy of the Andes",
        "Peru",
        "Talk plenary-1",
        "press.example.org",
    ):
        assert words in minister
    assert "The water" in read("speakers/andes-2026-chair-water/")


def test_texts_come_in_the_readers_language_or_are_marked_as_another(
    world: World, read: Callable[..., str]
) -> None:
    text = read("", language="ar")
    assert '<html lang="ar" dir="rtl">' in text
    assert '<bdi lang="es">Agua y altura</bdi>' in text
    assert "<bdi>Water and height</bdi>" in read("")
    assert "بيرو" in text


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_the_database_as_often_for_three_things_as_for_one(
    world: World,
    client: Client,
    page: str,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    address = f"/en/andes-2026/{PAGES[page]}"
    with django_assert_num_queries(QUERIES[page]):
        client.get(address)
    _three_more_of_everything(world)
    with django_assert_num_queries(QUERIES[page]):
        client.get(address)


def _three_more_of_everything(world: World) -> None:
    """Talks, speakers with parties of their own, and sessions beside the others."""
    session = world.release.plan.sessions.get(activity__key="water")
    starts = session.placements.last().ends  # type: ignore[union-attr]
    for number in range(3):
        add_person(world, f"more-{number}", party=None)
        talk = add_contribution(world, "water", f"more-{number}", f"more-{number}", "minister")
        ends = starts + timedelta(minutes=20)
        session.placements.create(plan=session.plan, contribution=talk, starts=starts, ends=ends)
        starts = ends
    for key in ("mon-1", "tue-1", "tue-2"):
        period = world.periods[key]
        Session.objects.create(
            plan=world.release.plan, activity=world.activities["water"], period=period,
            room=world.rooms["sala-1"], starts=period.starts, ends=period.ends,
        )  # fmt: skip
