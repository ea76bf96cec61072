"""The page on which an edition is opened: of a new series, or the next one after an earlier one."""

from __future__ import annotations

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
        previous: Any = self.fields["previous"]
        previous.choices = [("", _("none: a first edition")), *_named(previous_editions(actor))]
        series: Any = self.fields["series"]
        series.choices = [("", _("a new series")), *_named(openable_series(actor))]


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

    def __init__(
        self,
        actor: Actor,
        data: Any,
        *,
        languages: list[str],
        series: Series | None,
        previous: Edition | None,
    ) -> None:
        blank = Edition(languages=languages, time_zone="UTC", working_languages=languages)
        kept = (
            {name: value for name, value in self.read(previous).items() if name in KEPT} if previous else {}
        )
        carried = [choice.value for choice in Carried]
        super().__init__(actor, blank, data, initial={**kept, "languages": languages, "carried": carried})
        del self.fields["ordinal"]
        if series is not None:
            del self.fields["series_name"]
        if previous is None:
            del self.fields["carried"]
        if Person.objects.filter(user=actor.user).exists():
            del self.fields["opener"]


@form_page
def open_edition(request: Request) -> HttpResponse:
    """First the series, the edition before and the languages; then everything else."""
    actor = request.actor
    if not may(actor, "editions.open_edition", None):
        raise Forbidden("forbidden", NOT_YOURS)
    beginning = BeginningForm(actor, request.GET or None)
    if not beginning.is_valid():
        return render(request, "programme/desk/beginning.html", {"form": beginning})
    previous = _chosen(previous_editions(actor), beginning.cleaned_data["previous"])
    series = (
        previous.series if previous else _chosen(openable_series(actor), beginning.cleaned_data["series"])
    )
    languages = beginning.cleaned_data["languages"] or (previous.languages if previous else ["en"])
    form = OpeningForm(actor, request.POST or None, languages=languages, series=series, previous=previous)
    edition = _open(actor, form, series, previous) if request.method == "POST" and form.is_valid() else None
    if edition is None:
        context = {"form": form, "series": series, "previous": previous}
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


def _open(actor: Actor, form: OpeningForm, series: Series | None, previous: Edition | None) -> Edition | None:
    given = form.cleaned_data
    try:
        return services.open_edition(
            actor=actor,
            series=series,
            series_name=given.get("series_name"),
            values=form.values,
            previous=previous,
            carried=given.get("carried", ()),
            opener=given.get("opener", ""),
        )
    except (ValidationError, DomainError) as error:
        form.refuse(error)
        return None
