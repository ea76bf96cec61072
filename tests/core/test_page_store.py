"""Stored pages: whole or not at all, whatever happens to their files."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from pathlib import Path

import brotli
import pytest

from serai.core import page_store
from serai.core.page_store import Page, Pages, best_coding

HEADERS = {"Content-Type": "text/html; charset=utf-8"}
CONTENT = "<p>Réunion 会议</p>".encode() * 200


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "1", "version-1")


def files(pages: Pages) -> list[Path]:
    return sorted(path for path in pages.folder.rglob("*") if path.is_file())


def readable(page: Page | None) -> bytes:
    """What a browser makes of a page."""
    assert page is not None
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}[page.coding]
    return bytes(unpack(page.body))


@pytest.mark.parametrize("coding", ["br", "gzip", ""])
def test_a_page_is_read_as_it_was_written_in_each_coding(pages: Pages, coding: str) -> None:
    assert pages.read("a", coding) is None
    written = pages.write("a", coding, HEADERS, CONTENT)
    read = pages.read("a", coding)
    assert read == written
    assert readable(read) == CONTENT
    assert read is not None
    assert read.headers == HEADERS


def test_each_coding_has_a_tag_of_its_own_that_depends_on_the_content_alone(pages: Pages) -> None:
    tags = {coding: pages.write("a", coding, HEADERS, CONTENT).etag for coding in ("br", "gzip", "")}
    assert len(set(tags.values())) == 3
    assert pages.write("b", "br", HEADERS, CONTENT).etag == tags["br"]
    assert pages.write("a", "br", HEADERS, CONTENT + b"!").etag != tags["br"]


def test_a_file_that_was_cut_off_or_overwritten_at_any_place_is_no_page(pages: Pages) -> None:
    pages.write("a", "br", HEADERS, CONTENT)
    (file,) = files(pages)
    whole = file.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        file.write_bytes(whole[:length])
        assert pages.read("a", "br") is None
    for place in range(0, len(whole), 5):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert pages.read("a", "br") is None
    pages.write("a", "br", HEADERS, CONTENT)
    assert readable(pages.read("a", "br")) == CONTENT


def test_a_page_that_can_not_be_stored_is_sent_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "pages"
    blocked.write_text("a file where the folder should be, as good as a full disk")
    pages = Pages(blocked, "version-1")
    assert readable(pages.write("a", "gzip", HEADERS, CONTENT)) == CONTENT
    assert "could not be stored" in caplog.text
    assert pages.read("a", "gzip") is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of a process are Linux's here")
def test_on_a_full_disk_nothing_half_written_stays(tmp_path: Path) -> None:
    """The system refuses the process files of more than 100 bytes, as a full disk would."""
    told = run(
        tmp_path,
        """
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        page = pages.write("a", "", {}, bytes(5000))
        print(len(page.body), pages.read("a", ""))
        """,
    )
    assert told.stdout == "5000 None\n"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_process_killed_while_it_writes_leaves_no_page(tmp_path: Path) -> None:
    told = run(
        tmp_path,
        """
        import os, signal
        from pathlib import Path
        def half(path, data):
            with open(path, "wb") as file:
                file.write(data[: len(data) // 2])
                file.flush()
                os.kill(os.getpid(), signal.SIGKILL)
        Path.write_bytes = half
        pages.write("a", "br", {}, bytes(5000))
        """,
    )
    assert told.returncode == -9
    pages = Pages(tmp_path / "1", "version-1")
    assert len(files(pages)) == 1, "what was written until then"
    assert pages.read("a", "br") is None
    pages.write("a", "br", HEADERS, CONTENT)
    assert readable(pages.read("a", "br")) == CONTENT


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python that has `pages` at hand."""
    start = "from pathlib import Path\nfrom serai.core.page_store import Pages\n"
    start += f"pages = Pages(Path({str(folder / '1')!r}), 'version-1')\n"
    return subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(code)], capture_output=True, text=True, check=False
    )


def test_a_page_with_a_life_ends_with_it_and_with_a_clock_set_back(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    pages.write("a", "br", HEADERS, CONTENT)
    life = timedelta(seconds=30)
    assert pages.read("a", "br", life) is not None
    for later, is_there in ((29, True), (31, False), (-60, False)):
        monkeypatch.setattr(page_store.time, "time", lambda later=later: now + later)
        assert (pages.read("a", "br", life) is not None) is is_there, later
        assert pages.read("a", "br") is not None, "a page of a release lives as long as the release"


def test_pages_of_other_versions_are_removed_as_new_ones_come(pages: Pages) -> None:
    for number in range(60):
        pages.write(f"old {number}", "br", HEADERS, CONTENT)
    other = Pages(pages.folder, "version-2")
    other.write("a", "br", HEADERS, CONTENT)
    other.write("b", "br", HEADERS, CONTENT)
    assert pages.read("old 1", "br") is None
    assert [path.name for path in pages.folder.iterdir()] == ["version-2"]
    assert len(files(other)) == 2


def test_a_folder_of_pages_does_not_outgrow_its_bound(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_store, "SHARD_BYTES", 3000)
    for number in range(2000):
        pages.write(f"page {number}", "br", HEADERS, CONTENT)
    assert sum(path.stat().st_size for path in files(pages)) <= 256 * (3000 + 2000)
    assert readable(pages.read("page 1999", "br")) == CONTENT, "the newest stays"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip; q=0.0", ""),
        ("identity", ""),
        ("GZIP", "gzip"),
    ],
)
def test_the_answer_comes_in_a_coding_that_the_client_takes(accepted: str, coding: str) -> None:
    assert best_coding(accepted) == coding


def test_two_processes_at_once_never_read_a_mixture(tmp_path: Path) -> None:
    """One writes two contents in turn, the other reads: each time it finds one of them whole."""
    folder = str(tmp_path / "1")
    code = f"""
import time
from pathlib import Path
from serai.core.page_store import Pages
pages = Pages(Path({folder!r}), "version-1")
end = time.monotonic() + 1.5
while time.monotonic() < end:
    for letter in (b"a", b"b"):
        pages.write("page", "gzip", {{}}, letter * 50_000)
"""
    with subprocess.Popen([sys.executable, "-c", code], env=os.environ.copy()) as writer:
        pages, seen = Pages(Path(folder), "version-1"), set()
        while writer.poll() is None:
            if page := pages.read("page", "gzip"):
                content = readable(page)
                assert content in (b"a" * 50_000, b"b" * 50_000)
                seen.add(content[:1])
        assert writer.returncode == 0
    assert seen == {b"a", b"b"}
