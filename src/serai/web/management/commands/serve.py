"""`serai serve`: the site and its worker on this machine, until Ctrl-C."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serai.core.commands import between
from serai.participation.tasks import go_on
from serai.web.serving import children_of_site, collect_static, require_free_port, require_tables, supervise


class Command(BaseCommand):
    help = "serve the site and run its worker, on this machine only, until Ctrl-C"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=between(1, 65535), default=8000, help="port of the site (%(default)s)"
        )

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        """Start both processes and watch over them."""
        require_free_port(port)
        require_tables()
        if collect_static():
            self.stdout.write("Static files prepared.")
        go_on.enqueue()
        os.environ.setdefault("SERAI_SITE", f"http://localhost:{port}")  # as the children call it in mails
        self.stdout.write(f"Serving at http://localhost:{port}. Ctrl-C stops it.")
        supervise(children_of_site(port), self.stdout.write)
        self.stdout.write("Stopped.")
