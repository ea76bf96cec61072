"""Drafts are changed item by item: sessions follow, others' moves are seen, releases never change."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.programme.plans import changed, releasable_world
from tests.worlds import MONDAY, TUESDAY, World, local

from serai.core.actors import OPERATOR, Actor
from serai.core.errors import DomainError, NotVisible
from serai.programme import planning, services
from serai.programme.models import Placement, Plan, Session
from serai.programme.planning import Spot

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return releasable_world()


def placed(plan: Plan, key: str) -> tuple[str, datetime, datetime]:
    row = plan.placements.select_related("session__room").get(contribution__key=key)
    return row.session.room.key, row.starts, row.ends


def held(plan: Plan, activity: str) -> list[tuple[str, str, datetime, datetime]]:
    rows = plan.sessions.filter(activity__key=activity).order_by("starts", "room__key")
    return [(row.period.key, row.room.key, row.starts, row.ends) for row in rows]


def move(
    world: World, item: str, period: str, room: str, starts: datetime, **more: object
) -> planning.Outcome:
    values: dict = {"actor": OPERATOR, "plan": world.draft, "seen_version": world.draft.version} | more
    outcome = services.move_item(item=item, spot=Spot(period, room, starts), **values)
    world.draft.refresh_from_db()
    return outcome


def test_a_talk_moves_and_both_sessions_follow(world: World) -> None:
    move(world, "water-talk-6", "tue-1", "aula", local(TUESDAY, 9, 40))
    assert placed(world.draft, "water-talk-6") == ("aula", local(TUESDAY, 9, 40), local(TUESDAY, 10))
    assert held(world.draft, "water") == [
        ("mon-2", "sala-1", local(MONDAY, 14, 35), local(MONDAY, 15, 55)),
        ("tue-1", "aula", local(TUESDAY, 9, 40), local(TUESDAY, 10)),
    ]
    assert world.draft.version == 2


def test_only_the_rows_that_are_touched_are_written(world: World) -> None:
    others = Session.objects.filter(plan=world.draft).exclude(activity__key="water")
    before = set(others.values_list("pk", "starts", "ends"))
    talks = Placement.objects.filter(plan=world.draft).exclude(contribution__key="water-talk-6")
    stayed = set(talks.values_list("pk", "session", "starts"))
    move(world, "water-talk-6", "tue-1", "aula", local(TUESDAY, 9, 40))
    assert set(others.all().values_list("pk", "starts", "ends")) == before
    assert set(talks.all().values_list("pk", "session", "starts")) == stayed


def test_an_emptied_session_vanishes(world: World) -> None:
    for number in range(5):
        begin = local(TUESDAY, 9) + timedelta(minutes=20 * number)
        move(world, f"water-talk-{number + 6}", "tue-1", "aula", begin)
    assert [row[:2] for row in held(world.draft, "water")] == [("tue-1", "aula")]


def test_a_session_moves_with_all_that_is_in_it(world: World) -> None:
    move(world, "session:water:mon-2:sala-1", "tue-2", "aula", local(TUESDAY, 14))
    assert held(world.draft, "water") == [
        ("tue-2", "aula", local(TUESDAY, 14), local(TUESDAY, 15, 40)),
    ]
    assert placed(world.draft, "water-talk-7") == ("aula", local(TUESDAY, 14, 20), local(TUESDAY, 14, 40))


def test_a_move_says_what_it_breaks(world: World) -> None:
    outcome = move(world, "water-talk-6", "tue-1", "sala-2", local(TUESDAY, 9))
    assert "room_conflict" in {violation.rule for violation in outcome.effect.new}
    assert outcome.effect.hard == 1


def test_what_is_taken_out_is_unplaced(world: World) -> None:
    services.unplace_item(actor=OPERATOR, plan=world.draft, item="water-talk-6", seen_version=1)
    world.draft.refresh_from_db()
    assert planning.check_plan(world.draft).unplaced == ["water-talk-6"]
    move(world, "water-talk-6", "mon-2", "sala-1", local(MONDAY, 14, 15))
    assert planning.check_plan(world.draft).unplaced == []


def test_a_released_plan_never_changes(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        move(world, "water-talk-6", "tue-1", "aula", local(TUESDAY, 9), plan=world.release.plan)
    assert refused.value.code == "already_released"
    with pytest.raises(DomainError):
        services.unplace_item(actor=OPERATOR, plan=world.release.plan, item="water-talk-6", seen_version=1)
    with pytest.raises(DomainError):
        services.discard_plan(actor=OPERATOR, plan=world.release.plan)


@pytest.mark.parametrize(
    ("spot", "code"),
    [
        (("tue-1", "nowhere", local(TUESDAY, 9)), "place_gone"),
        (("no-time", "aula", local(TUESDAY, 9)), "place_gone"),
        (("tue-1", "aula", local(TUESDAY, 9, 2)), "between_slots"),
        (("tue-1", "aula", local(TUESDAY, 11)), "outside_period"),
        (("tue-1", "aula", local(MONDAY, 9)), "outside_period"),
    ],
)
def test_nothing_moves_to_where_nothing_can_be(world: World, spot: tuple, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        move(world, "water-talk-6", *spot)
    assert refused.value.code == code


def test_what_the_edition_does_not_have_is_not_there(world: World) -> None:
    for item in ("no-talk", "block:water", "session:water:mon-1:aula", "session:nothing", "session:"):
        with pytest.raises(NotVisible):
            move(world, item, "tue-1", "aula", local(TUESDAY, 9))


def test_who_looked_before_somebody_else_moved_the_same_is_told(world: World) -> None:
    seen = world.draft.version
    move(world, "water-talk-6", "tue-1", "aula", local(TUESDAY, 9))
    with pytest.raises(DomainError, match="Talk water-talk-6") as refused:
        move(world, "water-talk-6", "tue-2", "aula", local(TUESDAY, 14), seen_version=seen)
    assert refused.value.code == "moved_meanwhile"
    assert placed(world.draft, "water-talk-6")[1] == local(TUESDAY, 9)


def test_who_moves_into_the_way_of_what_came_there_meanwhile_is_told(world: World) -> None:
    seen = world.draft.version
    move(world, "water-talk-6", "tue-1", "aula", local(TUESDAY, 9))
    with pytest.raises(DomainError) as refused:
        move(world, "water-talk-7", "tue-1", "aula", local(TUESDAY, 9, 10), seen_version=seen)
    assert refused.value.code == "moved_meanwhile"


def test_who_is_not_concerned_by_others_moves_goes_on(world: World) -> None:
    seen = world.draft.version
    move(world, "water-talk-6", "tue-1", "aula", local(TUESDAY, 9))
    move(world, "plenary-1", "mon-1", "aula", local(MONDAY, 9, 5), seen_version=seen)
    assert placed(world.draft, "plenary-1")[1] == local(MONDAY, 9, 5)
    assert world.draft.version == 3


def test_a_copy_holds_the_same_and_is_another(world: World) -> None:
    copy = services.copy_plan(actor=OPERATOR, plan=world.release.plan, name="Rain")
    assert not len(planning.plan_differences(world.release.plan, copy))
    assert (copy.name, copy.copied_from, copy.version) == ("Rain", world.release.plan, 1)
    services.move_item(
        actor=OPERATOR, plan=copy, item="water-talk-6", seen_version=1,
        spot=Spot("tue-1", "aula", local(TUESDAY, 9)),
    )  # fmt: skip
    changes = planning.plan_differences(world.release.plan, copy)
    assert [(change.kind, change.item.key) for change in changes if change.contribution] == [
        ("moved", "water-talk-6")
    ]


def test_a_copy_leaves_out_what_was_retired_and_sessions_that_this_empties(world: World) -> None:
    edition = world.edition
    edition.contributions.filter(key__in=("water-talk-6", "water-talk-7")).update(is_retired=True)
    edition.contributions.filter(activity__key="briefing").update(is_retired=True)
    copy = services.copy_plan(actor=OPERATOR, plan=world.release.plan)
    assert copy.placements.filter(contribution__is_retired=True).count() == 0
    assert held(copy, "briefing") == []
    assert len(held(copy, "water")) == 1


def test_a_plan_whose_room_was_retired_can_be_mended(world: World) -> None:
    world.rooms["sala-1"].is_retired = True
    world.rooms["sala-1"].save()
    changed(world)
    assert {v.rule for v in planning.check_plan(world.draft).hard} >= {"room_retired"}
    outcome = move(world, "session:water:mon-2:sala-1", "mon-2", "sala-2", local(MONDAY, 14))
    assert "room_retired" in {violation.rule for violation in outcome.effect.gone}
    move(world, "consultation-talk-16", "tue-1", "aula", local(TUESDAY, 9))
    assert planning.Mover(world.draft, "session:consultation:tue-2:sala-1").better()


def test_what_was_retired_can_only_be_taken_out(world: World) -> None:
    world.contributions["water-talk-6"].is_retired = True
    world.contributions["water-talk-6"].save()
    changed(world)
    with pytest.raises(DomainError) as refused:
        move(world, "water-talk-6", "tue-1", "aula", local(TUESDAY, 9))
    assert refused.value.code == "retired"
    services.unplace_item(actor=OPERATOR, plan=world.draft, item="water-talk-6", seen_version=1)
    assert not world.draft.placements.filter(contribution__key="water-talk-6").exists()
    assert held(world.draft, "water")[0][2] == local(MONDAY, 14, 35)


def test_a_retired_activity_is_taken_out_with_all_that_is_in_it(world: World) -> None:
    world.activities["water"].is_retired = True
    world.activities["water"].save()
    changed(world)
    services.unplace_item(actor=OPERATOR, plan=world.draft, item="session:water:mon-2:sala-1", seen_version=1)
    assert held(world.draft, "water") == []
    assert not world.draft.placements.filter(contribution__activity__key="water").exists()


def test_who_may_not_change_the_plan_does_not_find_it(world: World) -> None:
    organiser: Actor = world.actor("organiser")
    with pytest.raises(NotVisible):
        move(world, "water-talk-6", "tue-1", "aula", local(TUESDAY, 9), actor=organiser)
    for service in (services.copy_plan, services.discard_plan):
        with pytest.raises(NotVisible):
            service(actor=organiser, plan=world.draft)
