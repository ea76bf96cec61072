"""The secretariat's page of planning: ask, watch, stop, check, release."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from serai.core.middleware import Request
from serai.programme import planning, services
from serai.programme.forms import PlanForm, ReleaseForm
from serai.programme.queries import plans as queries
from serai.programme.services import UNDER_WAY, is_lost
from serai.programme.showing.charts import progress_chart

SHOWN = 50  # sentences of each kind on the page; the rest is counted


@require_safe
def planning_page(request: Request, edition: str) -> HttpResponse:
    """What stands, what is wrong with it, and what can be done about it."""
    actor = request.actor
    subject = request.edition = queries.planned_edition(actor, edition)
    runs, plans = list(queries.runs(actor, subject)[:10]), list(queries.plans(actor, subject)[:10])
    latest = queries.releases(actor, subject).first()
    context = {
        "runs": runs,
        "plans": plans,
        "latest": latest,
        "current": _course(runs),
        "draft": plans[0] if plans else None,
        "report": planning.plan_report(actor, plans[0]) if plans else None,
        "shown": SHOWN,
        "plan_form": PlanForm(),
        "release_form": ReleaseForm(initial={"after": latest.number if latest else 0}),
    }
    return render(request, "programme/planning.html", context)


@require_safe
def run_progress(request: Request, edition: str, run: int) -> HttpResponse:
    """How far a run is, asked for every second while it goes on; a finished one reloads the page."""
    request.edition = queries.planned_edition(request.actor, edition)
    course = _course([queries.run(request.actor, run, request.edition)])
    response = render(request, "programme/_progress.html", {"current": course, "edition": request.edition})
    if course is None:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def request_plan(request: Request, edition: str) -> HttpResponse:
    """Queue a planning run."""
    subject = queries.planned_edition(request.actor, edition)
    form = PlanForm(request.POST)
    if form.is_valid():
        services.request_plan(actor=request.actor, edition=subject, **form.cleaned_data)
        messages.success(request, _("A plan is being made. You can leave this page; it goes on."))
    else:
        messages.error(request, _("The time for planning must be between 1 and 3,600 seconds."))
    return redirect("programme:planning", edition=edition)


@require_POST
def stop_run(request: Request, edition: str, run: int) -> HttpResponse:
    """End a run now, keeping the best plan so far."""
    subject = queries.planned_edition(request.actor, edition)
    services.stop_run(actor=request.actor, run=queries.run(request.actor, run, subject))
    messages.success(request, _("The run ends with the best plan found so far."))
    return redirect("programme:planning", edition=edition)


@require_POST
def restart_run(request: Request, edition: str, run: int) -> HttpResponse:
    """Queue a lost or failed run again."""
    subject = queries.planned_edition(request.actor, edition)
    services.restart_run(actor=request.actor, run=queries.run(request.actor, run, subject))
    messages.success(request, _("The run starts again."))
    return redirect("programme:planning", edition=edition)


@require_POST
def release_plan(request: Request, edition: str, plan: int) -> HttpResponse:
    """Make a draft public."""
    form = ReleaseForm(request.POST)
    if form.is_valid():
        subject = queries.plan(request.actor, plan, queries.planned_edition(request.actor, edition))
        release = services.release_plan(actor=request.actor, plan=subject, **form.cleaned_data)
        messages.success(request, _("Version %(number)s is public.") % {"number": release.number})
    else:
        messages.error(request, _("The form was incomplete. Nothing was released."))
    return redirect("programme:planning", edition=edition)


def _course(runs: list) -> dict | None:  # type: ignore[type-arg]
    """The run under way, if any, as the page draws it."""
    for run in runs:
        if run.state in UNDER_WAY:
            return {"run": run, "is_lost": is_lost(run), "chart": progress_chart(run)}
    return None
