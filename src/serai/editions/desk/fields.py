"""Fields of the desk's forms: texts in several languages, local times, and rows of the edition.

A form calls `set_up` of each with its edition, which knows the languages, the time zone and the rows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString

from serai.core import text
from serai.core.tables import CellError, cells
from serai.editions.desk.choices import LongSelect, LongTicks
from serai.editions.labels import (
    country_choices,
    direction,
    language_label,
    moment_label,
    offset_label,
)
from serai.editions.models import Edition

NONE = "–"


class TranslatedWidget(forms.Widget):
    """One box for each language of the edition, the original first."""

    template_name = "editions/widgets/translated.html"
    use_fieldset = True
    languages: tuple[str, ...] = ("en",)

    def __init__(self, lines: int = 1) -> None:
        super().__init__()
        self.lines = lines

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = text.forms(value)
        marks = {key: (attrs or {})[key] for key in ("aria-invalid",) if key in (attrs or {})}
        context["lines"] = self.lines
        context["boxes"] = [
            {
                "tag": tag,
                "name": f"{name}-{tag}",
                "id": f"id_{name}-{tag}",
                "label": language_label(tag),
                "direction": direction(tag),
                "words": given.get(tag, ""),
                "is_original": place == 0 and len(self.languages) > 1,
                "is_required": place == 0 and self.is_required,
                "marks": marks,
            }
            for place, tag in enumerate(self.languages)
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {tag: data.get(f"{name}-{tag}", "") for tag in self.languages}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}-{tag}" not in data for tag in self.languages)


class TranslatedField(forms.Field):
    """A text in the edition's languages; a required one needs the original."""

    widget: Any = TranslatedWidget

    def __init__(self, *, longest: int = 300, lines: int = 1, **options: Any) -> None:
        super().__init__(widget=TranslatedWidget(lines), **options)
        self.longest = longest

    def set_up(self, edition: Edition) -> None:
        self.widget.languages = tuple(edition.languages)

    def clean(self, value: dict[str, str]) -> LazyI18nString | None:
        """The words by language, or nothing; line ends as everywhere else."""
        given = {tag: words.replace("\r\n", "\n").strip() for tag, words in (value or {}).items()}
        given = {tag: words for tag, words in given.items() if words}
        original = self.widget.languages[0]
        if self.required and not given.get(original):
            message = _("Write this in %(language)s, the language in which the edition is written first.")
            raise ValidationError(message % {"language": language_label(original)})
        for tag, words in given.items():
            self._check(tag, words)
        return LazyI18nString(given) if given or self.required else None

    def _check(self, tag: str, words: str) -> None:
        values = {"language": language_label(tag), "longest": self.longest, "length": len(words)}
        if len(words) > self.longest:
            message = _("%(language)s: %(length)d characters are too many; at most %(longest)d.")
            raise ValidationError(message % values)
        if cells.UNPRINTABLE.search(words):
            raise ValidationError(_("%(language)s: there is an unprintable character in it.") % values)

    def words(self, value: Any) -> str:
        """A stored text as one line, each language after its name."""
        given = text.forms(value)
        if len(given) < 2:
            return next(iter(given.values()), NONE)
        known = [tag for tag in self.widget.languages if tag in given]
        tags = dict.fromkeys([*known, *given])
        return " · ".join(f"{language_label(tag)}: {given[tag]}" for tag in tags)


