"""How cells of the desk's lists are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template import Context, Library
from django.utils.html import format_html

from serai.editions.labels import row_label
from serai.editions.models import Edition
from serai.web.templatetags.serai import hours, local_day, named, number, party, text

register = Library()

# Each way in which a column may ask to be shown: of the value and the edition, HTML.
SHOWN: dict[str, Callable[[Any, Edition], str]] = {
    "plain": lambda value, edition: format_html("{}", value),
    "text": text,
    "name": lambda value, edition: named(value),
    "number": lambda value, edition: format_html('<span class="num">{}</span>', number(value)),
    "day": local_day,
    "hours": hours,
    "party": lambda value, edition: party(value),
    "chip": lambda value, edition: format_html('<span class="chip plain">{}</span>', value),
}


@register.simple_tag(takes_context=True)
def cell(context: Context, column: Any, row: Any) -> str:
    """What a row holds in a column."""
    value = column.value(row)
    if value in (None, ""):
        return ""
    return SHOWN[column.show](value, context["edition"])


@register.filter
def address_key(row: Any, kind: Any) -> str:
    """What stands for the row in addresses."""
    return str(kind.address_key(row))


@register.filter
def row_name(row: Any, edition: Edition) -> str:
    """What a row is called."""
    return row_label(row, edition)
