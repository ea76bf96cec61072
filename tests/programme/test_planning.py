"""Rows become the engine's question, its timetable becomes a plan, and its violations become sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from model_bakery import baker
from tests.programme.conftest import person

from serai.core.actors import OPERATOR, PUBLIC
from serai.core.errors import NotVisible
from serai.editions.models import Edition, Period, Room
from serai.engines import timetable as engine
from serai.engines.solving import Violation
from serai.participation.models import Participation
from serai.parties.models import Person
from serai.programme import planning
from serai.programme.models import (
    Activity,
    ActivityMember,
    Contribution,
    ContributionMember,
    FixedCell,
    Placement,
    Plan,
    Session,
)
from serai.programme.planning.wording import EXPLANATIONS
from serai.programme.showing.charts import progress_chart

pytestmark = pytest.mark.django_db


def activity_of(edition: Edition, key: str) -> engine.Activity:
    """The engine's activity with this id."""
    return next(row for row in planning.problem_of(edition).activities if row.id == key)


def test_slot_0_is_midnight_of_the_first_day_at_the_venue(edition: Edition) -> None:
    clock = planning.Clock(edition)
    assert clock.moment(0) == datetime(2026, 5, 4, 5, tzinfo=UTC)
    assert clock.before(datetime(2026, 5, 4, 5, 12, tzinfo=UTC)) == 2
    assert clock.after(datetime(2026, 5, 4, 5, 12, tzinfo=UTC)) == 3


def test_the_axis_runs_evenly_through_a_change_of_the_clocks() -> None:
    edition = Edition(start=date(2026, 10, 24), time_zone="Europe/Lisbon", slot_minutes=30)
    clock = planning.Clock(edition)  # the night to the 25th has an hour more
    assert clock.before(datetime(2026, 10, 25, 12, tzinfo=UTC)) == 74


def test_periods_are_on_the_axis_in_slots(edition: Edition) -> None:
    periods = planning.problem_of(edition).periods
    assert [(p.id, p.day, p.begin, p.slots) for p in periods] == [
        ("morning", 0, 108, 24),
        ("afternoon", 0, 168, 24),
    ]


def test_minutes_are_rounded_up_to_slots(edition: Edition) -> None:
    Contribution.objects.filter(key="talk-1").update(minutes=21)
    slots = {row.id: row.slots for row in planning.problem_of(edition).contributions}
    assert slots == {"talk-1": 5, "talk-2": 4, "talk-3": 4}


def test_a_stay_is_what_all_standing_participations_have_in_common(edition: Edition) -> None:
    delegate = Participation.objects.get(person__key="speaker-1")
    delegate.arrives = datetime(2026, 5, 4, 15, tzinfo=UTC)
    delegate.save()
    guest = baker.make(Participation, edition=edition, person=delegate.person, role="guest")
    guest.departs = datetime(2026, 5, 4, 20, tzinfo=UTC)
    guest.save()
    people = {row.id: row for row in planning.problem_of(edition).people}
    assert people["speaker-1"].here == ((120, 180),)
    assert people["speaker-1"].weight == 2
    assert people["speaker-2"].here is None


def test_an_activity_of_one_block_stands_as_one_item_with_its_people(edition: Edition) -> None:
    signing = baker.make(Activity, edition=edition, key="signing", title={"en": "Signing"}, minutes=30)
    baker.make(ActivityMember, activity=signing, person=person(edition, "minister"), role="must_attend")
    problem = planning.problem_of(edition)
    block = next(row for row in problem.contributions if row.body)
    assert (block.id, block.slots, [p.person for p in block.people]) == ("block:signing", 6, ["minister"])
    assert activity_of(edition, "signing").people == ()


