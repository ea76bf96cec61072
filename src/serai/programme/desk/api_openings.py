"""Opening an edition, for programs: of a new series, or the next one with what it takes over.

A request is laid into the two forms of the page, one after the other. What it leaves out is as the page has
it filled in: as in the edition before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Field, Router
from pydantic import create_model

from serai.core.access import may
from serai.core.actors import Actor
from serai.core.api import WRITING, Body, IdempotencyHeader, Key, once
from serai.core.errors import Forbidden
from serai.core.middleware import Request
from serai.editions import queries
from serai.editions.desk.api import laid_out, row_out, tell, typed, ways_of
from serai.editions.desk.kinds import EDITION
from serai.editions.desk.views import NOT_YOURS
from serai.programme.desk.openings import BeginningForm, Begun, OpeningForm

NEEDED = ("name", "start", "end")  # all else may follow from the edition before
ABOUT = {
    "previous": "The key of the edition that it follows: one that you run. What is left out is as there.",
    "series": "The key of the series, if it follows no edition. Without both, the series is a new one.",
    "series_name": "What a new series is called.",
    "opener": "By which name the others will know you, if you never took part in an edition.",
    "carried": "What is copied from the edition before.",
}


def add_opening(router: Router) -> None:
    """Add the operation to those of editions: the framework looks for an address in one router only."""
    with translation.override("en"):
        router.post(
            "/editions",
            tags=["desk"],
            response=WRITING | {201: row_out(EDITION)},
            operation_id="open_edition",
            description="Open an edition: of a new series, or the next one. You become its secretariat.",
        )(typed(open_edition, body=_body()))


def open_edition(request: Request, body: Body, key: IdempotencyHeader) -> HttpResponse:
    """Open an edition, of which you become the secretariat; the answer is its row at the desk."""
    actor = request.actor
    if not may(actor, "editions.open_edition", None):
        raise Forbidden("forbidden", NOT_YOURS)

    def opened() -> dict[str, Any]:
        sent = body.model_dump(exclude_unset=True)
        edition = _form(actor, _begun(actor, sent), sent).open()
        edition = queries.edition(actor, edition.key)
        return tell(EDITION, edition, edition)

    return once(
        request, key, row_out(EDITION), opened, lambda told: f"{request.path}/{told['key']}/desk/edition"
    )


def _body() -> type[Body]:
    """What a request says: first of which series, then what the form asks."""
    members: dict[str, Any] = {
        name: (Key | None, Field(None, description=ABOUT[name])) for name in ("previous", "series")
    }
    for name, (field, way) in ways_of(OpeningForm).items():
        about: dict[str, Any] = {"description": ABOUT.get(name) or str(field.help_text or field.label or "")}
        if name not in NEEDED:
            about["default_factory"] = lambda: None
        if name != "ordinal":
            members[name] = (way.takes, Field(**about))
    return create_model("EditionIn", __base__=Body, **members)


def _begun(actor: Actor, sent: Mapping[str, Any]) -> Begun:
    """The series, the edition before and the languages, if these can be chosen."""
    languages = ", ".join(sent.get("languages", ()))
    chosen = {name: sent.get(name) or "" for name in ("previous", "series")}
    form = BeginningForm(actor, chosen | {"languages": languages})
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.begun


def _form(actor: Actor, begun: Begun, sent: Mapping[str, Any]) -> OpeningForm:
    """The form of the page, filled in and found in order."""
    given = {name: value for name, value in sent.items() if name not in ("previous", "series")}
    boxes, faults = laid_out(OpeningForm, _kept(begun) | given, begun.blank)
    form = OpeningForm(actor, boxes, begun)
    unasked = {name for name, value in given.items() if value and name not in form.fields}
    if sent.get("series") and begun.series is not None and sent["series"] != begun.series.key:
        unasked.add("series")  # the edition before belongs to another one
    faults |= {name: ValidationError(_("This isn't asked for here. Leave it out.")) for name in unasked}
    if not form.is_valid() or faults:
        raise ValidationError(form.errors.as_data() | faults)
    return form


def _kept(begun: Begun) -> dict[str, Any]:
    """What the page has filled in, as a request would say it."""
    ways = ways_of(OpeningForm)
    kept = OpeningForm.kept(begun.previous)
    told = {name: ways[name][1].told(begun.previous, name, held, begun.blank) for name, held in kept.items()}
    return told | {"languages": begun.languages} if told else {}
