"""What tells two plans apart, in words of the reader's language: for pages, programs and letters."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from django.utils.translation import get_language, gettext

from serai.core.text import Forms, locale_of, localise
from serai.editions.models import Edition
from serai.programme.planning.differences import Change, Kind, Place


class ChangeWords:
    """Puts changes into sentences."""

    def __init__(self, edition: Edition, language: str | None = None) -> None:
        self.edition = edition
        self.language = language or get_language() or "en"
        self.locale = locale_of(self.language)
        self.zone = ZoneInfo(edition.time_zone)

    def text(self, value: Forms) -> str:
        """A text of the edition."""
        original = self.edition.languages[0] if self.edition.languages else ""
        return localise(value, self.language, original).words

    def title(self, change: Change) -> str:
        """What changed."""
        return self.text(change.item.title)

    def place(self, place: Place) -> str:
        """Day, times and room."""
        starts, ends = place.starts.astimezone(self.zone), place.ends.astimezone(self.zone)
        return gettext("%(day)s, %(begin)s–%(end)s, %(room)s") % {
            "day": format_skeleton("MMMEd", starts, tzinfo=self.zone, locale=self.locale),
            "begin": f"{starts:%H:%M}",
            "end": f"{ends:%H:%M}",
            "room": self.text(place.room.name),
        }

    def sentence(self, change: Change) -> str:
        """The whole change in one sentence."""
        words = {"title": self.title(change)}
        if change.before:
            words["before"] = self.place(change.before)
        if change.after:
            words["after"] = self.place(change.after)
        if change.kind == Kind.NEW:
            return gettext("“%(title)s” is new: %(after)s.") % words
        if change.kind == Kind.GONE:
            return gettext("“%(title)s” is no longer held; it was to be %(before)s.") % words
        return gettext("“%(title)s” moves from %(before)s to %(after)s.") % words
