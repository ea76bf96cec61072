"""What people fill in about a programme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.core.text import localise
from serai.editions.models import Edition, Period, Room
from serai.participation.rules import DESK
from serai.parties.models import Person
from serai.programme.models import Activity
from serai.programme.planning import MOST_SECONDS, MOST_WEIGHT, OWN, RuleSetting

LEVELS = {
    "off": _("not at all"),
    "little": _("a little"),
    "usual": _("as usual"),
    "much": _("much"),
    "must": _("a must"),
    OWN: _("a number of your own"),
}

Choices = list[tuple[str, str]]


class PlanForm(forms.Form):
    """How long the solver may take."""

    seconds = forms.IntegerField(label=_("Seconds at most"), min_value=1, max_value=MOST_SECONDS)


class RuleForm(forms.Form):
    """How much one soft rule counts: a level in words, or a number."""

    level = forms.ChoiceField(label=_("How much it counts"))
    weight = forms.IntegerField(
        label=_("Number"), min_value=0, max_value=MOST_WEIGHT, required=False,
        widget=forms.NumberInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, setting: RuleSetting, data: Any = None) -> None:
        super().__init__(
            data, prefix=setting.name, initial={"level": setting.level, "weight": setting.weight}
        )
        self.setting = setting
        levels: Any = self.fields["level"]
        levels.choices = [(name, _level(name, setting)) for name in (*setting.levels, OWN)]

    def clean(self) -> dict[str, Any]:
        """Take the number where it is what was written: where it was chosen, or changed alone."""
        data = super().clean() or {}
        is_number = data.get("level") == OWN or self.changed_data == ["weight"]
        if is_number and data.get("weight") is None and "weight" not in self.errors:
            self.add_error("weight", _("Write a number, or choose a level in words."))
        data["chosen"] = data.get("weight") if is_number else self.setting.levels.get(data.get("level", ""))
        return data


def _level(name: str, setting: RuleSetting) -> str:
    """A level in words with the weight behind it."""
    weight = setting.levels.get(name)
    if weight is None:
        return str(LEVELS[name])
    return _("%(level)s (%(weight)d)") % {"level": LEVELS[name], "weight": weight}


class RulesForm:
    """The weights of all soft rules and the time for a run, as one form; `reset` gives the first back."""

    def __init__(self, settings: Iterable[RuleSetting], seconds: int, data: Any = None) -> None:
        self.is_reset = bool(data) and "reset" in data
        self.rules = [RuleForm(setting, data) for setting in settings if not setting.is_hard]
        self.time = TimeForm(data, initial={"minutes": seconds // 60, "seconds": seconds % 60})

    def is_valid(self) -> bool:
        asked = [self.time] if self.is_reset else [*self.rules, self.time]
        return not [form for form in asked if not form.is_valid()]  # each says what is wrong with it

    @property
    def weights(self) -> dict[str, int | None]:
        """The weight chosen for each rule."""
        if self.is_reset:
            return {}
        return {form.setting.name: form.cleaned_data["chosen"] for form in self.rules}


class TimeForm(forms.Form):
    """How long a run may take."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=MOST_SECONDS // 60)
    seconds = forms.IntegerField(label=_("Seconds"), min_value=0, max_value=59)

    def clean(self) -> dict[str, Any]:
        """Add minutes and seconds up."""
        data = super().clean() or {}
        data["time"] = 60 * data.get("minutes", 0) + data.get("seconds", 0)
        if not self.errors and not 1 <= data["time"] <= MOST_SECONDS:
            raise forms.ValidationError(_("Write between 1 second and one hour."))
        return data


class ReleaseForm(forms.Form):
    """What the releaser saw and accepts."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    accept_unplaced = forms.BooleanField(
        label=_("Release without the items that have no place"), required=False
    )
    note = forms.CharField(
        label=_("Release note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReminderForm(forms.Form):
    """For how many days an answer is outstanding before a reminder is written."""

    days = forms.IntegerField(
        label=_("Days without an answer"),
        min_value=1,
        max_value=365,
        widget=forms.NumberInput(attrs={"class": "narrow", "dir": "ltr"}),
    )


class NameForm(forms.Form):
    """What a draft is called."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120)


class MoveForm(forms.Form):
    """Where an item is to be: a period, a room, and a time of day in the edition's zone (none: the best)."""

    period = forms.ModelChoiceField(Period.objects.none(), to_field_name="key", label=_("Period"))
    room = forms.ModelChoiceField(Room.objects.none(), to_field_name="key", label=_("Room"))
    time = forms.TimeField(
        label=_("Begins at"),
        required=False,
        input_formats=["%H:%M"],
        widget=forms.TimeInput(
            attrs={"dir": "ltr", "placeholder": "09:00", "autocomplete": "off", "maxlength": 5},
            format="%H:%M",
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, edition: Edition, periods: Choices, rooms: Choices, data: Any = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.edition = edition
        period, room = self.fields["period"], self.fields["room"]
        assert isinstance(period, forms.ModelChoiceField)
        assert isinstance(room, forms.ModelChoiceField)
        period.queryset, period.choices = edition.periods.filter(is_retired=False), periods
        room.queryset, room.choices = edition.rooms.filter(is_retired=False), rooms

    @property
    def starts(self) -> datetime | None:
        """The moment that the choice means; after midnight if the period began before it. None: any."""
        if self.cleaned_data["time"] is None:
            return None
        period, zone = self.cleaned_data["period"], ZoneInfo(self.edition.time_zone)
        day = period.starts.astimezone(zone).date()
        moment = datetime.combine(day, self.cleaned_data["time"], zone)
        if moment < period.starts:
            later = datetime.combine(day + timedelta(days=1), self.cleaned_data["time"], zone)
            moment = later if later < period.ends else moment
        return moment


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
