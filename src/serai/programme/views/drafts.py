"""The desk's pages of plans: the list of drafts, one plan by day, two plans side by side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from serai.core.middleware import Request
from serai.programme import planning, services
from serai.programme.forms import NameForm
from serai.programme.models import Plan, Release
from serai.programme.queries import drafts
from serai.programme.queries import plans as queries

PLANS_PER_PAGE = 20
SHOWN, UNPLACED = 12, 24  # broken rules and unplaced items that the page of a plan names


@require_safe
def plans(request: Request, edition: str) -> HttpResponse:
    """All plans of the edition with their figures, newest first."""
    actor = request.actor
    subject = request.edition = queries.planned_edition(actor, edition)
    latest = request.release = queries.releases(actor, subject).first()
    page = Paginator(queries.plans(actor, subject), PLANS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": planning.figures_of(actor, page.object_list),
        "latest": latest,
    }
    return render(request, "programme/desk/plans.html", context)


@require_safe
def plan(request: Request, edition: str, plan: int, day: date | None = None) -> HttpResponse:
    """One plan by day: what is where, and what is wrong with it, in words on the items."""
    actor, subject = request.actor, _plan(request, edition, plan)
    check = planning.plan_findings(actor, subject)
    unplaced = check.unplaced[:UNPLACED]
    wording = planning.Wording(subject.edition)
    wording.expect(check.violations, unplaced)
    notes = planning.Notes(check, wording)
    first, last = subject.edition.start, subject.edition.end
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    day = day if day in days else first
    context = {
        "plan": subject,
        "release": getattr(subject, "release", None),
        "figures": planning.figures(actor, subject),
        "days": days,
        "day": day,
        "moves": reverse("programme:move", args=[edition, subject.pk, "-"]).removesuffix("-/"),
        "sessions": [_session(row, notes) for row in drafts.held(actor, subject, day, notes.wrong)],
        "hard": wording.sentences(check.hard)[:SHOWN],
        "unplaced": [wording.named(id) for id in unplaced],
        "name_form": NameForm(initial={"name": subject.name}),
    }
    return render(request, "programme/desk/plan.html", context)


@require_POST
def copy_plan(request: Request, edition: str, plan: int) -> HttpResponse:
    """Start a draft from a plan or release, and go to it."""
    subject = _plan(request, edition, plan)
    form = NameForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    copy = services.copy_plan(actor=request.actor, plan=subject, name=name)
    messages.success(request, _("This is the copy. What it was copied from stays as it is."))
    return redirect("programme:plan", edition=edition, plan=copy.pk)


@require_POST
def rename_plan(request: Request, edition: str, plan: int) -> HttpResponse:
    """Give a plan a name."""
    subject = _plan(request, edition, plan)
    form = NameForm(request.POST)
    if form.is_valid():
        services.rename_plan(actor=request.actor, plan=subject, name=form.cleaned_data["name"])
        messages.success(request, _("The name is changed."))
    else:
        messages.error(request, _("A name has at most 120 letters."))
    return redirect("programme:plan", edition=edition, plan=plan)


@require_POST
def discard_plan(request: Request, edition: str, plan: int) -> HttpResponse:
    """Delete a draft."""
    services.discard_plan(actor=request.actor, plan=_plan(request, edition, plan))
    messages.success(request, _("The draft is deleted."))
    return redirect("programme:plans", edition=edition)


@require_safe
def compare(request: Request, edition: str, plan: int) -> HttpResponse:
    """What tells a plan from another; from the last release unless another is named."""
    actor, subject = request.actor, _plan(request, edition, plan)
    latest = request.release = queries.releases(actor, subject.edition).first()
    others = list(queries.plans(actor, subject.edition).exclude(pk=subject.pk)[:PLANS_PER_PAGE])
    other = _other(request, subject, others, latest)
    context: dict[str, Any] = {"plan": subject, "other": other, "others": others}
    if other is not None:
        context["changes"] = planning.plan_differences(other, subject)
        context["figures"] = [figures for _row, figures in planning.figures_of(actor, (other, subject))]
    return render(request, "programme/desk/compare.html", context)


def _plan(request: Request, edition: str, id: int) -> Plan:
    """One plan of the edition in the address."""
    request.edition = queries.planned_edition(request.actor, edition)
    return queries.plan(request.actor, id, request.edition)


def _other(request: Request, subject: Plan, others: list[Plan], latest: Release | None) -> Plan | None:
    """The plan to compare with: the one asked for, else the last release, else any other."""
    asked = request.GET.get("with", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 18 else latest.plan_id if latest else None
    near = {row.pk: row for row in others}
    if wanted is None or wanted in near:
        return near.get(wanted or 0) or next(iter(others), None)
    if not asked and wanted == subject.pk:
        return next(iter(others), None)
    return queries.plan(request.actor, wanted, subject.edition)


def _session(row: Any, notes: planning.Notes) -> dict[str, Any]:
    """A session with the name under which it is moved, its notes, and those of its contributions."""
    activity = row.activity
    return {
        "row": row,
        "item": planning.item_of_session(activity.key, activity.minutes, row.period.key, row.room.key),
        "notes": notes.of_session(row),
        "placements": [(placement, notes.of_placement(placement)) for placement in row.shown],
        "talks": _number_of_talks(row.talks) if row.talks > len(row.shown) else "",
    }


def _number_of_talks(count: int) -> str:
    return ngettext("%(number)s contribution", "%(number)s contributions", count) % {"number": count}