class MomentWidget(forms.Widget):
    """A local day and time; where clocks are put back and it comes twice, asks which is meant."""

    template_name = "editions/widgets/moment.html"
    zone = ZoneInfo("UTC")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        words, fold = value if isinstance(value, tuple) else self._local(value)
        context["widget"]["value"] = words
        context["folds"] = [
            {"value": number, "label": label, "is_chosen": fold == str(number)}
            for number, label in enumerate(self._offsets(words))
        ]
        return context

    def _local(self, value: datetime | None) -> tuple[str, str]:
        if value is None:
            return "", ""
        local = value.astimezone(self.zone)
        return f"{local:%Y-%m-%dT%H:%M}", str(local.fold)

    def _offsets(self, words: str) -> list[str]:
        """The two offsets of a time that comes twice."""
        try:
            local = datetime.fromisoformat(words)
            first, second = instants(local, self.zone)
        except (ValueError, OverflowError):
            return []
        if second <= first:
            return []
        return [offset_label(local, first), offset_label(local, second)]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(name, ""), data.get(f"{name}-fold", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


def instants(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """What a local time may mean: twice the same, an earlier and a later one, or the reverse in a gap."""
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


class MomentField(forms.Field):
    """A moment, written and read as the clocks of the edition show it."""

    widget: Any = MomentWidget

    def set_up(self, edition: Edition) -> None:
        self.edition = edition
        self.widget.zone = ZoneInfo(edition.time_zone)

    def clean(self, value: tuple[str, str] | None) -> datetime | None:
        words, fold = value or ("", "")
        if not words:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            local = datetime.fromisoformat(words)
            if local.tzinfo is not None or not 1900 <= local.year <= 9000:
                raise ValueError
            first, second = instants(local, self.widget.zone)
        except (ValueError, OverflowError):
            raise ValidationError(_("Write a day and a time.")) from None
        if first > second:
            message = _("Clocks in %(zone)s are put forward then, so this time doesn't exist.")
            raise ValidationError(message % {"zone": self.widget.zone.key})
        if first < second and fold not in ("0", "1"):
            message = _("Clocks in %(zone)s are put back then, so this time comes twice. Say which is meant.")
            raise ValidationError(message % {"zone": self.widget.zone.key})
        return second if fold == "1" else first

    def words(self, value: Any) -> str:
        if not value:
            return NONE
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return moment_label(moment, self.edition)


class NumberField(forms.IntegerField):
    """A whole number; `empty` is what no number means."""

    def __init__(
        self, *, empty: int | None = None, least: int = 0, most: int = 32_767, **options: Any
    ) -> None:
        super().__init__(min_value=least, max_value=most, **options)
        self.empty = empty
        self.widget.attrs.update({"class": "narrow", "dir": "ltr", "inputmode": "numeric"})

    def clean(self, value: Any) -> int | None:
        found: int | None = super().clean(value)
        return self.empty if found is None else found


class TagsField(forms.CharField):
    """Languages by their tags or English names, in order."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        parts = [part.strip() for part in str(super().clean(value)).replace(";", ",").split(",")]
        try:
            tags = [
                cells.language(cells.named_language(part) or part, cells.Context()) for part in parts if part
            ]
        except CellError as error:
            raise ValidationError(f"{error.message} {error.remedy}") from error
        return list(dict.fromkeys(tags))

    def words(self, value: Any) -> str:
        return ", ".join(map(language_label, value or ())) or NONE


class TimeZoneField(forms.CharField):
    """A time zone of IANA's list."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        try:
            return cells.time_zone(value, cells.Context()) if value else value
        except CellError as error:
            raise ValidationError(f"{error.message} {error.remedy}") from error


class LanguageField(forms.ChoiceField):
    """One of the languages that the edition works or is written in."""

    widget = LongSelect

    def set_up(self, edition: Edition) -> None:
        self.choices = [("", NONE), *_language_choices(edition)]


class LanguagesField(forms.MultipleChoiceField):
    """Some of the languages that the edition works or is written in."""

    widget = LongTicks

    def set_up(self, edition: Edition) -> None:
        self.choices = _language_choices(edition)


def _language_choices(edition: Edition) -> list[tuple[str, str]]:
    tags = dict.fromkeys([*edition.working_languages, *edition.languages])
    return [(tag, language_label(tag)) for tag in tags]


class CountryField(forms.ChoiceField):
    """A country of ISO 3166-1."""

    widget = LongSelect

    def set_up(self, edition: Edition | None) -> None:
        self.choices = [("", NONE), *country_choices()]


class KeyField(forms.CharField):
    """The row's name in addresses and files."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Key"),
            required=False,
            max_length=80,
            help_text=gettext_lazy(
                "The name in addresses and spreadsheets: small letters, digits and hyphens. "
                "Leave it empty and it is made of the name. It can't be changed later."
            ),
            widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
        )
