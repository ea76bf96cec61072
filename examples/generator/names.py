"""Makes names that nobody in particular bears, from lists of common given and family names."""

from __future__ import annotations

import re
import unicodedata
from random import Random
from typing import Any, NamedTuple


class Name(NamedTuple):
    """A name as written and in Latin script, and the key made from it."""

    written: str
    latin: str
    key: str


class Names:
    """Draws names by culture; none comes twice, and none belongs to somebody who is named in the sources."""

    def __init__(self, lists: dict[str, Any], taken: set[str], random: Random) -> None:
        self.lists = lists
        self.random = random
        self.taken = set(taken)  # keys

    def draw(self, culture: str) -> Name:
        """A name that has not been drawn yet."""
        for _ in range(500):
            name = self._any(culture)
            if name.key not in self.taken:
                self.taken.add(name.key)
                return name
        raise ValueError(f"the lists for {culture} are too short: add given or family names")

    def _any(self, culture: str) -> Name:
        parts = self.lists[culture]
        sex = self.random.choice("mf")
        given = self.random.choice(parts[sex])
        families = parts.get("family_f", parts["family"]) if sex == "f" else parts["family"]
        family = self.random.choice(families)
        if culture == "chinese":
            return Name(family[0] + given[0], f"{family[1]} {given[1]}", slug(f"{family[1]} {given[1]}"))
        order = (family, given) if parts["order"] == "family given" else (given, family)
        latin = " ".join(order)
        return Name(latin, latin, slug(latin))


def slug(text: str) -> str:
    """A key from a name: Latin letters without marks, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ł", "l").replace("Đ", "D"))
    ascii_only = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
