"""Plans are asked for, carried out, stopped, restarted and released."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from serai.core.access import may, visible
from serai.core.actors import PUBLIC, Actor, account
from serai.core.errors import DomainError, NotVisible
from serai.core.models import AuditEntry, User
from serai.editions.models import Edition, Period, PlanningRun, RunState
from serai.participation.models import Participation
from serai.parties.models import Person
from serai.programme import planning, services
from serai.programme.models import Activity, Contribution, Plan, Session
from serai.programme.services import runs

pytestmark = pytest.mark.django_db


def plan(edition: Edition, actor: Actor, seconds: float = 5) -> Plan:
    """Ask for a plan and carry it out at once."""
    run = services.request_plan(actor=actor, edition=edition, seconds=seconds, enqueue=False)
    services.carry_out_run(actor=actor, run=run)
    return Plan.objects.get(run=run)


def test_a_plan_holds_every_contribution_inside_its_session(edition: Edition, secretary: Actor) -> None:
    draft = plan(edition, secretary)
    session = draft.sessions.get()
    assert session.activity.key == "forum"
    assert session.ends - session.starts == timedelta(minutes=60)
    assert draft.placements.count() == 3
    for placement in draft.placements.all():
        assert session.starts <= placement.starts < placement.ends <= session.ends
    run = PlanningRun.objects.get(plans=draft)
    assert (run.state, run.result["status"], run.result["unplaced"]) == (RunState.DONE, "optimal", [])


def test_a_speaker_who_lands_at_noon_speaks_in_the_afternoon(edition: Edition, secretary: Actor) -> None:
    Participation.objects.filter(person__key="speaker-1").update(arrives=datetime(2026, 5, 4, 17, tzinfo=UTC))
    draft = plan(edition, secretary)
    placement = draft.placements.get(contribution__key="talk-1")
    assert placement.starts >= datetime(2026, 5, 4, 19, tzinfo=UTC)


def test_a_speaker_who_declined_leaves_the_talk_unplaced_and_the_report_says_why(
    edition: Edition, secretary: Actor
) -> None:
    Participation.objects.filter(person__key="speaker-1").update(state="declined")
    report = planning.plan_report(secretary, plan(edition, secretary), "en")
    assert [item.title for item in report.unplaced] == ["Talk 1"]
    assert "Speaker-1 is away" in report.unplaced[0].reasons[0].text
    assert report.hard == []


def test_a_release_counts_up_and_is_written_in_the_audit_trail(edition: Edition, secretary: Actor) -> None:
    first = services.release_plan(actor=secretary, plan=plan(edition, secretary))
    second = services.release_plan(actor=secretary, plan=plan(edition, secretary), after=1)
    assert (first.number, second.number) == (1, 2)
    entry = AuditEntry.objects.filter(service="release_plan").latest("id")
    assert (entry.actor_label, entry.after["number"]) == ("secretary@example.org", 2)


def test_a_released_plan_is_not_released_again(edition: Edition, secretary: Actor) -> None:
    draft = plan(edition, secretary)
    services.release_plan(actor=secretary, plan=draft)
    with pytest.raises(DomainError) as refused:
        services.release_plan(actor=secretary, plan=draft, after=1)
    assert refused.value.code == "already_released"


def test_who_has_not_seen_the_latest_release_is_told(edition: Edition, secretary: Actor) -> None:
    services.release_plan(actor=secretary, plan=plan(edition, secretary))
    with pytest.raises(DomainError, match="version 1") as refused:
        services.release_plan(actor=secretary, plan=plan(edition, secretary), after=None)
    assert refused.value.code == "release_changed"


def test_a_plan_that_breaks_a_hard_rule_is_not_released(edition: Edition, secretary: Actor) -> None:
    draft = plan(edition, secretary)
    edition.rooms.update(seats=10)
    with pytest.raises(DomainError) as refused:
        services.release_plan(actor=secretary, plan=draft, accept_unplaced=True)
    assert refused.value.code == "hard_violations"
    report = planning.plan_report(secretary, draft, "en")
    assert [sentence.text for sentence in report.hard] == [
        "“Water forum” expects 40 people; Sala 1 seats 10."
    ]


def test_unplaced_items_are_asked_about(edition: Edition, secretary: Actor) -> None:
    Contribution.objects.filter(key="talk-2").update(minutes=121)
    draft = plan(edition, secretary)
    with pytest.raises(DomainError) as refused:
        services.release_plan(actor=secretary, plan=draft)
    assert refused.value.code == "unplaced_items"
    release = services.release_plan(actor=secretary, plan=draft, accept_unplaced=True)
    assert release.unplaced == ["talk-2"]


def test_a_plan_of_data_that_changed_meanwhile_is_refused(edition: Edition, secretary: Actor) -> None:
    run = services.request_plan(actor=secretary, edition=edition, enqueue=False)
    Contribution.objects.filter(key="talk-1").update(minutes=30)
    with pytest.raises(DomainError) as refused:
        services.carry_out_run(actor=secretary, run=run)
    run.refresh_from_db()
    assert (refused.value.code, run.state, Plan.objects.count()) == ("data_changed", RunState.FAILED, 0)


def test_a_correction_of_a_period_does_not_move_what_was_released(edition: Edition, secretary: Actor) -> None:
    release = services.release_plan(actor=secretary, plan=plan(edition, secretary))
    before = list(Session.objects.filter(plan=release.plan).values_list("starts", "ends"))
    Period.objects.update(ends=datetime(2026, 5, 4, 23, tzinfo=UTC))
    assert list(Session.objects.filter(plan=release.plan).values_list("starts", "ends")) == before


def test_a_run_is_started_once(edition: Edition, secretary: Actor) -> None:
    run = services.request_plan(actor=secretary, edition=edition, enqueue=False)
    services.carry_out_run(actor=secretary, run=run)
    with pytest.raises(DomainError) as refused:
        services.carry_out_run(actor=secretary, run=run)
    assert refused.value.code == "run_not_queued"


def test_a_silent_run_is_marked_and_can_be_restarted(edition: Edition, secretary: Actor) -> None:
    run = services.request_plan(actor=secretary, edition=edition, enqueue=False)
    PlanningRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, heartbeat_at=timezone.now() - services.SILENCE * 2
    )
    assert services.mark_lost_runs(actor=secretary, edition=edition) == 1
    run.refresh_from_db()
    assert run.state == RunState.INTERRUPTED
    services.restart_run(actor=secretary, run=run)
    services.carry_out_run(actor=secretary, run=run)
    assert Plan.objects.filter(run=run).count() == 1


def test_a_run_that_goes_on_is_not_restarted(edition: Edition, secretary: Actor) -> None:
    run = services.request_plan(actor=secretary, edition=edition, enqueue=False)
    with pytest.raises(DomainError) as refused:
        services.restart_run(actor=secretary, run=run)
    assert refused.value.code == "run_alive"


def test_the_public_may_not_plan(edition: Edition) -> None:
    with pytest.raises(NotVisible):
        services.request_plan(actor=PUBLIC, edition=edition)


def test_who_withdrew_no_longer_sees_the_closed_activity(edition: Edition) -> None:
    speaker = Person.objects.get(key="speaker-1")
    speaker.user = User.objects.create_user("speaker@example.org")
    speaker.save()
    Activity.objects.update(visibility="closed")
    seen = visible(account(speaker.user), "programme.view_activity", edition.activities.all())
    assert seen.count() == 1
    assert may(account(speaker.user), "programme.view_activity", Activity.objects.get())
    Participation.objects.filter(person=speaker).update(state="withdrawn")
    assert seen.all().count() == 0
    assert not may(account(speaker.user), "programme.view_activity", Activity.objects.get())


def test_a_run_that_was_started_again_elsewhere_writes_nothing(edition: Edition, secretary: Actor) -> None:
    """A process thought dead wakes up: the run that was started after it counts."""
    run = services.request_plan(actor=secretary, edition=edition, enqueue=False)
    sleeper = runs._start(run)
    PlanningRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - services.SILENCE * 2)
    services.restart_run(actor=secretary, run=run)
    services.carry_out_run(actor=secretary, run=run)
    result = PlanningRun.objects.get(pk=run.pk).result
    with pytest.raises(DomainError) as refused:
        services.write_draft(actor=secretary, run=sleeper, result=result)
    assert (refused.value.code, Plan.objects.count()) == ("run_superseded", 1)
    assert PlanningRun.objects.get(pk=run.pk).state == RunState.DONE


def test_the_course_of_a_run_keeps_only_what_changed() -> None:
    points = [(0, None, 0, 3), (1, None, 0, 2), (2, 9, 0, 0), (3, 9, 0, 0), (4, 9, 5, 0), (5, 9, 5, 0)]
    trace = [SimpleNamespace(seconds=s, objective=o, bound=b, unplaced=u) for s, o, b, u in points]
    told = [[0, None, 0, 3], [1, None, 0, 2], [2, 9, 0, 0], [4, 9, 5, 0], [5, 9, 5, 0]]
    assert runs._course(trace) == told