def test_wishes_become_prices_of_what_was_not_wished(edition: Edition) -> None:
    forum = Activity.objects.get(key="forum")
    forum.preferred_periods.add(Period.objects.get(key="morning"))
    forum.preferred_rooms.add(baker.make(Room, edition=edition, key="sala-2", name={"es": "Sala 2"}))
    found = activity_of(edition, "forum")
    assert (dict(found.period_cost), dict(found.room_cost)) == ({"afternoon": 1}, {"sala-1": 1})


def test_a_plan_is_read_back_as_the_timetable_it_was_written_from(edition: Edition) -> None:
    baker.make(Activity, edition=edition, key="signing", title={"en": "Signing"}, minutes=30)
    exhibition = baker.make(Activity, edition=edition, key="exhibition", title={"en": "Exhibition"})
    hall = baker.make(Room, edition=edition, key="hall", name={"es": "Pabellón"})
    for period in edition.periods.all():
        baker.make(FixedCell, activity=exhibition, period=period, room=hall)
    cells = {
        engine.Cell("forum", "morning", "sala-1"),
        engine.Cell("signing", "afternoon", "sala-1"),
        engine.Cell("exhibition", "morning", "hall"),
        engine.Cell("exhibition", "afternoon", "hall"),
    }
    places = {
        "talk-1": engine.Place("morning", "sala-1", 112),
        "talk-2": engine.Place("morning", "sala-1", 108),
        "talk-3": engine.Place("morning", "sala-1", 120),
        "block:signing": engine.Place("afternoon", "sala-1", 170),
    }
    timetable = engine.Timetable(frozenset(cells), places)
    plan = Plan.objects.create(edition=edition)
    planning.write_timetable(plan, timetable)
    assert planning.timetable_of(plan) == timetable
    assert plan.sessions.get(activity__key="signing").starts == datetime(2026, 5, 4, 19, 10, tzinfo=UTC)
    assert plan.sessions.filter(activity__key="exhibition").count() == 2


def test_an_activity_with_fixed_sessions_holds_them_from_end_to_end(edition: Edition) -> None:
    sala, morning = Room.objects.get(key="sala-1"), Period.objects.get(key="morning")
    baker.make(FixedCell, activity=Activity.objects.get(key="forum"), period=morning, room=sala)
    timetable = engine.Timetable(
        frozenset({engine.Cell("forum", "morning", "sala-1")}),
        {"talk-1": engine.Place("morning", "sala-1", 112)},
    )
    plan = Plan.objects.create(edition=edition)
    planning.write_timetable(plan, timetable)
    session = plan.sessions.get()
    assert (session.starts, session.ends) == (morning.starts, morning.ends)


def test_data_that_cannot_be_a_problem_are_refused_in_words(edition: Edition) -> None:
    Period.objects.filter(key="afternoon").update(starts=datetime(2026, 5, 4, 15, tzinfo=UTC))
    with pytest.raises(Exception, match="can't be planned as it stands") as refused:
        planning.read_problem(edition)
    assert getattr(refused.value, "code", None) == "problem_invalid"


def test_the_same_data_have_the_same_fingerprint(edition: Edition) -> None:
    first = planning.fingerprint(planning.problem_of(edition))
    assert planning.fingerprint(planning.problem_of(edition)) == first
    Room.objects.update(seats=49)
    assert planning.fingerprint(planning.problem_of(edition)) != first


CLASH = Violation(
    "person_in_two_places",
    ("talk-1", "forum"),
    {
        "person": "speaker-1",
        "activity": "forum",
        "room": "sala-1",
        "other_activity": "forum",
        "other_room": "sala-1",
        "begin": 108,
        "end": 112,
    },
)


def test_a_violation_names_people_rooms_and_local_times(edition: Edition) -> None:
    with translation.override("en"):
        text = planning.Wording(edition, "en").sentence(CLASH).text
    assert text == (
        "Speaker-1 is needed from Mon 09:00 to Mon 09:20 both in Sala 1 for “Water forum” "
        "and in Sala 1 for “Water forum”."
    )


