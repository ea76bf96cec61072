"""Keys of rows: made of their names, never twice, and never a word that addresses need for themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import count

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from serai.core.text import Forms, forms

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
LONGEST = 80
RESERVED = frozenset({"new", "remove"})  # stand where the key of a row stands in addresses of the desk


def key_from(words: str) -> str:
    """A key that resembles the words: small letters without accents, digits and hyphens; perhaps nothing."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")


def free_key(
    name: Forms, fallback: str, is_taken: Callable[[str], bool], reserved: Iterable[str] = RESERVED
) -> str:
    """A key that nobody has yet: of the English name, else of another, else `fallback` with a number."""
    given = forms(name)
    candidates = (key_from(words) for words in (given.get("en", ""), *given.values()))
    stem = next(filter(None, candidates), "")
    if stem and stem not in reserved and not is_taken(stem):
        return stem
    stem = stem or fallback
    numbered = (
        f"{stem[: LONGEST - len(str(number)) - 1]}-{number}" for number in count(2 if stem != fallback else 1)
    )
    return next(key for key in numbered if not is_taken(key))


def check_key(key: str, is_taken: Callable[[str], bool], reserved: Iterable[str] = RESERVED) -> None:
    """Refuse a key that somebody chose if it can't be one, is needed elsewhere or is taken."""
    if not KEY.fullmatch(key):
        raise ValidationError({"key": _("Write small letters a-z, digits and hyphens only, at most 80.")})
    if key in reserved:
        raise ValidationError({"key": _("This word is needed for addresses. Choose another.")})
    if is_taken(key):
        raise ValidationError({"key": _("This key is taken. Choose another, or leave it empty.")})
