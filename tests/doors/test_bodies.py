"""A body that is too large is refused in words before it is kept: by its length, or as it comes."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import httpx
import pytest
from tests.doors.processes import ROOT, environment, run, wait_for

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A web server with a database of its own, as it is served; what it says is kept in `log`."""
    data = tmp_path_factory.mktemp("bodies")
    assert run("migrate", "--verbosity=0", data=data, database="")[0] == 0
    assert run("collectstatic", "--noinput", "--verbosity=0", data=data, database="")[0] == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["uvicorn", "serai.web.asgi:application", "--port", str(port), "--lifespan", "off"]
    with (
        (data / "log").open("w") as log,
        Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**environment(data, ""), "TMPDIR": str(data)},
            stdout=log,
            stderr=log,
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(address), "the site answers")
        yield address
        process.terminate()


@pytest.fixture
def log(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (found,) = tmp_path_factory.getbasetemp().glob("bodies0/log")
    return found


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/robots.txt", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


class Sent:
    """Zeros in pieces of a megabyte, and how many of them were asked for."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes, self.count = megabytes, 0

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.megabytes):
            self.count += 1
            yield b"\x00" * MEGABYTE


SLIDES = "/en/speak/somebody/slides-c1/"


def test_two_gigabytes_are_refused_by_their_length_at_once(site: str) -> None:
    """Read with a plain socket, which sees the answer before it has sent anything."""
    host, port = site.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        head = f"POST {SLIDES} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {2 * 1024**3}\r\n"
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode())
        told = b""
        while b"</html>" not in told:
            piece = line.recv(65536)
            assert piece, told
            told += piece
    assert told.startswith(b"HTTP/1.1 413")
    assert b"At most 51 MB can be sent here" in told


def test_a_client_that_sends_anyway_reads_the_answer_and_nothing_is_kept(site: str, log: Path) -> None:
    before = sum(path.stat().st_size for path in log.parent.rglob("*") if path.is_file())
    sent = Sent(300)
    response = httpx.post(
        f"{site}{SLIDES}", content=sent, headers={"Content-Length": str(300 * MEGABYTE)}, timeout=60
    )
    assert response.status_code == 413
    after = sum(path.stat().st_size for path in log.parent.rglob("*") if path.is_file())
    assert after - before < MEGABYTE


def test_a_body_without_a_length_is_counted_as_it_comes(site: str) -> None:
    response = httpx.post(f"{site}/en/speak/somebody/answer/", content=iter(Sent(20)), timeout=60)
    assert response.status_code == 413
    assert "At most 3 MB" in response.text
    small = httpx.post(f"{site}/en/speak/somebody/answer/", content=iter(Sent(2)), timeout=60)
    assert small.status_code == 404


@pytest.mark.parametrize(("language", "words"), [("ar", 'dir="rtl"'), ("zh-hans", 'lang="zh-hans"')])
def test_the_refusal_is_in_the_language_of_the_address(site: str, language: str, words: str) -> None:
    response = httpx.post(f"{site}/{language}/andes/planning/plan/", content=b"\x00" * 4 * MEGABYTE)
    assert response.status_code == 413
    assert words in response.text


def test_programs_get_json(site: str) -> None:
    response = httpx.post(f"{site}/api/v1/editions/x/runs", content=b"\x00" * 4 * MEGABYTE)
    assert (response.status_code, response.json()["code"]) == (413, "request_too_large")


def test_a_portrait_takes_eleven_megabytes_and_no_more(site: str) -> None:
    path = f"{site}/en/speak/somebody/portrait/"
    assert httpx.post(path, content=b"\x00" * 10 * MEGABYTE, timeout=60).status_code == 404
    assert httpx.post(path, content=b"\x00" * 12 * MEGABYTE, timeout=60).status_code == 413


def test_the_server_writes_no_token_into_its_log(site: str, log: Path) -> None:
    httpx.get(f"{site}/en/my/a-secret-of-somebody/")
    httpx.get(f"{site}/en/speak/a-secret-of-somebody/?x=1")
    told = log.read_text()
    assert "/en/my/***/" in told
    assert "a-secret-of-somebody" not in told
    assert "GET /en/speak/***/?x=1" in told
