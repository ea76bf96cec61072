"""The desk's page of speakers: who was asked when, who answered what, who is silent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from serai.core.access import may
from serai.core.errors import NotVisible
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.editions.models import Edition
from serai.participation import queries as participations
from serai.participation import services as participation_services
from serai.participation.links import is_usable
from serai.parties.models import Person
from serai.programme import services
from serai.programme.forms import ReminderForm
from serai.programme.models import MemberState
from serai.programme.queries import speakers as queries
from serai.programme.services.invitations import REMINDED_AGAIN, Written
from serai.programme.views.by_link import link_addresses

FILTERS = (
    ("", gettext_lazy("All")),
    (MemberState.PLANNED, gettext_lazy("Not asked yet")),
    (MemberState.INVITED, gettext_lazy("Silent")),
    (MemberState.ACCEPTED, gettext_lazy("Accepted")),
    (MemberState.DECLINED, gettext_lazy("Declined")),
)


@require_safe
def speakers(request: Request, edition: str) -> HttpResponse:
    """Everybody who speaks or chairs, by what they answered."""
    subject = _edition(request, edition)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = queries.speakers(request.actor, subject, state=state, words=words, page=request.GET.get("page"))
    context = {
        "page": found.page,
        "entries": found.entries,
        "filters": _filters(found.answers, state),
        "state": state,
        "q": words,
        "reminders": ReminderForm(initial={"days": REMINDED_AGAIN}) if state == MemberState.INVITED else None,
        "may_invite": may(request.actor, "participation.invite_person", subject),
    }
    return render(request, "programme/desk_speakers.html", context)


@require_POST
def write(request: Request, edition: str) -> HttpResponse:
    """Invite or remind the people chosen, or send them the link to their agenda."""
    subject = _edition(request, edition)
    people = _chosen(request, subject)
    wish: Any = {
        "actor": request.actor,
        "edition": subject,
        "people": people,
        "address": link_addresses(request),
    }
    is_urged = "urge" in request.POST
    match request.POST.get("do"):
        case "invite":
            _say(request, services.invite_speakers(**wish, again=is_urged), people)
        case "remind":
            _say(request, services.remind_speakers(**wish, force=is_urged), people)
        case "remind_silent":
            _remind_silent(request, wish)
        case "agenda":
            count = participation_services.give_agenda_links(**wish)
            messages.success(request, _letters(count))
    return redirect("programme:desk_speakers", edition=edition)


def _remind_silent(request: Request, wish: dict[str, Any]) -> None:
    """Remind everybody whose answer is outstanding for longer than so many days."""
    form = ReminderForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a number of days from 1 to 365."))
        return
    silent = list(queries.people_asked(request.actor, wish["edition"], MemberState.INVITED))
    days = form.cleaned_data["days"]
    _say(request, services.remind_speakers(**wish | {"people": silent}, days=days), silent)


@require_safe
def speaker(request: Request, edition: str, key: str) -> HttpResponse:
    """One person: what they are asked for and answered, and their links."""
    subject = _edition(request, edition)
    entry = queries.speaker(request.actor, subject, key)
    address = link_addresses(request)
    language = request.LANGUAGE_CODE
    links = list(participations.links(request.actor, subject, entry.person))
    context = {
        "entry": entry,
        "person": entry.person,
        "links": [(link, address(link, language) if is_usable(link) else "") for link in links],
        "states": MemberState.choices,
        "may_invite": may(request.actor, "participation.invite_person", subject),
    }
    return render(request, "programme/desk_speaker.html", context)


@require_POST
def answer(request: Request, edition: str, key: str) -> HttpResponse:
    """Write down what somebody said by telephone, say."""
    subject = _edition(request, edition)
    entry = queries.speaker(request.actor, subject, key)
    role = next((role for role in entry.roles if role.key == request.POST.get("role")), None)
    state = request.POST.get("state")
    if role is None or state not in MemberState.values:
        raise NotVisible
    services.set_answer(
        actor=request.actor,
        member=role.member,
        state=MemberState(state),
        seen=request.POST.get("seen", ""),
    )
    messages.success(request, _("Saved."))
    return redirect("programme:desk_speaker", edition=edition, key=key)


@require_POST
def link(request: Request, edition: str, key: str) -> HttpResponse:
    """End a link and send a new one in its place."""
    subject = _edition(request, edition)
    entry = queries.speaker(request.actor, subject, key)
    rows = participations.links(request.actor, subject, entry.person)
    wish = request.POST.get("link", "")
    row = rows.filter(pk=int(wish)).first() if wish.isdecimal() and len(wish) < 19 else None
    if row is None:
        raise NotVisible
    participation_services.replace_link(actor=request.actor, link=row, address=link_addresses(request))
    messages.success(request, _("The old link has ended, and a new one is made."))
    return redirect("programme:desk_speaker", edition=edition, key=key)


def _edition(request: Request, key: str) -> Edition:
    """The edition; who doesn't work on it learns from the queries that there is no such page."""
    subject = request.edition = editions.edition(request.actor, key)
    return subject


def _filters(answers: dict[int, set[str]], state: str) -> list[dict[str, Any]]:
    """The states to choose from, each with how many people have a role in it."""
    return [
        {
            "state": name,
            "label": label,
            "count": sum(1 for states in answers.values() if not name or name in states),
            "is_current": name == state,
        }
        for name, label in FILTERS
    ]


def _chosen(request: Request, edition: Edition) -> list[Person]:
    """Those ticked, or everybody in the list as it was filtered."""
    if "everybody" in request.POST:
        state, words = request.POST.get("state", ""), request.POST.get("q", "").strip()
        return list(queries.people_asked(request.actor, edition, state, words))
    chosen = request.POST.getlist("person")
    return list(queries.people_asked(request.actor, edition).filter(key__in=chosen))


def _say(request: Request, written: Written, people: list[Person]) -> None:
    """What came of it, and who could not be written to."""
    if not people:
        messages.warning(request, _("Nobody was chosen."))
        return
    if not written.people:
        messages.warning(request, _("None of the people chosen had to be written to."))
        return
    messages.success(request, _letters(written.letters))
    if written.without_address:
        names = ", ".join(written.without_address)
        text = _("These people have no e-mail address; give them their link in another way: %(names)s")
        messages.warning(request, text % {"names": names})


def _letters(count: int) -> str:
    return ngettext(
        "%(count)s letter waits in the outbox for your review.",
        "%(count)s letters wait in the outbox for your review.",
        count,
    ) % {"count": count}
