"""Choices of hundreds of rows, countries say, written at once: Django fills a template for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECTED = SafeString(" selected")
TICKED = SafeString(" checked")


class LongSelect(forms.Select):
    """One of many choices, which aren't in groups."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (key, SELECTED if is_chosen else "", label)
                for key, label, is_chosen in _options(self.choices, self.format_value(value))
            ),
        )
        marks = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>\n{}\n</select>', name, marks, options)


class LongTicks(forms.CheckboxSelectMultiple):
    """Some of many choices, which aren't in groups, each with a box to tick."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        marks = self.build_attrs(self.attrs, attrs)
        id = marks.pop("id", "")
        others = flatatt(marks)
        ticks = format_html_join(
            "\n",
            '<div><label for="{}"><input type="checkbox" name="{}" value="{}" id="{}"{}{}> {}</label></div>',
            (
                (
                    f"{id}_{place}",
                    name,
                    key,
                    f"{id}_{place}",
                    others,
                    TICKED if is_chosen else "",
                    label,
                )
                for place, (key, label, is_chosen) in enumerate(
                    _options(self.choices, self.format_value(value))
                )
            ),
        )
        return format_html('<div id="{}">{}</div>', id, ticks)


def _options(choices: Iterable[tuple[Any, Any]], chosen: Iterable[str]) -> Iterator[tuple[str, Any, bool]]:
    """Each choice as it is written in HTML, with its label and whether it is chosen."""
    known = set(chosen)
    for value, label in choices:
        key = "" if value is None else str(value)
        yield key, label, key in known
