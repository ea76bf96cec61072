"""A speaker's own page, opened by a personal link without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from serai.core.editing import stamp
from serai.core.errors import NotVisible
from serai.core.limits import limit
from serai.core.middleware import Request
from serai.participation import queries as participations
from serai.participation import services as own
from serai.participation.links import is_noted, token_of, usable_link
from serai.participation.models import LinkPurpose, Participation, PersonalLink
from serai.participation.services.stays import STAY
from serai.programme import services
from serai.programme.models import Contribution, Slides
from serai.programme.queries import released
from serai.programme.queries import speakers as queries
from serai.programme.services.own import OWN
from serai.programme.speaker_forms import ContributionForm, PortraitForm, SlidesForm, StayForm
from serai.programme.views.by_link import (
    is_elsewhere,
    is_here,
    keep,
    link_addresses,
    masked_address,
    opened_by,
)

HOUR = 3600


@require_safe
@opened_by(LinkPurpose.SPEAKER)
def speak(request: Request, link: PersonalLink) -> HttpResponse:
    """What somebody is asked for, their answers, and all that they give for it."""
    if not is_noted(link):
        own.open_link(actor=request.actor, link=link)
    return _page(request, link)


@require_POST
@opened_by(LinkPurpose.SPEAKER)
def claim(request: Request, link: PersonalLink) -> HttpResponse:
    """Use the link in this browser."""
    return keep(request, link, lambda: _back(request))


@require_POST
@opened_by(LinkPurpose.SPEAKER)
def answer(request: Request, link: PersonalLink) -> HttpResponse:
    """Accept or decline one thing."""

    def write() -> HttpResponse:
        participation = _own(request, link)
        role = queries.own_role(request.actor, participation, request.POST.get("role", ""))
        accept = request.POST.get("answer") == "accept"
        services.answer_invitation(
            actor=request.actor, participation=participation, member=role.member, accept=accept
        )
        messages.success(
            request,
            _("Thank you: you have accepted.")
            if accept
            else _("You have declined. The secretariat finds your answer on its desk."),
        )
        return _back(request)

    return keep(request, link, write)


@require_POST
@opened_by(LinkPurpose.SPEAKER)
def contribution(request: Request, link: PersonalLink, key: str) -> HttpResponse:
    """Write title and abstract of an own contribution."""

    def write() -> HttpResponse:
        row = _contribution(request, link, key)
        form = ContributionForm(row, link.edition.languages, request.POST, prefix=key)
        try:
            if form.is_valid():
                services.change_own_contribution(
                    actor=request.actor,
                    contribution=row,
                    title=form.texts("title"),
                    abstract=form.texts("abstract"),
                    seen=form.cleaned_data["seen"],
                )
                messages.success(request, _("Saved."))
                return _back(request)
        except ValidationError as error:
            _note(form, error)
        return _page(request, link, {f"contribution {key}": form})

    return keep(request, link, write)


def _note(form: Any, error: ValidationError) -> None:
    """Put what a service found wrong beside the form."""
    for words in error.messages:
        form.add_error(None, words)


def _contribution(request: Request, link: PersonalLink, key: str) -> Contribution:
    """An own contribution by its role's key."""
    role = queries.own_role(request.actor, _own(request, link), key)
    if role.contribution is None:
        raise NotVisible
    return role.contribution


def _own(request: Request, link: PersonalLink) -> Participation:
    return participations.own_participation(request.actor, link.edition, link.person)


def _back(request: Request) -> HttpResponse:
    assert request.resolver_match
    return redirect("programme:speak", token=request.resolver_match.kwargs["token"])


def _page(request: Request, link: PersonalLink, bound: dict[str, Any] | None = None) -> HttpResponse:
    """The page; with forms that were sent and are wrong in the place of fresh ones."""
    participation = _own(request, link)
    release = request.release = released.latest_release(request.actor, link.edition)
    roles = queries.own_roles(request.actor, participation, release)
    here = is_here(request, link) or bool(bound)
    agenda = usable_link(link.edition, link.person, LinkPurpose.AGENDA) if here else None
    context = {
        "link": link,
        "token": request.resolver_match.kwargs["token"],  # type: ignore[union-attr]
        "person": link.person,
        "roles": [(role, _forms(role, link, bound or {}) if here else {}) for role in roles],
        "is_here": here,
        "is_elsewhere": is_elsewhere(request, link) and not here,
        "masked": masked_address(link),
        "release": release,
        "agenda": token_of(agenda) if agenda else "",
        "stay": (bound or {}).get("stay") or _stay(participation, link) if here else None,
        "portrait": (bound or {}).get("portrait") or PortraitForm() if here else None,
    }
    return render(request, "programme/speak.html", context, status=422 if bound else 200)


