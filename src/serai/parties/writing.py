"""Rows of parties and organisations that come to be when somebody names them."""

from __future__ import annotations

import json

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from serai.core.keys import free_key
from serai.core.tables import cells
from serai.core.text import forms
from serai.parties.models import Organisation, Party


def country(code: str) -> Party:
    """The country with this code of ISO 3166-1; stored when it is first named."""
    if code not in cells.countries():
        raise ValidationError({"country": _("ISO 3166-1 has no such country.")})
    return Party.objects.get_or_create(code=code)[0]


def party(code: str) -> Party | None:
    """A party that is stored, or a country that comes to be; nothing for an empty code."""
    if not code:
        return None
    return Party.objects.filter(code=code).first() or country(code)


def organisation(name: str, language: str) -> Organisation | None:
    """The organisation called so in any language; a new one if there is none, nothing for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    stored = json.dumps(name)[1:-1]  # as the column of several languages holds it
    near: QuerySet[Organisation] = Organisation.objects.filter(name__icontains=stored)
    for found in near:
        if name.casefold() in (form.casefold() for form in forms(found.name).values()):
            return found
    key = free_key(name, "organisation", lambda key: Organisation.objects.filter(key=key).exists())
    return Organisation.objects.create(key=key, name={language: name})
