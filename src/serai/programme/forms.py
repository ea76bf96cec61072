"""What people fill in about a programme."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


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
