"""The first page of those who work on an edition: what stands, and what needs doing, most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from serai.core.access import may, require
from serai.core.actors import Actor
from serai.core.counting import counts
from serai.editions.models import Edition, PlanningRun, RunState
from serai.participation.models import MailState
from serai.programme import planning
from serai.programme.models import (
    Contribution,
    ContributionMember,
    ContributionRole,
    MemberState,
    Plan,
    Release,
)
from serai.programme.queries import plans as queries
from serai.programme.services import is_lost
from serai.web import translations

UNANSWERED = (MemberState.PLANNED, MemberState.INVITED)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: how many there are, what about, and where it is done."""

    count: int
    text: str
    address: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Speakers by what they said; each counts once for every contribution."""

    planned: int
    invited: int
    accepted: int
    declined: int

    @property
    def unanswered(self) -> int:
        return self.planned + self.invited

    @property
    def all(self) -> int:
        return self.unanswered + self.accepted + self.declined


@dataclass(frozen=True, slots=True)
class Desk:
    """The edition in figures, and its tasks."""

    release: Release | None
    draft: Plan | None
    counts: planning.Counts | None
    answers: Answers
    activities: int
    contributions: int
    tasks: tuple[Task, ...]


def desk(actor: Actor, edition: Edition) -> Desk:
    """Gather it in a fixed number of questions to the database."""
    require(actor, "participation.view_desk", edition)
    release = queries.releases(actor, edition).first()
    newest = queries.plans(actor, edition).first()
    counts = planning.plan_counts(actor, newest) if newest else None
    figures = _figures(actor, edition)
    found = Desk(
        release=release,
        draft=newest if newest and not hasattr(newest, "release") else None,
        counts=counts,
        answers=(answers := _answers(edition)),
        activities=figures["activities"],
        contributions=figures["contributions"],
        tasks=(),
    )
    tasks = [
        *_setup_tasks(edition, figures),
        *_plan_tasks(edition, found, newest),
        *_run_tasks(queries.runs(actor, edition).first()),
        *_speaker_tasks(edition, answers),
        *_mail_tasks(actor, edition, figures),
        *_translation_tasks(edition, figures),
    ]
    return replace(found, tasks=tuple(sorted(tasks, key=lambda task: not task.is_urgent)))


def _talks(edition: Edition) -> QuerySet[Contribution]:
    return edition.contributions.filter(is_retired=False, activity__is_retired=False)


def _answers(edition: Edition) -> Answers:
    speaking = ContributionMember.objects.filter(
        contribution__in=_talks(edition), role=ContributionRole.SPEAKER
    )
    counts = dict(speaking.order_by().values_list("state").annotate(Count("pk")))
    return Answers(**{state.value: counts.get(state.value, 0) for state in MemberState})


def _figures(actor: Actor, edition: Edition) -> dict[str, int]:
    """All that is only counted, in one question."""
    counted: dict[str, QuerySet[Any]] = {
        "activities": edition.activities.filter(is_retired=False),
        "contributions": _talks(edition),
        "rooms": edition.rooms.filter(is_retired=False),
        "periods": edition.periods.filter(is_retired=False),
        "drafts": edition.mails.filter(state=MailState.DRAFT),
        "failed": edition.mails.filter(state=MailState.FAILED),
    }
    lacking = translations.lacking(actor, edition)
    counted |= {f"lacking_{number}": rows for number, rows in enumerate(lacking)}
    figures = counts(edition, counted)
    return figures | {"lacking": sum(figures[f"lacking_{number}"] for number in range(len(lacking)))}


def _setup_tasks(edition: Edition, figures: Mapping[str, int]) -> Iterator[Task]:
    """What an edition needs before anything can be planned."""
    if not figures["periods"]:
        text = gettext("No period yet: say on which days and from when to when there is something on.")
        yield Task(0, text, _at("editions:periods", edition), is_urgent=True)
    if not figures["rooms"]:
        text = gettext("No room yet: say where it takes place.")
        yield Task(0, text, _at("editions:rooms", edition), is_urgent=True)
    if not figures["activities"]:
        text = gettext("No activity yet: say what takes place.")
        yield Task(0, text, _at("programme:activities", edition), is_urgent=True)


def _plan_tasks(edition: Edition, found: Desk, newest: Plan | None) -> Iterator[Task]:
    """What is wrong with the newest plan, and whether it waits for its release."""
    planning_page = _at("programme:planning", edition)
    if newest is None or found.counts is None:
        if found.activities:
            yield Task(0, gettext("There is no plan yet: ask for one."), planning_page)
        return
    page = _at("programme:plan", edition, newest.pk)
    if hard := found.counts.hard:
        blocks = ngettext(
            "violation blocks the release of the newest plan",
            "violations block the release of the newest plan",
            hard,
        )
        yield Task(hard, blocks, page, is_urgent=True)
    if unplaced := found.counts.unplaced:
        lacking = ngettext("item has no place in it", "items have no place in it", unplaced)
        yield Task(unplaced, lacking, page, is_urgent=True)
    if found.draft and found.release:
        text = gettext("A draft is ahead of version %(number)s: compare and release it.") % {
            "number": found.release.number
        }
        yield Task(0, text, page)
    elif found.draft:
        yield Task(0, gettext("A draft waits for the first release."), page)


def _run_tasks(run: PlanningRun | None) -> Iterator[Task]:
    """A run that needs somebody."""
    if run is None:
        return
    page = _at("programme:planning", run.edition)
    if run.state == RunState.FAILED:
        yield Task(0, gettext("The last run of the planner failed: read why."), page, is_urgent=True)
    elif run.state == RunState.INTERRUPTED or is_lost(run):
        yield Task(0, gettext("The last run of the planner was lost: start it again."), page, is_urgent=True)
    elif run.state == RunState.RUNNING:
        yield Task(0, gettext("A plan is being made: watch it."), page)


def _speaker_tasks(edition: Edition, answers: Answers) -> Iterator[Task]:
    page = _at("programme:desk_speakers", edition)
    if answers.declined:
        text = ngettext("speaker declined", "speakers declined", answers.declined)
        yield Task(answers.declined, text, f"{page}?state=declined", is_urgent=True)
    if answers.planned:
        text = ngettext("speaker hasn't been asked yet", "speakers haven't been asked yet", answers.planned)
        yield Task(answers.planned, text, f"{page}?state=planned")
    if answers.invited:
        text = ngettext("speaker hasn't answered", "speakers haven't answered", answers.invited)
        yield Task(answers.invited, text, f"{page}?state=invited")


def _mail_tasks(actor: Actor, edition: Edition, figures: Mapping[str, int]) -> Iterator[Task]:
    """Letters that wait for somebody, for those who may read them."""
    if not may(actor, "participation.view_mail", edition):
        return
    page = _at("participation:outbox", edition)
    if drafts := figures["drafts"]:
        text = ngettext("letter waits for your review", "letters wait for your review", drafts)
        yield Task(drafts, text, f"{page}?state={MailState.DRAFT}")
    if failed := figures["failed"]:
        text = ngettext("letter couldn't be sent", "letters couldn't be sent", failed)
        yield Task(failed, text, f"{page}?state={MailState.FAILED}", is_urgent=True)


def _translation_tasks(edition: Edition, figures: Mapping[str, int]) -> Iterator[Task]:
    if count := figures["lacking"]:
        text = ngettext("title or name lacks a translation", "titles or names lack a translation", count)
        yield Task(count, text, _at("translations", edition))


def _at(name: str, edition: Edition, *more: int) -> str:
    return reverse(name, args=[edition.key, *more])
