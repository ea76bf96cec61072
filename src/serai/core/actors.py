"""Who is acting: the first argument of every service and query."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serai.core.models import User


class ActorKind(StrEnum):
    ACCOUNT = "account"
    PUBLIC = "public"
    WORKER = "worker"
    COMMAND_LINE = "command_line"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that reads or writes; `user` is the account acted for, if any."""

    kind: ActorKind
    user: User | None = None

    @property
    def is_operator(self) -> bool:
        """Whoever has the shell and names nobody may do everything."""
        return self.kind is ActorKind.COMMAND_LINE and self.user is None

    @property
    def label(self) -> str:
        """What the audit trail calls this actor."""
        return self.user.email if self.user else self.kind.value


PUBLIC = Actor(ActorKind.PUBLIC)
OPERATOR = Actor(ActorKind.COMMAND_LINE)


def account(user: User) -> Actor:
    """The actor of a signed-in person."""
    return Actor(ActorKind.ACCOUNT, user)


def worker_for(user: User | None) -> Actor:
    """The background worker acting for the person who asked, or for the operator."""
    return Actor(ActorKind.WORKER, user) if user else OPERATOR
