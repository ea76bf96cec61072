"""Texts in several languages: which form a reader gets, and in which language it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from i18nfield.strings import LazyI18nString


@dataclass(frozen=True, slots=True)
class Text:
    """A text as shown: the words, the BCP 47 tag they are in, and whether the reader asked for another."""

    words: str
    language: str
    is_fallback: bool = False

    def __str__(self) -> str:
        return self.words


def forms(value: LazyI18nString | Mapping[str, str] | str | None) -> dict[str, str]:
    """The given forms by language; a plain string stands under the undetermined language."""
    data: Any = value.data if isinstance(value, LazyI18nString) else value
    if not data:
        return {}
    if isinstance(data, str):
        return {"und": data}
    return {language: words for language, words in data.items() if words}


def localise(
    value: LazyI18nString | Mapping[str, str] | str | None, language: str, original: str = ""
) -> Text:
    """The form in the reader's language, else in a language of the same primary subtag, else the original."""
    given = forms(value)
    if not given:
        return Text("", language)
    primary = language.split("-")[0]
    for tag in (language, primary, *(tag for tag in given if tag.split("-")[0] == primary)):
        if tag in given:
            return Text(given[tag], tag)
    tag = original if original in given else next(iter(given))
    return Text(given[tag], tag, is_fallback=tag != "und")


@cache
def locale_of(language: str) -> Locale:
    """CLDR's conventions for a language of the interface; English dates are day before month."""
    return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
