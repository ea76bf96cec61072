"""Ids, slots and numbers of a violation put into a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_skeleton
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop
from i18nfield.strings import LazyI18nString

from serai.core.text import locale_of, localise
from serai.editions.models import Edition
from serai.engines import timetable as engine
from serai.engines.solving import Violation
from serai.parties.models import Person
from serai.programme.models import Contribution
from serai.programme.planning.problem import BLOCK, Clock

MISSING = gettext_lazy("something that no longer exists")
# What can be wrong beside the engine's rules: plans may speak of what has been retired since.
OTHERS = {
    "activity_retired": gettext_noop("{activity} is no longer in the programme; the plan still holds it."),
    "contribution_retired": gettext_noop(
        "{contribution} is no longer in the programme; the plan still has it in {activity}."
    ),
    "room_retired": gettext_noop("{room} is no longer used; {activity} is still in it."),
    "period_retired": gettext_noop("The time of {period} is no longer used; {activity} is still in it."),
    "problem_invalid": gettext_noop("The edition can't be planned as it stands: {reason}"),
}
EXPLANATIONS = engine.EXPLANATIONS | OTHERS
TITLES = {rule.name: rule.title for rule in engine.RULES}
SESSION = "session:"
FEW = 500  # titles that are read one by one; of more, all are
LINKED = ("activity", "contribution", "person", "room")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence: words alone, or the name of something with pages, then with kind and key.

    `item` is what can be moved in a plan: a contribution, the block of an activity, or a session.
    """

    text: str
    kind: str = ""
    key: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A violation in words, in parts, with the ids of the activities and contributions that it is about."""

    parts: tuple[Part, ...]
    items: tuple[str, ...]
    rule: str
    hard: bool
    penalty: int

    @property
    def text(self) -> str:
        """The whole sentence, for doors without links."""
        return "".join(part.text for part in self.parts)

    def __str__(self) -> str:
        return self.text


class Wording:
    """The names of an edition's things in one language; each kind is read once, when first needed."""

    def __init__(self, edition: Edition, language: str | None = None) -> None:
        self.edition = edition
        self.language = language or get_language() or "en"
        self.locale = locale_of(self.language)
        self.zone = ZoneInfo(edition.time_zone)
        self.clock = Clock(edition)
        self._few: dict[str, str] = {}

    def sentence(self, violation: Violation) -> Sentence:
        """The violation as its rule explains it."""
        parts = self._parts(gettext(EXPLANATIONS[violation.rule]), violation.values)
        return Sentence(tuple(parts), violation.items, violation.rule, violation.hard, violation.penalty)

    def sentences(self, violations: Iterable[Violation]) -> list[Sentence]:
        """All in words, hard ones first and dear ones before cheap ones."""
        found = [self.sentence(violation) for violation in violations]
        return sorted(found, key=lambda sentence: (not sentence.hard, -sentence.penalty, sentence.text))

    def expect(self, ids: Collection[str]) -> None:
        """Read the titles of these contributions only, if they are few, as long as nothing else is named."""
        if len(ids) <= FEW:
            self._few |= self._titles_of(self.edition.contributions.filter(key__in=ids))

    def named(self, id: str) -> Part:
        """An activity or contribution without a place, by its title."""
        key = id.removeprefix(BLOCK)
        if id == key and self._title(id) is not None:
            return Part(self.item(id), "contribution", key, id)
        return Part(self.item(id), "activity", key, id if id != key else SESSION + key)

    def item(self, id: str) -> str:
        """The title of an activity or contribution."""
        if id.startswith(BLOCK):
            return self.activity(id.removeprefix(BLOCK))
        title = self._title(id)
        if title is None:
            return self.activity(id)
        return str(localise(LazyI18nString(title), self.language, self._original))

    def activity(self, key: str) -> str:
        """The title of an activity."""
        return self._activities.get(key) or str(MISSING)

    def name(self, kind: str, key: str) -> str:
        """What a room, period or person is called."""
        return self._word(kind, key)

    def moment(self, slot: int) -> str:
        """A slot as weekday and time of day in the edition's zone."""
        local = self.clock.moment(slot).astimezone(self.zone)
        return format_datetime(local, "EEE HH:mm", tzinfo=self.zone, locale=self.locale)

    def place(self, place: engine.Place) -> str:
        """A place as day and time, and its room."""
        room = self._rooms.get(place.room, str(MISSING))
        return gettext("%(when)s, %(where)s") % {"when": self.moment(place.begin), "where": room}

    def _parts(self, template: str, values: Mapping[str, Any]) -> Iterator[Part]:
        """The template's own words and what fills its placeholders, in the order of the reader's language."""
        for words, name, _, _ in Formatter().parse(template):
            if words:
                yield Part(words)
            if name is not None:
                yield self._part(name, values)

    def _part(self, name: str, values: Mapping[str, Any]) -> Part:
        """What stands for a placeholder; `other_` makes it the second of its kind."""
        kind = name.removeprefix("other_")
        text = self._word(kind, values[name])
        if kind not in LINKED:
            return Part(text)
        value = str(values[name])
        key = value.removeprefix(BLOCK)
        if kind == "activity":
            return Part(text, kind, key, self._item_of(key, name.removesuffix(kind), values))
        is_block = value != key
        return Part(text, "activity" if is_block else kind, key, value if kind == "contribution" else "")

    def _item_of(self, activity: str, prefix: str, values: Mapping[str, Any]) -> str:
        """What of an activity a violation is about, if it can be moved: its block, or a session."""
        if activity in self._blocks:
            return BLOCK + activity
        if "contribution" in values:
            return ""
        period, room = (values.get(prefix + kind, values.get(kind)) for kind in ("period", "room"))
        return f"{SESSION}{activity}:{period}:{room}" if period and room else ""

    def _word(self, kind: str, value: Any) -> str:
        if kind in ("begin", "end"):
            return self.moment(int(value))
        if kind == "activity":
            return gettext("“%(title)s”") % {"title": self.activity(value)}
        if kind == "contribution":
            return gettext("“%(title)s”") % {"title": self.item(value)}
        if kind in ("room", "period", "person"):
            return str(getattr(self, f"_{kind}s").get(value, MISSING))
        return str(value)

    def _named(self, rows: Any, field: str) -> dict[str, str]:
        return self._localised(rows.values_list("key", field))

    def _localised(self, texts: Iterable[tuple[str, Any]]) -> dict[str, str]:
        return {key: str(localise(value, self.language, self._original)) for key, value in texts}

    @property
    def _original(self) -> str:
        return self.edition.languages[0] if self.edition.languages else ""

    @cached_property
    def _activity_rows(self) -> list[tuple[str, Any, int | None]]:
        return list(self.edition.activities.values_list("key", "title", "minutes"))

    @cached_property
    def _activities(self) -> dict[str, str]:
        return self._localised((key, title) for key, title, _ in self._activity_rows)

    @cached_property
    def _blocks(self) -> frozenset[str]:
        """The activities that are one block of some minutes."""
        return frozenset(key for key, _, minutes in self._activity_rows if minutes)

    def _title(self, id: str) -> str | None:
        """The title of a contribution as it is stored; none if it is something else."""
        return self._few[id] if id in self._few else self._titles.get(id)

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of contributions as they are stored: there may be thousands, and few are named."""
        return self._titles_of(self.edition.contributions.all())

    def _titles_of(self, rows: QuerySet[Contribution]) -> dict[str, str]:
        return dict(rows.order_by().values_list("key", Cast("title", TextField())))

    @cached_property
    def _rooms(self) -> dict[str, str]:
        return self._named(self.edition.rooms.all(), "name")

    @cached_property
    def _persons(self) -> dict[str, str]:
        people = Person.objects.filter(participations__edition=self.edition).distinct()
        people = people.only("key", "name", "latin_name", "names").order_by()
        return {person.key: person.name_in(self.language) for person in people}

    @cached_property
    def _periods(self) -> dict[str, str]:
        """Each period by its day and times, which say more than its name."""
        words = {}
        for period in self.edition.periods.all():
            starts, ends = period.starts.astimezone(self.zone), period.ends.astimezone(self.zone)
            day = format_skeleton("MMMEd", starts, tzinfo=self.zone, locale=self.locale)
            words[period.key] = f"{day} {starts:%H:%M}–{ends:%H:%M}"
        return words
