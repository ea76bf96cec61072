"""`serai start DIR`: from a folder to the served programme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from serai.core.actors import OPERATOR
from serai.core.commands import between
from serai.core.models import User
from serai.core.services import make_sign_in_link
from serai.editions.models import Edition
from serai.participation.models import Participation, ParticipationRole
from serai.web.publishing import load_folder, publish
from serai.web.serving import require_free_port


class Command(BaseCommand):
    help = "load a folder into an empty database, plan and release it, then serve the site"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="the folder that holds edition.json")
        parser.add_argument(
            "--port", type=between(1, 65535), default=8000, help="port of the site (%(default)s)"
        )
        parser.add_argument(
            "--seconds",
            type=between(1, 3600, float),
            default=20,
            help="time for planning at most (%(default)s)",
        )

    def handle(self, *args: Any, folder: Path, port: int, seconds: float, **options: Any) -> None:
        """Do what isn't done yet, say so, and serve."""
        say = self.stdout.write
        require_free_port(port)
        call_command("migrate", verbosity=0)
        edition = Edition.objects.first()
        if edition is None:
            edition = load_folder(folder, say, self.stderr.write)
        if edition.releases.exists():
            say(f"The database holds {edition.key}, released. To begin anew, delete {settings.DATA}.")
        else:
            publish(edition, seconds, say)
        self._say_link(edition, port)
        call_command("serve", port=port, stdout=self.stdout)

    def _say_link(self, edition: Edition, port: int) -> None:
        """Print the way in for the secretariat, if somebody of it has an account."""
        user = secretary_of(edition)
        if user is None:
            return
        token = make_sign_in_link(actor=OPERATOR, user=user, reusable=settings.DEMO).token
        kind = "while this demo lasts" if settings.DEMO else "once"
        self.stdout.write(f"Sign in as the secretariat ({kind}): http://localhost:{port}/sign-in/{token}")


def secretary_of(edition: Edition) -> User | None:
    """The account of a member of the edition's secretariat."""
    roles = Participation.objects.filter(edition=edition, role=ParticipationRole.SECRETARIAT)
    found = roles.exclude(person__user=None).select_related("person__user").order_by("person__key").first()
    return found.person.user if found else None
