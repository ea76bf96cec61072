"""Conditions on texts that are stored in several languages."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q


def lacks_language(field: str, languages: Iterable[str]) -> Q:
    """The field has no form in one of the languages."""
    condition = Q(pk__in=[])
    for tag in languages:  # the column holds the forms as JSON, empty ones left out
        condition |= ~Q(**{f"{field}__contains": f'"{tag}": '})
    return condition
