"""What people send for a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.web.loading.checking import check_size


class SheetForm(forms.Form):
    """A spreadsheet."""

    file = forms.FileField(
        label=_("Your spreadsheet"),
        help_text=_("An .xlsx, .ods, .xls or .csv file, at most 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.xls,.csv"}),
    )

    def clean_file(self) -> Any:
        """Say that a file is too large before it is read."""
        check_size(self.cleaned_data["file"].size)
        return self.cleaned_data["file"]
