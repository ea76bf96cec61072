"""One declaration for each kind of row that the desk lists and edits; the pages work from it (`views.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from serai.core.access import may
from serai.core.actors import Actor
from serai.core.dependants import is_mentioned, needing
from serai.editions.desk.forms import RowForm
from serai.editions.models import Edition

Rows = Callable[[Actor, Edition], QuerySet[Any]]
Add = Callable[[Actor, Edition, RowForm], Any]
Change = Callable[[Actor, RowForm], Any]
Remove = Callable[[Actor, Edition, Any], bool]  # whether the row was deleted, not only put out of use


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, what a row holds, and how it is shown (`cell` in desk tags)."""

    label: Any
    value: Callable[[Any], Any]
    show: str = "plain"


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a page needs to know of rooms, say.

    `rows` reads what the actor may work on; `changing` is asked of the `subject` of a row, `removing` of the
    edition. `panels` gives the context of what belongs to one row, such as the speakers of a talk; `history`
    tells how it changed, if more than its own changes count. A kind without `add` or `remove` has rows that
    come and go elsewhere.
    """

    app: str
    name: str
    plural: str
    title: Any
    titles: Any
    tabs: tuple[tuple[str, Any], ...]
    rows: Rows
    form: type[RowForm]
    changing: str
    change: Change
    new: Any = ""
    intro: Any = ""
    columns: tuple[Column, ...] = ()
    add: Add | None = None
    may_add: Callable[[Actor, Edition], bool] = lambda actor, edition: False
    remove: Remove | None = None
    removing: str = ""
    lookup: str = "key"
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    subject: Callable[[Edition, Any], Any] = lambda edition, row: row.edition
    initial: Callable[[Edition, Mapping[str, str]], dict[str, Any]] = lambda edition, asked: {}
    panels: Callable[[Actor, Edition, Any], dict[str, Any]] | None = None
    history: Callable[[Actor, RowForm, Any], list[Any]] | None = None
    odd: Callable[[Any], Iterable[str]] = lambda row: ()
    needing: Callable[[Edition, Any], list[Model]] = lambda edition, row: needing(row)
    own: tuple[type[Model], ...] = ()  # rows that go with a row of this kind

    def route(self, what: str = "") -> str:
        """The name of an address: of the list, or of `add`, `change`, `remove` of one row."""
        return f"{self.app}:{what}_{self.name}" if what else f"{self.app}:{self.plural}"

    def consequence(self, row: Any) -> str:
        """What removing the row would do."""
        if is_mentioned(row, self.own):
            return _("Plans, releases or wishes mention it. It stays there, and isn't used any more.")
        return _("Nothing mentions it. It will be deleted.")

    @property
    def told_by(self) -> str:
        """What an answer calls that which stands for the row in addresses."""
        return "id" if self.lookup == "pk" else self.lookup

    def address_key(self, row: Any) -> str:
        """What stands for the row in addresses."""
        return str(getattr(row, self.lookup))


def of_edition(permission: str) -> Callable[[Actor, Edition], bool]:
    """Whoever has this permission on the edition."""
    return lambda actor, edition: may(actor, permission, edition)


def adds(service: Callable[..., Any]) -> Add:
    """Add by a service that takes the form's values."""
    return lambda actor, edition, form: service(actor=actor, edition=edition, values=form.values)


def changes(service: Callable[..., Any], name: str) -> Change:
    """Change by a service that calls the row by this name."""
    return lambda actor, form: service(
        actor=actor, values=form.values, seen=form.cleaned_data["seen"], **{name: form.row}
    )


def removes(service: Callable[..., bool], name: str) -> Remove:
    """Remove by a service that calls the row by this name."""
    return lambda actor, edition, row: service(actor=actor, **{name: row})
