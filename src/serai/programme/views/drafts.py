"""The desk's pages of plans: the list of drafts, one plan by day, two plans side by side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from serai.core.actors import Actor
from serai.core.kept import Kept
from serai.core.middleware import Request
from serai.programme import planning, services
from serai.programme.forms import NameForm
from serai.programme.models import Plan, Release
from serai.programme.queries import drafts
from serai.programme.queries import plans as queries

PLANS_PER_PAGE = 20
SHOWN, UNPLACED = 12, 24  # broken rules and unplaced items that the page of a plan names


class Drawn(NamedTuple):
    """The parts of a plan's page that are the same for all its readers: a day's sessions, what is wrong."""

    held: SafeString
    wrong: SafeString


_days: Kept[tuple[int, int, int, date, str, bool], Drawn] = Kept(64)  # a full day takes 100 kB


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
    first, last = subject.edition.start, subject.edition.end
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    day = day if day in days else first
    context = {
        "plan": subject,
        "release": getattr(subject, "release", None),
        "figures": planning.figures(actor, subject),
        "days": days,
        "day": day,
        "drawn": _drawn(actor, subject, day),
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


def _drawn(actor: Actor, subject: Plan, day: date) -> Drawn:
    """A day of a plan as it is drawn for everybody who may see it, once for each state of plan and texts.

    Rows are read after the versions: if something changed in between, what was drawn isn't kept.
    """
    content, is_released = subject.edition.content_version, hasattr(subject, "release")
    key = subject.pk, subject.version, content, day, get_language() or "", is_released
    if (kept := _days.get(key)) is not None:
        return kept
    drawn = _draw(actor, subject, day)
    if Plan.objects.filter(pk=subject.pk, version=subject.version, edition__content_version=content).exists():
        _days.keep(key, drawn)
    return drawn


def _draw(actor: Actor, subject: Plan, day: date) -> Drawn:
    check, wording = planning.plan_findings(actor, subject), planning.Wording(subject.edition)
    unplaced = check.unplaced[:UNPLACED]
    wording.expect(check.violations, unplaced)
    notes = planning.Notes(check, wording)
    context = {
        "edition": subject.edition,
        "plan": subject,
        "release": getattr(subject, "release", None),
        "moves": reverse("programme:move", args=[subject.edition.key, subject.pk, "-"]).removesuffix("-/"),
        "sessions": [_session(row, notes) for row in drafts.held(actor, subject, day, notes.wrong)],
        "hard": wording.sentences(check.hard)[:SHOWN],
        "hard_count": len(check.hard),
        "unplaced": [wording.named(id) for id in unplaced],
        "unplaced_count": len(check.unplaced),
    }
    held, wrong = (render_to_string(f"programme/desk/_{part}.html", context) for part in ("held", "wrong"))
    return Drawn(held, wrong)


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
