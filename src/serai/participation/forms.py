"""What people fill in about mails."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.participation.models import Mail, MailKind
from serai.participation.queries import MAIL_STATES


class MailForm(forms.ModelForm):  # type: ignore[type-arg]
    """What can be changed in a mail before it leaves; `seen` is the stamp of what the writer read."""

    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Mail
        fields = ["address", "subject", "body"]
        labels = {"address": _("To"), "subject": _("Subject"), "body": _("Text")}
        widgets = {
            "address": forms.EmailInput(attrs={"dir": "ltr"}),
            "subject": forms.TextInput(attrs={"dir": "auto"}),
            "body": forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
        }


class MailFilter(forms.Form):
    """Which mails the outbox shows."""

    state = forms.ChoiceField(choices=[("", ""), *MAIL_STATES.items()], required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("every kind")), *MailKind.choices], required=False
    )


class MailChoice(forms.Form):
    """All drafts of a kind, up to the newest that was seen; without a kind those that were ticked."""

    kind = forms.ChoiceField(choices=[("", ""), ("all", ""), *MailKind.choices], required=False)
    until = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
