"""Every service that changes something leaves one entry: who, what, on which subject."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.access_world import World, make_world
from tests.architecture.test_services import SERVICES
from tests.core import audited

from serai.core.models import AuditEntry
from serai.programme import services
from serai.web.services import load_edition

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "examples" / "small"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


# Tested on their own: one takes a folder, one is the operator's alone.
ELSEWHERE = {"web.services.load_edition", "core.services.let_open_editions"}
# For each service: what must be there before, and the call.
Call = tuple[Callable[[World], Any], Callable[[World, Any, Any], Any]]
CALLS: dict[str, Call] = {
    name: call
    for module in pkgutil.iter_modules(audited.__path__, "tests.core.audited.")
    for name, call in importlib.import_module(module.name).CALLS.items()
}


def test_every_service_is_called_here() -> None:
    names = {name.removeprefix("serai.") for name in SERVICES}
    assert names == {*CALLS, *ELSEWHERE}


@pytest.mark.parametrize("name", CALLS)
def test_a_service_leaves_one_entry_in_the_name_of_who_called_it(world: World, name: str) -> None:
    prepare, call = CALLS[name]
    prepared, actor = prepare(world), world.actors["secretariat"]
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    call(world, actor, prepared)
    entry = AuditEntry.objects.exclude(pk__in=before).get()
    assert (entry.actor_user, entry.actor_label) == (actor.user, "secretariat@example.org")
    written_by = {"carry_out_run": "write_draft", "send_sign_in_link": "make_sign_in_link"}
    service = name.rpartition(".")[2]
    assert entry.service == written_by.get(service, service)
    assert entry.subject_id


def test_loading_leaves_one_entry_and_loading_the_same_again_none(world: World) -> None:
    before = AuditEntry.objects.count()
    load_edition(actor=world.actors["operator"], folder=EXAMPLE)
    assert AuditEntry.objects.count() == before + 1
    load_edition(actor=world.actors["operator"], folder=EXAMPLE)
    assert AuditEntry.objects.filter(service="load_edition").count() == 1


def test_a_refused_service_leaves_nothing(world: World) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(Exception, match="nothing here"):
        services.release_plan(actor=world.actors["participant"], plan=world["plan:draft"], after=1)
    assert AuditEntry.objects.count() == before
