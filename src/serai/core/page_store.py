"""Files that hold finished pages, packed as they were asked for, shared by all processes of the site.

Whatever happens to a file (cut off, overwritten, deleted, another process in between), a page is read whole
or not at all: head and body carry their digests, and files come into place by renaming. A page that can't be
stored is simply not stored.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import get_ident

import brotli

logger = logging.getLogger(__name__)

GZIP_LEVEL, BROTLI_QUALITY = 4, 4  # pages are packed while the first reader waits,
LARGE, GZIP_OF_LARGE, BROTLI_OF_LARGE = 1_000_000, 1, 2  # large ones in half the time, an eighth larger
CODINGS = ("br", "gzip")
SHARD_BYTES = 2_000_000  # of each of the 256 folders that a version has; beyond, the oldest pages go
SWEPT = 50  # files of other versions that each new page removes


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent in one coding (br, gzip, or none); `etag` differs from coding to coding."""

    headers: Mapping[str, str]
    coding: str
    etag: str
    body: bytes

    @property
    def plain(self) -> bytes:
        """The body unpacked."""
        unpack: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
        return unpack[self.coding](self.body) if self.coding else self.body


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one version of one edition; those of other versions are removed as new ones come."""

    folder: Path
    version: str

    def read(self, name: str, coding: str, life: timedelta | None = None) -> Page | None:
        """The page if it is there, whole, and no older than its life; a clock set back ends its life."""
        try:
            with self._path(name, coding).open("rb") as file:
                digest, head = file.readline(), file.readline()
                if _digest(head) != digest.decode("ascii", "replace").strip():
                    return None
                about = json.loads(head)
                body = file.read()
        except OSError:
            return None
        if _digest(body) != about["body"]:
            return None
        if life is not None and not 0 <= time.time() - about["stored_at"] < life.total_seconds():
            return None
        return _page(about["headers"], coding, body)

    def write(self, name: str, coding: str, headers: Mapping[str, str], content: bytes) -> Page:
        """Store the page and return it as it is sent; on a full disk it is only returned."""
        body = _compressed(content, coding)
        try:
            self._put(self._path(name, coding), _packed(headers, body))
        except OSError as error:
            logger.warning("A page could not be stored: %s", error)
        return _page(headers, coding, body)

    def _path(self, name: str, coding: str) -> Path:
        digest = hashlib.blake2b(f"{coding or 'gzip'} {name}".encode(), digest_size=16).hexdigest()
        return self.folder / self.version / digest[:2] / digest[2:]

    def _put(self, path: Path, packed: bytes) -> None:
        """Write beside it and rename: a reader finds the old file, the new one or none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}-{get_ident()}")
        try:
            unfinished.write_bytes(packed)
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        with suppress(OSError):  # another process tidies up as well
            self._remove_oldest(path.parent)
            self._sweep()

    def _remove_oldest(self, shard: Path) -> None:
        found = sorted(os.scandir(shard), key=lambda entry: entry.stat().st_mtime_ns)
        size = sum(entry.stat().st_size for entry in found)
        for entry in found[:-1]:
            if size <= SHARD_BYTES:
                return
            size -= entry.stat().st_size
            Path(entry).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove a few pages of other versions: no reader waits long, and more goes than comes."""
        left = SWEPT
        for other in self.folder.iterdir():
            if other.name == self.version:
                continue
            for shard in other.iterdir():
                for path in shard.iterdir():
                    if left <= 0:
                        return
                    path.unlink(missing_ok=True)
                    left -= 1
                shutil.rmtree(shard, ignore_errors=True)
            shutil.rmtree(other, ignore_errors=True)


def _packed(headers: Mapping[str, str], body: bytes) -> bytes:
    """Two lines, the digest of the second and what is said about the body; then the body."""
    about = {"headers": dict(headers), "stored_at": time.time(), "body": _digest(body)}
    head = json.dumps(about).encode() + b"\n"
    return b"".join((_digest(head).encode(), b"\n", head, body))


def _compressed(content: bytes, coding: str) -> bytes:
    is_large = len(content) > LARGE
    if coding == "br":
        packed: bytes = brotli.compress(content, quality=BROTLI_OF_LARGE if is_large else BROTLI_QUALITY)
        return packed
    return gzip.compress(content, GZIP_OF_LARGE if is_large else GZIP_LEVEL, mtime=0)


def _page(headers: Mapping[str, str], coding: str, body: bytes) -> Page:
    etag = f'"{_digest(body)}{"" if coding else "-plain"}"'
    return Page(headers, coding, etag, body if coding else gzip.decompress(body))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def best_coding(accepted: str) -> str:
    """The coding in which to answer an Accept-Encoding header; empty where the client takes none of ours."""
    wishes = {}
    for wish in accepted.lower().split(","):
        name, _, weight = wish.partition(";")
        wishes[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((coding for coding in CODINGS if wishes.get(coding)), "")
