"""The page before a release, and the one before going back to an earlier release."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serai.core.errors import DomainError, NotVisible
from serai.core.middleware import Request
from serai.programme import planning, services
from serai.programme.forms import ReleaseForm
from serai.programme.models import Release
from serai.programme.queries import drafts
from serai.programme.queries import plans as queries


@require_http_methods(["GET", "HEAD", "POST"])
def release_plan(request: Request, edition: str, plan: int) -> HttpResponse:
    """What is to be known before a draft is public; POST makes it so."""
    actor = request.actor
    request.edition = queries.planned_edition(actor, edition)
    subject = queries.plan(actor, plan, request.edition)
    latest = request.release = queries.releases(actor, subject.edition).first()
    form = _form(request, latest)
    if request.method == "POST" and form.is_valid():
        try:
            release = services.release_plan(actor=actor, plan=subject, **form.cleaned_data)
        except NotVisible:
            raise
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, edition, release)
    report = planning.plan_report(actor, subject)
    context = {
        "plan": subject,
        "release": getattr(subject, "release", None),
        "latest": latest,
        "form": form,
        "report": report,
        "ready": drafts.readiness(actor, subject),
        **_news(planning.plan_differences(latest.plan if latest else None, subject)),
    }
    return render(request, "programme/desk/release.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def release_again(request: Request, edition: str, number: int) -> HttpResponse:
    """What going back to an earlier release would change; POST goes back."""
    actor = request.actor
    request.edition = subject = queries.planned_edition(actor, edition)
    earlier, latest = queries.release(actor, subject, number), queries.releases(actor, subject).first()
    request.release = latest
    form = _form(request, latest)
    if request.method == "POST" and form.is_valid():
        try:
            again = services.release_again(actor=actor, release=earlier, **form.cleaned_data)
        except NotVisible:
            raise
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, edition, again)
    plan = queries.plan(actor, earlier.plan_id, subject)
    context = {
        "plan": plan,
        "earlier": earlier,
        "latest": latest,
        "form": form,
        "report": planning.plan_report(actor, plan).without_retired(),
        "retired": drafts.retired(actor, plan),
        **_news(planning.plan_differences(latest.plan if latest else None, plan, standing=True)),
    }
    return render(request, "programme/desk/release_again.html", context, status=_status(form))


def _form(request: Request, latest: Release | None) -> ReleaseForm:
    """The form as sent, or with the number of the release that the page shows."""
    if request.method == "POST":
        return ReleaseForm(request.POST)
    return ReleaseForm(initial={"after": latest.number if latest else 0})


def _status(form: ReleaseForm) -> int:
    """200 for a look, 422 for a form that can't be read, 409 for what can't be released."""
    if not form.is_bound or not form.errors:
        return 200
    return 409 if set(form.errors) == {"__all__"} else 422


def _done(request: Request, edition: str, release: Release) -> HttpResponse:
    messages.success(
        request,
        _("Version %(number)s is public. Letters to those concerned are being prepared for your review.")
        % {"number": release.number},
    )
    return redirect("programme:plan", edition=edition, plan=release.plan_id)


def _news(changes: planning.Changes) -> dict[str, Any]:
    """The changes and whom they concern: who has an address is written to, the others are named."""
    people = changes.by_person
    told = [(person, own) for person, own in people.items() if person.user and person.user.is_active]
    reasons = {
        planning.Kind.MOVED: _("to whom something moves"),
        planning.Kind.NEW: _("for whom something is new"),
        planning.Kind.GONE: _("for whom something is gone"),
    }
    counts = {kind: sum(any(row.kind == kind for row in own) for _person, own in told) for kind in reasons}
    return {
        "reasons": [(words, counts[kind]) for kind, words in reasons.items() if counts[kind]],
        "changes": changes,
        "told": sorted(told, key=lambda entry: entry[0].sort_key),
        "untold": sorted((p for p in people if not (p.user and p.user.is_active)), key=lambda p: p.sort_key),
    }
