"""What people fill in about a programme."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.editions.models import Edition, Period, Room

Choices = list[tuple[str, str]]


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


class NameForm(forms.Form):
    """What a draft is called."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120)


class MoveForm(forms.Form):
    """Where an item is to be: a period, a room, and a time of day in the edition's zone."""

    period = forms.ModelChoiceField(Period.objects.none(), to_field_name="key", label=_("Period"))
    room = forms.ModelChoiceField(Room.objects.none(), to_field_name="key", label=_("Room"))
    time = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
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
        self.fields["time"].widget.attrs["step"] = edition.slot_minutes * 60

    @property
    def starts(self) -> datetime:
        """The moment that the choice means; after midnight if the period began before it."""
        period, zone = self.cleaned_data["period"], ZoneInfo(self.edition.time_zone)
        day = period.starts.astimezone(zone).date()
        moment = datetime.combine(day, self.cleaned_data["time"], zone)
        if moment < period.starts:
            later = datetime.combine(day + timedelta(days=1), self.cleaned_data["time"], zone)
            moment = later if later < period.ends else moment
        return moment
