"""Writes a problem as a CoSPLib workbook, as far as CoSPLib can say it."""

from __future__ import annotations
