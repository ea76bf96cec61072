"""Starting Serai's commands as processes of their own, on the database of the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ROOT = Path(__file__).parents[2]


def database_url() -> str:
    """The address of the database that the test uses."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def environment(data: Path, database: str) -> dict[str, str]:
    """Where its data are, and where compiled Python is kept, so that it starts fast."""
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = Path(tempfile.gettempdir()) / "serai-test-compiled"
    return told | {"SERAI_DATA": str(data), "DATABASE_URL": database, "PYTHONPYCACHEPREFIX": str(compiled)}


def _hear_ctrl_c() -> None:
    """A shell that runs the tests in the background ignores Ctrl-C, and its children would too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*arguments: str, data: Path, database: str, log: Path | None = None) -> subprocess.Popen[str]:
    """Start `serai` with these arguments; what it says goes to the log, or can be read afterwards."""
    output = log.open("w") if log else subprocess.PIPE
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "serai", *arguments],
            cwd=ROOT,
            env=environment(data, database),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if log else subprocess.PIPE,
            text=True,
            preexec_fn=_hear_ctrl_c,
        )
    finally:
        if log:
            output.close()  # type: ignore[union-attr]


def run(*arguments: str, data: Path, database: str) -> tuple[int, str, str]:
    """Run `serai` to its end: exit code, what it said, what it complained about."""
    with start(*arguments, data=data, database=database) as process:
        said, complained = process.communicate(timeout=120)
    return process.returncode, said, complained


def wait_for(condition: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.1)
