"""Texts that a spreadsheet program would run as formulas: how they are written so that it doesn't.

An apostrophe stands before whatever could begin a formula: at the start of a cell, and after a character at
which a program set to other separators would part the cell. Reading takes exactly that apostrophe away, so
that every text comes back as it was.
"""

from __future__ import annotations

import re

# Blanks and quotes may stand before it; the wide forms count as well in East Asian programs.
RISKY = r"[ \"']*[=+\-@＝＋－＠]"
PLACES = re.compile(rf"^(?={RISKY}|[ \"']*[\t\r])|(?<=[;\t\r\n])(?={RISKY})")
APOSTROPHES = re.compile(rf"^'(?={RISKY}|[ \"']*[\t\r])|(?<=[;\t\r\n])'(?={RISKY})")


def quote(text: str) -> str:
    """The text as CSV holds it."""
    return PLACES.sub("'", text)


def unquote(text: str) -> str:
    """The text that a cell means."""
    return APOSTROPHES.sub("", text)
