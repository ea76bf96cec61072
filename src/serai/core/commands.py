"""What our commands have in common: `--as PERSON`, and finding what they act on."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from serai.core.actors import OPERATOR, Actor, ActorKind
from serai.core.errors import DomainError
from serai.core.models import User


class ActingCommand(BaseCommand):
    """A command that does something in somebody's name; without `--as` the operator does it."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as",
            dest="person",
            metavar="PERSON",
            help="act as this person (key or e-mail); else the operator",
        )

    def handle(self, *args: Any, person: str | None = None, **options: Any) -> None:
        """Find the actor and do it."""
        self.act(actor_named(person), **options)

    def act(self, actor: Actor, **options: Any) -> None:
        """What the command does."""
        raise NotImplementedError


def actor_named(person: str | None) -> Actor:
    """The account with this e-mail, or of the person with this key; the operator if nobody is named."""
    if not person:
        return OPERATOR
    user = User.objects.filter(Q(email__iexact=person) | Q(person__key=person)).first()
    if user is None:
        refusal = _("Nobody with this key or e-mail has an account: %(person)s")
        raise DomainError("no_account", refusal, person=person)
    return Actor(ActorKind.COMMAND_LINE, user)


def between(least: int, most: int, number: Callable[[str], float] = int) -> Callable[[str], Any]:
    """The type of an argument that is a number from least to most."""

    def read(text: str) -> Any:
        try:
            value = number(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise ArgumentTypeError(f"“{text}” is no number from {least} to {most}")
        return value

    return read
