"""Access: one object by `require`, many by `visible`; both read the same flat table of permissions.

Each app declares its permissions in `rules.py` as rows of `Permission`: a name, who may (a check on one
object) and the same condition as a database filter. A test shows that the two agree on every object.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from serai.core.actors import Actor
from serai.core.errors import Forbidden, NotVisible

Check = Callable[[Actor, Any], bool]
Filter = Callable[[Actor], Q]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of an app's permission table.

    `hides` names a permission to see: who lacks that one is told that the subject doesn't exist.
    """

    name: str
    check: Check
    filter: Filter | None = None
    hides: str | None = None


_table: dict[str, Permission] = {}


def register(*permissions: Permission) -> None:
    """Add an app's rows to the table; a name stands once."""
    for permission in permissions:
        if permission.name in _table:
            raise ValueError(f"permission {permission.name} is registered twice")
        _table[permission.name] = permission


def permissions() -> tuple[Permission, ...]:
    """All rows, in order of name."""
    return tuple(_table[name] for name in sorted(_table))


def may(actor: Actor, permission: str, subject: Any = None) -> bool:
    """Whether the actor may do this to the subject."""
    return actor.is_operator or _table[permission].check(actor, subject)


def require(actor: Actor, permission: str, subject: Any = None) -> None:
    """Let the actor through, or raise `NotVisible` (it may not even know) or `Forbidden`."""
    if may(actor, permission, subject):
        return
    hides = _table[permission].hides
    if permission.split(".")[1].startswith("view_") or (hides and not may(actor, hides, subject)):
        raise NotVisible
    raise Forbidden("forbidden", _("You may not do this. Ask the secretariat of the edition."))


def visible(actor: Actor, permission: str, rows: QuerySet[M]) -> QuerySet[M]:
    """The rows on which the actor has the permission."""
    if actor.is_operator:
        return rows
    condition = _table[permission].filter
    if condition is None:
        raise ValueError(f"permission {permission} has no filter")
    return rows.filter(condition(actor))
