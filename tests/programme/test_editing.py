"""Sections, activities, contributions and their people, made and changed by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.worlds import MONDAY, World, local, unreleased_world, world_of_cusco

from serai.core.actors import OPERATOR, Actor, account
from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.core.models import AuditEntry, User
from serai.programme import planning, services
from serai.programme.checks import odd_about_activity, odd_about_contribution
from serai.programme.models import Activity, ActivityMember, Contribution, ContributionMember, FixedCell

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return unreleased_world()


def change_activity(world: World, key: str, **values: Any) -> Activity:
    return services.change_activity(actor=OPERATOR, activity=world.activities[key], values=values)


def change_talk(world: World, key: str, **values: Any) -> Contribution:
    return services.change_contribution(actor=OPERATOR, contribution=world.contributions[key], values=values)


def organiser_of(world: World, key: str) -> Actor:
    """Somebody who takes part and organises this activity."""
    user = User.objects.create_user("organiser@example.org")
    person = world.people["speaker-2"]
    person.user = user
    person.save()
    ActivityMember.objects.create(activity=world.activities[key], person=person, role="organiser")
    return account(user)


def said(error: Any) -> str:
    return " ".join(error.value.messages)


def test_an_activity_holds_contributions_or_is_one_block(world: World) -> None:
    with pytest.raises(ValidationError, match="has contributions"):
        change_activity(world, "water", minutes=60)
    change_activity(world, "show", minutes=60)
    with pytest.raises(ValidationError, match="one block of 60 minutes"):
        change_talk(world, "plenary-1", activity=world.activities["show"])
    world.activities["water"].contributions.update(is_retired=True)
    assert change_activity(world, "water", minutes=60).minutes == 60


def test_activities_do_not_wait_for_each_other_in_a_circle(world: World) -> None:
    change_activity(world, "water", after=[world.activities["plenary"]])
    change_activity(world, "glaciers", after=[world.activities["water"]])
    with pytest.raises(ValidationError) as refused:
        change_activity(world, "plenary", after=[world.activities["glaciers"]])
    assert "The plenary → The glaciers → The water → The plenary" in said(refused) or "→" in said(refused)
    with pytest.raises(ValidationError, match="wait for each other"):
        change_activity(world, "show", after=[world.activities["show"]])
    assert not world.activities["plenary"].after.exists()


def test_fixed_cells_are_written_with_the_activity_and_noted(world: World) -> None:
    cells = [(world.periods["mon-1"], world.rooms["patio"]), (world.periods["mon-2"], world.rooms["patio"])]
    change_activity(world, "show", fixed_cells=cells)
    change_activity(world, "show", fixed_cells=cells[1:])
    assert [str(cell.period) for cell in FixedCell.objects.all()] == ["mon-2"]
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert [len(state["fixed_cells"]) for state in (entry.before, entry.after)] == [2, 1]
    with pytest.raises(ValidationError, match="More cells are fixed"):
        change_activity(world, "show", fixed_cells=cells, sessions_min=1, sessions_max=1)
    assert FixedCell.objects.count() == 1


def test_the_most_sessions_are_not_fewer_than_the_least(world: World) -> None:
    for values in ({"sessions_min": 3, "sessions_max": 2}, {"sessions_max": 2}):
        with pytest.raises(ValidationError, match="least number"):
            change_activity(world, "show", **values)


def test_a_fixed_time_lies_in_a_period_and_on_the_raster(world: World) -> None:
    for values, words in (
        ({"fixed_start": local(MONDAY, 10, 50)}, "isn't within the period"),
        (
            {"fixed_start": local(MONDAY, 9), "fixed_period": world.periods["mon-2"]},
            "isn't within the period",
        ),
        ({"fixed_start": local(MONDAY, 9, 3)}, "multiple of 5 minutes"),
        ({"fixed_room": world.rooms["aula"]}, "needs a fixed period"),
    ):
        with pytest.raises(ValidationError) as refused:
            change_talk(world, "plenary-1", **values)
        assert words in said(refused)
    change_talk(world, "plenary-1", fixed_start=local(MONDAY, 10, 40), fixed_room=world.rooms["aula"])


def test_a_released_contribution_stays_in_its_activity() -> None:
    world = world_of_cusco()
    with pytest.raises(ValidationError, match="A release has this contribution"):
        change_talk(world, "plenary-1", activity=world.activities["water"])


def test_what_is_odd_is_said_and_not_refused(world: World) -> None:
    world.rooms["aula"].closed.add(world.periods["mon-1"])
    cell = (world.periods["mon-1"], world.rooms["aula"])
    change_activity(world, "show", fixed_cells=[cell], minutes=300, sessions_min=1)
    change_activity(world, "briefing", fixed_cells=[cell])
    words = " ".join(odd_about_activity(world.activities["show"].__class__.objects.get(key="show")))
    for part in ("number of sessions", "the longest has 120 minutes", "is closed", "“The briefing” is fixed"):
        assert part in words
    talk = change_talk(world, "plenary-1", minutes=121)
    assert list(odd_about_contribution(talk)) == [
        "This is longer than every period it may be in; the longest has 120 minutes."
    ]
    empty = services.add_activity(actor=OPERATOR, edition=world.edition, values={"title": {"es": "Nada"}})
    assert "it won't be planned" in " ".join(odd_about_activity(empty))


def test_nothing_of_another_edition_can_be_tied_to_a_row(world: World) -> None:
    other = unreleased_world("andes-2027")
    for service, values in (
        (change_activity, {"rooms": [other.rooms["aula"]]}),
        (change_activity, {"fixed_cells": [(other.periods["mon-1"], world.rooms["aula"])]}),
        (change_activity, {"section": other.activities["water"].section}),
        (change_activity, {"after": [other.activities["water"]]}),
    ):
        with pytest.raises(ValidationError, match="another edition"):
            service(world, "show", **values)
    with pytest.raises(ValidationError, match="another edition"):
        change_talk(world, "plenary-1", activity=other.activities["water"])


def test_an_activity_with_contributions_is_kept_and_one_that_is_mentioned_goes_out_of_use() -> None:
    world = world_of_cusco()
    with pytest.raises(DomainError, match="still needed"):
        services.remove_activity(actor=OPERATOR, activity=world.activities["water"])
    assert not services.remove_activity(actor=OPERATOR, activity=world.activities["show"])
    assert not services.remove_contribution(actor=OPERATOR, contribution=world.contributions["plenary-1"])
    world.draft.refresh_from_db()
    check = planning.check_plan(world.draft)
    assert {finding.rule for finding in check.hard} >= {"activity_retired", "contribution_retired"}


def test_a_contribution_that_nothing_mentions_is_deleted_with_its_speakers(world: World) -> None:
    assert services.remove_contribution(actor=OPERATOR, contribution=world.contributions["plenary-1"])
    assert not Contribution.objects.filter(key="plenary-1").exists()


def test_a_section_is_deleted_once_no_activity_is_left_in_it(world: World) -> None:
    section = world.activities["water"].section
    assert section is not None
    with pytest.raises(DomainError, match="still needed"):
        services.remove_section(actor=OPERATOR, section=section)
    world.edition.activities.update(section=None)
    assert services.remove_section(actor=OPERATOR, section=section)


def test_only_who_takes_part_gets_a_role_and_only_once(world: World) -> None:
    person, talk = world.people["speaker-3"], world.contributions["plenary-1"]
    member = services.add_contribution_member(
        actor=OPERATOR, contribution=talk, person=person, role="speaker", state="planned"
    )
    assert (member.order, member.state) == (1, "planned")
    with pytest.raises(DomainError, match="has this role already"):
        services.add_contribution_member(actor=OPERATOR, contribution=talk, person=person, role="speaker")
    person.participations.update(state="withdrawn")
    with pytest.raises(DomainError, match="doesn't take part"):
        services.add_activity_member(
            actor=OPERATOR, activity=world.activities["show"], person=person, role="chair"
        )


def test_an_unknown_role_or_answer_is_refused(world: World) -> None:
    person, talk = world.people["speaker-3"], world.contributions["plenary-1"]
    for wrong in ({"role": "singer"}, {"role": "speaker", "state": "perhaps"}):
        with pytest.raises(ValidationError):
            services.add_contribution_member(actor=OPERATOR, contribution=talk, person=person, **wrong)


def test_an_organiser_edits_the_own_activity_with_its_contributions_and_nothing_else(world: World) -> None:
    actor = organiser_of(world, "briefing")
    own, other = world.activities["briefing"], world.activities["water"]
    services.change_activity(actor=actor, activity=own, values={"title": {"en": "Mine"}})
    values = {"title": {"es": "Nueva"}, "minutes": 5, "activity": own}
    talk = services.add_contribution(actor=actor, edition=world.edition, values=values)
    services.add_contribution_member(
        actor=actor, contribution=talk, person=world.people["speaker-3"], role="speaker"
    )
    services.remove_contribution(actor=actor, contribution=talk)
    refused: list[tuple[Any, dict[str, Any]]] = [
        (services.change_activity, {"activity": other, "values": {"title": {"en": "Theirs"}}}),
        (services.add_contribution, {"edition": world.edition, "values": values | {"activity": other}}),
        (
            services.change_contribution,
            {"contribution": world.contributions["briefing-talk-18"], "values": {"activity": other}},
        ),
    ]
    for service, arguments in refused:
        with pytest.raises(Forbidden):
            service(actor=actor, **arguments)
    hidden: list[tuple[Any, dict[str, Any]]] = [
        (services.add_activity, {"edition": world.edition, "values": {"title": {"en": "More"}}}),
        (services.remove_activity, {"activity": own}),
        (services.add_section, {"edition": world.edition, "values": {"title": {"en": "More"}}}),
    ]
    for service, arguments in hidden:
        with pytest.raises(NotVisible):
            service(actor=actor, **arguments)


def test_organisers_are_named_and_dismissed_where_roles_are_granted(world: World) -> None:
    organiser_of(world, "briefing")
    own, person = world.activities["briefing"], world.people["speaker-3"]
    with pytest.raises(DomainError, match="page of roles"):
        services.add_activity_member(actor=OPERATOR, activity=own, person=person, role="organiser")
    with pytest.raises(DomainError, match="page of roles"):
        services.remove_activity_member(actor=OPERATOR, member=own.members.get(role="organiser"))


def test_who_has_a_role_is_told_in_the_history_of_what_it_is_in(world: World) -> None:
    talk, person = world.contributions["plenary-1"], world.people["speaker-3"]
    member = services.add_contribution_member(
        actor=OPERATOR, contribution=talk, person=person, role="attendee"
    )
    services.change_contribution_member(actor=OPERATOR, member=member, state="declined")
    services.remove_contribution_member(actor=OPERATOR, member=member)
    entries = AuditEntry.objects.filter(subject_type="programme.contribution", subject_id=str(talk.pk))
    assert [entry.service for entry in entries] == [
        "remove_contribution_member",
        "change_contribution_member",
        "add_contribution_member",
    ]
    assert {entry.after["person"] for entry in entries} == {"Speaker 3"}
    assert not ContributionMember.objects.filter(pk=member.pk).exists()
