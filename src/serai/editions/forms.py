"""What people fill in about an edition."""

from __future__ import annotations

from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from django import forms
from django.utils.translation import gettext, gettext_lazy

from serai.core.text import forms as given_forms
from serai.editions.models import Announcement, Edition
from serai.editions.services.announcements import LONGEST

MOMENT = "%Y-%m-%dT%H:%M"
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "dv", "ckb", "yi"}


class AnnouncementForm(forms.Form):
    """A piece of news: a text in each of the edition's languages, when it is shown, and whether it is urgent.

    Times are read in the current time zone, so a view activates the edition's.
    """

    is_urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)
    starts = forms.DateTimeField(label=gettext_lazy("From"), required=False)
    ends = forms.DateTimeField(label=gettext_lazy("Until"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, edition: Edition, *args: Any, row: Announcement | None = None, **options: Any) -> None:
        if row:
            texts = {f"text-{tag}": words for tag, words in given_forms(row.text).items()}
            held = {"is_urgent": row.is_urgent, "starts": row.starts, "ends": row.ends}
            options["initial"] = {**held, **texts, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.edition = edition
        for name in ("starts", "ends"):
            attributes = {"type": "datetime-local", "dir": "ltr"}
            self.fields[name].widget = forms.DateTimeInput(attrs=attributes, format=MOMENT)
        for tag in edition.languages:
            self.fields[f"text-{tag}"] = forms.CharField(
                label=language_label(tag),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2, "lang": tag, "dir": direction(tag)}),
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        """The boxes of the text, one for each language."""
        return [self[f"text-{tag}"] for tag in self.edition.languages]

    @property
    def text_errors(self) -> list[str]:
        return [str(error) for error in self.errors.get("text", ())]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        words = {tag: self.cleaned_data[f"text-{tag}"] for tag in self.edition.languages}
        return {"text": words, **{name: self.cleaned_data[name] for name in ("is_urgent", "starts", "ends")}}

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Take over what the service found wrong; a fault of the text stands under its boxes."""
        for name, messages in errors.items():
            if name in self.fields:
                self.add_error(name, messages)
            else:
                self.errors.setdefault(name, self.error_class(messages))


def language_label(tag: str) -> str:
    """A language by its own name."""
    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        name = tag
    return gettext("In %(language)s") % {"language": name}


def direction(tag: str) -> str:
    """Which way a language is written."""
    return "rtl" if tag.split("-")[0] in RIGHT_TO_LEFT else "ltr"
