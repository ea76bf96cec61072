"""Who is acting: the first argument of every service and query."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from serai.core.models import User


class ActorKind(StrEnum):
    ACCOUNT = "account"
    LINK = "link"
    PUBLIC = "public"
    WORKER = "worker"
    COMMAND_LINE = "command_line"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that reads or writes: for an account, or by a personal link (`participation`).

    `known` is there while a request that only reads is answered: what rules ask of the actor is asked once.
    """

    kind: ActorKind
    user: User | None = None
    link: Any = None
    known: dict[Any, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def is_operator(self) -> bool:
        """Whoever has the shell and names nobody may do everything."""
        return self.kind is ActorKind.COMMAND_LINE and self.user is None

    @property
    def label(self) -> str:
        """What the audit trail calls this actor."""
        if self.link:
            return str(self.link)
        return self.user.email if self.user else self.kind.value


PUBLIC = Actor(ActorKind.PUBLIC)
OPERATOR = Actor(ActorKind.COMMAND_LINE)


def account(user: User, known: dict[Any, Any] | None = None) -> Actor:
    """The actor of a signed-in person."""
    return Actor(ActorKind.ACCOUNT, user, known=known)


def link_holder(link: Any) -> Actor:
    """The actor of whoever opened a personal link; may do what the link is for, else what the public may."""
    return Actor(ActorKind.LINK, link=link)


def worker_for(user: User | None) -> Actor:
    """The background worker acting for the person who asked, or for the operator."""
    return Actor(ActorKind.WORKER, user) if user else OPERATOR
