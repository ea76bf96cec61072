"""Runs on pages: asked for once, watched, stopped, lost and started again, compared."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from serai.core.actors import Actor
from serai.core.errors import DomainError
from serai.editions.models import Edition, PlanningRun, Room, RunState
from serai.programme import planning, services
from serai.programme.models import Contribution, Plan
from serai.programme.showing import runs as showing

pytestmark = pytest.mark.django_db

DESK = "/en/andes-2026/desk/"


@pytest.fixture
def desk(client: Client, secretary: Actor) -> Client:
    client.force_login(secretary.user)
    return client


def queued(edition: Edition, actor: Actor, **fields: object) -> PlanningRun:
    """A run that waits, then as the fields say."""
    run = services.request_plan(actor=actor, edition=edition, seconds=5, enqueue=False)
    PlanningRun.objects.filter(pk=run.pk).update(**fields)
    return PlanningRun.objects.get(pk=run.pk)


def done(edition: Edition, actor: Actor, **settings: object) -> PlanningRun:
    run = services.request_plan(actor=actor, edition=edition, enqueue=False, **{"seconds": 5} | settings)
    return PlanningRun.objects.get(pk=services.carry_out_run(actor=actor, run=run).pk)


def test_a_run_takes_as_long_as_the_edition_says(edition: Edition, secretary: Actor) -> None:
    Edition.objects.update(planning_seconds=7)
    run = services.request_plan(actor=secretary, edition=edition, enqueue=False)
    assert run.limits["seconds"] == 7


def test_a_second_run_of_an_edition_waits_for_the_first(edition: Edition, secretary: Actor) -> None:
    first = queued(edition, secretary)
    with pytest.raises(DomainError, match=f"Run {first.pk} is under way") as refused:
        services.request_plan(actor=secretary, edition=edition)
    assert (refused.value.code, PlanningRun.objects.count()) == ("run_under_way", 1)


def test_the_database_holds_one_run_under_way(edition: Edition, secretary: Actor) -> None:
    first = queued(edition, secretary)
    first.pk = None
    with pytest.raises(IntegrityError):
        first.save()


def test_pressing_plan_twice_says_which_run_is_under_way(desk: Client, edition: Edition) -> None:
    for _ in range(2):
        answer = desk.post("/en/andes-2026/planning/plan/", {"seconds": 5}, follow=True)
    run = PlanningRun.objects.get()
    assert f"Run {run.pk} is under way already" in answer.text
    assert f'href="{DESK}runs/{run.pk}/"' in answer.text


def test_a_lost_run_makes_way_for_a_new_one(edition: Edition, secretary: Actor) -> None:
    silent = timezone.now() - services.SILENCE * 2
    lost = queued(edition, secretary, state=RunState.RUNNING, heartbeat_at=silent)
    services.request_plan(actor=secretary, edition=edition, enqueue=False)
    lost.refresh_from_db()
    assert lost.state == RunState.INTERRUPTED


def test_an_older_run_is_not_restarted_beside_another(edition: Edition, secretary: Actor) -> None:
    older = queued(edition, secretary, state=RunState.INTERRUPTED)
    queued(edition, secretary)
    with pytest.raises(DomainError) as refused:
        services.restart_run(actor=secretary, run=older)
    assert refused.value.code == "run_under_way"


def test_a_run_that_nobody_began_is_taken_back_at_once(edition: Edition, secretary: Actor) -> None:
    run = services.stop_run(actor=secretary, run=queued(edition, secretary))
    assert run.state == RunState.INTERRUPTED
    with pytest.raises(DomainError):
        services.carry_out_run(actor=secretary, run=run)


def test_a_run_without_a_worker_says_so_on_every_page(
    desk: Client, edition: Edition, secretary: Actor
) -> None:
    long_ago = timezone.now() - services.runs.PATIENCE * 2
    run = queued(edition, secretary, requested_at=long_ago)
    for address in (f"{DESK}runs/", f"{DESK}runs/{run.pk}/", "/en/andes-2026/planning/"):
        text = desk.get(address).text
        assert "Nobody has begun this run for 2" in text, address
        assert "serai db_worker" in text
    PlanningRun.objects.update(requested_at=timezone.now())
    assert "Nobody has begun" not in desk.get(f"{DESK}runs/").text


def test_a_lost_run_says_so_and_offers_to_start_again_without_anybodys_action(
    desk: Client, edition: Edition, secretary: Actor
) -> None:
    silent = timezone.now() - services.SILENCE * 2
    run = queued(edition, secretary, state=RunState.RUNNING, heartbeat_at=silent, started_at=silent)
    for address in (f"{DESK}runs/", f"{DESK}runs/{run.pk}/", "/en/andes-2026/planning/"):
        text = desk.get(address).text
        assert "its process ended without a word" in text, address
        assert f"/planning/restart-{run.pk}/" in text
    desk.post(f"/en/andes-2026/planning/restart-{run.pk}/")
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_progress_is_a_partial_that_speaks_only_when_its_stage_changes(
    desk: Client, edition: Edition, secretary: Actor
) -> None:
    now = timezone.now()
    course = [[0, None, None, 3], [1, 50, 40, 0]]
    run = queued(
        edition, secretary, state=RunState.RUNNING, started_at=now, heartbeat_at=now, progress=course
    )
    address = f"/en/andes-2026/planning/run/{run.pk}/"
    first = desk.get(address + "?said=placing").text
    assert "At most 20.0 % above the best possible" in first
    assert 'hx-trigger="every 2s"' in first
    assert 'role="status"' in first
    stage = showing.progress_of(run).stage
    assert f"said={stage}" in first
    assert 'role="status"' not in desk.get(f"{address}?said={stage}").text
    PlanningRun.objects.update(state=RunState.DONE)
    assert desk.get(address)["HX-Refresh"] == "true"


def test_until_everything_has_a_place_the_progress_counts_what_is_missing() -> None:
    run = PlanningRun(
        state=RunState.RUNNING, limits={"seconds": 60}, progress=[[0, None, None, 9], [2, None, None, 4]]
    )
    progress = showing.progress_of(run)
    assert (progress.sentence, progress.stage) == ("4 items have no place yet.", "placing")
    assert progress.chart is not None
    assert progress.chart.most_unplaced == 9


@pytest.mark.parametrize(
    ("last", "words", "stage"),
    [
        ([3, None, None, None], "Looking for a first plan.", "begun"),
        ([3, 281, None, 0], "Everything has a place; how good the plan is isn't known yet.", "placed"),
        ([3, 281, 0, 0], "Everything has a place; how good the plan is isn't known yet.", "placed"),
        ([3, 100, 96, 0], "At most 4.0 % above the best possible.", "gap4"),
        ([3, 100, 100, 0], "No better plan exists; this is proven.", "gap7"),
        ([3, 0, 0, 0], "No better plan exists; this is proven.", "gap7"),
        ([3, 100, 50], "At most 50.0 % above the best possible.", "gap1"),  # told before items were counted
    ],
)
def test_how_good_a_plan_is_is_said_as_far_as_it_is_known(
    last: list[int | None], words: str, stage: str
) -> None:
    run = PlanningRun(state=RunState.RUNNING, limits={"seconds": 60}, progress=[last])
    progress = showing.progress_of(run)
    assert (progress.sentence, progress.stage) == (words, stage)


def test_pages_read_without_scripts_reload_themselves(
    desk: Client, edition: Edition, secretary: Actor
) -> None:
    run = queued(edition, secretary)
    refresh = '<noscript><meta http-equiv="refresh" content="5"></noscript>'
    for address in (f"{DESK}runs/", f"{DESK}runs/{run.pk}/", "/en/andes-2026/planning/"):
        assert refresh in desk.get(address).text
    PlanningRun.objects.update(state=RunState.INTERRUPTED)
    assert refresh not in desk.get(f"{DESK}runs/{run.pk}/").text


def test_the_page_of_a_run_tells_question_settings_answer_and_rules(
    desk: Client, edition: Edition, secretary: Actor
) -> None:
    Edition.objects.update(weights={"room_not_preferred": 7})
    text = desk.get(f"{DESK}runs/{done(edition, secretary, seed=3).pk}/").text
    for words in ("No better plan exists", "In the rooms asked for", "serai run replay", "Its course"):
        assert words in text
    assert '<dd class="num">3</dd>' in text  # contributions, and the seed


def test_a_run_whose_data_changed_meanwhile_keeps_its_result_and_is_planned_again_with_one_click(
    desk: Client, edition: Edition, secretary: Actor
) -> None:
    run = queued(edition, secretary)
    Room.objects.update(is_retired=True)
    Room.objects.create(edition=edition, key="sala-9", name={"es": "Sala 9"}, seats=60)
    with pytest.raises(DomainError):
        services.carry_out_run(actor=secretary, run=run)
    text = desk.get(f"{DESK}runs/{run.pk}/").text
    assert "The edition was changed while the plan was being made" in text
    assert "No better plan exists" in text  # the result is still told
    desk.post(f"/en/andes-2026/planning/again-{run.pk}/")
    again = PlanningRun.objects.first()
    assert again is not None
    assert (again.state, again.limits["seconds"]) == (RunState.QUEUED, 5)
    assert again.problem["rooms"][0]["id"] == "sala-9"


def test_a_room_deleted_while_a_plan_runs_is_refused_in_words(edition: Edition, secretary: Actor) -> None:
    run = queued(edition, secretary)
    Room.objects.all().delete()
    with pytest.raises(DomainError) as refused:
        services.carry_out_run(actor=secretary, run=run)
    run.refresh_from_db()
    assert (refused.value.code, run.state, Plan.objects.count()) == ("data_changed", RunState.FAILED, 0)
    assert run.result is not None


def test_two_runs_are_compared(desk: Client, edition: Edition, secretary: Actor) -> None:
    one = done(edition, secretary)
    Edition.objects.update(weights={"contribution_out_of_order": None})
    Contribution.objects.filter(key="talk-1").update(rank=2)
    Contribution.objects.filter(key="talk-2").update(rank=1)
    other = done(edition, secretary, seed=1)
    found = planning.places_elsewhere(one.result, other.result)
    assert (found.in_both, found.only_one, found.only_other) == (3, [], [])
    text = desk.get(f"{DESK}runs/compare/?run={other.pk}&run={one.pk}").text
    assert f"Runs {one.pk} and {other.pk}" in text
    assert "their penalties answer different questions" in text
    assert "a must" in text
    assert "Of 3 items that both place" in text


@pytest.mark.parametrize("asked", ["", "run=1", "run=x&run=y", "run=1&run=1", "run=" + "9" * 40])
def test_a_comparison_needs_two_runs(desk: Client, edition: Edition, asked: str) -> None:
    answer = desk.get(f"{DESK}runs/compare/?{asked}", follow=True)
    assert "Choose two runs to compare" in answer.text


def test_runs_are_listed_in_pages_with_as_many_queries_for_many_as_for_one(
    desk: Client,
    edition: Edition,
    secretary: Actor,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    done(edition, secretary)
    with django_assert_num_queries(QUERIES):
        desk.get(f"{DESK}runs/")
    for _ in range(2):
        done(edition, secretary)
    with django_assert_num_queries(QUERIES):
        desk.get(f"{DESK}runs/")


QUERIES = 9
