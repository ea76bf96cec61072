"""Roles of an edition: given, taken, and in force at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from tests.access_world import ROLES, World, make_world
from tests.together import at_once

from serai.core.access import may
from serai.core.actors import OPERATOR, account
from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.core.models import AuditEntry, User
from serai.participation import services
from serai.participation.models import Mail, Participation
from serai.parties.models import Person

pytestmark = pytest.mark.django_db
COMMITTEE, SECRETARIAT = "programme_committee", "secretariat"


def grant(world: World, role: str = COMMITTEE, actor: str = "secretariat", **who: object) -> Participation:
    return services.grant_role(  # type: ignore[arg-type]
        actor=world.actors[actor], edition=world.edition, role=role, **who
    )


def revoke(world: World, who: str, actor: str = "secretariat") -> Participation:
    held = world[f"participation:{who}"]
    return services.revoke_role(actor=world.actors[actor], participation=held)


def wrong_fields(world: World, **who: object) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        grant(world, **who)  # type: ignore[arg-type]
    told: dict[str, list[str]] = refused.value.message_dict
    return told


def test_a_new_address_becomes_a_person_with_an_account_and_gets_a_letter(world: World) -> None:
    held = grant(world, email="Ana@Example.org", name="  Ana   Ñahui ")
    person = held.person
    assert (person.name, person.sort_key, person.user.email) == ("Ana Ñahui", "ana nahui", "Ana@example.org")
    assert may(account(person.user), "participation.view_desk", world.edition)
    assert not may(account(person.user), "participation.grant_role", world.edition)
    letter = Mail.objects.get(person=person)
    assert (letter.state, letter.address, letter.subject) == (
        "draft", "Ana@example.org", "Your role at Meeting cusco-2026",
    )  # fmt: skip
    assert "role “programme committee” at Meeting cusco-2026" in letter.body
    assert "http://localhost:8000/en/sign-in/" in letter.body
    assert "http://localhost:8000/en/cusco-2026/" in letter.body


def test_the_letter_is_in_the_language_of_whoever_gets_it_not_of_whoever_gives(world: World) -> None:
    User.objects.filter(email="participant@example.org").update(language="ar")
    person = Person.objects.select_related("user").get(key="participant")
    with translation.override("zh-hans"):
        grant(world, person=person)
    letter = Mail.objects.get(person=person)
    assert letter.language == "ar"
    assert "/ar/sign-in/" in letter.body


def test_the_address_of_an_account_means_its_person(world: World) -> None:
    participant = world.people["participant"]
    assert grant(world, email="PARTICIPANT@example.org", name="Somebody").person == participant
    participant.refresh_from_db()
    assert participant.name == "Participant"


def test_an_account_without_a_person_gets_one(world: World) -> None:
    user = User.objects.create_user("lonely@example.org")
    assert grant(world, email="lonely@example.org", name="Lone").person.user == user


def test_somebody_known_without_an_account_gets_one_with_the_address(world: World) -> None:
    guest = Person.objects.get(key="guest-public")
    assert "no account yet" in wrong_fields(world, person=guest)["email"][0]
    assert grant(world, person=guest, email="guest@example.org").person == guest
    assert User.objects.get(email="guest@example.org").person == guest


def test_nobody_gets_the_account_of_somebody_else(world: World) -> None:
    guest = Person.objects.get(key="guest-public")
    told = wrong_fields(world, person=guest, email="participant@example.org")
    assert "somebody else's account" in told["email"][0]
    told = wrong_fields(world, person=world.people["participant"], email="new@example.org")
    assert "another address" in told["email"][0]
    assert not User.objects.filter(email="new@example.org").exists()


def test_nobody_gets_into_another_edition_by_an_address_typed_here(world: World) -> None:
    guest = Person.objects.get(key="guest-public")
    Participation.objects.create(edition=world["edition:other"], person=guest, role=SECRETARIAT)
    told = wrong_fields(world, person=guest, email="me@example.org")
    assert "takes part in other editions" in told["email"][0]
    assert services.grant_role(
        actor=OPERATOR, edition=world.edition, role=COMMITTEE, person=guest, email="me@example.org"
    )


@pytest.mark.parametrize(
    ("who", "field"),
    [
        ({}, "email"),
        ({"email": "no address", "name": "A"}, "email"),
        ({"email": "new@example.org"}, "name"),
        ({"email": "new@example.org", "name": " "}, "name"),
        ({"email": "closed@example.org", "name": "A"}, "email"),
    ],
)
def test_what_is_missing_or_wrong_is_said_by_field(world: World, who: dict[str, str], field: str) -> None:
    User.objects.create_user("closed@example.org")
    User.objects.filter(email="closed@example.org").update(is_active=False)
    people, accounts = Person.objects.count(), User.objects.count()
    assert list(wrong_fields(world, **who)) == [field]
    assert Mail.objects.filter(subject__startswith="Your role").count() == 0
    if field == "name":
        assert (Person.objects.count(), User.objects.count()) == (people, accounts)


def test_only_roles_of_the_desk_are_given_here(world: World) -> None:
    with pytest.raises(ValidationError):
        grant(world, role="head_of_delegation", email="a@example.org", name="A")


def test_a_role_that_somebody_has_is_not_given_again(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        grant(world, email="committee@example.org")
    assert refused.value.code == "role_held"


def test_a_role_taken_away_ends_at_once_in_an_open_sign_in(world: World) -> None:
    client = Client()
    client.force_login(world.users["committee"])
    assert client.get("/en/cusco-2026/planning/").status_code == 200
    revoke(world, "committee")
    assert client.get("/en/cusco-2026/planning/").status_code == 404
    assert client.get("/api/v1/editions/cusco-2026/runs").status_code == 404
    with pytest.raises(DomainError) as refused:
        revoke(world, "committee")
    assert refused.value.code == "role_gone"


def test_a_role_that_was_taken_away_can_be_given_again(world: World) -> None:
    revoke(world, "committee")
    assert grant(world, email="committee@example.org").pk == world["participation:committee"].pk
    assert may(world.actors["committee"], "participation.view_desk", world.edition)


def test_the_last_of_the_secretariat_who_can_sign_in_stays(world: World) -> None:
    other = Person.objects.create(key="no-account", name="No Account")
    Participation.objects.create(edition=world.edition, person=other, role=SECRETARIAT)
    with pytest.raises(DomainError) as refused:
        revoke(world, "secretariat")
    assert refused.value.code == "last_secretariat"
    grant(world, role=SECRETARIAT, email="second@example.org", name="Second")
    revoke(world, "secretariat")
    assert not may(world.actors["secretariat"], "participation.view_desk", world.edition)


def test_other_roles_are_not_taken_away_here(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        revoke(world, "head")
    assert refused.value.code == "no_such_role"


def test_only_the_secretariat_gives_and_takes_roles(world: World) -> None:
    for role in ROLES:
        if role in ("secretariat", "operator"):
            continue
        with pytest.raises((NotVisible, Forbidden)):
            grant(world, role=SECRETARIAT, actor=role, email=f"{role}@example.org", name="Me")
        with pytest.raises((NotVisible, Forbidden)):
            revoke(world, "committee", actor=role)
    assert AuditEntry.objects.filter(service__contains="_role").count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_role_from_each_other_one_stays() -> None:
    world = make_world()
    grant(world, role=SECRETARIAT, email="second@example.org", name="Second")
    second = Participation.objects.get(person__user__email="second@example.org")
    actor = account(second.person.user)

    def take(by: object, held: Participation) -> object:
        return lambda: services.revoke_role(actor=by, participation=held).pk  # type: ignore[arg-type]

    first = world["participation:secretariat"]
    told = at_once(take(world.actors["secretariat"], second), take(actor, first))  # type: ignore[arg-type]
    left = Participation.objects.filter(edition=world.edition, role=SECRETARIAT, state="accepted")
    assert left.count() == 1
    assert len({*told} & {"last_secretariat", "forbidden", "not_found"}) == 1


def test_a_role_taken_back_before_its_letter_left_leaves_no_letter(world: World) -> None:
    held = grant(world, email="new@example.org", name="New")
    services.revoke_role(actor=OPERATOR, participation=held)
    assert [mail.state for mail in Mail.objects.filter(person=held.person)] == ["discarded"]
    grant(world, email="new@example.org")
    assert sorted(mail.state for mail in Mail.objects.filter(person=held.person)) == ["discarded", "draft"]
