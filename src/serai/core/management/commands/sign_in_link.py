"""`serai sign-in-link --as PERSON`: a link that signs this person in once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from serai.core.actors import OPERATOR, Actor
from serai.core.commands import ActingCommand
from serai.core.errors import DomainError
from serai.core.services import make_sign_in_link


class Command(ActingCommand):
    help = "print a link that signs a person in: serai sign-in-link --as PERSON"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--site", default=settings.SITE, help="address of the site (%(default)s)")

    def act(self, actor: Actor, **options: Any) -> None:
        """Make the link in the operator's name: whoever types this has the shell."""
        if actor.user is None:
            raise DomainError("nobody_named", "Say for whom: serai sign-in-link --as PERSON")
        made = make_sign_in_link(actor=OPERATOR, user=actor.user)
        self.stderr.write(
            f"Signs in {actor.user.email}, once, until {made.link.expires_at:%Y-%m-%d %H:%M} UTC:"
        )
        self.stdout.write(f"{options['site']}/sign-in/{made.token}")
