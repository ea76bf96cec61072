"""The processes of a served edition: one web server and one worker, watched over until told to stop."""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from serai.core.errors import DomainError

HOST = "127.0.0.1"
PATIENCE = 5.0  # seconds that a child has to stop after being asked
SHORT_LIFE = 2.0  # a child that lived less is broken: it is started again only RETRIES times
RETRIES = 3


@dataclass
class Child:
    """A process that is kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only its parent."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=_end_with_parent(os.getpid())
        )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None


def supervise(children: list[Child], say: Callable[[str], None]) -> None:
    """Run the children until Ctrl-C or TERM, starting again what ends by itself; then stop them all."""
    wanted = True

    def stop(signal_number: int, frame: FrameType | None) -> None:
        nonlocal wanted
        wanted = False

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for child in children:
            child.start()
        while wanted:
            for child in children:
                if child.has_ended():
                    _revive(child, say)
            time.sleep(0.2)
        say("Stopping ...")
    finally:
        _stop(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def children_of_site(port: int) -> list[Child]:
    """The web server (as many processes as WEB_CONCURRENCY says) and the worker."""
    web = ["uvicorn", "serai.web.asgi:application", "--host", HOST, "--port", str(port)]
    web += ["--forwarded-allow-ips", settings.PROXIES] if settings.PROXIES else ["--no-proxy-headers"]
    worker = ["serai", "db_worker", "--verbosity", "0", "--no-startup-delay"]
    return [
        Child("web server", [sys.executable, "-m", *web, "--log-level", "warning", "--lifespan", "off"]),
        Child("worker", [sys.executable, "-m", *worker]),
    ]


def require_free_port(port: int) -> None:
    """Refuse a port on which something else already listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DomainError(
                "port_taken",
                "Port %(port)s can't be used (%(reason)s). Stop what uses it, or choose another: "
                "serai serve --port %(other)s",
                port=port,
                other=port + 1,
                reason=error.strerror,
            ) from error


def require_tables() -> None:
    """Refuse a database without the tables of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DomainError(
            "not_migrated", "The database isn't prepared for this version. First: serai migrate"
        )


def collect_static() -> bool:
    """Copy, compress and name the static files for serving, if they changed since; return whether."""
    digest, stamp = _static_digest(), Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest)
    return True


def _static_digest() -> str:
    """A digest that changes whenever a static file is added, removed or written."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = os.stat(storage.path(path))
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _revive(child: Child, say: Callable[[str], None]) -> None:
    """Start an ended child again; give up on one that keeps ending at once."""
    ended = child.process.returncode if child.process else None
    child.failures = child.failures + 1 if time.monotonic() - child.started < SHORT_LIFE else 0
    if child.failures > RETRIES:
        raise DomainError(
            "child_keeps_ending",
            "The %(name)s keeps ending as soon as it is started (exit code %(ended)s).",
            name=child.name,
            ended=ended,
        )
    say(f"The {child.name} ended (exit code {ended}); starting it again.")
    child.start()


def _stop(children: list[Child]) -> None:
    """Ask every child to stop, and end those that haven't within PATIENCE."""
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    """On Linux: have the kernel end the child if this process dies without being able to."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    set_signal_at_parents_death = 1

    def prepare() -> None:
        prctl(set_signal_at_parents_death, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the line above
            os.kill(os.getpid(), signal.SIGTERM)

    return prepare
