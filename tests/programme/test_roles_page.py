"""Organisers of activities, and the page on which roles are given, taken and read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.access_world import ROLES, World, make_world

from serai.core.access import may
from serai.core.actors import OPERATOR, account
from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.core.models import User
from serai.editions.models import Edition
from serai.participation import services as participation
from serai.participation.models import Mail, Participation
from serai.programme import services
from serai.programme.models import ActivityMember

pytestmark = pytest.mark.django_db
ROLES_PAGE = "/en/cusco-2026/desk/roles/"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def client_of(world: World, role: str) -> Client:
    client = Client()
    if role in world.users:
        client.force_login(world.users[role])
    return client


@pytest.fixture
def secretary(world: World) -> Client:
    return client_of(world, "secretariat")


# Organisers


def test_an_organiser_changes_the_activity_and_gets_a_letter(world: World) -> None:
    version = Edition.objects.get(pk=world.edition.pk).content_version
    member = services.grant_organiser(
        actor=world.actors["committee"],
        activity=world["activity:closed to all"],
        email="new@example.org",
        name="New Organiser",
    )
    actor = account(User.objects.get(email="new@example.org"))
    assert may(actor, "programme.change_activity", world["activity:closed to all"])
    assert not may(actor, "programme.change_activity", world["activity:public"])
    assert "“organiser” in “The closed to all forum”" in Mail.objects.get(person=member.person).body
    assert Edition.objects.get(pk=world.edition.pk).content_version == version + 1


def test_an_organiser_whose_last_activity_is_taken_no_longer_takes_part(world: World) -> None:
    actor, person = world.actors["organiser"], world.people["organiser"]
    other = services.grant_organiser(actor=OPERATOR, activity=world["activity:public"], person=person)
    client = client_of(world, "organiser")
    assert client.get("/en/cusco-2026/activities/closed/").status_code == 200
    closed = ActivityMember.objects.get(activity=world["activity:closed"], role="organiser")
    services.revoke_organiser(actor=world.actors["secretariat"], member=closed)
    assert client.get("/en/cusco-2026/activities/closed/").status_code == 404
    assert may(actor, "programme.view_detail", world["activity:listed"])
    services.revoke_organiser(actor=world.actors["secretariat"], member=other)
    assert not may(actor, "programme.view_detail", world["activity:listed"])
    assert Participation.objects.get(person=person).state == "withdrawn"
    services.grant_organiser(actor=OPERATOR, activity=world["activity:public"], person=person)
    assert may(actor, "programme.change_activity", world["activity:public"])


def test_an_organiser_is_named_once_and_a_chair_is_none(world: World) -> None:
    activity, person = world["activity:closed"], world.people["organiser"]
    with pytest.raises(DomainError) as refused:
        services.grant_organiser(actor=OPERATOR, activity=activity, person=person)
    assert refused.value.code == "role_held"
    chair = ActivityMember.objects.create(activity=activity, person=person, role="chair")
    with pytest.raises(DomainError) as refused:
        services.revoke_organiser(actor=OPERATOR, member=chair)
    assert refused.value.code == "no_such_role"


def test_an_organiser_makes_nobody_an_organiser(world: World) -> None:
    for role in set(ROLES) - {"secretariat", "committee", "operator"}:
        with pytest.raises((NotVisible, Forbidden)):
            services.grant_organiser(
                actor=world.actors[role], activity=world["activity:closed"], email="a@example.org", name="A"
            )
        member = ActivityMember.objects.get(activity=world["activity:closed"], role="organiser")
        with pytest.raises((NotVisible, Forbidden)):
            services.revoke_organiser(actor=world.actors[role], member=member)


# The page


@pytest.mark.parametrize("role", ROLES)
def test_the_page_exists_for_those_who_work_on_the_edition(world: World, role: str) -> None:
    if role == "operator":
        return
    status = 200 if role in ("committee", "secretariat") else 404
    assert client_of(world, role).get(ROLES_PAGE).status_code == status


def test_the_committee_names_organisers_but_no_secretariat(world: World) -> None:
    client = client_of(world, "committee")
    page = client.get(ROLES_PAGE).text
    assert 'value="secretariat"' not in page
    assert "/desk/roles/revoke-organiser-" in page
    member = world["participation:secretariat"].pk
    assert f"/desk/roles/revoke-{member}/" not in page
    told = client.post(ROLES_PAGE, {"role": "secretariat", "email": "committee@example.org"})
    assert told.status_code == 422
    told = client.post(f"{ROLES_PAGE}revoke-{member}/", follow=True)
    assert "You may not do this" in told.text
    assert may(world.actors["secretariat"], "participation.grant_role", world.edition)


def test_a_role_is_given_to_an_address_and_stands_in_the_history(world: World, secretary: Client) -> None:
    form = {"role": "programme_committee", "email": "ana@example.org", "name": "Ana"}
    page = secretary.post(ROLES_PAGE, form, follow=True).text
    assert "The role is given" in page
    assert "ana@example.org" in page
    assert "\u2068secretariat@example.org\u2069 gave \u2068Ana\u2069 the role “programme committee”." in page


def test_somebody_is_found_by_name_or_address_and_made_an_organiser(world: World, secretary: Client) -> None:
    activity = world["activity:public"]
    page = secretary.get(ROLES_PAGE, {"q": "participant@"})
    assert "participant@example.org" in page.text
    assert "elsewhere@example.org" not in secretary.get(ROLES_PAGE, {"q": "elsewhere"}).text
    person = world.people["participant"].pk
    form = {"role": f"activity-{activity.pk}", "person": person, "q": "participant@"}
    page = secretary.post(ROLES_PAGE, form, follow=True)
    assert "made \u2068Participant\u2069 an organiser of “\u2068The public forum\u2069”." in page.text
    member = ActivityMember.objects.get(activity=activity, role="organiser")
    page = secretary.post(f"{ROLES_PAGE}revoke-organiser-{member.pk}/", follow=True)
    assert "ended the role of \u2068Participant\u2069 as an organiser" in page.text


def test_a_person_whom_the_search_did_not_show_cannot_be_picked(world: World, secretary: Client) -> None:
    stranger = world.people["elsewhere"].pk
    form = {"role": "secretariat", "person": stranger, "q": "participant"}
    assert secretary.post(ROLES_PAGE, form).status_code == 422


def test_what_is_wrong_stands_beside_what_was_typed(world: World, secretary: Client) -> None:
    page = secretary.post(ROLES_PAGE, {"role": "secretariat", "email": "new@example.org"})
    assert page.status_code == 422
    assert "This address is new here" in page.text
    assert "new@example.org" in page.text
    page = secretary.post(ROLES_PAGE, {"role": "secretariat", "email": "secretariat@example.org"})
    assert "has this role already" in page.text


def test_who_gives_up_the_own_role_is_led_to_the_public_page(world: World, secretary: Client) -> None:
    held = world["participation:secretariat"].pk
    page = secretary.post(f"{ROLES_PAGE}revoke-{held}/", follow=True)
    assert "the last of the secretariat" in page.text
    participation.grant_role(
        actor=OPERATOR, edition=world.edition, role="secretariat", email="b@example.org", name="B"
    )
    page = secretary.post(f"{ROLES_PAGE}revoke-{held}/", follow=True)
    assert page.redirect_chain[-1][0] == "/en/cusco-2026/"
    assert "It ended at once" in page.text


def test_roles_of_another_edition_are_out_of_reach(world: World, secretary: Client) -> None:
    held = world["participation:elsewhere"].pk
    assert secretary.post(f"{ROLES_PAGE}revoke-{held}/").status_code == 404
    assert Participation.objects.get(pk=held).state == "accepted"


def test_the_history_holds_only_this_edition(world: World, secretary: Client) -> None:
    participation.grant_role(
        actor=OPERATOR,
        edition=world["edition:other"],
        role="secretariat",
        email="x@example.org",
        name="Xenia",
    )
    assert "Xenia" not in secretary.get(ROLES_PAGE).text
    assert "Xenia" in client_of(world, "elsewhere").get("/en/quito-2027/desk/roles/").text


def test_the_page_costs_the_same_queries_for_one_role_and_for_three(world: World, secretary: Client) -> None:
    counts = []
    for number in range(3):
        participation.grant_role(
            actor=OPERATOR, edition=world.edition, role="programme_committee",
            email=f"{number}@example.org", name=f"Person {number}",
        )  # fmt: skip
        services.grant_organiser(
            actor=OPERATOR, activity=world["activity:public"], email=f"{number}@example.org"
        )
        with CaptureQueriesContext(connection) as asked:
            secretary.get(ROLES_PAGE)
        counts.append(len(asked))
    assert counts == [10, 10, 10]
