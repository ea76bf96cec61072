"""The page on which an edition is opened: of a new series, or the next one after an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serai.core.access import may, visible
from serai.core.actors import Actor
from serai.core.editing import state_of
from serai.core.errors import DomainError, Forbidden
from serai.core.middleware import Request
from serai.core.text import name_of
from serai.editions.desk.fields import TagsField, TranslatedField
from serai.editions.desk.forms import Group
from serai.editions.desk.kinds import EditionForm
from serai.editions.desk.views import NOT_YOURS, REFUSED, form_page
from serai.editions.models import Edition, Series
from serai.parties.models import Person
from serai.programme import services
from serai.programme.carrying import Carried

KEPT = ("name", "time_zone", "city", "country", "working_languages", "slot_minutes", "contact_email")


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known first; without a series it is a new one."""

    series: Series | None
    previous: Edition | None
    languages: list[str]

    @property
    def blank(self) -> Edition:
        """An edition that says nothing yet."""
        return Edition(languages=self.languages, time_zone="UTC", working_languages=self.languages)


class BeginningForm(forms.Form):
    """What has to be known first: of which series, after which edition, and in which languages."""

    previous = forms.ChoiceField(
        label=_("The next edition after"),
        required=False,
        help_text=_("What you choose on the next page is taken over from it."),
    )
    series = forms.ChoiceField(label=_("Series"), required=False, help_text=_("If it follows none of them."))
    languages = TagsField(
        label=_("Languages of its texts"),
        required=False,
        help_text=_(
            "The one in which you write first, then those into which you translate: zh-Hans, en, ar."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.actor = actor
        previous: Any = self.fields["previous"]
        previous.choices = [("", _("none: a first edition")), *_named(previous_editions(actor))]
        series: Any = self.fields["series"]
        series.choices = [("", _("a new series")), *_named(openable_series(actor))]

    @property
    def begun(self) -> Begun:
        """What was chosen; the series and the languages are those of the edition before, if there is one."""
        given = self.cleaned_data
        previous = _chosen(previous_editions(self.actor), given["previous"])
        series = previous.series if previous else _chosen(openable_series(self.actor), given["series"])
        languages = given["languages"] or (previous.languages if previous else ["en"])
        return Begun(series, previous, languages)


class OpeningForm(EditionForm):
    """A new edition: what it says of itself, what it takes over, and who opens it."""

    aside = frozenset({"seen", "series_name", "opener", "carried"})
    series_name = TranslatedField(
        label=_("Name of the series"),
        help_text=_("What comes back every few years, without number or year."),
    )
    opener = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("By which the others will know you. You become the secretariat of the edition."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    carried = forms.MultipleChoiceField(
        label=_("Take over"),
        choices=Carried.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = (
        Group("", ("opener", "series_name")),
        Group(_("What it is called"), ("name", "short_name", "theme", "summary")),
        Group(_("Where and when"), ("city", "country", "start", "end", "time_zone")),
        Group(_("From the edition before"), ("carried",)),
        Group(_("Languages"), ("languages", "working_languages")),
        Group(_("More"), ("contact_email", "slot_minutes", "key"), is_rare=True),
    )

    def __init__(self, actor: Actor, data: Any, begun: Begun) -> None:
        carried = [choice.value for choice in Carried]
        initial = {**self.kept(begun.previous), "languages": begun.languages, "carried": carried}
        super().__init__(actor, begun.blank, data, initial=initial)
        self.begun = begun
        del self.fields["ordinal"]
        if begun.series is not None:
            del self.fields["series_name"]
        if begun.previous is None:
            del self.fields["carried"]
        if Person.objects.filter(user=actor.user).exists():
            del self.fields["opener"]

    @classmethod
    def kept(cls, previous: Edition | None) -> dict[str, Any]:
        """What is as in the edition before, if nobody says otherwise."""
        held = cls.read(previous, state_of(previous, cls.names)) if previous is not None else {}
        return {name: value for name, value in held.items() if name in KEPT}

    def open(self) -> Edition:
        """Open what the form, which was found in order, says."""
        given = self.cleaned_data
        return services.open_edition(
            actor=self.actor,
            series=self.begun.series,
            series_name=given.get("series_name"),
            values=self.values,
            previous=self.begun.previous,
            carried=given.get("carried", ()),
            opener=given.get("opener", ""),
        )


@form_page
def open_edition(request: Request) -> HttpResponse:
    """First the series, the edition before and the languages; then everything else."""
    actor = request.actor
    if not may(actor, "editions.open_edition", None):
        raise Forbidden("forbidden", NOT_YOURS)
    beginning = BeginningForm(actor, request.GET or None)
    if not beginning.is_valid():
        return render(request, "programme/desk/beginning.html", {"form": beginning})
    form = OpeningForm(actor, request.POST or None, beginning.begun)
    edition = _open(form) if request.method == "POST" and form.is_valid() else None
    if edition is None:
        context = {"form": form, "series": form.begun.series, "previous": form.begun.previous}
        status = REFUSED if form.is_bound else 200
        return render(request, "programme/desk/opening.html", context, status=status)
    messages.success(request, gettext("The edition is open, and you are its secretariat."))
    return redirect("desk", edition=edition.key)


def previous_editions(actor: Actor):  # type: ignore[no-untyped-def]
    """The editions that the actor runs, the latest first."""
    return visible(actor, "editions.change_edition", Edition.objects.select_related("series", "country"))


def openable_series(actor: Actor):  # type: ignore[no-untyped-def]
    """The series of which the actor can open an edition."""
    return visible(actor, "editions.open_edition", Series.objects.all())


def _named(rows: Any) -> list[tuple[str, str]]:
    return [(row.key, name_of(row, "en")) for row in rows]


def _chosen(rows: Any, key: str) -> Any:
    return rows.filter(key=key).first() if key else None


def _open(form: OpeningForm) -> Edition | None:
    try:
        return form.open()
    except (ValidationError, DomainError) as error:
        form.refuse(error)
        return None
