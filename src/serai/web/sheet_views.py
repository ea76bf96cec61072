"""Spreadsheets of the desk: each list out and in, with a page between that shows what would change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serai.core.access import may
from serai.core.middleware import Request
from serai.editions.models import Edition
from serai.web import services
from serai.web.loading import lists
from serai.web.loading.checking import LARGEST
from serai.web.loading.exporting import MEDIA_TYPES
from serai.web.loading.previews import MOST_ROWS, Preview, parts, picked
from serai.web.loading.stored import context_of
from serai.web.queries import sheets as queries
from serai.web.sheet_forms import SheetForm


@require_safe
def overview(request: Request, edition: str) -> HttpResponse:
    """Every list with its rows, out and in."""
    subject = request.edition = queries.sheet_edition(request.actor, edition)
    return render(request, "web/sheets.html", {"groups": queries.sheet_groups(request.actor, subject)})


@require_safe
def folder(request: Request, edition: str) -> HttpResponse:
    """All lists at once."""
    subject = queries.sheet_edition(request.actor, edition)
    content = queries.edition_folder(request.actor, subject)
    return _file(content, "application/zip", f"{subject.key}.zip")


@require_safe
def download(request: Request, edition: str, table: str, file_format: str) -> HttpResponse:
    """One list as a file."""
    subject = queries.sheet_edition(request.actor, edition)
    content = queries.sheet_file(request.actor, subject, table, file_format)
    return _file(content, MEDIA_TYPES[file_format], f"{subject.key}-{table}.{file_format}")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request, edition: str, table: str) -> HttpResponse:
    """A list: what its columns take, its files, and the form by which one comes back."""
    subject = request.edition = queries.sheet_edition(request.actor, edition)
    entry = queries.sheet_list(request.actor, subject, table)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        try:
            return _keep(request, subject, entry, form.cleaned_data["file"])
        except ValidationError as refusal:
            form.add_error("file", refusal)
    status = 422 if form.errors else 200
    return render(request, "web/sheet.html", _about(request, subject, entry, form), status=status)


def _keep(request: Request, edition: Edition, entry: lists.List, file: Any) -> HttpResponse:
    content = file.read(LARGEST + 1)
    upload = services.upload_sheet(
        actor=request.actor, edition=edition, table=entry.name, name=file.name or "", content=content
    )
    return redirect("sheet_preview", edition=edition.key, table=entry.name, upload=upload.pk)


def _about(request: Request, edition: Edition, entry: lists.List, form: SheetForm) -> dict[str, Any]:
    return {
        "entry": entry,
        "form": form,
        "notes": list(lists.notes(entry, context_of(edition))),
        "may_change": may(request.actor, entry.permission, edition),
    }


@require_safe
def preview(request: Request, edition: str, table: str, upload: int) -> HttpResponse:
    """What taking the file over would do, row by row, with each wrong cell and its remedy."""
    subject = request.edition = queries.sheet_edition(request.actor, edition)
    sent = queries.sheet_upload(request.actor, subject, table, upload)
    if sent.applied_at:
        return redirect("sheet", edition=edition, table=table)
    shown = queries.sheet_preview(request.actor, sent)
    only = request.GET.get("only", "")
    pages = Paginator(picked(shown, only), MOST_ROWS)
    context = {
        **_about(request, subject, shown.entry, SheetForm()),
        "upload": sent,
        "preview": shown,
        "page": pages.get_page(request.GET.get("page")),
        "only": only,
        "parts": parts(shown, only),
    }
    return render(request, "web/sheet_preview.html", context)


@require_POST
def apply(request: Request, edition: str, table: str, upload: int) -> HttpResponse:
    """Take the file over."""
    subject = queries.sheet_edition(request.actor, edition)
    sent = queries.sheet_upload(request.actor, subject, table, upload)
    seen = request.POST.get("seen", "")
    taken = services.apply_sheet(actor=request.actor, upload=sent, seen=seen)
    messages.success(request, _("This file was taken over before.") if taken is None else _done(taken))
    return redirect("sheet", edition=edition, table=table)


def _done(preview: Preview) -> str:
    count = preview.counts["new"] + preview.counts["changed"]
    return ngettext(
        "%(count)d row of “%(list)s” was taken over.", "%(count)d rows of “%(list)s” were taken over.", count
    ) % {"count": count, "list": preview.entry.label}
