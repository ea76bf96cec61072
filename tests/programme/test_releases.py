"""Releases: what tells them apart, whom it concerns, going back to an earlier one."""

from __future__ import annotations

import pytest
from django.test import TestCase
from tests.programme.plans import changed, releasable_world
from tests.worlds import MONDAY, TUESDAY, World, local

from serai.core.actors import OPERATOR
from serai.core.errors import DomainError
from serai.core.models import User
from serai.participation.models import Mail
from serai.programme import planning, services
from serai.programme.models import Activity, Plan, Release
from serai.programme.planning import Spot

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return releasable_world()


def copy_with_a_move(world: World) -> Plan:
    """A copy of the release, one talk on water in another room on Tuesday."""
    copy = services.copy_plan(actor=OPERATOR, plan=world.release.plan)
    spot = Spot("tue-1", "aula", local(TUESDAY, 9, 40))
    services.move_item(actor=OPERATOR, plan=copy, item="water-talk-6", spot=spot, seen_version=1)
    return Plan.objects.get(pk=copy.pk)


def told(changes: planning.Changes) -> list[tuple[str, str, bool]]:
    return [(change.kind, change.item.key, change.contribution is None) for change in changes]


def test_the_difference_names_what_moved_and_the_sessions_that_this_changes(world: World) -> None:
    changes = planning.plan_differences(world.release.plan, copy_with_a_move(world))
    assert told(changes) == [
        ("moved", "water", True),
        ("new", "water", True),
        ("moved", "water-talk-6", False),
    ]
    talk = next(change for change in changes if change.contribution)
    assert talk.before
    assert talk.after
    assert (talk.before.room.key, talk.before.starts) == ("sala-1", local(MONDAY, 14))
    assert (talk.after.room.key, talk.after.starts) == ("aula", local(TUESDAY, 9, 40))
    assert [person.key for person in talk.people] == ["andes-2026-speaker-6"]
    session = next(change for change in changes if change.kind == "new")
    assert [person.key for person in session.people] == ["andes-2026-chair-water"]


def test_the_difference_from_the_other_side_is_the_reverse(world: World) -> None:
    copy = copy_with_a_move(world)
    there = planning.plan_differences(world.release.plan, copy)
    back = planning.plan_differences(copy, world.release.plan)
    assert {(c.item, c.before, c.after) for c in there} == {(c.item, c.after, c.before) for c in back}


def test_against_nothing_everything_is_new(world: World) -> None:
    changes = planning.plan_differences(None, world.release.plan)
    assert {change.kind for change in changes} == {"new"}
    assert len(changes) == world.release.plan.sessions.count() + world.release.plan.placements.count()


def test_who_declined_is_not_concerned(world: World) -> None:
    world.contributions["water-talk-6"].members.update(state="declined")
    changes = planning.plan_differences(world.release.plan, copy_with_a_move(world))
    assert [change.people for change in changes if change.contribution] == [()]


def test_going_back_releases_a_copy_and_leaves_both_as_they_are(world: World) -> None:
    third = services.release_plan(actor=OPERATOR, plan=copy_with_a_move(world), after=2)
    again = services.release_again(actor=OPERATOR, release=world.release, after=3, note="Back to the second")
    assert (third.number, again.number, again.note) == (3, 4, "Back to the second")
    assert again.plan.copied_from == world.release.plan
    assert not len(planning.plan_differences(world.release.plan, again.plan))
    assert len(planning.plan_differences(third.plan, again.plan)) == 3


def test_going_back_leaves_out_what_was_retired_meanwhile(world: World) -> None:
    services.release_plan(actor=OPERATOR, plan=copy_with_a_move(world), after=2)
    world.edition.contributions.filter(key="water-talk-7").update(is_retired=True)
    changed(world)
    again = services.release_again(actor=OPERATOR, release=world.release, after=3)
    assert not again.plan.placements.filter(contribution__key="water-talk-7").exists()
    assert world.release.plan.placements.filter(contribution__key="water-talk-7").exists()


def test_going_back_is_refused_like_any_release(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        services.release_again(actor=OPERATOR, release=world.release, after=2)
    assert refused.value.code == "release_stands"
    with pytest.raises(DomainError) as refused:
        services.release_again(actor=OPERATOR, release=world.edition.releases.get(number=1), after=1)
    assert refused.value.code == "release_changed"
    Activity.objects.filter(key="water").update(audience=5000)
    with pytest.raises(DomainError) as refused:
        services.release_again(actor=OPERATOR, release=world.edition.releases.get(number=1), after=2)
    assert refused.value.code == "hard_violations"
    assert Release.objects.count() == 2


def with_account(world: World, person: str, language: str = "") -> User:
    user = User.objects.create_user(f"{person}@example.org")
    user.language = language
    user.save()
    world.people[person].user = user
    world.people[person].save()
    return user


def test_only_those_whose_own_items_changed_are_written_to_and_nothing_is_sent(world: World) -> None:
    for person in ("speaker-6", "speaker-7", "chair-water", "minister"):
        with_account(world, person)
    release = services.release_plan(actor=OPERATOR, plan=copy_with_a_move(world), after=2)
    assert services.prepare_notices(actor=OPERATOR, release=release) == 2
    mails = {mail.person.key: mail for mail in Mail.objects.select_related("person")}
    assert set(mails) == {"andes-2026-speaker-6", "andes-2026-chair-water"}
    assert {(mail.state, mail.kind) for mail in mails.values()} == {("draft", "release_notice")}
    letter = mails["andes-2026-speaker-6"]
    assert letter.address == "speaker-6@example.org"
    assert "from Mon 4 May, 14:00–14:20, Sala-1 to Tue 5 May, 09:40–10:00, Aula" in letter.body
    assert "“Talk water-talk-7”" not in letter.body


def test_everybody_is_written_to_in_their_own_language(world: World) -> None:
    with_account(world, "speaker-6", "ar")
    release = services.release_plan(actor=OPERATOR, plan=copy_with_a_move(world), after=2)
    services.prepare_notices(actor=OPERATOR, release=release)
    letter = Mail.objects.get()
    assert letter.language == "ar"
    assert "الاثنين، 4 مايو" in letter.body


def test_letters_are_not_written_twice(world: World) -> None:
    with_account(world, "speaker-6")
    release = services.release_plan(actor=OPERATOR, plan=copy_with_a_move(world), after=2)
    assert services.prepare_notices(actor=OPERATOR, release=release) == 1
    assert services.prepare_notices(actor=OPERATOR, release=release) == 0
    assert Mail.objects.count() == 1


def test_letters_are_queued_once_the_release_is_stored(world: World) -> None:
    with_account(world, "speaker-6")
    plan = copy_with_a_move(world)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.release_plan(actor=OPERATOR, plan=plan, after=2)
        assert Mail.objects.count() == 0
    from django_tasks_db.models import DBTaskResult

    assert [row.task_path for row in DBTaskResult.objects.all()] == ["serai.programme.tasks.prepare_notices"]
