"""The API keeps its own description, whatever is sent to it: by the public, and by the secretariat.

Schemathesis makes requests from the description, right and wrong ones, the same in each run. Those of the
secretariat go to a world with something in it, and what they did is undone after each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS as ALL_CHECKS
from schemathesis.checks import load_all_checks
from tests.access_world import World, make_world

from serai.editions.models import Host, Venue
from serai.programme.models import Section
from serai.web.api import api

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
TOKEN = "a" * 32
EXAMPLES = 15  # of the secretariat; of the public, most of which find nothing, half
BOUNDED = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema())
SCHEMA.app = get_wsgi_application()
SCHEMA.config.seed = 1
SCHEMA.config.generation.with_security_parameters = False  # the tests bring a sign-in that is one
load_all_checks()
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
# What a description can't say, such as in which languages an edition is written, services refuse.
CHECKS = [check for check in ALL_CHECKS.get_all() if check.__name__ != "positive_data_acceptance"]


def furnished(world: World) -> World:
    """The world with a row of each kind that it lacks."""
    edition = world.edition
    venue = Venue.objects.create(edition=edition, key="centro", name={"es": "Centro"})
    edition.rooms.update(venue=venue)
    Host.objects.create(edition=edition, key="academy", name={"es": "Academia"})
    section = Section.objects.create(edition=edition, key="themed", title={"es": "Foros"})
    edition.activities.update(section=section)
    return world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all requests, gone when they are done; they share the connection that sees it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished(make_world())
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def cookies(world: World) -> dict[str, str]:
    """What a browser holds in which the secretariat is signed in."""
    client = Client()
    client.force_login(world.users["secretariat"])
    return {"sessionid": client.cookies["sessionid"].value, "csrftoken": TOKEN}


def addressed(world: World, label: str) -> dict[str, Any]:
    """The parts of an operation's address that lead to something in the world."""
    edition, address = world.edition, label.partition(" ")[2]
    rows = {
        "hosts": edition.hosts.first(),
        "venues": edition.venues.first(),
        "rooms": edition.rooms.first(),
        "periods": edition.periods.first(),
        "sections": edition.sections.first(),
        "activities": world["activity:closed"],
        "contributions": world["contribution:public"],
        "people": world.people["speaker"],
        "speakers": world["contribution:public"].members.get().person,
        "participations": world["participation:speaker"],
        "announcements": world["announcement:shown"],
        "roles": world["participation:committee"],
        "organisers": world["activity:closed"].members.get(),
        "members": world[
            "contribution:public" if "contributions" in address else "activity:closed"
        ].members.get(),
        "mails": world["mail:own"],
        "plans": world["plan:draft"],
        "runs": world["run:own"],
        "parties": edition.country,
    }
    known: dict[str, Any] = {
        "edition": edition.key,
        "number": 1,
        "item": "talk-public",
        "other": rows["runs"].pk,
    }
    before = ""
    for part in address.split("/"):
        if part in ("{key}", "{id}", "{code}") and before in rows:
            name = part.strip("{}")
            known[name] = (
                rows[before].pk if before == "participations" or name == "id" else getattr(rows[before], name)
            )
        before = part
    return {name: value for name, value in known.items() if f"{{{name}}}" in address}


def send_all(label: str, world: World, cookies: dict[str, str]) -> None:
    """Send requests right and wrong to what there is, the public's to anything too; look at each answer."""
    operation = OPERATIONS[label]
    ways = [
        operation.as_strategy(mode, path_parameters=parts)
        for mode in GenerationMode
        for parts in ([addressed(world, label)] if cookies else [addressed(world, label), None])
    ]
    headers = {"Accept-Encoding": "identity", "X-CSRFToken": TOKEN}

    @settings(BOUNDED, max_examples=EXAMPLES if cookies else EXAMPLES // 2)
    @given(case=st.one_of(ways))
    def send(case: Any) -> None:
        with transaction.atomic():
            response = case.call(headers=headers, cookies=cookies)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    send()


@pytest.mark.parametrize("label", OPERATIONS)
def test_the_public_gets_what_is_described(label: str, world: World) -> None:
    send_all(label, world, {})


@pytest.mark.parametrize("label", OPERATIONS)
def test_the_secretariat_gets_what_is_described(label: str, world: World, cookies: dict[str, str]) -> None:
    send_all(label, world, cookies)
