"""Ids, slots and numbers of a violation put into a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from string import Formatter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_skeleton
from django.db.models import DateTimeField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop
from i18nfield.strings import LazyI18nString

from serai.core.text import locale_of, localise
from serai.editions.models import Edition
from serai.engines import timetable as engine
from serai.engines.solving import Violation
from serai.parties.models import Person, name_form
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
FEW = 500  # names of a kind that are read one by one; of more, all are
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
    """The names of an edition's things in one language.

    Of activities, rooms and periods all are read, with those contributions and persons that are expected, by
    one question when the first is needed. What was not expected is read with all of its kind.
    """

    def __init__(self, edition: Edition, language: str | None = None) -> None:
        self.edition = edition
        self.language = language or get_language() or "en"
        self.locale = locale_of(self.language)
        self.zone = ZoneInfo(edition.time_zone)
        self.clock = Clock(edition)
        self._expected: dict[str, set[str]] = {"contribution": set(), "person": set()}

    def sentence(self, violation: Violation) -> Sentence:
        """The violation as its rule explains it."""
        parts = self._parts(gettext(EXPLANATIONS[violation.rule]), violation.values)
        return Sentence(tuple(parts), violation.items, violation.rule, violation.hard, violation.penalty)

    def sentences(self, violations: Iterable[Violation]) -> list[Sentence]:
        """All in words, hard ones first and dear ones before cheap ones."""
        found = [self.sentence(violation) for violation in violations]
        return sorted(found, key=lambda sentence: (not sentence.hard, -sentence.penalty, sentence.text))

    def expect(self, violations: Iterable[Violation], ids: Iterable[str] = ()) -> None:
        """Have the contributions and persons read that sentences on these violations, and these ids, name."""
        self._expected["contribution"].update(ids)
        for violation in violations:
            for name, value in violation.values.items():
                if (kind := name.removeprefix("other_")) in self._expected:
                    self._expected[kind].add(str(value))

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
        return self._localised(title)

    def activity(self, key: str) -> str:
        """The title of an activity."""
        row = self._stored.get(("activity", key))
        return (row and self._localised(row.words)) or str(MISSING)

    def name(self, kind: str, key: str) -> str:
        """What a room, period or person is called."""
        return self._word(kind, key)

    def moment(self, slot: int) -> str:
        """A slot as weekday and time of day in the edition's zone."""
        local = self.clock.moment(slot).astimezone(self.zone)
        return format_datetime(local, "EEE HH:mm", tzinfo=self.zone, locale=self.locale)

    def place(self, place: engine.Place) -> str:
        """A place as day and time, and its room."""
        where = self.name("room", place.room)
        return gettext("%(when)s, %(where)s") % {"when": self.moment(place.begin), "where": where}

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
        row = self._stored.get(("activity", activity))
        if row and row.minutes:
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
        if kind == "person":
            return self._person(value)
        if kind in ("room", "period"):
            row = self._stored.get((kind, value))
            if row is None:
                return str(MISSING)
            return self._localised(row.words) if kind == "room" else self._hours(row)
        return str(value)

    def _localised(self, words: str) -> str:
        """A text as it is stored, in the reader's language."""
        return str(localise(LazyI18nString(words), self.language, self._original))

    @property
    def _original(self) -> str:
        return self.edition.languages[0] if self.edition.languages else ""

    def _hours(self, period: _Row) -> str:
        """A period by its day and times, which say more than its name."""
        assert period.starts is not None
        assert period.ends is not None
        starts, ends = period.starts.astimezone(self.zone), period.ends.astimezone(self.zone)
        day = format_skeleton("MMMEd", starts, tzinfo=self.zone, locale=self.locale)
        return f"{day} {starts:%H:%M}–{ends:%H:%M}"

    def _title(self, id: str) -> str | None:
        """The title of a contribution as it is stored; none if it is something else."""
        found = self._stored.get(("contribution", id))
        if found is None and not self._is_read("contribution", id):
            return self._titles.get(id)
        return found and found.words

    def _person(self, key: str) -> str:
        found = self._stored.get(("person", key))
        if found is None:
            return str(MISSING) if self._is_read("person", key) else self._persons.get(key, str(MISSING))
        return name_form(found.name, found.latin_name, LazyI18nString(found.words), self.language)

    def _is_read(self, kind: str, key: str) -> bool:
        """Whether it would be known by now if it were of this kind."""
        return key in self._read[kind]

    @cached_property
    def _read(self) -> dict[str, frozenset[str]]:
        """What was expected when it was needed first, of a kind of which that was few."""
        return {kind: frozenset(keys if len(keys) <= FEW else ()) for kind, keys in self._expected.items()}

    @cached_property
    def _stored(self) -> dict[tuple[str, str], _Row]:
        """What is named, by kind and key."""
        edition, read = self.edition, self._read
        asked = [
            _question("period", edition.periods.all(), starts=F("starts"), ends=F("ends")),
            _question("room", edition.rooms.all(), words=Cast("name", TextField())),
            _question("activity", edition.activities.all(), words=AS_STORED, minutes=F("minutes")),
        ]
        if keys := read["contribution"]:
            talks = edition.contributions.filter(key__in=keys)
            asked.append(_question("contribution", talks, words=AS_STORED))
        if keys := read["person"]:
            people = Person.objects.filter(key__in=keys, pk__in=edition.participations.values("person"))
            names = {"name": F("name"), "latin_name": F("latin_name"), "words": Cast("names", TextField())}
            asked.append(_question("person", people, **names))
        rows = (_Row(*row) for row in asked[0].union(*asked[1:], all=True))
        return {(row.kind, row.key): row for row in rows}

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of all contributions as they are stored: there may be thousands, and few are named."""
        rows = self.edition.contributions.order_by()
        return dict(rows.values_list("key", AS_STORED))

    @cached_property
    def _persons(self) -> dict[str, str]:
        people = Person.objects.filter(participations__edition=self.edition).distinct()
        people = people.only("key", "name", "latin_name", "names").order_by()
        return {person.key: person.name_in(self.language) for person in people}


class _Row(NamedTuple):
    """What words are made of: a text as it is stored, and what else a kind has."""

    kind: str
    key: str
    words: str
    name: str
    latin_name: str
    minutes: int | None
    starts: datetime | None
    ends: datetime | None


AS_STORED = Cast("title", TextField())
BLANK = {
    "words": Value(""),
    "name": Value(""),
    "latin_name": Value(""),
    "minutes": Value(0),
    "starts": Value(None, output_field=DateTimeField()),
    "ends": Value(None, output_field=DateTimeField()),
}


def _question(kind: str, rows: QuerySet[Any], **has: Any) -> Any:
    """The rows as `_Row` has them."""
    columns = {f"told_{name}": value for name, value in (BLANK | has).items()}
    rows = rows.order_by().annotate(told_kind=Value(kind), **columns)
    return rows.values_list("told_kind", "key", *columns)
