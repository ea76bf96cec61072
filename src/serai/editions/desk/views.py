"""The desk's pages of rows: a list, a form for a new one and a stored one, and what removing one would do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from serai.core.access import may, require
from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.core.middleware import Request
from serai.editions import queries
from serai.editions.desk.forms import RowForm
from serai.editions.desk.history import history
from serai.editions.desk.kind import Kind
from serai.editions.labels import row_label
from serai.editions.models import Edition

PER_PAGE = 60
REFUSED = 422
NOT_YOURS = gettext_lazy("You may not do this. Ask the secretariat of the edition.")
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def rows(request: Request, edition: str, kind: Kind) -> HttpResponse:
    """The rows of a kind, all or those with some words."""
    subject = _edition(request, edition, kind)
    found = kind.rows(request.actor, subject)
    words = request.GET.get("q", "").strip()
    if kind.search and words:
        found = kind.search(found, words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "q": words,
        "is_searchable": kind.search is not None,
        "may_add": kind.may_add(request.actor, subject),
    }
    return _page(request, "rows", kind, context)


@form_page
def add(request: Request, edition: str, kind: Kind) -> HttpResponse:
    """A form for a new row."""
    subject = _edition(request, edition, kind)
    kind.rows(request.actor, subject)  # hidden from who may not see the list
    if kind.add is None or not kind.may_add(request.actor, subject):
        raise Forbidden("forbidden", NOT_YOURS)
    form = kind.form(request.actor, subject, request.POST or None, initial=kind.initial(subject, request.GET))
    create = kind.add
    row = _attempt(request, form, lambda: create(request.actor, subject, form))
    if row is None:
        return _form(request, kind, form)
    _say_saved(request, kind, row)
    if "another" in request.POST:
        return redirect(f"{reverse(kind.route('add'), args=[edition])}?{request.GET.urlencode()}")
    return _leave(edition, kind, row)


@form_page
def change(request: Request, edition: str, key: str, kind: Kind) -> HttpResponse:
    """A stored row: a form, what belongs to it, and how it changed."""
    subject = _edition(request, edition, kind)
    row = _row(request, subject, kind, key)
    form = kind.form(request.actor, subject, request.POST or None, row=row)
    changed = _attempt(request, form, lambda: kind.change(request.actor, form))
    if changed is None:
        return _form(request, kind, form, row)
    _say_saved(request, kind, changed)
    return _leave(edition, kind, changed)


@form_page
def single(request: Request, edition: str, kind: Kind) -> HttpResponse:
    """The only row of a kind without a list: the edition itself, or its series."""
    return change(request, edition, key="", kind=kind)


@form_page
def remove(request: Request, edition: str, key: str, kind: Kind) -> HttpResponse:
    """Say what removing a row would do, and do it."""
    subject = _edition(request, edition, kind)
    row = _row(request, subject, kind, key)
    if kind.remove is None:
        raise NotVisible
    require(
        request.actor,
        kind.removing or kind.changing,
        subject if kind.removing else kind.subject(request.edition, row),
    )
    label = row_label(row, subject)
    if request.method != "POST":
        context = {
            "label": label,
            "key": key,
            "needing": kind.needing(subject, row),
            "consequence": kind.consequence(row),
        }
        return _page(request, "remove", kind, context)
    is_deleted = kind.remove(request.actor, subject, row)
    done = _("“%(name)s” was deleted.") if is_deleted else _("“%(name)s” is no longer used.")
    messages.success(request, done % {"name": label})
    return redirect(kind.route(), edition)


def paths(kind: Kind) -> list[URLPattern]:
    """The addresses of a kind: /<edition>/desk/rooms/, …/new/, …/<key>/, …/<key>/remove/."""
    key = "<int:key>" if kind.lookup == "pk" else "<slug:key>"
    start = f"<slug:edition>/desk/{kind.plural}/"
    known = {"kind": kind}
    return [
        path(start, rows, known, name=kind.plural),
        path(f"{start}new/", add, known, name=f"add_{kind.name}"),
        path(f"{start}{key}/", change, known, name=f"change_{kind.name}"),
        path(f"{start}{key}/remove/", remove, known, name=f"remove_{kind.name}"),
    ]


def _edition(request: Request, key: str, kind: Kind) -> Edition:
    request.edition = queries.edition(request.actor, key)
    request.place = kind.tabs[0][0]  # type: ignore[attr-defined]
    return request.edition  # type: ignore[no-any-return]


def _row(request: Request, edition: Edition, kind: Kind, key: str) -> Any:
    held = kind.rows(request.actor, edition)
    found = held.filter(**{kind.lookup: key}).first() if key else held.first()
    if found is None:
        raise NotVisible
    return found


def _attempt(request: Request, form: RowForm, act: Callable[[], Any]) -> Any:
    """What the service made of a form that was sent in order; None if it is to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except (ValidationError, DomainError) as error:
        form.refuse(error)
        return None


def _form(request: Request, kind: Kind, form: RowForm, row: Any = None) -> HttpResponse:
    may_change = row is None or may(request.actor, kind.changing, kind.subject(request.edition, row))
    may_remove = may_change if not kind.removing else may(request.actor, kind.removing, request.edition)
    context: dict[str, Any] = {"form": form, "row": row, "may_change": may_change}
    context["may_remove"] = kind.remove is not None and may_remove
    if row is not None:
        context |= {
            "label": row_label(row, request.edition),
            "key": kind.address_key(row),
            **(kind.panels(request.actor, request.edition, row) if kind.panels else {}),
        }
        if may_change:
            own = kind.history
            context["history"] = (
                own(request.actor, form, row) if own else history(request.actor, kind, form, row)
            )
    return _page(request, "row", kind, context, status=REFUSED if form.is_bound else 200)


def _page(
    request: Request, name: str, kind: Kind, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    tabs = [
        {
            "address": reverse(route, args=[request.edition.key]),
            "label": label,
            "is_current": route == kind.route(),
        }
        for route, label in kind.tabs
    ]
    routes = {f"{what}_route": kind.route(what) for what in ("add", "change", "remove")}
    context |= {"kind": kind, "tabs": tabs, "list_route": kind.route(), **routes}
    return render(request, f"editions/desk/{name}.html", context, status=status)


def _say_saved(request: Request, kind: Kind, row: Any) -> None:
    messages.success(request, _("“%(name)s” was saved.") % {"name": row_label(row, request.edition)})
    for sentence in kind.odd(row):
        messages.warning(request, sentence)


def _leave(edition: str, kind: Kind, row: Any) -> HttpResponse:
    """To the page of the row if more belongs to it, else back to the list."""
    if kind.panels and kind.add:
        return redirect(kind.route("change"), edition, kind.address_key(row))
    return redirect(kind.route(), edition)
