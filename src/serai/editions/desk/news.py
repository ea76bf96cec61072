"""What the secretariat fills in about a piece of news."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.core.actors import Actor
from serai.editions.desk.fields import MomentField, TranslatedField
from serai.editions.desk.forms import Group, RowForm
from serai.editions.models import Edition
from serai.editions.services import announcements


class AnnouncementForm(RowForm):
    """A text in the edition's languages, one of them at least, when it is shown, and whether it is urgent."""

    names = announcements.FIELDS
    text = TranslatedField(
        label=_("What you announce"), required=False, longest=announcements.LONGEST, lines=2
    )
    starts = MomentField(label=_("From"), required=False, help_text=_("empty: now"))
    ends = MomentField(label=_("Until"), required=False, help_text=_("empty: until you end it"))
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False, help_text=_("stands out in red"))
    groups = (Group("", ("text", "starts", "ends", "is_urgent")),)

    def __init__(self, actor: Actor, edition: Edition, data: Any = None, **options: Any) -> None:
        super().__init__(actor, edition, data, **options)
        self.fields.pop("key", None)
