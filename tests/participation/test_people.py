"""People and how they take part, made and changed by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.worlds import MONDAY, World, local, unreleased_world

from serai.core.actors import OPERATOR, Actor
from serai.core.errors import DomainError, NotVisible
from serai.core.models import User
from serai.editions.models import Edition
from serai.participation import services
from serai.participation.models import Delegation, Participation
from serai.parties.models import Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return unreleased_world()


@pytest.fixture
def secretary(world: World) -> Actor:
    return world.actor("secretariat")


def add(world: World, name: str, actor: Actor = OPERATOR, email: str = "", **values: Any) -> Person:
    return services.add_person(
        actor=actor, edition=world.edition, values={"name": name, **values}, email=email
    )


def change(world: World, person: Person, actor: Actor = OPERATOR, email: str = "", **values: Any) -> Person:
    return services.change_person(
        actor=actor, edition=world.edition, person=person, values=values, email=email
    )


def test_somebody_is_added_with_a_country_an_organisation_and_a_role(world: World) -> None:
    person = services.add_person(
        actor=OPERATOR,
        edition=world.edition,
        values={"name": "Ñusta Élan", "party": "CL", "organisation": "University of Chile"},
        role="head_of_delegation",
        delegation="CL",
    )
    assert (person.key, person.sort_key, str(person.party)) == ("nusta-elan", "nusta elan", "CL")
    row = person.participations.get()
    assert (row.role, row.delegation) == ("head_of_delegation", Delegation.objects.get(party__code="CL"))
    assert Organisation.objects.get(party=None, key="university-of-chile").name.data == {
        "es": "University of Chile"
    }
    again = add(world, "Somebody Else", organisation="  university OF chile ")
    assert again.organisation == person.organisation


def test_a_name_in_another_script_gets_its_key_from_the_latin_one_or_a_number(world: World) -> None:
    assert add(world, "李雷", latin_name="Li Lei").key == "li-lei"
    assert add(world, "韩梅梅").key == "person-1"


def test_the_same_name_and_party_twice_is_refused_unless_told_apart(world: World) -> None:
    add(world, "Ana Mamani", party="BO")
    with pytest.raises(ValidationError, match="takes part already"):
        add(world, "ana mamani", party="BO")
    add(world, "Ana Mamani", party="PE")
    first = add(world, "Luz", organisation="One")
    assert add(world, "Luz", organisation="Two") != first


def test_an_address_makes_the_account_and_stays_its_owners(world: World) -> None:
    person = add(world, "Ana Mamani", email="Ana@Example.org")
    assert person.user == User.objects.get(email="ana@example.org")
    change(world, person, email="ANA@example.org", name="Ana M.")
    with pytest.raises(ValidationError, match="Only its owner"):
        change(world, person, email="other@example.org")
    assert not User.objects.filter(email="other@example.org").exists()


def test_nobody_gets_the_account_of_somebody_else(world: World) -> None:
    add(world, "Ana Mamani", email="ana@example.org")
    with pytest.raises(ValidationError, match="somebody else's account"):
        add(world, "Eve", email="ana@example.org")
    assert not Person.objects.filter(name="Eve").exists()


def test_an_account_without_a_person_is_linked(world: World) -> None:
    user = User.objects.create_user("ana@example.org")
    assert add(world, "Ana Mamani", email="ana@example.org").user == user


def test_who_takes_part_elsewhere_gets_an_account_from_the_operator_alone(
    world: World, secretary: Actor
) -> None:
    other = unreleased_world("andes-2027")
    person = world.people["speaker-3"]
    Participation.objects.create(edition=other.edition, person=person, role="secretariat")
    with pytest.raises(ValidationError, match="other editions too"):
        change(world, person, secretary, email="mine@example.org")
    assert change(world, person, email="mine@example.org").user is not None


def test_the_committee_gives_no_account_to_somebody_of_the_secretariat(world: World) -> None:
    committee = world.actor("programme_committee")
    chief = add(world, "Chief")
    Participation.objects.create(edition=world.edition, person=chief, role="secretariat")
    with pytest.raises(DomainError):
        change(world, chief, committee, email="mine@example.org")
    assert not User.objects.filter(email="mine@example.org").exists()


def test_roles_of_the_desk_are_neither_given_nor_taken_here(world: World, secretary: Actor) -> None:
    with pytest.raises(DomainError, match="page of roles"):
        services.add_person(
            actor=secretary, edition=world.edition, values={"name": "Eve"}, role="secretariat"
        )
    person = world.people["speaker-3"]
    with pytest.raises(DomainError, match="page of roles"):
        services.add_participation(
            actor=secretary, edition=world.edition, person=person, values={"role": "programme_committee"}
        )
    held = world.edition.participations.get(role="secretariat")
    for values in ({"role": "guest"}, {"state": "withdrawn"}):
        with pytest.raises(DomainError, match="page of roles"):
            services.change_participation(actor=secretary, participation=held, values=values)
    for person_or_role in (
        lambda: services.remove_participation(actor=secretary, participation=held),
        lambda: services.remove_person(actor=secretary, edition=world.edition, person=held.person),
    ):
        with pytest.raises(DomainError, match="page of roles"):
            person_or_role()
    arrives = local(MONDAY, 8)
    assert (
        services.change_participation(
            actor=secretary, participation=held, values={"arrives": arrives}
        ).arrives
        == arrives
    )


def test_a_stay_ends_after_it_began_and_a_head_has_a_delegation(world: World) -> None:
    row = world.people["speaker-3"].participations.get()
    with pytest.raises(ValidationError, match="departure must come after"):
        services.change_participation(
            actor=OPERATOR,
            participation=row,
            values={"arrives": local(MONDAY, 9), "departs": local(MONDAY, 9)},
        )
    with pytest.raises(ValidationError, match="needs a delegation"):
        services.change_participation(
            actor=OPERATOR, participation=row, values={"role": "head_of_delegation"}
        )
    changed = services.change_participation(
        actor=OPERATOR, participation=row, values={"delegation": "BO", "away": [world.periods["mon-1"]]}
    )
    assert str(changed.delegation) == "BO at andes-2026"
    with pytest.raises(ValidationError, match="has this role already"):
        services.add_participation(
            actor=OPERATOR, edition=world.edition, person=row.person, values={"role": "speaker"}
        )


def test_who_has_a_role_in_the_programme_stays(world: World) -> None:
    person = world.people["speaker-3"]
    with pytest.raises(DomainError, match="“Talk plenary-talk-3”"):
        services.remove_person(actor=OPERATOR, edition=world.edition, person=person)
    with pytest.raises(DomainError, match="has a role in"):
        services.remove_participation(actor=OPERATOR, participation=person.participations.get())


def test_who_has_no_role_goes_and_is_forgotten_if_nothing_else_knows_them(world: World) -> None:
    person, known = add(world, "Ana Mamani"), add(world, "Luz", email="luz@example.org")
    assert services.remove_person(actor=OPERATOR, edition=world.edition, person=person)
    assert not services.remove_person(actor=OPERATOR, edition=world.edition, person=known)
    assert list(Person.objects.filter(name__in=["Ana Mamani", "Luz"])) == [known]
    assert not known.participations.exists()


def test_whoever_does_not_take_part_here_is_not_to_be_seen(world: World, secretary: Actor) -> None:
    other = unreleased_world("andes-2027")
    stranger = other.people["speaker-3"]
    with pytest.raises(NotVisible):
        change(world, stranger, secretary, name="Mine")
    with pytest.raises(NotVisible):
        services.add_participation(
            actor=secretary, edition=world.edition, person=stranger, values={"role": "guest"}
        )


def test_every_edition_of_somebody_is_told_of_a_change(world: World) -> None:
    other = unreleased_world("andes-2027")
    person = world.people["speaker-3"]
    Participation.objects.create(edition=other.edition, person=person, role="guest")
    change(world, person, position={"es": "Ministra"})
    assert set(Edition.objects.values_list("content_version", flat=True)) == {2}
