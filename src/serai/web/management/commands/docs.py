"""`serai docs`: write docs/reference again from the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serai.core.errors import DomainError
from serai.web.reference import stale_pages, write_pages


class Command(BaseCommand):
    help = "write docs/reference again from the code"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say what is stale, and fail if anything is"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write the pages, or compare them."""
        if not check:
            written = write_pages()
            self.stdout.write(f"Written: {', '.join(written)}." if written else "All pages are up to date.")
        elif stale := stale_pages():
            raise DomainError(
                "docs_stale", "Stale: %(pages)s. Write them again: make docs", pages=", ".join(stale)
            )
        else:
            self.stdout.write("All pages are up to date.")
