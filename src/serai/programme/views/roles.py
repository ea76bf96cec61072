"""Roles: who belongs to the desk, who organises what; give, take away, read how it came to be."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serai.core.access import may
from serai.core.errors import DomainError
from serai.core.middleware import Request
from serai.editions.models import Edition
from serai.participation import services as participation
from serai.programme import services
from serai.programme.forms import RoleForm
from serai.programme.queries import roles as queries
from serai.programme.showing.roles import role_events

SHOWN = 50  # lines of the history


@require_http_methods(["GET", "HEAD", "POST"])
def roles_page(request: Request, edition: str) -> HttpResponse:
    """The roles of an edition; a POST gives one."""
    subject = request.edition = queries.desk_edition(request.actor, edition)
    words = request.POST.get("q", request.GET.get("q", ""))[:100]
    may_grant = may(request.actor, "participation.grant_role", subject)
    form = _form(request, subject, words, may_grant)
    if request.method == "POST" and form.is_valid() and _grant(request, subject, form):
        messages.success(request, _("The role is given. A letter about it waits in the outbox."))
        return redirect("programme:roles", edition=edition)
    context = {
        "form": form,
        "words": words,
        "members": queries.desk_members(request.actor, subject),
        "organisers": queries.organisers(request.actor, subject),
        "may_grant": may_grant,
        "history": role_events(
            queries.role_history(request.actor, subject)[:SHOWN], subject, get_language() or "en"
        ),
    }
    return render(request, "programme/roles.html", context, status=422 if form.errors else 200)


def _form(request: Request, edition: Edition, words: str, may_grant: bool) -> RoleForm:
    return RoleForm(
        request.POST or None,
        people=queries.people_found(request.actor, edition, words),
        activities=queries.organised_activities(request.actor, edition),
        has_desk_roles=may_grant,
        edition=edition,
        language=get_language() or "en",
    )


def _grant(request: Request, edition: Edition, form: RoleForm) -> bool:
    """Give the role; a refusal stands in the form beside what was typed."""
    asked = dict(form.cleaned_data)
    role = asked.pop("role")
    try:
        if isinstance(role, str):
            participation.grant_role(actor=request.actor, edition=edition, role=role, **asked)
        else:
            services.grant_organiser(actor=request.actor, activity=role, **asked)
    except ValidationError as error:
        form.add_error(None, error)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_POST
def revoke_role(request: Request, edition: str, id: int) -> HttpResponse:
    """Take a role of the desk from somebody."""
    subject = queries.desk_edition(request.actor, edition)
    member = queries.desk_member(request.actor, id, subject)
    participation.revoke_role(actor=request.actor, participation=member)
    messages.success(request, _("The role is taken away. It ended at once."))
    is_own = not may(request.actor, "participation.view_desk", subject)
    return redirect("edition" if is_own else "programme:roles", edition=edition)


@require_POST
def revoke_organiser(request: Request, edition: str, id: int) -> HttpResponse:
    """Take an activity from one of its organisers."""
    subject = queries.desk_edition(request.actor, edition)
    services.revoke_organiser(actor=request.actor, member=queries.organiser(request.actor, id, subject))
    messages.success(request, _("The role is taken away. It ended at once."))
    return redirect("programme:roles", edition=edition)
