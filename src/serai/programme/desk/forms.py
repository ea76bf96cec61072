"""What people fill in about sections, activities, contributions and who has a role in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serai.core.access import visible
from serai.core.actors import Actor
from serai.editions.desk.fields import (
    LanguageField,
    LanguagesField,
    MomentField,
    NumberField,
    TranslatedField,
)
from serai.editions.desk.forms import Group, RowForm
from serai.editions.desk.row_fields import CellsField, RowField, RowsField, periods_of, rooms_of
from serai.editions.models import Edition
from serai.parties.models import Person
from serai.parties.queries import named
from serai.programme.models import (
    ActivityRole,
    ContributionRole,
    MemberState,
    SectionKind,
    Visibility,
)
from serai.programme.queries.editing import choosable
from serai.programme.services import activities, contributions, sections

CANDIDATES = 20


class SectionForm(RowForm):
    """A part of the programme."""

    names = sections.FIELDS
    title = TranslatedField(label=_("Title"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=SectionKind.choices, help_text=_("It gives the colour.")
    )
    number = NumberField(
        label=_("Place in the order"), required=False, empty=0, help_text=_("Small numbers come first.")
    )
    groups = (Group("", ("title", "kind", "number")), Group(_("More"), ("key",), is_rare=True))


class ActivityForm(RowForm):
    """A forum, ceremony, roundtable or exhibition."""

    names = activities.FIELDS
    title = TranslatedField(label=_("Title"))
    summary = TranslatedField(
        label=_("Summary"), required=False, longest=10_000, lines=4, help_text=_("What it is about.")
    )
    section = RowField(lambda edition: edition.sections.all(), label=_("Section"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=Visibility.choices,
        help_text=_(
            "Listed: title, time and place are public, the rest isn't. Closed: nobody outside knows of it."
        ),
    )
    number = NumberField(
        label=_("Number"),
        required=False,
        help_text=_("Main activities have one, in the order of the programme."),
    )
    minutes = NumberField(
        label=_("Length in minutes"),
        required=False,
        least=1,
        help_text=_(
            "For one block without contributions, such as a ceremony. Leave it empty if talks fill it."
        ),
    )
    sessions_min = NumberField(
        label=_("Sessions at least"),
        required=False,
        least=1,
        most=9999,
        help_text=_("For an activity that fills whole periods, such as an exhibition: how many."),
    )
    sessions_max = NumberField(label=_("Sessions at most"), required=False, least=1, most=9999)
    together = forms.BooleanField(label=_("All sessions in one room, one after the other"), required=False)
    audience = NumberField(
        label=_("Expected audience"),
        required=False,
        empty=0,
        most=1_000_000,
        help_text=_("The planner looks for a room with as many seats."),
    )
    setup_minutes = NumberField(
        label=_("Minutes to set up"),
        required=False,
        empty=0,
        help_text=_("Free time before it in its room."),
    )
    language = LanguageField(label=_("Spoken language"), required=False)
    interpretation = LanguagesField(label=_("Interpreted into"), required=False)
    periods = RowsField(periods_of, label=_("Only in these periods"), help_text=_("None chosen: in any."))
    rooms = RowsField(rooms_of, label=_("Only in these rooms"), help_text=_("None chosen: in any."))
    preferred_periods = RowsField(periods_of, label=_("Preferred periods"))
    preferred_rooms = RowsField(rooms_of, label=_("Preferred rooms"))
    fixed_cells = CellsField(
        label=_("Fixed"),
        required=False,
        help_text=_("Periods and rooms that it must have. An empty row adds none."),
    )
    after = RowsField(lambda edition: edition.activities.filter(is_retired=False), label=_("Comes after"))
    groups = (
        Group("", ("title", "summary", "section", "visibility")),
        Group(_("How long"), ("minutes", "sessions_min", "sessions_max", "together")),
        Group(_("What it needs"), ("audience", "language", "interpretation")),
        Group(
            _("When and where it may be"),
            ("fixed_cells", "periods", "rooms", "preferred_periods", "preferred_rooms"),
            is_rare=True,
        ),
        Group(_("More"), ("after", "setup_minutes", "number", "key"), is_rare=True),
    )

    def __init__(self, actor: Actor, edition: Edition, *args: Any, **options: Any) -> None:
        super().__init__(actor, edition, *args, **options)
        if self.row is not None:
            after: Any = self.fields["after"]
            after.queryset = after.queryset.exclude(pk=self.row.pk)


class ContributionForm(RowForm):
    """A talk, address, statement or pitch."""

    names = contributions.FIELDS
    title = TranslatedField(label=_("Title"), longest=400)
    abstract = TranslatedField(label=_("Abstract"), required=False, longest=10_000, lines=6)
    activity = RowField(lambda edition: edition.activities.filter(is_retired=False), label=_("Activity"))
    minutes = NumberField(label=_("Minutes"), least=1)
    rank = NumberField(
        label=_("Place in the order"),
        required=False,
        empty=0,
        help_text=_("1 comes first in its activity; 0 or empty: the planner decides."),
    )
    language = LanguageField(label=_("Spoken language"), required=False)
    fixed_period = RowField(periods_of, label=_("Fixed period"), required=False)
    fixed_room = RowField(rooms_of, label=_("Fixed room"), required=False)
    fixed_start = MomentField(label=_("Fixed start"), required=False)
    preferred_periods = RowsField(periods_of, label=_("Preferred periods"))
    groups = (
        Group("", ("title", "abstract", "activity", "minutes", "language")),
        Group(
            _("When and where it must or should be"),
            ("rank", "fixed_period", "fixed_start", "fixed_room", "preferred_periods"),
            is_rare=True,
        ),
        Group(_("More"), ("key",), is_rare=True),
    )

    def __init__(self, actor: Actor, edition: Edition, *args: Any, **options: Any) -> None:
        super().__init__(actor, edition, *args, **options)
        activity: Any = self.fields["activity"]
        activity.queryset = visible(actor, "programme.change_activity", activity.queryset)


class MemberForm(forms.Form):
    """Somebody by name, with a role; if several are called so, the question who is meant."""

    person = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("A part of the name, or the key, of somebody who takes part."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    chosen = forms.CharField(required=False, max_length=80)
    role = forms.ChoiceField(label=_("Role"))
    state = forms.ChoiceField(
        label=_("Answer"), choices=MemberState.choices, initial=MemberState.ACCEPTED,
        help_text=_("Nobody is named publicly before they agreed."),
    )  # fmt: skip

    def __init__(
        self, actor: Actor, edition: Edition, roles: list[tuple[str, Any]], data: Any = None
    ) -> None:
        super().__init__(data, auto_id="member_%s")
        self.actor, self.edition = actor, edition
        self.candidates: list[Person] = []
        role: Any = self.fields["role"]
        role.choices = roles

    def clean(self) -> dict[str, Any]:
        """Find the person: the one chosen, the one with this key, or the only one called so."""
        cleaned = super().clean() or {}
        people = choosable(self.actor, self.edition)
        words = cleaned.get("chosen") or cleaned.get("person", "")
        found = people.filter(key=words).first()
        if found is None and words:
            self.candidates = list(named(people, words)[: CANDIDATES + 1])
            found = self.candidates[0] if len(self.candidates) == 1 else None
        if found is None and words:
            raise ValidationError({"person": self._whom()})
        return cleaned | {"found": found}

    def _whom(self) -> str:
        if not self.candidates:
            return gettext("Nobody with this name takes part. Add them to the people of the edition first.")
        if len(self.candidates) > CANDIDATES:
            self.candidates = []
            return gettext("Many have such a name. Write more of it.")
        return gettext("Several people have such a name. Choose one.")


ACTIVITY_ROLES = [(role.value, role.label) for role in ActivityRole if role != ActivityRole.ORGANISER]
CONTRIBUTION_ROLES = [(role.value, role.label) for role in ContributionRole]
