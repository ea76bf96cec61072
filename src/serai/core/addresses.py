"""Addresses of pages as they stand in mails: whole, and in the language of whoever reads them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def page_address(language: str, name: str, *arguments: Any) -> str:
    """The address of a page in a language, with the site before it."""
    with translation.override(language):
        return f"{settings.SITE}{reverse(name, args=arguments)}"
