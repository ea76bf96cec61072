"""The page on which one item of a draft is moved; what a place would break is told while it is chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serai.core.errors import DomainError, NotVisible
from serai.core.middleware import Request
from serai.programme import planning, services
from serai.programme.forms import MoveForm
from serai.programme.models import Plan
from serai.programme.queries import plans as queries
from serai.programme.showing import moving


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, edition: str, plan: int, item: str) -> HttpResponse:
    """Where an item is, where it could be; POST moves it."""
    subject = _plan(request, edition, plan)
    mover, wording = planning.Mover(subject, item), planning.Wording(subject.edition)
    form = _form(request, mover, wording)
    status = 200
    if request.method == "POST" and "check" not in request.POST:
        refusal = _moved(request, mover, form)
        if refusal is None:
            return redirect("programme:move", edition=edition, plan=plan, item=item_after(mover, form))
        status = 409 if form.is_valid() else 422
        form.add_error(None, refusal)
    context = _context(mover, wording) | {"form": form, "preview": _preview(request, mover, form, wording)}
    return render(request, "programme/desk/move.html", context, status=status)


@require_safe
def check_move(request: Request, edition: str, plan: int, item: str) -> HttpResponse:
    """What the chosen place would break and mend, without moving anything."""
    mover = planning.Mover(_plan(request, edition, plan), item)
    wording = planning.Wording(mover.plan.edition)
    form = _form(request, mover, wording)
    context = {"form": form, "plan": mover.plan, "preview": _preview(request, mover, form, wording)}
    return render(request, "programme/desk/_preview.html", context)


@require_safe
def better_places(request: Request, edition: str, plan: int, item: str) -> HttpResponse:
    """The best other places of an item, with what each would cost and break."""
    mover = planning.Mover(_plan(request, edition, plan), item)
    proposals = moving.proposals(mover, planning.Wording(mover.plan.edition))
    is_better = not mover.spot or any(proposal.is_better for proposal in proposals)
    context = {"plan": mover.plan, "mover": mover, "proposals": proposals, "has_better": is_better}
    template = "programme/desk/_better.html" if request.htmx else "programme/desk/better.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_POST
def unplace(request: Request, edition: str, plan: int, item: str) -> HttpResponse:
    """Take an item out of the plan."""
    subject = _plan(request, edition, plan)
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    services.unplace_item(actor=request.actor, plan=subject, item=item, seen_version=version)
    messages.success(request, _("It is taken out and stands among what has no place."))
    return redirect("programme:plan", edition=edition, plan=plan)


def item_after(mover: planning.Mover, form: MoveForm) -> str:
    """Under which name the item is found once it has moved: a session is known by its place."""
    if not mover.is_session:
        return mover.id
    data = form.cleaned_data
    return planning.item_of_session(mover.item.activity, None, data["period"].key, data["room"].key)  # type: ignore[union-attr]


def _plan(request: Request, edition: str, id: int) -> Plan:
    request.edition = queries.planned_edition(request.actor, edition)
    return queries.plan(request.actor, id, request.edition)


def _form(request: Request, mover: planning.Mover, wording: planning.Wording) -> MoveForm:
    """The form as sent or, for a look, with what the address proposes or where the item is."""
    periods, rooms = (moving.choices(mover, kind, wording) for kind in ("period", "room"))
    subject = mover.plan
    if request.method == "POST":
        return MoveForm(subject.edition, periods, rooms, request.POST)
    spot = mover.spot
    here = {"seen": subject.version}
    if spot:
        here |= {"period": spot.period, "room": spot.room, "time": moving.clock(spot.starts, subject)}  # type: ignore[dict-item]
    asked = {name: request.GET[name] for name in ("period", "room", "time") if name in request.GET}
    return MoveForm(subject.edition, periods, rooms, here | asked if asked else None, initial=here)


def _spot(mover: planning.Mover, form: MoveForm) -> planning.Spot:
    """The place in the form; without a time the best one there."""
    period, room = form.cleaned_data["period"].key, form.cleaned_data["room"].key
    starts = form.starts
    return planning.Spot(period, room, starts) if starts else mover.best_in(period, room)


def _moved(request: Request, mover: planning.Mover, form: MoveForm) -> Any:
    """Move the item; return why not, if it couldn't be."""
    if not form.is_valid():
        return _("The form was incomplete. Nothing was moved.")
    try:
        spot = _spot(mover, form)
        seen = form.cleaned_data["seen"]
        services.move_item(actor=request.actor, plan=mover.plan, item=mover.id, spot=spot, seen_version=seen)
    except NotVisible:
        raise
    except DomainError as refusal:
        return str(refusal)
    messages.success(request, _("It is moved."))
    return None


def _preview(request: Request, mover: planning.Mover, form: MoveForm, wording: planning.Wording) -> Any:
    """What the place in the form would do, in words, or why nothing can be there; None without a place."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        spot = _spot(mover, form)
        outcome = mover.try_at(spot)
    except DomainError as refusal:
        return {"refusal": str(refusal)}
    where = moving.spot_in_words(spot, wording)
    return {"where": where, "told": moving.told(request.actor, mover.plan, outcome, wording)}


def _context(mover: planning.Mover, wording: planning.Wording) -> dict[str, Any]:
    plan = mover.plan
    here = mover.stay() if mover.spot else None
    return {
        "plan": plan,
        "release": getattr(plan, "release", None),
        "mover": mover,
        "subject": moving.subject(mover),
        "where": moving.spot_in_words(mover.spot, wording) if mover.spot else "",
        "inside": [(key, wording.item(key)) for key in mover.inside],
        "wrong": wording.sentences(here.effect.stay) if here else [],
    }
