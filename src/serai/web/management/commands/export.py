"""`serai export EDITION --format folder`: everything that was loaded or entered, as `serai load` reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from serai.core.actors import Actor
from serai.core.errors import DomainError
from serai.editions import queries as editions
from serai.programme.management.commands import export
from serai.web.loading import exporting
from serai.web.queries.sheets import stored_edition


class Command(export.Command):
    formats = (*export.Command.formats, "folder")
    help = f"{export.Command.help}; or the whole edition as the folder that serai load reads"

    def act(self, actor: Actor, **options: Any) -> None:
        if options["format"] != "folder":
            super().act(actor, **options)
            return
        output: Path | None = options["output"]
        if output is None:
            raise DomainError("no_output", "Say where to write the folder: --output DIR, or a name in .zip")
        stored = stored_edition(actor, editions.edition(actor, options["edition"]))
        if output.suffix.casefold() == ".zip":
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_bytes(exporting.folder_zip(stored))
        else:
            output.mkdir(parents=True, exist_ok=True)
            for name, content in exporting.folder(stored):
                (output / name).write_bytes(content)
        self.stdout.write(f"Wrote {output}. To load it: serai load {output}")
