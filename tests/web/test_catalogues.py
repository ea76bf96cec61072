"""The interface in its languages: every string translated, every placeholder kept, compiled as it stands."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%|</?\w+[^>]*>")


def _catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


catalogues = _catalogues()


def test_every_string_is_translated_and_the_catalogues_are_current() -> None:
    assert catalogues.problems() == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_translations_keep_placeholders_and_markup(locale: str) -> None:
    for message in catalogues.stored(locale):
        if not message.id:
            continue
        plural = isinstance(message.id, tuple)
        given = set(NAMED.findall(" ".join(message.id) if plural else message.id))
        for form in message.string if plural else [message.string]:
            kept = set(NAMED.findall(form))
            # Arabic says "one" and "two" in words where the number would only repeat it.
            assert kept == given or (plural and kept <= given), (message.id, form)


def test_arabic_has_six_plural_forms() -> None:
    catalogue = catalogues.stored("ar")
    assert catalogue.num_plurals == 6
    assert all(len(message.string) == 6 for message in catalogue if isinstance(message.id, tuple))


def test_digits_are_western_in_every_language() -> None:
    for locale in catalogues.LOCALES:
        text = catalogues.catalogue_path(locale).read_text(encoding="utf-8")
        assert not re.search("[٠-٩۰-۹]", text)


def test_the_words_of_every_file_are_collected() -> None:
    """A function of gettext under another name would hide its strings from the collector."""
    renamed = re.compile(r"^(\w+) = \w*gettext\w*$|gettext\w* as (\w+)", re.MULTILINE)
    for path in catalogues.SOURCE.rglob("*.py"):
        names = {one or other for one, other in renamed.findall(path.read_text(encoding="utf-8"))}
        assert names <= set(catalogues.KEYWORDS), path
