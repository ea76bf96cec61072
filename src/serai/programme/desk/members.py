"""Giving somebody a role in an activity or contribution, noting their answer, and taking the role away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.editions.models import Edition
from serai.programme import services
from serai.programme.desk.forms import ACTIVITY_ROLES, CONTRIBUTION_ROLES, MemberForm
from serai.programme.models import ActivityMember, MemberState
from serai.programme.queries import editing

REFUSED = 422


@require_POST
def add_to_activity(request: Request, edition: str, key: str) -> HttpResponse:
    """Give somebody a role in an activity."""
    subject = request.edition = editions.edition(request.actor, edition)
    activity = _one(editing.activities(request.actor, subject), key)
    form = MemberForm(request.actor, subject, ACTIVITY_ROLES, request.POST)
    return _add(request, form, "activity", activity, services.add_activity_member)


@require_POST
def add_to_contribution(request: Request, edition: str, key: str) -> HttpResponse:
    """Give somebody a role in a contribution."""
    subject = request.edition = editions.edition(request.actor, edition)
    talk = _one(editing.contributions(request.actor, subject), key)
    form = MemberForm(request.actor, subject, CONTRIBUTION_ROLES, request.POST)
    return _add(request, form, "contribution", talk, services.add_contribution_member)


@require_POST
def change_in_activity(request: Request, edition: str, key: str, member: int) -> HttpResponse:
    """Note somebody's answer, or take their role in an activity away."""
    subject = editions.edition(request.actor, edition)
    activity = _one(editing.activities(request.actor, subject), key)
    row = editing.activity_members(request.actor, activity).filter(pk=member).first()
    return _change(request, subject, "activity", key, row)


@require_POST
def change_in_contribution(request: Request, edition: str, key: str, member: int) -> HttpResponse:
    """Note somebody's answer, or take their role in a contribution away."""
    subject = editions.edition(request.actor, edition)
    talk = _one(editing.contributions(request.actor, subject), key)
    row = editing.contribution_members(request.actor, talk).filter(pk=member).first()
    return _change(request, subject, "contribution", key, row)


def _one(rows: Any, key: str) -> Any:
    found = rows.filter(key=key).first()
    if found is None:
        raise NotVisible
    return found


def _add(
    request: Request, form: MemberForm, kind: str, owner: Any, service: Callable[..., Any]
) -> HttpResponse:
    if form.is_valid():
        values = form.cleaned_data
        try:
            who = {"person": values["found"], "role": values["role"], "state": values["state"]}
            service(actor=request.actor, **{kind: owner}, **who)
            messages.success(request, _("%(person)s was added.") % {"person": values["found"]})
            return redirect(f"programme:change_{kind}", request.edition.key, owner.key)
        except DomainError as refusal:
            if isinstance(refusal, Forbidden | NotVisible):
                raise
            form.add_error("person", str(refusal))
    context = {"people": {"owner": owner, "kind": kind, "form": form}}
    return render(request, "programme/desk/member.html", context, status=REFUSED)


def _change(request: Request, edition: Edition, kind: str, key: str, row: Any) -> HttpResponse:
    if row is None:
        raise NotVisible
    of_activity = isinstance(row, ActivityMember)
    if "remove" in request.POST:
        remove = services.remove_activity_member if of_activity else services.remove_contribution_member
        remove(actor=request.actor, member=row)
        messages.success(request, _("%(person)s was taken out.") % {"person": row.person})
    elif request.POST.get("state") in MemberState.values:
        change = services.change_activity_member if of_activity else services.change_contribution_member
        change(actor=request.actor, member=row, state=request.POST["state"])
        messages.success(request, _("The answer of %(person)s was noted.") % {"person": row.person})
    return redirect(f"programme:change_{kind}", edition.key, key)
