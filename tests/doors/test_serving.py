"""`serai serve` watches over its processes, and leaves none behind. Commands end with honest exit codes."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest
from tests.doors.processes import ROOT, run, start, wait_for


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty database of its own."""
    folder = tmp_path_factory.mktemp("served")
    assert run("migrate", "--verbosity=0", data=folder, database="")[0] == 0
    return folder


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(data: Path, port: int, tmp_path: Path) -> Iterator[Popen[str]]:
    """A running `serai serve`."""
    with start("serve", f"--port={port}", data=data, database="", log=tmp_path / "log") as process:
        wait_for(lambda: answers(port), "the site answers")
        wait_for(lambda: len(family(process)) == 2, "both processes run")
        yield process
        process.kill()


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/en/", timeout=5) as page:
            return bool(page.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


def family(process: Popen[str]) -> list[psutil.Process]:
    """The processes that the supervisor has started and that run."""
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]


def have_gone(processes: list[psutil.Process]) -> bool:
    return not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in processes)


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_ending_it_ends_all_of_it(served: Popen[str], port: int, wish: signal.Signals) -> None:
    children = family(served)
    served.send_signal(wish)
    assert served.wait(timeout=10) == 0
    assert have_gone(children)
    assert not answers(port)


def test_when_it_is_killed_its_processes_end_too(served: Popen[str], port: int) -> None:
    children = family(served)
    served.kill()
    served.wait()
    wait_for(lambda: have_gone(children), "the children have gone", seconds=10)


def test_a_worker_that_dies_is_started_again(served: Popen[str], port: int) -> None:
    worker = next(child for child in family(served) if "db_worker" in child.cmdline())
    worker.kill()
    wait_for(
        lambda: any("db_worker" in child.cmdline() for child in family(served) if child.pid != worker.pid),
        "another worker runs",
    )
    assert answers(port)


def test_only_this_machine_can_reach_it(served: Popen[str], port: int) -> None:
    listening = [
        connection.laddr.ip
        for child in family(served)
        for connection in child.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening == ["127.0.0.1"]


def test_a_taken_port_is_told_with_a_remedy(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        code, _, complaint = run("serve", f"--port={taken}", data=data, database="")
    assert code == 1
    assert f"Port {taken} can't be used" in complaint
    assert f"serai serve --port {taken + 1}" in complaint


def test_serai_alone_lists_its_own_commands(data: Path) -> None:
    code, said, _ = run(data=data, database="")
    assert code == 0
    for command in ("load", "plan", "release", "export", "serve", "start", "demo", "docs", "sign-in-link"):
        assert f"\n  {command} " in said


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("plan", "nowhere"), 1, "nowhere"),
        (("plan",), 2, "edition"),
        (("plan", "nowhere", "--as", "nobody"), 1, "nobody"),
        (("load", "no/such/folder"), 1, "There is no such folder"),
        (("demo", "no/such/folder"), 1, "There is no such folder"),
        (("sign-in-link",), 1, "--as PERSON"),
        (("no-such-command",), 1, "Unknown command"),
    ],
)
def test_refusals_are_one_sentence_and_an_exit_code(
    data: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ended, _, complaint = run(*arguments, data=data, database="")
    assert ended == code
    assert words in complaint
    assert "Traceback" not in complaint


def test_a_demo_leaves_files_and_figures_and_touches_no_database(data: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in data.iterdir())
    folder = ROOT / "examples" / "small"
    code, said, complaint = run("demo", str(folder), f"--output={tmp_path / 'out'}", data=data, database="")
    assert code == 0, complaint
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "programme.ics",
        "programme.pdf",
        "schedule.json",
        "summary.json",
    ]
    assert (tmp_path / "out" / "programme.pdf").read_bytes().startswith(b"%PDF")
    assert "proven" in said
    assert sorted(path.name for path in data.iterdir()) == before


def test_a_demo_of_what_can_not_be_planned_says_why_and_leaves_figures(data: Path, tmp_path: Path) -> None:
    folder = ROOT / "examples" / "impossible"
    code, said, complaint = run("demo", str(folder), f"--output={tmp_path}", data=data, database="")
    assert code == 0, complaint
    assert "Without a place: " in said
    assert '"unplaced": 0' not in (tmp_path / "summary.json").read_text()
