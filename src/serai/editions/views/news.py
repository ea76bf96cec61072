"""News of an edition: where it is written, and where it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serai.core.errors import DomainError
from serai.core.middleware import Request
from serai.core.text import Forms, localise
from serai.editions import queries, services
from serai.editions.desk.news import AnnouncementForm
from serai.editions.models import Announcement, Edition

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def desk_news(request: Request, edition: str) -> HttpResponse:
    """All news of the edition with what can be done about it, and the form for more."""
    subject = request.edition = queries.announcing_edition(request.actor, edition)
    form = AnnouncementForm(request.actor, subject, _sent(request))
    if _is_written(form, lambda: services.announce(actor=request.actor, edition=subject, **form.values)):
        messages.success(request, _("It is announced."))
        return redirect("editions:desk_news", edition=edition)
    rows = queries.announcements(request.actor, subject)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    rooms = queries.shown_rooms(request.actor, subject)
    context = {"form": form, "page": page, "now": timezone.now(), "rooms": rooms}
    return render(request, "editions/desk_news.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_announcement(request: Request, edition: str, id: int) -> HttpResponse:
    """One piece of news, to be changed."""
    subject = request.edition = queries.announcing_edition(request.actor, edition)
    row = queries.announcement(request.actor, subject, id)
    form = AnnouncementForm(request.actor, subject, _sent(request), row=row)
    if _is_written(form, lambda: _change(request, row, form)):
        messages.success(request, _("The announcement says now what you wrote."))
        return redirect("editions:desk_news", edition=edition)
    context = {"form": form, "row": row}
    return render(request, "editions/announcement.html", context, status=422 if form.errors else 200)


@require_POST
def end_announcement(request: Request, edition: str, id: int) -> HttpResponse:
    """Take a piece of news off the pages now."""
    row = queries.announcement(request.actor, queries.announcing_edition(request.actor, edition), id)
    services.end_announcement(actor=request.actor, announcement=row)
    messages.success(request, _("It is no longer shown."))
    return redirect("editions:desk_news", edition=edition)


@require_POST
def remove_announcement(request: Request, edition: str, id: int) -> HttpResponse:
    """Delete a piece of news."""
    row = queries.announcement(request.actor, queries.announcing_edition(request.actor, edition), id)
    services.remove_announcement(actor=request.actor, announcement=row)
    messages.success(request, _("The announcement is deleted."))
    return redirect("editions:desk_news", edition=edition)


@require_safe
def news(request: Request, edition: str) -> HttpResponse:
    """What is announced at this moment."""
    subject = request.edition = queries.edition(request.actor, edition)
    return render(request, "editions/news.html", {"news": queries.news(request.actor, subject)})


@require_safe
def news_feed(request: Request, edition: str) -> HttpResponse:
    """The same as an Atom feed, in the language of the page."""
    subject = queries.edition(request.actor, edition)
    here = request.build_absolute_uri(reverse("editions:news", args=[edition]))
    feed = Atom1Feed(
        title=_words(subject.name, subject),
        link=here,
        description="",
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for row in queries.news(request.actor, subject):
        words = _words(row.text, subject)
        feed.add_item(
            title=words.split("\n")[0],
            description=words,
            link=f"{here}#news-{row.pk}",
            unique_id=f"tag:{edition}.serai,{row.created_at:%Y-%m-%d}:news/{row.pk}",
            pubdate=row.starts,
            updateddate=row.starts,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _words(value: Forms, edition: Edition) -> str:
    original = edition.languages[0] if edition.languages else ""
    return localise(value, get_language() or "en", original).words


def _sent(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _is_written(form: AnnouncementForm, write: Callable[[], object]) -> bool:
    """Whether the form was sent in order and the service took it; a refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        write()
    except (ValidationError, DomainError) as error:
        form.refuse(error)
    return not form.errors


def _change(request: Request, row: Announcement, form: AnnouncementForm) -> Announcement:
    values = {**form.values, "starts": form.values["starts"] or row.starts}
    return services.change_announcement(
        actor=request.actor, announcement=row, values=values, seen=form.cleaned_data["seen"]
    )
