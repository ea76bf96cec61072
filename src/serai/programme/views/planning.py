"""The secretariat's page of planning: what stands, what is wrong with it, and how to make another."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serai.core.middleware import Request
from serai.programme import planning
from serai.programme.forms import PlanForm
from serai.programme.queries import plans as queries
from serai.programme.views import runs

SHOWN = 20  # sentences of each rule on the page; the rest is counted


@require_safe
def planning_page(request: Request, edition: str) -> HttpResponse:
    """What stands, what is wrong with it, and what can be done about it."""
    actor = request.actor
    subject = request.edition = queries.planned_edition(actor, edition)
    found, plans = list(queries.runs(actor, subject)[:10]), list(queries.plans(actor, subject)[:10])
    latest = request.release = queries.releases(actor, subject).first()
    context = {
        "runs": [(run, runs.condition(run)) for run in found],
        "plans": plans,
        "latest": latest,
        "current": runs.current(request, found),
        "draft": plans[0] if plans else None,
        "report": planning.plan_report(actor, plans[0]) if plans else None,
        "shown": SHOWN,
        "plan_form": PlanForm(initial={"seconds": subject.planning_seconds}),
    }
    return render(request, "programme/planning.html", context)
