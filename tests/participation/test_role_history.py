"""The history of a person: a role that is gone has its lines in it all the same."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.worlds import World, unreleased_world

from serai.core.actors import OPERATOR, Actor
from serai.core.errors import DomainError
from serai.participation import queries, services
from serai.participation.models import Participation
from serai.parties.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return unreleased_world()


@pytest.fixture
def secretary(world: World) -> Actor:
    return world.actor("secretariat")


def history(world: World, actor: Actor, person: Person) -> list[str]:
    """The lines of the history on the page of a person, newest first."""
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    page = client.get(f"/en/{world.edition.key}/desk/people/{person.key}/").content.decode()
    panel = page[page.index("How it changed") :].partition("</details>")[0]
    lines = [" ".join(re.sub("<[^>]+>", " ", line).split()) for line in panel.split("</li>")]
    return [line.partition("secretariat@example.org · ")[2] for line in lines if "·" in line]


def test_a_role_that_was_given_and_taken_away_leaves_both_lines(world: World, secretary: Actor) -> None:
    person = world.people["minister"]
    role = services.add_participation(
        actor=secretary, edition=world.edition, person=person, values={"role": "guest"}
    )
    services.change_participation(actor=secretary, participation=role, values={"state": "declined"})
    before = history(world, secretary, person)
    services.remove_participation(actor=secretary, participation=role)
    assert not Participation.objects.filter(pk=role.pk).exists()
    assert history(world, secretary, person) == ["removed Role guest → – Answer declined → –", *before]
    assert before == ["changed Answer accepted → declined", "added Role guest"]


def test_a_role_at_the_desk_that_was_given_and_taken_away_leaves_both_lines(
    world: World, secretary: Actor
) -> None:
    person = world.people["minister"]
    held = services.grant_role(
        actor=secretary, edition=world.edition, role="programme_committee", person=person,
        email="minister@example.org",
    )  # fmt: skip
    services.revoke_role(actor=secretary, participation=held)
    assert history(world, secretary, person) == [
        "removed Role programme committee Answer accepted → withdrawn",
        "added Role programme committee Answer accepted",
    ]


def test_the_history_of_a_role_itself_says_only_what_its_page_shows(world: World, secretary: Actor) -> None:
    role = services.add_participation(
        actor=secretary, edition=world.edition, person=world.people["minister"], values={"role": "guest"}
    )
    client = Client()
    assert secretary.user is not None
    client.force_login(secretary.user)
    page = client.get(f"/en/{world.edition.key}/desk/participations/{role.pk}/").content.decode()
    labels = re.findall(r'<p class="became"><b>([^<]+)</b>', page)
    assert labels == ["Role"]


def test_what_was_done_in_another_edition_is_told_there_only(world: World, secretary: Actor) -> None:
    other, person = unreleased_world("andes-2027"), world.people["minister"]
    Participation.objects.create(edition=other.edition, person=person, role="speaker")
    role = services.add_participation(
        actor=OPERATOR, edition=other.edition, person=person, values={"role": "guest"}
    )
    services.remove_participation(actor=OPERATOR, participation=role)
    services.add_participation(
        actor=OPERATOR, edition=world.edition, person=world.people["speaker-1"], values={"role": "guest"}
    )
    assert not queries.role_entries(secretary, world.edition, person).exists()
    assert queries.role_entries(OPERATOR, other.edition, person).count() == 2
    with pytest.raises(DomainError):
        queries.role_entries(secretary, other.edition, person)
