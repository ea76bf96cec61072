"""What people sent: portraits for pages, slides to download; only to those who may see them."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from serai.core.errors import NotVisible
from serai.core.middleware import Request
from serai.editions import queries as editions
from serai.participation.models import LinkPurpose, PersonalLink
from serai.programme.models import Slides
from serai.programme.queries import media as queries
from serai.programme.views.by_link import is_here, opened_by

YEAR = 31_536_000


@require_safe
def portrait(request: Request, name: str) -> HttpResponse:
    """A portrait under the name that follows from its content, so that it can be kept for ever."""
    file, is_public = queries.portrait(request.actor, name)
    response = _picture(file)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_public else "private, no-store"
    return response


@require_safe
@opened_by(LinkPurpose.SPEAKER)
def own_portrait(request: Request, link: PersonalLink) -> HttpResponse:
    """One's own portrait before it is public."""
    if not link.person.portrait or not is_here(request, link):
        raise NotVisible
    return _picture(link.person.portrait)


@require_safe
def slides(request: Request, edition: str, pk: int) -> HttpResponse:
    """Slides of a contribution, to download."""
    return _download(queries.slides(request.actor, editions.edition(request.actor, edition), pk))


@require_safe
@opened_by(LinkPurpose.SPEAKER)
def own_slides(request: Request, link: PersonalLink, pk: int) -> HttpResponse:
    """Slides of an own contribution, to look at what was handed in."""
    if not is_here(request, link):
        raise NotVisible
    return _download(queries.slides(request.actor, link.edition, pk))


def _picture(file: FieldFile) -> HttpResponse:
    """A portrait as it was made anew; one whose file is lost isn't there."""
    try:
        with file.open("rb") as content:
            return _harmless(HttpResponse(content.read(), content_type="image/jpeg"))
    except FileNotFoundError as error:
        raise NotVisible from error


def _download(row: Slides) -> HttpResponse:
    """A file that no browser opens within the site."""
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        raise NotVisible from error
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.media_type)
    response["Cache-Control"] = "private, no-store"
    return _harmless(response)  # type: ignore[arg-type]


def _harmless(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
