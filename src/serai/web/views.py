"""Pages that compose several subjects: the way in, and the home of an edition."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from serai.core.access import may
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.participation import queries as participations
from serai.programme.public_pages import public_page
from serai.programme.queries import released
from serai.programme.showing.linked_data import edition_event
from serai.web import desk, home, translations

CLOSED = ("desk", "planning", "my", "speak")
ROBOTS = "User-agent: *\n" + "".join(f"Disallow: /*/{place}/\n" for place in CLOSED)


@require_safe
def index(request: Request) -> HttpResponse:
    """The only edition's home, or the list of editions."""
    found = list(editions.editions(request.actor))
    if len(found) == 1:
        return redirect("edition", edition=found[0].key)
    may_open = may(request.actor, "editions.open_edition", None)
    return render(request, "web/index.html", {"editions": found, "may_open": may_open})


@require_safe
@public_page()
def edition_home(request: Request, edition: str) -> HttpResponse:
    """What the edition is, where and when, and what happens there."""
    actor = request.actor
    request.edition, request.release = released.edition_and_release(actor, edition, "previous")
    subject, release = request.edition, request.release
    prefetch_related_objects([subject], "hosts", "venues")
    found = home.home(actor, release) if release else None
    delegations = found.delegations if found else participations.delegations(actor, subject).count()
    context = {
        "home": found,
        "news": editions.news(actor, subject),
        "delegations": delegations,
        "linked_data": edition_event(subject, get_language() or "en", request.build_absolute_uri()),
    }
    return render(request, "web/edition.html", context)


@require_safe
def desk_page(request: Request, edition: str) -> HttpResponse:
    """What needs doing."""
    subject = request.edition = participations.desk_edition(request.actor, edition)
    return render(request, "web/desk.html", {"desk": desk.desk(request.actor, subject)})


@require_safe
def translations_page(request: Request, edition: str) -> HttpResponse:
    """Titles and names that lack a language."""
    subject = request.edition = participations.desk_edition(request.actor, edition)
    return render(request, "web/translations.html", {"kinds": translations.missing(request.actor, subject)})


@require_safe
def robots(request: Request) -> HttpResponse:
    """Search engines may read what the public may read."""
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_safe
def favicon(request: Request) -> HttpResponse:
    """The mark, for browsers that ask at the root."""
    return redirect(static("web/icon.svg"))


def broken(request: Request) -> HttpResponse:
    """What an error looks like from outside: a database that doesn't answer is 503, anything else 500.

    The page asks nothing of the database, and says nothing of what went wrong inside.
    """
    is_unreachable = isinstance(sys.exception(), OperationalError | InterfaceError)
    status = 503 if is_unreachable else 500
    return HttpResponse(render_to_string("500.html", {"status": status}), status=status)
