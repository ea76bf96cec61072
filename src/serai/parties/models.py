"""Parties (countries, regions, international organisations), organisations and people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from serai.core.models import Sourced
from serai.core.text import forms


class PartyKind(models.TextChoices):
    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("international organisation")


class Party(Sourced):
    """Who sends a delegation. `code` is ISO 3166-1 alpha-2 where there is one, else the usual acronym."""

    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=32, choices=PartyKind, default=PartyKind.COUNTRY)
    name = I18nCharField(max_length=200, blank=True, null=True)  # empty: CLDR names the country

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.code


class Organisation(Sourced):
    """A ministry, academy, university, firm or body that people belong to."""

    key = models.SlugField(max_length=80, unique=True)
    name = I18nCharField(max_length=300)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.name)


class Person(Sourced):
    """Somebody, as they write their own name and in Latin script."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name as written"), max_length=200)
    latin_name = models.CharField(_("name in Latin script"), max_length=200, blank=True)
    names = I18nCharField(max_length=400, blank=True, null=True)  # forms usual in other languages
    sort_key = models.CharField(max_length=200, db_index=True, blank=True)
    honorific = models.CharField(max_length=60, blank=True)
    position = I18nCharField(max_length=300, blank=True, null=True)
    portrait = models.FileField(
        upload_to="portraits", blank=True, max_length=200
    )  # made anew from what was sent
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )

    class Meta:
        ordering = ["sort_key", "key"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.latin_name or self.name

    def name_in(self, language: str) -> str:
        """The form usual in a language: the one given for it, the name as written if it is of that script,
        else the one in Latin script."""
        return name_form(self.name, self.latin_name, self.names, language)


def name_form(name: str, latin_name: str, names: Any, language: str) -> str:
    """The form of a name usual in a language, of those that are given."""
    given = forms(names)
    primary = language.split("-")[0]
    if form := given.get(language) or given.get(primary):
        return form
    own_script = primary == "zh" and any("\u4e00" <= letter <= "\u9fff" for letter in name)
    return name if own_script or not latin_name else latin_name
