"""What people fill in about a programme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.core.text import localise
from serai.editions.models import Edition
from serai.participation.rules import DESK
from serai.parties.models import Person
from serai.programme.models import Activity


class PlanForm(forms.Form):
    """How long the solver may take."""

    seconds = forms.IntegerField(label=_("Seconds at most"), min_value=1, max_value=3600, initial=20)


class ReleaseForm(forms.Form):
    """What the releaser saw and accepts."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    accept_unplaced = forms.BooleanField(
        label=_("Release without the items that have no place"), required=False
    )
    note = forms.CharField(
        label=_("Release note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RoleForm(forms.Form):
    """Which role, and for whom: one of the people that a search found, or whoever has an address."""

    role = forms.ChoiceField(label=_("Role"))
    person = forms.ChoiceField(label=_("Who"), required=False, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"dir": "ltr"})
    )
    name = forms.CharField(
        label=_("Name, if the address is new here"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Iterable[Person], activities: Iterable[Activity], has_desk_roles: bool,
        edition: Edition, language: str, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.activities = {f"activity-{activity.pk}": activity for activity in activities}
        desk = [(role.value, role.label) for role in DESK] if has_desk_roles else []
        original = next(iter(edition.languages), "")
        organised = [
            (key, localise(activity.title, language, original).words)
            for key, activity in self.activities.items()
        ]
        self.fields["role"].choices = [*desk, (_("Organiser of"), organised)] if organised else desk  # type: ignore[attr-defined]
        found = [(key, self._label(person, language)) for key, person in self.people.items()]
        self.fields["person"].choices = [("", _("whoever has this e-mail address")), *found]  # type: ignore[attr-defined]
        self.initial.setdefault("person", "")

    @staticmethod
    def _label(person: Person, language: str) -> str:
        address = f" · \u2066{person.user.email}\u2069" if person.user else ""
        return f"\u2068{person.name_in(language)}\u2069{address}"

    def clean_role(self) -> str | Activity:
        """A role of the desk, or the activity that is to be organised."""
        role: str = self.cleaned_data["role"]
        return self.activities.get(role, role)

    def clean_person(self) -> Person | None:
        """The person who was picked, if one was."""
        return self.people.get(self.cleaned_data["person"])
