"""The desk's rows for programs: for each kind the operations that its pages have, from the same declaration.

Schemas are made of the fields of the kind's form (`wire.py`). A request is laid into that form and judged
by it, and the kind's own services do the rest.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField, ManyToOneRel, QuerySet
from django.http import HttpResponse
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate
from pydantic import create_model

from serai.core import editing
from serai.core.access import require
from serai.core.api import (
    CHANGING,
    READING,
    WRITING,
    Body,
    IdempotencyHeader,
    PathId,
    PathKey,
    Stamp,
    StampHeader,
    once,
    seen_in,
)
from serai.core.errors import Forbidden, NotVisible
from serai.core.middleware import Request
from serai.editions import queries
from serai.editions.desk.forms import RowForm
from serai.editions.desk.kind import Kind
from serai.editions.desk.views import NOT_YOURS
from serai.editions.desk.wire import Wire, wire
from serai.editions.models import Edition

Words = Annotated[str, Query(max_length=200, description="Only rows that have all of these words.")]


class RemovedOut(Schema):
    """Whether the row is gone, or only out of use because plans, releases or wishes mention it."""

    is_deleted: bool


def desk_router(*, singles: Iterable[Kind], lists: Iterable[Kind]) -> Router:
    """The operations of kinds: of `singles` an edition has one row, of `lists` many."""
    router = Router(tags=["desk"])
    with translation.override("en"):
        for kind in singles:
            _add_row(router, kind, f"/editions/{{edition}}/desk/{kind.name}", None)
        for kind in lists:
            address = f"/editions/{{edition}}/desk/{kind.plural}"
            _add_list(router, kind, address)
            _add_row(router, kind, f"{address}/{{key}}", PathId if kind.lookup == "pk" else PathKey)
    return router


def _add_list(router: Router, kind: Kind, address: str) -> None:
    """Reading a list, and adding to it."""
    out = row_out(kind)

    def read(request: Request, edition: str, q: str = "") -> Sequence[Any]:
        subject = queries.edition(request.actor, edition)
        rows, words = kind.rows(request.actor, subject), q.strip()
        return _Told(kind, subject, kind.search(rows, words) if kind.search and words else rows)

    def add(request: Request, edition: str, body: Body, key: IdempotencyHeader) -> HttpResponse:
        subject = queries.edition(request.actor, edition)
        kind.rows(request.actor, subject)  # hidden from who may not see the list
        create = kind.add
        if create is None or not kind.may_add(request.actor, subject):
            raise Forbidden("forbidden", NOT_YOURS)

        def added() -> dict[str, Any]:
            row = create(request.actor, subject, _form(kind, request, subject, body.model_dump()))
            return tell(kind, subject, _one(kind, request, subject, pk=row.pk))

        return once(request, key, out, added, lambda told: f"{request.path}/{told[kind.told_by]}")

    titles = str(kind.titles).lower()
    router.get(
        address,
        response=READING | {200: list[out]},  # type: ignore[valid-type]
        operation_id=f"list_desk_{kind.plural}",
        description=f"The {titles} of an edition, for those who work on it.",
    )(paginate(typed(read, q=Words if kind.search else None)))
    router.post(
        address,
        response=WRITING | {201: out},
        operation_id=f"add_desk_{kind.name}",
        description=f"Add to the {titles} of an edition.",
    )(typed(add, body=_body(kind, is_new=True)))


def _add_row(router: Router, kind: Kind, address: str, key_type: Any) -> None:
    """Reading one row, changing it and, where rows come and go, removing it."""
    out, title = row_out(kind), str(kind.title).lower()
    router.get(
        address,
        response=READING | {200: out},
        operation_id=f"get_desk_{kind.name}",
        description=f"One {title} as the desk edits it.",
    )(_reading(kind, key_type))
    router.patch(
        address,
        response=CHANGING | {200: out},
        operation_id=f"change_desk_{kind.name}",
        description=f"Change a {title}: what is sent changes, all else stays.",
    )(_changing(kind, key_type))
    if kind.remove:
        router.delete(
            address,
            response=WRITING | {200: RemovedOut},
            operation_id=f"remove_desk_{kind.name}",
            description=f"Remove a {title}. What is still needed is refused; what is only mentioned stays, "
            "and isn't used any more.",
        )(_removing(kind, key_type))


def _reading(kind: Kind, key_type: Any) -> Any:
    def read(request: Request, response: HttpResponse, edition: str, key: Any = None) -> dict[str, Any]:
        subject = queries.edition(request.actor, edition)
        return _answer(kind, subject, _one(kind, request, subject, **_by(kind, key)), response)

    return typed(read, key=key_type)


def _changing(kind: Kind, key_type: Any) -> Any:
    def change(
        request: Request,
        response: HttpResponse,
        edition: str,
        body: Body,
        if_match: StampHeader = None,
        key: Any = None,
    ) -> dict[str, Any]:
        subject = queries.edition(request.actor, edition)
        row = _one(kind, request, subject, **_by(kind, key))
        require(request.actor, kind.changing, kind.subject(subject, row))
        seen, values = seen_in(if_match), body.model_dump(exclude_unset=True)
        changed = kind.change(request.actor, _form(kind, request, subject, values, row, seen))
        subject = queries.edition(request.actor, edition)
        return _answer(kind, subject, _one(kind, request, subject, pk=changed.pk), response)

    return typed(change, key=key_type, body=_body(kind, is_new=False))


def _removing(kind: Kind, key_type: Any) -> Any:
    def remove(request: Request, edition: str, key: Any) -> dict[str, bool]:
        subject = queries.edition(request.actor, edition)
        row = _one(kind, request, subject, **_by(kind, key))
        about = subject if kind.removing else kind.subject(subject, row)
        require(request.actor, kind.removing or kind.changing, about)
        assert kind.remove is not None
        return {"is_deleted": kind.remove(request.actor, subject, row)}

    return typed(remove, key=key_type)


def typed(function: Callable[..., Any], **types: Any) -> Any:
    """The function with parameters of these types for the framework to see; None takes one away."""
    signature = inspect.signature(function)
    parameters = [
        parameter.replace(annotation=types.get(name, parameter.annotation))
        for name, parameter in signature.parameters.items()
        if types.get(name, parameter) is not None
    ]
    function.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return function


def ways_of(form: type[RowForm]) -> dict[str, tuple[Any, Wire]]:
    """The fields of a form with how each travels."""
    return {name: (field, wire(field)) for name, field in form.base_fields.items() if name != "seen"}


def _body(kind: Kind, *, is_new: bool) -> type[Body]:
    """What a request says of a new row, or of what changes in one."""
    members: dict[str, Any] = {}
    for name, (field, way) in ways_of(kind.form).items():
        about: dict[str, Any] = {"description": str(field.help_text or field.label or "")}
        if not is_new and name in kind.form.once:
            continue
        if not is_new:
            about["default_factory"] = lambda: None
        elif name not in kind.form.told and not (field.required and field.initial is None):
            about["default"] = way.empty
        members[name] = (way.takes, Field(**about))
    ending = "In" if is_new else "Change"
    return create_model(f"Desk{kind.name.title()}{ending}", __base__=Body, **members)


@cache
def row_out(kind: Kind) -> type[Schema]:
    """What an answer says of a row."""
    members: dict[str, Any] = {kind.told_by: (int if kind.lookup == "pk" else str, ...)}
    members |= {name: (way.gives, ...) for name, way in _told(kind).items()}
    return create_model(f"Desk{kind.name.title()}Out", __base__=Schema, **members, stamp=(Stamp, ...))


def _told(kind: Kind) -> dict[str, Wire]:
    unsaid = kind.form.once - kind.form.told
    return {name: way for name, (_field, way) in ways_of(kind.form).items() if name not in unsaid}


def tell(kind: Kind, edition: Edition, row: Any) -> dict[str, Any]:
    """A row as an answer says it."""
    state = editing.state_of(row, kind.form.names)
    held = kind.form.read(row, state)
    told = {name: way.told(row, name, held[name], edition) for name, way in _told(kind).items()}
    return {kind.told_by: getattr(row, kind.lookup)} | told | {"stamp": editing.stamp_of(state)}


class _Told(Sequence[Any]):
    """The rows of a list, told in parts."""

    def __init__(self, kind: Kind, edition: Edition, rows: QuerySet[Any]) -> None:
        self.kind, self.edition, self.rows = kind, edition, rows

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: Any) -> Any:
        rows = _with_others(self.kind.form, self.rows)[part]
        return [tell(self.kind, self.edition, row) for row in rows]


def _with_others(form: type[RowForm], rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with all others whose keys are told, in a fixed number of questions to the database."""
    for name in form.names:
        field = rows.model._meta.get_field(name)
        if isinstance(field, ForeignKey):
            rows = rows.select_related(name)
        elif isinstance(field, ManyToManyField):
            rows = rows.prefetch_related(name)
        elif isinstance(field, ManyToOneRel):
            rows = rows.prefetch_related(*(f"{name}__{end.name}" for end in editing.ends(field)))
    return rows


