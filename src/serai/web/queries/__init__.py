"""Reads for pages that compose several subjects."""