def _stay(participation: Participation, link: PersonalLink) -> StayForm:
    seen = stamp(participation, STAY)
    return StayForm(participation, link.edition, prefix="stay", initial={"seen": seen})


def _forms(role: Any, link: PersonalLink, bound: dict[str, Any]) -> dict[str, Any]:
    """The forms for one contribution that its speaker hasn't declined."""
    if role.contribution is None or role.is_declined:
        return {}
    text = ContributionForm(
        role.contribution,
        link.edition.languages,
        prefix=role.key,
        initial={"seen": stamp(role.contribution, OWN)},
    )
    return {
        "text": bound.get(f"contribution {role.key}") or text,
        "slides": bound.get(f"slides {role.key}") or SlidesForm(prefix=f"slides-{role.key}"),
    }


@require_POST
@opened_by(LinkPurpose.SPEAKER)
def stay(request: Request, link: PersonalLink) -> HttpResponse:
    """Write arrival, departure, absences and a note."""

    def write() -> HttpResponse:
        participation = _own(request, link)
        form = StayForm(participation, link.edition, request.POST, prefix="stay")
        try:
            if form.is_valid():
                values = dict(form.cleaned_data)
                seen = values.pop("seen")
                own.change_own_availability(
                    actor=request.actor, participation=participation, values=values, seen=seen
                )
                messages.success(request, _("Saved."))
                return _back(request)
        except ValidationError as error:
            _note(form, error)
        return _page(request, link, {"stay": form})

    return keep(request, link, write)


@require_POST
@opened_by(LinkPurpose.SPEAKER)
def portrait(request: Request, link: PersonalLink) -> HttpResponse:
    """Take up a picture, or take it away."""

    def write() -> HttpResponse:
        participation = _own(request, link)
        form = PortraitForm(request.POST, request.FILES)
        try:
            if "remove" in request.POST:
                own.change_own_portrait(actor=request.actor, participation=participation, content=None)
                return _back(request)
            if form.is_valid():
                content = form.cleaned_data["picture"].read()
                own.change_own_portrait(actor=request.actor, participation=participation, content=content)
                messages.success(request, _("Your portrait is saved."))
                return _back(request)
        except ValidationError as error:
            form.add_error("picture", error)
        return _page(request, link, {"portrait": form})

    return keep(request, link, write)


@require_POST
@opened_by(LinkPurpose.SPEAKER)
def renew(request: Request, link: PersonalLink) -> HttpResponse:
    """Send the person a fresh link and end this one."""
    limit(f"renew {link.edition_id} {link.person_id}", 3, HOUR)
    own.replace_link(actor=request.actor, link=link, address=link_addresses(request))
    return _back(request)


@require_POST
@opened_by(LinkPurpose.SPEAKER)
def add_slides(request: Request, link: PersonalLink, key: str) -> HttpResponse:
    """Hand in a file for an own contribution."""

    def write() -> HttpResponse:
        row = _contribution(request, link, key)
        form = SlidesForm(request.POST, request.FILES, prefix=f"slides-{key}")
        try:
            if form.is_valid():
                services.add_slides(
                    actor=request.actor,
                    contribution=row,
                    file=form.cleaned_data["file"],
                    is_public=form.cleaned_data["is_public"],
                )
                messages.success(request, _("Your slides are saved."))
                return _back(request)
        except ValidationError as error:
            form.add_error("file", error)
        return _page(request, link, {f"slides {key}": form})

    return keep(request, link, write)


@require_POST
@opened_by(LinkPurpose.SPEAKER)
def change_slides(request: Request, link: PersonalLink, key: str, pk: int) -> HttpResponse:
    """Show a file to everybody, hide it again, or take it away."""

    def write() -> HttpResponse:
        row = _slides(request, link, key, pk)
        if "remove" in request.POST:
            services.remove_slides(actor=request.actor, slides=row)
        else:
            services.show_slides(actor=request.actor, slides=row, is_public="show" in request.POST)
        return _back(request)

    return keep(request, link, write)


def _slides(request: Request, link: PersonalLink, key: str, pk: int) -> Slides:
    """A file of an own contribution."""
    role = queries.own_role(request.actor, _own(request, link), key)
    for row in role.slides:
        if row.pk == pk:
            return row
    raise NotVisible
