"""The outbox: what waits for review, what left, what didn't; read, change, release, discard, send again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serai.core.editing import stamp
from serai.core.errors import DomainError
from serai.core.middleware import Request
from serai.editions.models import Edition
from serai.participation import queries, services
from serai.participation.forms import MailChoice, MailFilter, MailForm
from serai.participation.models import Mail
from serai.participation.services.mail import CHANGEABLE, FIELDS

PAGE = 50
LARGEST = 2**63  # what the database can count to


@require_safe
def outbox(request: Request, edition: str) -> HttpResponse:
    """Mails by state and kind, with what can be done about those that are ticked."""
    subject = request.edition = queries.outbox_edition(request.actor, edition)
    form = MailFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"state": "", "kind": ""}
    counts = queries.mail_counts(request.actor, subject, asked["kind"])
    if "state" not in request.GET and counts.get("draft"):
        asked["state"] = "draft"
    rows = queries.mails(request.actor, subject, **asked)
    drafts = queries.mails(request.actor, subject, state="draft", kind=asked["kind"])
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "form": MailFilter(asked),
        "asked": asked,
        "states": [(state, label, counts.get(state, 0)) for state, label in queries.MAIL_STATES.items()],
        "drafts": counts.get("draft", 0),
        "under_way": _under_way(counts),
        "until": drafts.aggregate(newest=Max("pk"))["newest"],
        "mail_goes": settings.MAIL,
    }
    return render(request, "participation/outbox.html", context)


@require_safe
def sending(request: Request, edition: str) -> HttpResponse:
    """How many mails are still to leave, asked for every other second; after the last the page reloads."""
    subject = request.edition = queries.outbox_edition(request.actor, edition)
    left = _under_way(queries.mail_counts(request.actor, subject))
    response = render(request, "participation/_sending.html", {"under_way": left})
    if not left:
        response["HX-Refresh"] = "true"
    return response


def _under_way(counts: dict[str, int]) -> int:
    return counts.get("queued", 0) + counts.get("sending", 0)


@require_http_methods(["GET", "HEAD", "POST"])
def one_mail(request: Request, edition: str, id: int) -> HttpResponse:
    """One mail as its reader gets it; what hasn't left can be changed."""
    subject = request.edition = queries.outbox_edition(request.actor, edition)
    mail = queries.mail(request.actor, id, subject)
    form = MailForm(request.POST or None, instance=mail, initial={"seen": stamp(mail, FIELDS)})
    if request.method == "POST" and form.is_valid() and _is_changed(request, mail, form):
        messages.success(request, _("The mail says now what you wrote."))
        return redirect("participation:mail", edition=edition, id=id)
    context = {"mail": mail, "form": form, "is_changeable": mail.state in CHANGEABLE}
    return render(request, "participation/mail.html", context, status=422 if form.errors else 200)


def _is_changed(request: Request, mail: Mail, form: MailForm) -> bool:
    """Change the mail; a refusal stands in the form beside what was typed."""
    values = {name: form.cleaned_data[name] for name in FIELDS}
    try:
        services.change_mail(actor=request.actor, mail=mail, values=values, seen=form.cleaned_data["seen"])
    except ValidationError as error:
        form.add_error(None, error)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_POST
def release(request: Request, edition: str) -> HttpResponse:
    """Release drafts."""

    def do(subject: Edition, choice: dict[str, Any]) -> str:
        count = services.release_mails(actor=request.actor, edition=subject, **choice)
        text = ngettext("%(count)d mail is released.", "%(count)d mails are released.", count)
        return (
            text % {"count": count}
            + " "
            + _("They are sent one after another; this page shows how far it is.")
        )

    return _do(request, edition, do)


@require_POST
def discard(request: Request, edition: str) -> HttpResponse:
    """Discard mails."""

    def do(subject: Edition, choice: dict[str, Any]) -> str:
        choice.pop("until")
        count = services.discard_mails(actor=request.actor, edition=subject, **choice)
        text = ngettext("%(count)d mail is discarded.", "%(count)d mails are discarded.", count)
        return text % {"count": count}

    return _do(request, edition, do)


@require_POST
def retry(request: Request, edition: str) -> HttpResponse:
    """Send mails again."""

    def do(subject: Edition, choice: dict[str, Any]) -> str:
        choice.pop("until")
        count = services.retry_mails(actor=request.actor, edition=subject, **choice)
        text = ngettext("%(count)d mail is sent again.", "%(count)d mails are sent again.", count)
        return text % {"count": count}

    return _do(request, edition, do)


def _do(request: Request, edition: str, do: Callable[[Edition, dict[str, Any]], str]) -> HttpResponse:
    """Do something with the mails that were ticked, or all of a kind, and go back to where they were."""
    subject = queries.outbox_edition(request.actor, edition)
    form = MailChoice(request.POST)
    ticked = [int(pk) for pk in request.POST.getlist("mail") if pk.isdecimal() and int(pk) < LARGEST]
    if form.is_valid() and (ticked or form.cleaned_data["kind"]):
        messages.success(request, do(subject, form.cleaned_data | {"mails": ticked}))
    else:
        messages.error(request, _("Tick at least one mail first."))
    return redirect("participation:outbox", edition=edition)