def _by(kind: Kind, key: Any) -> dict[str, Any]:
    return {} if key is None else {kind.lookup: key}


def _one(kind: Kind, request: Request, edition: Edition, **by: Any) -> Any:
    """The row that is meant, if the actor may see it."""
    found = kind.rows(request.actor, edition).filter(**by).first()
    if found is None:
        raise NotVisible
    return found


def _answer(kind: Kind, edition: Edition, row: Any, response: HttpResponse) -> dict[str, Any]:
    told = tell(kind, edition, row)
    response["ETag"] = f'"{told["stamp"]}"'
    return told


def _form(
    kind: Kind,
    request: Request,
    edition: Edition,
    values: Mapping[str, Any],
    row: Any = None,
    seen: str = "",
) -> RowForm:
    """The kind's form with only the fields that were sent, found in order."""
    boxes, faults = laid_out(kind.form, values, edition)
    boxes.setlist("seen", [seen])
    form = kind.form(request.actor, edition, boxes, row=row)
    for name in form.fields.keys() - (values.keys() - faults.keys()) - {"seen"}:
        del form.fields[name]
    for field in form.fields.values():
        if hasattr(field, "by_key"):
            field.by_key()
    if not form.is_valid() or faults:
        raise ValidationError(faults | form.errors.as_data())
    return form


def laid_out(
    form: type[RowForm], values: Mapping[str, Any], edition: Edition
) -> tuple[MultiValueDict[str, Any], dict[str, Any]]:
    """What was sent as a browser would send it for the form, and what can't be laid into it at all."""
    ways = ways_of(form)
    boxes: MultiValueDict[str, Any] = MultiValueDict()
    faults: dict[str, Any] = {}
    for name, value in values.items():
        try:
            for box, entries in ways[name][1].sent(name, value, edition).items():
                boxes.setlist(box, entries)
        except ValidationError as error:
            faults[name] = error
    return boxes, faults
