"""What is refused of a file before anything in it is read."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from serai.core.tables.files import SPREADSHEETS, is_spreadsheet
from serai.core.tables.grids import ZIP, Refused, check_package

LARGEST = 10_000_000  # bytes
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def check_file(content: bytes, name: str) -> None:
    """Refuse what is too large, what is no table whatever it is called, and what unpacks to far more."""
    check_size(len(content))
    if not content.strip():
        _refuse("empty_file", _("The file is empty."))
    if not is_spreadsheet(content) and (name.casefold().endswith(SPREADSHEETS) or _is_binary(content)):
        _refuse(
            "no_spreadsheet",
            _("This is no spreadsheet, whatever its name says. Send an .xlsx, .ods, .xls or .csv file."),
        )
    if content[:4] == ZIP:
        try:
            check_package(content)
        except Refused as refusal:
            sentences = {
                "too_large": _("The file takes far too much room when it is unpacked; it isn't read."),
                "broken": _("The file is damaged. Save it again in a spreadsheet program."),
            }
            code = refusal.answer["error"]
            _refuse(code, sentences[code])


def _is_binary(content: bytes) -> bool:
    """Whether no program would show this as a text."""
    if content[:2] in UTF16 or b"\0" not in content:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


def check_size(size: int) -> None:
    """Refuse more bytes than are kept."""
    if size > LARGEST:
        message = _("The file has %(size)d MB; at most %(most)d MB are read. Send fewer rows at a time.")
        _refuse("too_large", message % {"size": -(-size // 1_000_000), "most": LARGEST // 1_000_000})


def _refuse(code: str, message: str) -> None:
    raise ValidationError(message, code=code)
