"""How much each rule of planning counts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serai.core.editing import stamp
from serai.core.errors import DomainError
from serai.core.middleware import Request
from serai.editions.models import Edition
from serai.programme import planning, services
from serai.programme.forms import RulesForm
from serai.programme.queries import plans as queries


@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: Request, edition: str) -> HttpResponse:
    """All rules with what they mean; the soft ones can be given another weight."""
    subject = request.edition = queries.planned_edition(request.actor, edition)
    settings = planning.settings_of(subject)
    form = RulesForm(settings, subject.planning_seconds, request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_saved(request, subject, form):
        messages.success(request, _("The rules are saved. The next plan follows them."))
        return redirect("programme:rules", edition=edition)
    context = {
        "form": form,
        "hard": [row for row in settings if row.is_hard],
        "changed": sum(row.is_changed for row in settings),
        "seen": stamp(subject, planning.RULE_FIELDS),
    }
    return render(request, "programme/rules.html", context, status=422 if request.method == "POST" else 200)


def _is_saved(request: Request, edition: Edition, form: RulesForm) -> bool:
    """Save what the form says; if somebody else changed the rules meanwhile, say so in the form."""
    try:
        services.change_rules(
            actor=request.actor,
            edition=edition,
            weights=form.weights,
            planning_seconds=form.time.cleaned_data["time"],
            seen=request.POST.get("seen", ""),
        )
    except DomainError as refusal:
        if refusal.code != "changed_meanwhile":
            raise
        form.time.add_error(None, str(refusal))
        return False
    return True
