"""What speakers fill in about themselves and their contributions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serai.core.editing import state_of
from serai.core.text import forms as forms_of
from serai.core.text import locale_of
from serai.editions.models import Edition, Period, PeriodKind
from serai.participation.models import Participation
from serai.programme.models import Contribution
from serai.programme.services.own import LONGEST


class ContributionForm(forms.Form):
    """Title and abstract in each of the edition's languages."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, contribution: Contribution, languages: Sequence[str], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.languages = list(dict.fromkeys([*languages, *forms_of(contribution.title)]))
        for name, rows in (("title", 2), ("abstract", 8)):
            stored = forms_of(getattr(contribution, name))
            for language in self.languages:
                self.fields[f"{name}_{language}"] = forms.CharField(
                    required=False,
                    max_length=LONGEST[name],
                    initial=stored.get(language, ""),
                    widget=forms.Textarea(attrs={"rows": rows, "dir": "auto", "lang": language}),
                )

    def rows(self) -> list[dict[str, Any]]:
        """For each language its two fields."""
        return [
            {"language": tag, "title": self[f"title_{tag}"], "abstract": self[f"abstract_{tag}"]}
            for tag in self.languages
        ]

    def texts(self, name: str) -> dict[str, str]:
        """What was written for a name, by language."""
        return {tag: self.cleaned_data[f"{name}_{tag}"] for tag in self.languages}


class PeriodsField(forms.ModelMultipleChoiceField[Period]):
    """Periods, called by day and hours in the edition's zone."""

    def label_from_instance(self, obj: Any) -> str:
        zone = ZoneInfo(obj.edition.time_zone)
        starts, ends = obj.starts.astimezone(zone), obj.ends.astimezone(zone)
        day = format_skeleton("MMMEd", starts.replace(tzinfo=None), locale=locale_of(get_language() or "en"))
        return f"{day} · \u2066{starts:%H:%M}–{ends:%H:%M}\u2069"


class StayForm(forms.Form):
    """When somebody is there, and what the secretariat should know."""

    arrives = forms.DateTimeField(label=_("Arrival"), required=False)
    departs = forms.DateTimeField(label=_("Departure"), required=False)
    away = PeriodsField(
        label=_("When you can't be there"),
        required=False,
        queryset=Period.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("What the secretariat should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, participation: Participation, edition: Edition, *args: Any, **options: Any) -> None:
        self.zone = ZoneInfo(edition.time_zone)
        stored = {
            "arrives": self._local(participation.arrives),
            "departs": self._local(participation.departs),
            "away": state_of(participation, ["away"])["away"],
            "note": participation.note,
        }
        options["initial"] = {**stored, **options.get("initial", {})}
        super().__init__(*args, **options)
        for name in ("arrives", "departs"):
            self.fields[name].widget = forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"})
        rows = edition.periods.filter(is_retired=False, kind=PeriodKind.PERIOD).select_related("edition")
        self.fields["away"].queryset = rows  # type: ignore[attr-defined]

    def _local(self, moment: datetime | None) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%dT%H:%M}" if moment else ""

    def clean_arrives(self) -> datetime | None:
        return self._moment("arrives")

    def clean_departs(self) -> datetime | None:
        return self._moment("departs")

    def _moment(self, name: str) -> datetime | None:
        """A local time of the host city as an instant."""
        value: datetime | None = self.cleaned_data[name]
        return value.replace(tzinfo=self.zone) if value else None


class PortraitForm(forms.Form):
    """A picture of oneself."""

    picture = forms.FileField(
        label=_("Portrait"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class SlidesForm(forms.Form):
    """A file for a contribution."""

    file = forms.FileField(label=_("Slides"), widget=forms.FileInput(attrs={"accept": ".pdf,.pptx,.odp"}))
    is_public = forms.BooleanField(label=_("Everybody may download them from the programme"), required=False)
