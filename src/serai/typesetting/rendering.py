"""Turns a template and data into a PDF with Typst, our faces and nothing of the machine it runs on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from serai.typesetting.glyphs import FONTS, missing_glyphs

TEMPLATES = Path(__file__).parent / "templates"

# What a PDF may not hold as text: control characters, unpaired surrogates, noncharacters, private use.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\ue000-\uf8ff]"
)


class TypesettingError(Exception):
    """A document could not be made; the message says why."""


class UnknownTemplate(TypesettingError):
    """There is no template of this name."""


def render(template: str, data: Mapping[str, object]) -> bytes:
    """Return the PDF that the template makes of the data; equal data give equal bytes.

    The data go in as JSON and come out as text: nothing in them is read as markup. The PDF is tagged, and
    conforms to PDF/UA-1 unless `missing_glyphs(data)` names characters, which then print as empty boxes.
    """
    source = template_path(template)
    printable = without_unprintable(data)
    try:
        pdf = typst.compile(
            str(source),
            root=str(TEMPLATES),
            font_paths=fonts(),
            format="pdf",
            sys_inputs={"data": json.dumps(printable, ensure_ascii=False)},
            pdf_standards=[] if missing_glyphs(printable) else ["ua-1"],
        )
    except typst.TypstError as error:
        raise TypesettingError(reason(template, error)) from error
    assert isinstance(pdf, bytes)
    return pdf


def without_unprintable(data: object) -> object:
    """Return a copy of nested mappings and lists whose strings hold only what a PDF may hold."""
    if isinstance(data, str):
        return UNPRINTABLE.sub("", data)
    if isinstance(data, Mapping):
        return {str(key): without_unprintable(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [without_unprintable(value) for value in data]
    return data


def template_path(template: str) -> Path:
    """Return the file of a template, which must be one of ours."""
    known = {path.stem: path for path in TEMPLATES.glob("*.typ")}
    if template not in known:
        raise UnknownTemplate(f"There is no template {template!r}; there are: {', '.join(sorted(known))}.")
    return known[template]


@cache
def fonts() -> typst.Fonts:
    """Return our faces and no others, read once per process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def reason(template: str, error: typst.TypstError) -> str:
    """Put Typst's report into one line or two."""
    hints = "".join(f" ({hint})" for hint in error.hints)
    return f"The document {template!r} could not be made: {error.message}{hints}"
