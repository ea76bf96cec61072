"""Slides: what a file is, by its content, and why it isn't taken. Nothing in it is opened or unpacked."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_ENTRIES = 10_000
MOST_RATIO = 200  # unpacked to packed; a presentation is mostly pictures
LONGEST_NAME = 120
LONGEST_PART = 2_000_000  # of a part that is read to tell what the file is

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODP = "application/vnd.oasis.opendocument.presentation"
PDF = "application/pdf"
ENDINGS = {PDF: ".pdf", PPTX: ".pptx", ODP: ".odp"}

ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFile)(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
MACROS = re.compile(r"(?:^|/)vba\w*\.bin$|^(?:Basic|Scripts)/|(?:^|/)activeX/", re.IGNORECASE)

NOT_SLIDES = _("This is neither a PDF nor slides in the format PPTX or ODP. Save it in one of these formats.")
TOO_LARGE = _("The file is larger than 50 MB. Make its pictures smaller, or send a PDF.")
EMPTY = _("The file is empty.")
ACTIVE = _("The PDF has scripts, attachments or programs in it. Export it again without them.")
LOCKED = _("The file is locked with a password. Send it without one.")
WITH_MACROS = _("The file has macros in it. Save it without macros.")
BOMB = _("The file would become far too large when it is unpacked. Send a PDF instead.")
BROKEN = _("The file is damaged. Send it again.")


@dataclass(frozen=True, slots=True)
class Presentation:
    """A file that may be kept: what it is, and a name for those who download it."""

    media_type: str
    name: str


def presentation(file: BinaryIO, size: int, name: str) -> Presentation:
    """What was sent, if it may be kept; raises `ValidationError` in words."""
    if size > MOST_BYTES:
        raise ValidationError(TOO_LARGE)
    file.seek(0)
    start = file.read(1024)
    if not start:
        raise ValidationError(EMPTY)
    if b"%PDF-" in start:
        _check_pdf(file)
        media_type = PDF
    elif start.startswith(b"PK\x03\x04"):
        media_type = _check_zip(file, size)
    else:
        raise ValidationError(NOT_SLIDES)
    file.seek(0)
    return Presentation(media_type, safe_name(name, ENDINGS[media_type]))


def safe_name(name: str, ending: str) -> str:
    """A name to download by: no folders, nothing that hides or turns letters, the right ending."""
    last = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem = kept[: -len(ending)] if kept.lower().endswith(ending) else kept
    stem = " ".join(stem.split()).strip(". ")[:LONGEST_NAME].strip()
    return f"{stem or 'slides'}{ending}"


def _check_pdf(file: BinaryIO) -> None:
    """Refuse what runs by itself; what hides it in packed parts is still never opened within the site."""
    file.seek(0)
    content = file.read()
    if b"%%EOF" not in content[-2048:]:
        raise ValidationError(BROKEN)
    names = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if ACTIVE_PDF.search(content) or ACTIVE_PDF.search(names):
        raise ValidationError(ACTIVE)


def _check_zip(file: BinaryIO, size: int) -> str:
    """Read the directory of a packed file, and the part that says what it is."""
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            _check_entries(entries, size)
            return _kind(packed, {entry.filename for entry in entries})
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ValidationError(BROKEN) from error


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or packed > size:
        raise ValidationError(BOMB)
    if unpacked > MOST_RATIO * max(packed, 1):
        raise ValidationError(BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise ValidationError(LOCKED)
    if any(MACROS.search(entry.filename) for entry in entries):
        raise ValidationError(WITH_MACROS)


def _kind(packed: zipfile.ZipFile, names: set[str]) -> str:
    """PPTX or ODP, by what the file says of itself."""
    if "mimetype" in names and _part(packed, "mimetype").strip() == ODP.encode():
        return ODP
    if "[Content_Types].xml" in names:
        types = _part(packed, "[Content_Types].xml")
        if b"macroEnabled" in types or b"vbaProject" in types:
            raise ValidationError(WITH_MACROS)
        if b"presentationml.presentation.main+xml" in types or b"presentationml.slideshow.main+xml" in types:
            return PPTX
    raise ValidationError(NOT_SLIDES)


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(LONGEST_PART)