@pytest.mark.parametrize("rule", sorted(EXPLANATIONS))
def test_every_explanation_can_be_worded(edition: Edition, rule: str) -> None:
    """Numbers and ids that no longer exist are worded too: people look at old plans."""

    class Anything(dict[str, object]):
        def __missing__(self, name: str) -> object:
            return 108 if name in ("begin", "end") else "gone"

    words = planning.Wording(edition, "en").sentence(Violation(rule, (), Anything()))
    assert "{" not in words.text


def test_the_public_may_not_read_the_report_of_a_draft(edition: Edition) -> None:
    plan = Plan.objects.create(edition=edition)
    assert planning.plan_report(OPERATOR, plan, "en").figures["contributions"] == 3
    with pytest.raises(NotVisible):
        planning.plan_report(PUBLIC, plan, "en")


def test_the_progress_of_a_run_is_drawn_as_two_step_lines(edition: Edition) -> None:
    run = baker.make("editions.PlanningRun", edition=edition, problem={}, progress=[])
    assert progress_chart(run) is None
    run.progress = [[1.0, 20, 0], [5.0, 12, 10], [10.0, 10, 10]]
    chart = progress_chart(run)
    assert chart is not None
    assert chart.objective == "M60.0 6.0L300.0 6.0L300.0 65.2L600.0 65.2L600.0 80.0L600.0 80.0"
    assert (chart.seconds, chart.top, chart.low, chart.now) == (10, 20, 0, 600.0)


def test_while_it_runs_the_axis_is_as_long_as_the_run_may_take(edition: Edition) -> None:
    run = baker.make("editions.PlanningRun", edition=edition, problem={})
    run.progress = [[0.0, None, None, 8], [5.0, None, None, 4], [15.0, 12, 0, 0]]
    chart = progress_chart(run, until=15, seconds=60)
    assert chart is not None
    assert (chart.seconds, chart.now, chart.most_unplaced) == (60, 150.0, 8)
    assert chart.unplaced == "M0.0 6.0L50.0 6.0L50.0 80.0L150.0 80.0L150.0 154.0L150.0 154.0"


def test_the_gap_is_what_lies_between_the_two_lines(edition: Edition) -> None:
    run = baker.make("editions.PlanningRun", edition=edition, problem={})
    run.progress = [[0.0, None, 0], [5.0, 20, 0], [10.0, 10, 10]]
    chart = progress_chart(run)
    assert chart is not None
    assert chart.gap == (
        "M300.0 6.0L600.0 6.0L600.0 80.0L600.0 80.0L600.0 80.0L600.0 80.0L600.0 154.0L300.0 154.0Z"
    )


def test_a_plan_of_more_than_1000_talks_and_speakers_is_read(edition: Edition) -> None:
    forum, room, period = (rows.get(key=key) for rows, key in (
        (edition.activities, "forum"), (edition.rooms, "sala-1"), (edition.periods, "morning"),
    ))  # fmt: skip
    people = Person.objects.bulk_create(Person(key=f"p-{n}", name=f"P. {n}") for n in range(1100))
    talks = Contribution.objects.bulk_create(
        Contribution(edition=edition, activity=forum, key=f"t-{n}", title={"en": f"T {n}"}, minutes=5)
        for n in range(1100)
    )
    ContributionMember.objects.bulk_create(
        ContributionMember(contribution=talk, person=speaker, role="speaker")
        for talk, speaker in zip(talks, people, strict=True)
    )
    plan = Plan.objects.create(edition=edition)
    begin, end = period.starts, period.ends
    session = Session.objects.create(
        plan=plan, activity=forum, period=period, room=room, starts=begin, ends=end
    )
    Placement.objects.bulk_create(
        Placement(plan=plan, session=session, contribution=talk, starts=begin, ends=end) for talk in talks
    )
    assert len(planning.timetable_of(plan).places) == 1100
    assert len(planning.problem_of(edition).contributions) == 1103
