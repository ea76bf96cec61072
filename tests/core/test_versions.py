"""Whatever changes what is planned raises the version that kept problems and checks hang on."""

from __future__ import annotations

from typing import Any

import pytest
from tests.access_world import World, make_world
from tests.core.test_audit import CALLS

from serai.core.errors import DomainError
from serai.editions.models import Edition
from serai.programme import planning
from serai.programme.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def problems() -> dict[int, tuple[str, int]]:
    """Each edition's problem and version."""
    found = {}
    for edition in Edition.objects.all():
        try:
            digest = planning.fingerprint(planning.problem_of(edition))
        except ValueError:
            digest = "none"
        found[edition.pk] = digest, edition.content_version
    return found


def plans() -> dict[int, tuple[Any, int]]:
    """Each plan's timetable and version."""
    rows = Plan.objects.select_related("edition")
    return {plan.pk: (planning.timetable_of(plan), plan.version) for plan in rows}


@pytest.mark.parametrize("name", CALLS)
def test_a_service_that_changes_the_question_or_a_plan_raises_its_version(world: World, name: str) -> None:
    prepare, call = CALLS[name]
    prepared = prepare(world)
    before = problems(), plans()
    try:
        call(world, world.actors["secretariat"], prepared)
    except DomainError as refusal:
        pytest.fail(str(refusal))
    for old, new in zip(before, (problems(), plans()), strict=True):
        for pk in old.keys() & new.keys():
            assert new[pk][0] == old[pk][0] or new[pk][1] > old[pk][1], name
