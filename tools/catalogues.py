"""Collects the strings of the interface into the catalogues and compiles them: `python tools/catalogues.py`.

Needs no gettext: Babel reads the sources and writes src/serai/locale/*/LC_MESSAGES/django.po and .mo. With
`--check` nothing is written; what is missing, obsolete or not compiled is printed, and the exit code is 1.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "serai"
LOCALES = {
    "zh_Hans": "nplurals=1; plural=0",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5",
}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed date: a catalogue changes only when its strings do


def collected() -> Catalog:
    """All strings that the sources mark for translation."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(SOURCE.rglob("*.py")) + sorted(SOURCE.rglob("templates/**/*.html")):
        for _line, message, comments, context in _strings(path):
            catalog.add(message, context=context, auto_comments=comments)
    return catalog


def _strings(path: Path) -> Iterator[tuple]:  # type: ignore[type-arg]
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.strip() for line in lines)  # a template's indentation means nothing
    options = {"encoding": "utf-8"}
    return extract("python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",), options)


def catalogue_path(locale: str) -> Path:
    return SOURCE / "locale" / locale / "LC_MESSAGES" / "django.po"


def stored(locale: str) -> Catalog:
    """The catalogue as it is in the tree, or an empty one."""
    path = catalogue_path(locale)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale, charset="utf-8")


def updated(locale: str, template: Catalog) -> Catalog:
    """The catalogue with exactly the collected strings; a translation goes with its string or is dropped."""
    known = stored(locale)
    result = Catalog(
        locale=locale,
        project="Serai",
        charset="utf-8",
        header_comment="# Strings of Serai. Made by tools/catalogues.py; edit the translations only.",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        fuzzy=False,
    )
    count, _, expression = LOCALES[locale].partition("; ")
    result._num_plurals, result._plural_expr = int(count[9:]), expression[7:]
    for message in template:
        if message.id:
            old = known.get(message.id, message.context)
            result.add(message.id, old.string if old else "", context=message.context)
    return result


def missing(catalog: Catalog) -> list[Message]:
    """Strings without a translation, or without one of its plural forms."""
    return [
        message
        for message in catalog
        if message.id
        and not all(message.string if isinstance(message.string, (tuple, list)) else [message.string])
    ]


def files(catalog: Catalog) -> dict[str, bytes]:
    """The catalogue as text and compiled, by suffix."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalog, width=110, no_location=True, sort_output=True, omit_header=False)
    write_mo(compiled, catalog)
    return {".po": text.getvalue(), ".mo": compiled.getvalue()}


def problems() -> list[str]:
    """What keeps the catalogues from being complete and current, in words."""
    template, found = collected(), []
    for locale in LOCALES:
        catalog = updated(locale, template)
        for suffix, content in files(catalog).items():
            path = catalogue_path(locale).with_suffix(suffix)
            if not path.exists() or path.read_bytes() != content:
                found.append(f"{path.name} of {locale} isn't current: run python tools/catalogues.py")
        found += [f"{locale}: no translation of {message.id!r}" for message in missing(catalog)]
    return found


def main() -> int:
    """Update and compile all catalogues, or only check them."""
    if "--check" not in sys.argv:
        template = collected()
        for locale in LOCALES:
            for suffix, content in files(updated(locale, template)).items():
                path = catalogue_path(locale).with_suffix(suffix)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    found = problems()
    print("\n".join(found) or "All strings are translated, and the compiled catalogues are current.")
    return 1 if found and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
