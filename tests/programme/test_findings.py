"""What is wrong with a plan, in sentences that lead to what they name, whatever happened to it since."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.programme.conftest import person

from serai.core.actors import Actor
from serai.core.errors import DomainError
from serai.editions.models import Edition, Period, Room
from serai.engines.timetable import Timetable
from serai.programme import planning, services
from serai.programme.models import Activity, Contribution, ContributionMember, Plan
from serai.programme.planning.wording import OTHERS
from serai.programme.showing.addresses import address_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(edition: Edition, secretary: Actor) -> Plan:
    run = services.request_plan(actor=secretary, edition=edition, seconds=5, enqueue=False)
    services.carry_out_run(actor=secretary, run=run)
    return fresh()


def fresh() -> Plan:
    """The plan after something changed."""
    found = Plan.objects.select_related("edition", "run").get()
    Edition.objects.filter(pk=found.edition_id).update(content_version=found.edition.content_version + 1)
    found.edition.refresh_from_db()
    return found


def told(actor: Actor) -> list[str]:
    return [sentence.text for sentence in planning.plan_report(actor, fresh(), "en").hard]


def test_a_retired_room_is_named_with_what_is_still_in_it_and_blocks_a_release(
    plan: Plan, secretary: Actor
) -> None:
    Room.objects.update(is_retired=True)
    assert told(secretary) == ["Sala 1 is no longer used; “Water forum” is still in it."]
    assert planning.plan_counts(secretary, fresh()).unplaced == 0  # it has a place, though a wrong one
    with pytest.raises(DomainError) as refused:
        services.release_plan(actor=secretary, plan=plan)
    assert refused.value.code == "hard_violations"


def test_a_retired_period_is_named(plan: Plan, secretary: Actor) -> None:
    Period.objects.filter(key=plan.sessions.get().period.key).update(is_retired=True)
    (sentence,) = told(secretary)
    assert "is no longer used; “Water forum” is still in it." in sentence


def test_a_retired_contribution_and_a_retired_activity_are_named(plan: Plan, secretary: Actor) -> None:
    Contribution.objects.filter(key="talk-1").update(is_retired=True)
    assert told(secretary) == [
        "“Talk 1” is no longer in the programme; the plan still has it in “Water forum”."
    ]
    Activity.objects.update(is_retired=True)
    assert told(secretary) == ["“Water forum” is no longer in the programme; the plan still holds it."]


def test_what_was_retired_is_no_longer_among_what_is_allowed_or_wished(edition: Edition) -> None:
    forum, room = Activity.objects.get(), Room.objects.get()
    other = Room.objects.create(edition=edition, key="sala-2", name={"es": "Sala 2"})
    forum.rooms.add(room, other)
    forum.preferred_rooms.add(room)
    Room.objects.filter(pk=room.pk).update(is_retired=True)
    (found,) = planning.problem_of(edition).activities
    assert (found.rooms, dict(found.room_cost)) == ({"sala-2"}, {})
    Room.objects.update(is_retired=True)
    assert planning.problem_of(edition).activities[0].rooms == frozenset()  # nowhere, not anywhere


def test_data_that_make_no_problem_block_a_release_in_words(plan: Plan, secretary: Actor) -> None:
    Period.objects.filter(key="afternoon").update(starts=Period.objects.get(key="morning").starts)
    (sentence,) = told(secretary)
    assert sentence.startswith("The edition can't be planned as it stands: ")


def test_a_sentence_is_its_parts_and_knows_what_they_name(plan: Plan, secretary: Actor) -> None:
    Contribution.objects.filter(key="talk-1").update(is_retired=True)
    (sentence,) = planning.plan_report(secretary, fresh(), "en").hard
    assert "".join(part.text for part in sentence.parts) == sentence.text == str(sentence)
    assert [(part.kind, part.key, part.item) for part in sentence.parts if part.kind] == [
        ("contribution", "talk-1", "talk-1"),
        ("activity", "forum", ""),
    ]


@pytest.mark.parametrize("rule", sorted(OTHERS))
def test_a_sentence_beside_the_rules_names_what_it_is_about(rule: str) -> None:
    assert "{" in OTHERS[rule]


def test_each_side_of_a_sentence_leads_to_where_it_can_be_moved_or_changed(
    client: Client, plan: Plan, secretary: Actor, edition: Edition
) -> None:
    client.force_login(secretary.user)
    Room.objects.update(seats=7)
    fresh()
    text = client.get("/en/andes-2026/planning/").text
    session = plan.sessions.select_related("period", "room").get()
    item = f"session:forum:{session.period.key}:{session.room.key}"
    assert f'<a href="/en/andes-2026/desk/plans/{plan.pk}/move/{item}/"><bdi>“Water forum”</bdi></a>' in text
    assert '<a href="/en/andes-2026/desk/rooms/sala-1/"><bdi>Sala 1</bdi></a>' in text


def test_a_released_plan_is_linked_to_where_its_things_are_changed(
    plan: Plan, secretary: Actor, edition: Edition
) -> None:
    talk = planning.Part("Talk", "contribution", "talk-1", "talk-1")
    assert address_of(edition, talk, plan).endswith(f"/desk/plans/{plan.pk}/move/talk-1/")
    services.release_plan(actor=secretary, plan=plan)
    assert address_of(edition, talk, fresh()).endswith("/desk/contributions/talk-1/")
    assert address_of(edition, planning.Part("words")) == ""


def test_hundreds_of_the_kind_are_one_group_of_which_the_dearest_are_said(
    plan: Plan, secretary: Actor
) -> None:
    afternoon = Period.objects.exclude(key=plan.sessions.get().period.key).get()
    for talk in Contribution.objects.all():
        talk.preferred_periods.add(afternoon)
    report = planning.plan_report(secretary, fresh(), "en")
    (group,) = report.soft_groups(2)
    assert (group.rule, group.title) == ("period_not_preferred", "At the times asked for")
    assert (group.count, group.penalty, len(group.sentences), group.others) == (3, 12, 2, 1)


def crowd(edition: Edition, talks: int, minutes: int = 60) -> None:
    """So many more talks than the two periods of two hours hold."""
    forum = Activity.objects.get()
    for number in range(talks):
        talk = Contribution.objects.create(
            edition=edition,
            activity=forum,
            key=f"more-{number}",
            title={"en": f"More {number}"},
            minutes=minutes,
        )
        speaker = person(edition, f"more-speaker-{number}")
        ContributionMember.objects.create(contribution=talk, person=speaker, role="speaker")


def test_a_house_that_is_too_full_says_once_how_many_minutes_are_wanted(
    client: Client, edition: Edition, secretary: Actor
) -> None:
    crowd(edition, 5)
    run = services.request_plan(actor=secretary, edition=edition, seconds=5, enqueue=False)
    services.carry_out_run(actor=secretary, run=run)
    report = planning.plan_report(secretary, fresh(), "en")
    assert len(report.unplaced) >= 2
    assert report.crowded == (
        "The house is too full: what may only be in these rooms and periods takes 360 minutes, "
        "and there are 240."
    )
    client.force_login(secretary.user)
    text = client.get("/en/andes-2026/planning/").text
    assert text.count("The house is too full") == 1
    assert "What is in its way" in text


def test_a_house_can_be_full_of_sessions_though_minutes_are_left(edition: Edition, secretary: Actor) -> None:
    Period.objects.filter(key="afternoon").delete()
    Activity.objects.create(edition=edition, key="other", title={"en": "Other"}, minutes=10)
    check = planning.check_timetable(planning.problem_of(edition), Timetable())
    assert check.crowding is not None
    assert (check.crowding.in_minutes, check.crowding.wanted, check.crowding.had) == (False, 2, 1)


def test_what_lacks_a_place_for_another_reason_is_not_called_too_full(
    edition: Edition, secretary: Actor
) -> None:
    Activity.objects.update(audience=60)
    run = services.request_plan(actor=secretary, edition=edition, seconds=5, enqueue=False)
    services.carry_out_run(actor=secretary, run=run)
    report = planning.plan_report(secretary, fresh(), "en")
    assert report.crowded == ""
    assert "seats 50" in report.unplaced[0].reasons[0].text
