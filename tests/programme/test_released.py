"""What is read of a released programme, by whom, and with how many questions to the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.worlds import MONDAY, TUESDAY, World, add_contribution, world_of_cusco

from serai.core.actors import PUBLIC, Actor
from serai.core.errors import NotVisible
from serai.parties.queries import named
from serai.programme.queries import released
from serai.programme.showing.cards import cards


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture
def participant(world: World) -> Actor:
    return world.actor("delegate")


def titles(world: World, actor: Actor) -> set[str]:
    return {row.activity.key for row in released.programme(actor, world.release).sessions}


def test_the_public_finds_the_latest_release_and_no_draft(world: World) -> None:
    assert released.latest_release(PUBLIC, world.edition) == world.release
    assert world.release.number == 2
    starts = {row.starts for row in released.programme(PUBLIC, world.release).sessions}
    assert starts == {
        row.starts for row in world.release.plan.sessions.exclude(activity__visibility="closed")
    }
    assert starts.isdisjoint(row.starts for row in world.draft.sessions.exclude(activity__key="show"))


def test_a_closed_activity_is_absent_for_outsiders_and_there_for_its_chair(world: World) -> None:
    chair = world.actor("delegate", person="chair-briefing")
    assert "briefing" not in titles(world, PUBLIC)
    assert "briefing" in titles(world, chair)
    with pytest.raises(NotVisible):
        released.activity(PUBLIC, world.release, "briefing")
    assert released.activity(chair, world.release, "briefing").key == "briefing"


def test_a_listed_activity_shows_its_inside_to_participants_only(world: World, participant: Actor) -> None:
    for actor, inside in ((PUBLIC, 0), (participant, 2)):
        programme = released.programme(actor, world.release, activity=world.activities["consultation"])
        (card,) = cards(programme)
        assert (len(card.placements), len(card.chairs), card.is_detailed) == (inside, inside // 2, inside > 0)


def test_people_of_shut_activities_are_nobody_to_the_public(world: World, participant: Actor) -> None:
    public = {person.pk for person in released.people(PUBLIC, world.release)}
    assert world.people["chair-consultation"].pk not in public
    assert world.people["speaker-16"].pk not in public
    assert world.people["minister"].pk in public
    assert len(public) == 16 + 4
    assert released.people(participant, world.release).count() == 20 + 3
    with pytest.raises(NotVisible):
        released.person(PUBLIC, world.release, world.people["speaker-19"].key)


def test_a_contribution_that_is_hidden_does_not_exist(world: World) -> None:
    assert released.placement(PUBLIC, world.release, "water-talk-6").contribution.key == "water-talk-6"
    for key in ("consultation-talk-16", "briefing-talk-18", "nothing"):
        with pytest.raises(NotVisible):
            released.placement(PUBLIC, world.release, key)


def test_counts_leave_out_what_is_hidden(world: World, participant: Actor) -> None:
    assert released.shown_contributions(PUBLIC, world.release).count() == 16
    assert released.shown_contributions(participant, world.release).count() == 18
    assert [row.key for row in released.activities(PUBLIC, world.release)] == [
        "plenary", "water", "glaciers", "show", "consultation",
    ]  # fmt: skip


def test_an_activity_without_a_place_in_the_release_is_not_shown(world: World) -> None:
    world.release.plan.sessions.filter(activity__key="glaciers").delete()
    with pytest.raises(NotVisible):
        released.activity(PUBLIC, world.release, "glaciers")
    assert "glaciers" not in [row.key for row in released.activities(PUBLIC, world.release)]


def test_days_and_breaks_are_those_of_the_place(world: World) -> None:
    assert released.days(PUBLIC, world.release) == [MONDAY, TUESDAY]
    assert [row.key for row in released.breaks(PUBLIC, world.edition, MONDAY)] == ["mon-lunch"]
    evening = world.release.plan.sessions.get(activity__key="water")
    evening.starts, evening.ends = evening.starts + timedelta(hours=7), evening.ends + timedelta(hours=7)
    evening.save()  # 21:00 in Cusco is already Tuesday in UTC
    monday = released.programme(PUBLIC, world.release, day=MONDAY).sessions
    assert "water" in {row.activity.key for row in monday}


@pytest.mark.parametrize("words", ["ñahui", "QUISPE", "quispe ma", "quechua-form", "科学"])
def test_a_person_is_found_by_any_form_of_the_name(world: World, words: str) -> None:
    minister = world.people["minister"]
    minister.names = {"qu": "quechua-form", "zh": "科学部长"}
    minister.sort_key = "ma. quispe nahui ñahui"
    minister.save()
    assert list(named(released.people(PUBLIC, world.release), words)) == [minister]


def test_sessions_of_an_activity_that_touch_in_one_room_are_one_card(world: World) -> None:
    programme = released.programme(PUBLIC, world.release, day=MONDAY)
    shown = {card.activity.key: card for card in cards(programme)}
    assert shown["show"].length == timedelta(hours=7)
    assert len(shown["show"].sessions) == 3
    assert shown["water"].number == 1


def test_a_card_names_three_speakers_sourced_ones_first_and_counts_the_others(world: World) -> None:
    add_contribution(world, "water", "late", "minister")
    session = world.release.plan.sessions.get(activity__key="water")
    last = session.placements.last()
    session.placements.create(
        plan=world.release.plan, contribution=world.contributions["late"], starts=last.ends,
        ends=last.ends + timedelta(minutes=20),
    )  # fmt: skip
    (card,) = cards(released.programme(PUBLIC, world.release, activity=world.activities["water"]))
    assert card.first_speakers[0] == world.people["minister"]
    assert (len(card.first_speakers), card.further_speakers) == (3, 3)


def test_the_whole_programme_is_read_with_a_fixed_number_of_queries(
    world: World,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    with django_assert_num_queries(5):
        programme = released.programme(PUBLIC, world.release)
        for card in cards(programme):
            assert str(card.room.venue)
            assert card.has_generated in (True, False)


def test_a_break_that_is_out_of_use_is_not_shown(world: World) -> None:
    assert [row.key for row in released.breaks(PUBLIC, world.edition, MONDAY)] == ["mon-lunch"]
    world.edition.periods.filter(key="mon-lunch").update(is_retired=True)
    assert released.breaks(PUBLIC, world.edition, MONDAY) == []
