"""Which characters the faces of the package can show."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"

# Marks that steer line breaks, joining and direction: they show nothing and need no glyph.
INVISIBLE = {"Cc", "Cf", "Zl", "Zp"}


def missing_glyphs(data: object) -> list[str]:
    """Return the characters in the strings of `data`, sorted, that no face of ours has."""
    return sorted({c for text in strings_in(data) for c in text if not is_shown(c)})


def is_shown(character: str) -> bool:
    """Whether some face of ours has the character, or it needs none."""
    if unicodedata.category(character) in INVISIBLE or 0xFE00 <= ord(character) <= 0xFE0F:
        return True
    starts, ends = coverage()
    place = bisect_right(starts, ord(character)) - 1
    return place >= 0 and ord(character) <= ends[place]


@cache
def coverage() -> tuple[list[int], list[int]]:
    """Return first and last characters of the ranges that the faces cover, as `fonts/build.py` found them."""
    ranges = [line.split("-") for line in (FONTS / "coverage.txt").read_text("ascii").split()]
    return [int(start, 16) for start, _ in ranges], [int(end, 16) for _, end in ranges]


def strings_in(data: object) -> Iterator[str]:
    """Yield every string within nested mappings and lists; keys are not printed and not looked at."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from strings_in(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from strings_in(value)
