"""Runs of the planner: asked for, watched, stopped, looked at, compared, started again."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from serai.core.middleware import Request
from serai.editions.models import PlanningRun
from serai.programme import planning, services
from serai.programme.forms import PlanForm
from serai.programme.queries import plans as queries
from serai.programme.services import is_lost, is_stranded
from serai.programme.showing import runs as showing

RUNS_PER_PAGE = 25
SHOWN = 50  # items placed elsewhere that a comparison names


@require_safe
def runs_page(request: Request, edition: str) -> HttpResponse:
    """All runs of the edition, newest first, with what they found."""
    actor = request.actor
    subject = request.edition = queries.planned_edition(actor, edition)
    page = Paginator(queries.runs(actor, subject), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    outcomes = planning.outcomes_of(run.pk for run in page)
    context = {
        "page": page,
        "runs": [(run, outcomes.get(run.pk, planning.RunOutcome()), condition(run)) for run in page],
        "current": current(request, queries.runs(actor, subject)[:1]),
        "plan_form": PlanForm(initial={"seconds": subject.planning_seconds}),
    }
    return render(request, "programme/runs.html", context)


@require_safe
def run_page(request: Request, edition: str, run: int) -> HttpResponse:
    """One run: how far it is, or what it was asked and what it found."""
    actor = request.actor
    subject = request.edition = queries.planned_edition(actor, edition)
    found = queries.run_course(actor, run, subject, with_question=True)
    outcome = planning.outcomes_of([found.pk]).get(found.pk, planning.RunOutcome())
    context = {
        "run": found,
        "condition": condition(found),
        "progress": showing.progress_of(found, outcome.seconds),
        "current": _watched(found),
        "question": showing.question_of(found),
        "outcome": outcome,
        "quality": planning.quality({"status": outcome.status, "gap": outcome.gap}),
        "terms": showing.terms_of(found, outcome),
        "unplaced": planning.homeless_of(subject, outcome),
        "plan": queries.plans(actor, subject).filter(run=found).first(),
        "others": queries.runs(actor, subject).exclude(pk=found.pk)[:RUNS_PER_PAGE],
    }
    return render(request, "programme/run.html", context)


@require_safe
def compare_runs(request: Request, edition: str) -> HttpResponse:
    """Two runs side by side, asked for as ?run=1&run=2."""
    actor = request.actor
    subject = request.edition = queries.planned_edition(actor, edition)
    wanted = [int(id) for id in request.GET.getlist("run") if id.isdecimal() and len(id) < 16]
    if len(set(wanted)) != 2:
        messages.error(request, _("Choose two runs to compare."))
        return redirect("programme:runs", edition=edition)
    one, other = (queries.run(actor, id, subject) for id in sorted(set(wanted)))
    comparison = showing.compared(one, other, planning.outcomes_of([one.pk, other.pk]))
    return render(request, "programme/run_compare.html", {"comparison": comparison, "shown": SHOWN})


@require_safe
def run_progress(request: Request, edition: str, run: int) -> HttpResponse:
    """How far a run is, asked for every other second while it goes on; a finished one reloads the page."""
    subject = request.edition = queries.planned_edition(request.actor, edition)
    found = queries.run_course(request.actor, run, subject)
    context = {"current": _watched(found), "said": request.GET.get("said", "")}
    response = render(request, "programme/_progress.html", context)
    if found.state not in queries.UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def request_plan(request: Request, edition: str) -> HttpResponse:
    """Queue a planning run."""
    subject = queries.planned_edition(request.actor, edition)
    form = PlanForm(request.POST)
    if form.is_valid():
        run = services.request_plan(actor=request.actor, edition=subject, **form.cleaned_data)
        messages.success(request, _("A plan is being made. You can leave this page; it goes on."))
        return redirect("programme:run", edition=edition, run=run.pk)
    messages.error(request, _("The time for planning must be between 1 and 3,600 seconds."))
    return redirect("programme:planning", edition=edition)


@require_POST
def request_again(request: Request, edition: str, run: int) -> HttpResponse:
    """Queue a new run of the edition as it is now, with the seed and the time of an earlier one."""
    subject = queries.planned_edition(request.actor, edition)
    before = queries.run_course(request.actor, run, subject)
    again = services.request_plan(
        actor=request.actor, edition=subject, seconds=before.limits["seconds"], seed=before.seed
    )
    messages.success(request, _("A plan is being made. You can leave this page; it goes on."))
    return redirect("programme:run", edition=edition, run=again.pk)


@require_POST
def stop_run(request: Request, edition: str, run: int) -> HttpResponse:
    """End a run now, keeping the best plan so far."""
    subject = queries.planned_edition(request.actor, edition)
    stopped = services.stop_run(actor=request.actor, run=queries.run_course(request.actor, run, subject))
    if stopped.state in queries.UNDER_WAY:
        messages.success(request, _("The run ends with the best plan found so far."))
    else:
        messages.success(request, _("The run was taken back before it began."))
    return redirect("programme:run", edition=edition, run=run)


@require_POST
def restart_run(request: Request, edition: str, run: int) -> HttpResponse:
    """Queue a lost or failed run again."""
    subject = queries.planned_edition(request.actor, edition)
    services.restart_run(actor=request.actor, run=queries.run_course(request.actor, run, subject))
    messages.success(request, _("The run starts again."))
    return redirect("programme:run", edition=edition, run=run)


def condition(run: PlanningRun) -> str:
    """What is the matter with a run: lost, stranded, or the state that it is in."""
    if is_lost(run):
        return "lost"
    return "stranded" if is_stranded(run) else run.state


def current(request: Request, runs: Iterable[PlanningRun]) -> dict[str, object] | None:
    """The run under way among the newest ones, if any, as the page draws it."""
    for run in runs:
        if run.state in queries.UNDER_WAY:
            return _watched(queries.run_course(request.actor, run.pk, request.edition))
    return None


def _watched(run: PlanningRun) -> dict[str, object]:
    return {"run": run, "condition": condition(run), "progress": showing.progress_of(run)}
