"""The secretariat's page of planning: what stands, what is wrong with it, and its release."""

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
from serai.programme.views import runs

SHOWN = 20  # sentences of each rule on the page; the rest is counted


@require_safe
def planning_page(request: Request, edition: str) -> HttpResponse:
    """What stands, what is wrong with it, and what can be done about it."""
    actor = request.actor
    subject = request.edition = queries.planned_edition(actor, edition)
    found, plans = list(queries.runs(actor, subject)[:10]), list(queries.plans(actor, subject)[:10])
    latest = queries.releases(actor, subject).first()
    context = {
        "runs": [(run, runs.condition(run)) for run in found],
        "plans": plans,
        "latest": latest,
        "current": runs.current(request),
        "draft": plans[0] if plans else None,
        "report": planning.plan_report(actor, plans[0]) if plans else None,
        "shown": SHOWN,
        "plan_form": PlanForm(initial={"seconds": subject.planning_seconds}),
        "release_form": ReleaseForm(initial={"after": latest.number if latest else 0}),
    }
    return render(request, "programme/planning.html", context)


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
