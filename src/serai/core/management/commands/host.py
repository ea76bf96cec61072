"""`serai host EMAIL`: let somebody open the first edition, and print a link that signs them in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser

from serai.core.actors import OPERATOR
from serai.core.errors import DomainError
from serai.core.services import let_open_editions, make_sign_in_link


class Command(BaseCommand):
    help = "let somebody open editions, and print a link that signs them in: serai host EMAIL"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="their address; the account is made if needed")
        parser.add_argument(
            "--site", default="http://localhost:8000", help="address of the site (%(default)s)"
        )

    def handle(self, *args: Any, email: str, site: str, **options: Any) -> None:
        """Grant it, and say how they get in."""
        try:
            user = let_open_editions(actor=OPERATOR, email=email.strip())
        except ValidationError as error:
            raise DomainError("bad_email", " ".join(error.messages)) from error
        made = make_sign_in_link(actor=OPERATOR, user=user)
        until = f"{made.link.expires_at:%Y-%m-%d %H:%M} UTC"
        self.stderr.write(f"{user.email} may open editions. This signs in, once, until {until}:")
        self.stdout.write(f"{site}/sign-in/{made.token}")
