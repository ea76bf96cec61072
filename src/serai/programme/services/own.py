"""What speakers write about their own contributions."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import lock, write
from serai.core.text import forms
from serai.editions.models import Edition
from serai.programme.models import Contribution

OWN = ("title", "abstract")
LONGEST = {"title": 400, "abstract": 6000}


@transaction.atomic
def change_own_contribution(
    *,
    actor: Actor,
    contribution: Contribution,
    title: Mapping[str, str],
    abstract: Mapping[str, str],
    seen: str = "",
) -> Contribution:
    """Write title and abstract in the languages given; forms in languages not given stay as they are."""
    require(actor, "programme.change_own_contribution", contribution)
    row = lock(contribution)
    require(actor, "programme.change_own_contribution", row)
    values = {"title": _merged(row.title, title), "abstract": _merged(row.abstract, abstract)}
    if not values["title"]:
        raise ValidationError({"title": _("Give the title in at least one language.")})
    for name, given in values.items():
        if any(len(words) > LONGEST[name] for words in given.values()):
            raise ValidationError({name: _("This is too long.")})
    changed = write(row, {**values, "abstract": values["abstract"] or None}, seen=seen, names=OWN)
    Edition.objects.filter(pk=row.edition_id).update(content_version=F("content_version") + 1)
    audit.record(actor, "change_own_contribution", row, **changed)
    return row


def _merged(stored: object, given: Mapping[str, str]) -> dict[str, str]:
    """The stored forms with those given in their place; a blank one is taken away."""
    merged = {**forms(stored), **{language: words.strip() for language, words in given.items()}}
    return {language: words for language, words in merged.items() if words}
