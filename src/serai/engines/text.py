"""Marks explanations for translation without needing a translation library here."""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Return the message unchanged; extraction finds it by the name of this function."""
    return message
