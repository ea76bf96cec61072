"""`serai tidy`: delete what nobody can use any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from serai.core.tidying import tidy


class Command(BaseCommand):
    help = "delete old sign-in links, idempotency keys, sign-ins and finished tasks"

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how many of each."""
        for name, count in tidy().items():
            self.stdout.write(f"{count:>6} {name}")
