"""The first page of those who work on an edition."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.worlds import World, add_contribution, add_person, unreleased_world, world_of_cusco

from serai.core.actors import OPERATOR
from serai.core.errors import NotVisible
from serai.editions.models import Edition, RunState
from serai.participation.models import Mail
from serai.programme.models import ContributionMember, MemberState
from serai.web import translations
from serai.web.desk import Desk, desk

DESK = "/en/andes-2026/desk/"
QUERIES = 11


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


def seen(world: World) -> Desk:
    """The desk as it is now."""
    return desk(OPERATOR, Edition.objects.get(pk=world.edition.pk))


def texts(world: World) -> dict[str, int]:
    return {task.text: task.count for task in seen(world).tasks}


def test_an_empty_edition_is_told_what_it_needs_first(db: None) -> None:
    edition = unreleased_world().edition
    edition.activities.all().delete()
    edition.rooms.all().delete()
    edition.periods.all().delete()
    found = desk(OPERATOR, edition)
    assert [task.text.partition(":")[0] for task in found.tasks[:3]] == [
        "No period yet",
        "No room yet",
        "No activity yet",
    ]


def test_a_draft_ahead_of_the_release_is_a_task(world: World) -> None:
    assert "A draft is ahead of version 2: compare and release it." in texts(world)
    world.draft.delete()
    assert not any(text.startswith("A draft") for text in texts(world))


def test_speakers_are_counted_by_their_answers(world: World) -> None:
    add_person(world, "asked")
    talk = add_contribution(world, "water", "asked", "asked")
    before = seen(world).answers
    ContributionMember.objects.filter(contribution=talk).update(state=MemberState.INVITED)
    after = seen(world).answers
    assert (after.accepted, after.invited, after.all) == (before.accepted - 1, 1, before.all)
    assert texts(world)["speaker hasn't answered"] == 1


def test_letters_that_wait_or_failed_are_tasks_for_those_who_may_read_them(world: World) -> None:
    for state in ("draft", "draft", "failed"):
        Mail.objects.create(
            edition=world.edition, address="a@example.org", language="en", subject="s", body="b", state=state
        )
    found = texts(world)
    assert found["letters wait for your review"] == 2
    assert found["letter couldn't be sent"] == 1
    told = desk(world.actor("programme_committee"), world.edition)
    assert not any("letter" in task.text for task in told.tasks)


def test_a_lost_run_is_urgent(world: World) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    world.edition.runs.create(
        problem={}, fingerprint="x", state=RunState.RUNNING, started_at=long_ago, heartbeat_at=long_ago
    )
    task = next(task for task in seen(world).tasks if "planner" in task.text)
    assert task.is_urgent
    assert "start it again" in task.text


def test_missing_translations_lead_to_the_row_that_lacks_them(world: World) -> None:
    kinds = {str(kind.label): kind for kind in translations.missing(OPERATOR, world.edition)}
    rooms = kinds["Rooms"]
    assert rooms.count == 4
    assert rooms.rows[0].languages == ("en",)
    assert rooms.rows[0].address == "/en/andes-2026/desk/rooms/aula/"
    room = world.rooms["aula"]
    room.name = {"es": "Aula", "en": "Hall"}
    room.save()
    left = translations.missing(OPERATOR, world.edition)
    assert {str(kind.label): kind.count for kind in left}["Rooms"] == 3


def test_every_task_leads_to_a_page(world: World, client: Client) -> None:
    Mail.objects.create(edition=world.edition, address="a@example.org", language="en", subject="s", body="b")
    client.force_login(world.actor("secretariat").user)
    tasks = seen(world).tasks
    assert len(tasks) >= 3
    for task in tasks:
        assert client.get(task.address).status_code == 200, task.address


def test_the_desk_is_hidden_from_who_does_not_work_on_the_edition(world: World, client: Client) -> None:
    client.force_login(world.actor("delegate").user)
    for address in (DESK, f"{DESK}translations/"):
        assert client.get(address).status_code == 404
        assert Client().get(address).status_code == 404
    with pytest.raises(NotVisible):
        desk(world.actor("speaker"), world.edition)


def test_the_desk_asks_as_often_for_three_things_as_for_one(
    world: World,
    client: Client,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    client.force_login(world.actor("secretariat").user)
    client.get(DESK)  # the check of the plan is kept
    with django_assert_num_queries(QUERIES):
        client.get(DESK)
    for number in range(3):
        add_person(world, f"more-{number}")
        add_contribution(world, "water", f"more-{number}", f"more-{number}")
    client.get(DESK)
    with django_assert_num_queries(QUERIES):
        client.get(DESK)
