"""Portraits: what was sent is looked at, and made anew without whatever else was in the file."""

from __future__ import annotations

import io
import struct
import zlib

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIDE = 800
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".jfif": "JPEG", ".png": "PNG", ".webp": "WEBP"}

NOT_A_PICTURE = _("This is not a JPEG, PNG or WebP picture. Send a photograph in one of these formats.")
TOO_LARGE = _("The picture is larger than 10 MB. Send a smaller one.")
TOO_MANY_PIXELS = _("The picture has more than 50 million pixels. Send a smaller one.")
BROKEN = _("The picture is damaged and can't be read. Send it again, or another one.")


def portrait(content: bytes) -> bytes:
    """The picture as a JPEG of at most 800 × 800 pixels, upright, with nothing in it but the picture.

    Raises `ValidationError` in words if it is none, too large, or damaged.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(TOO_LARGE)
    kind = _format(content)
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(TOO_MANY_PIXELS)
            picture.verify()
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            return _remade(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error) as error:
        raise ValidationError(BROKEN) from error


def _format(content: bytes) -> str:
    """The format by the file's first bytes; what it is called says nothing."""
    try:
        found = puremagic.from_string(content)
    except (puremagic.PureError, ValueError) as error:
        raise ValidationError(NOT_A_PICTURE) from error
    if found not in FORMATS:
        raise ValidationError(NOT_A_PICTURE)
    return FORMATS[found]


def _remade(picture: Image.Image) -> bytes:
    """The same picture upright, on white, no larger than needed."""
    picture.draft("RGB", (SIDE * 2, SIDE * 2))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE))
    ground = Image.new("RGB", upright.size, "white")
    layer = upright.convert("RGBA")
    ground.paste(layer, mask=layer.getchannel("A"))
    result = io.BytesIO()
    ground.save(result, "JPEG", quality=88, optimize=True)
    return result.getvalue()
