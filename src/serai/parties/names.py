"""Names of parties: the host's own wording first, then CLDR's."""

from __future__ import annotations

from serai.core.text import Text, locale_of, localise
from serai.parties.models import Party, PartyKind


def party_name(party: Party, language: str, original: str = "en") -> Text:
    """The party's name in the reader's language; without one, the code stands for itself."""
    given = localise(party.name, language, original)
    if given.words and not given.is_fallback:
        return given
    if party.kind != PartyKind.INTERNATIONAL_ORGANISATION:
        territory = locale_of(language).territories.get(party.code)
        if territory:
            return Text(territory, language)
    return given if given.words else Text(party.code, "und")
