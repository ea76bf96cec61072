"""Problems and checks are kept as long as nothing changed, and no longer."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from serai.core.actors import PUBLIC, Actor
from serai.core.errors import NotVisible
from serai.editions.models import Edition, Room
from serai.programme import planning, services
from serai.programme.models import Contribution, Plan, PlanCheck

pytestmark = pytest.mark.django_db(transaction=True)


def raised(edition: Edition) -> Edition:
    """The edition after somebody changed something of it."""
    Edition.objects.filter(pk=edition.pk).update(content_version=F("content_version") + 1)
    return Edition.objects.get(pk=edition.pk)


@pytest.fixture
def plan(edition: Edition, secretary: Actor) -> Plan:
    run = services.request_plan(actor=secretary, edition=edition, seconds=5, enqueue=False)
    services.carry_out_run(actor=secretary, run=run)
    return fresh(Plan.objects.get(run=run))


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("edition", "run").get(pk=plan.pk)


def test_a_problem_is_read_once_for_each_version(
    edition: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = planning.cached_problem(edition)
    with django_assert_num_queries(0):
        assert planning.cached_problem(Edition(pk=edition.pk, content_version=1)) is first
    Room.objects.update(seats=7)
    assert planning.cached_problem(raised(edition)).rooms[0].seats == 7


def test_a_problem_read_in_a_transaction_that_is_undone_is_not_kept(edition: Edition) -> None:
    with transaction.atomic():
        Room.objects.update(seats=7)
        assert planning.cached_problem(raised(edition)).rooms[0].seats == 7
        transaction.set_rollback(True)
    assert planning.cached_problem(raised(edition)).rooms[0].seats == 50


def test_few_problems_are_kept(edition: Edition) -> None:
    first = planning.cached_problem(edition)
    for _ in range(8):
        edition = raised(edition)
        planning.cached_problem(edition)
    assert planning.cached_problem(Edition.objects.get(pk=edition.pk)) is planning.cached_problem(edition)
    again = Edition.objects.get(pk=edition.pk)
    again.content_version = 1
    assert planning.cached_problem(again) is not first


def test_a_check_is_kept_until_the_data_or_the_plan_change(
    plan: Plan, secretary: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    check = planning.plan_findings(secretary, plan)
    assert (check.hard, check.unplaced) == ([], [])
    with django_assert_num_queries(2):  # may the secretary see it; what was found
        assert planning.plan_findings(secretary, plan) == check
    with django_assert_num_queries(2):
        assert planning.plan_counts(secretary, plan) == planning.Counts(0, 0, 0)
    Room.objects.update(seats=7)
    raised(plan.edition)
    assert [v.rule for v in planning.plan_findings(secretary, fresh(plan)).hard] == ["room_too_small"]
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
    plan.placements.get(contribution__key="talk-1").delete()
    assert planning.plan_counts(secretary, fresh(plan)) == planning.Counts(1, 1, 0)
    assert PlanCheck.objects.count() == 1


def test_what_was_kept_says_the_same_as_what_was_found(plan: Plan, secretary: Actor) -> None:
    Contribution.objects.filter(key="talk-1").update(rank=2)
    Contribution.objects.filter(key="talk-2").update(rank=1)
    Room.objects.update(seats=7)
    raised(plan.edition)
    found = planning.plan_findings(secretary, fresh(plan))
    assert PlanCheck.objects.exists()
    assert planning.plan_findings(secretary, fresh(plan)) == found == planning.check_plan(plan)


def test_the_public_learns_nothing_from_what_is_kept(plan: Plan) -> None:
    for ask in (planning.plan_findings, planning.plan_counts):
        with pytest.raises(NotVisible):
            ask(PUBLIC, plan)
