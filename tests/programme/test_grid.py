"""How a day is laid out: hours down, rooms across, bands for what lasts all day."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.worlds import MONDAY, World, local, world_of_cusco

from serai.core.actors import PUBLIC
from serai.editions.models import Room
from serai.programme.queries import released
from serai.programme.showing.cards import Card, cards
from serai.programme.showing.grid import Grid, grid


@pytest.fixture
def world(db: None) -> World:
    """With glaciers beside water on Monday afternoon; the plenary has the morning to itself."""
    world = world_of_cusco()
    world.release.plan.sessions.filter(activity__key="glaciers").update(
        period=world.periods["mon-2"], starts=local(MONDAY, 14), ends=local(MONDAY, 15, 40)
    )
    return world


def laid_out(world: World, zone: str = "America/Lima") -> Grid:
    shown = cards(released.programme(PUBLIC, world.release, day=MONDAY))
    return grid(shown, released.breaks(PUBLIC, world.edition, MONDAY), ZoneInfo(zone))


def test_what_fills_the_day_in_a_room_of_its_own_is_a_band(world: World) -> None:
    assert [card.activity.key for card in laid_out(world).all_day] == ["show"]


def test_only_rooms_in_use_have_a_column(world: World) -> None:
    assert [column.room.key for column in laid_out(world).columns] == ["sala-1", "sala-2"]


def test_items_come_in_order_of_time_with_the_breaks_between_them(world: World) -> None:
    items = laid_out(world).items
    names = [item.card.activity.key if item.card else item.pause.key for item in items]  # type: ignore[union-attr]
    assert names == ["plenary", "mon-lunch", "water", "glaciers"]


def test_each_item_spans_the_rows_from_its_start_to_its_end(world: World) -> None:
    plenary, lunch, water, glaciers = laid_out(world).items
    # Rows begin at 9, 10, 11, 12, 13, 14, 15 and 15:40; the first row of the grid names the rooms.
    assert plenary.style == "grid-column:2/-1;grid-row:2/4"
    assert lunch.style == "grid-column:2/4;grid-row:4/7"
    assert water.style == "grid-column:2;grid-row:7/9"
    assert glaciers.style == "grid-column:3;grid-row:7/9"


def test_what_goes_on_alone_spans_all_rooms(world: World) -> None:
    alone = [item.card.activity.key for item in laid_out(world).items if item.card and item.is_alone]
    assert alone == ["plenary"]


def bands(world: World) -> list[str]:
    return [item.style.split(";")[0] for item in laid_out(world).items if item.pause]


def test_a_break_leaves_the_rooms_in_which_something_goes_on(world: World) -> None:
    sessions = world.release.plan.sessions
    sessions.filter(activity__key="water").update(starts=local(MONDAY, 11), ends=local(MONDAY, 14, 30))
    assert bands(world) == ["grid-column:3/4"]
    sessions.filter(activity__key="plenary").update(starts=local(MONDAY, 11), ends=local(MONDAY, 14))
    assert bands(world) == ["grid-column:4/5"]


def test_a_break_filled_by_one_thing_has_no_band(world: World) -> None:
    held = world.release.plan.sessions.filter(activity__key="plenary")
    held.update(starts=local(MONDAY, 11), ends=local(MONDAY, 14))
    assert bands(world) == []


def test_hours_are_full_where_the_edition_takes_place(world: World) -> None:
    ticks = laid_out(world, "Asia/Kathmandu").ticks
    zone = ZoneInfo("Asia/Kathmandu")
    assert {tick.moment.astimezone(zone).minute for tick in ticks[1:]} == {0}


def test_a_day_of_one_thing_is_a_card_and_no_band(world: World) -> None:
    show = [
        card
        for card in cards(released.programme(PUBLIC, world.release, day=MONDAY))
        if card.activity.key == "show"
    ]
    result = grid(show, [], ZoneInfo("America/Lima"))
    assert (len(result.items), result.all_day) == (1, ())


def test_an_empty_day_is_an_empty_grid() -> None:
    assert grid([], [], ZoneInfo("America/Lima")).items == ()


@pytest.mark.parametrize(("rooms", "fit"), [(4, "narrow"), (6, "medium"), (8, "wide")])
def test_more_rooms_ask_for_a_wider_window(world: World, rooms: int, fit: str) -> None:
    (card,) = (
        card
        for card in cards(released.programme(PUBLIC, world.release, day=MONDAY))
        if card.activity.key == "water"
    )
    copies = [
        Card(card.activity, Room(pk=1000 + number, key=str(number), order=number), card.sessions, True, 1)
        for number in range(rooms)
    ]
    result = grid(copies, [], ZoneInfo("America/Lima"))
    assert (result.fit, len(result.columns)) == (fit, rooms)
    assert card.length == timedelta(minutes=100)
