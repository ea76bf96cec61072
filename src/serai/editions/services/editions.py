"""Series, and the edition itself; an edition is opened further up, with the people and programme in it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from serai.core import audit, dependants, editing
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.editions.checks import check_days
from serai.editions.models import Edition, Series
from serai.editions.writing import touch
from serai.parties.writing import country

FIELDS = (
    "name", "short_name", "theme", "summary", "start", "end", "time_zone", "city", "country", "languages",
    "working_languages", "slot_minutes", "contact_email", "ordinal",
)  # fmt: skip


@transaction.atomic
def change_edition(*, actor: Actor, edition: Edition, values: Values, seen: str = "") -> Edition:
    """Change what an edition says of itself; `country` is a code, moments that stand stay what they are."""
    require(actor, "editions.change_edition", edition)
    edition = editing.lock(edition)
    check_days(values.get("start", edition.start), values.get("end", edition.end))
    if "country" in values:
        values = {**values, "country": country(values["country"])}
    changes = editing.write(edition, values, seen=seen, names=FIELDS)
    dependants.check(edition)
    audit.record(actor, "change_edition", edition, **changes)
    touch(edition)
    return edition


@transaction.atomic
def change_series(*, actor: Actor, series: Series, values: Values, seen: str = "") -> Series:
    """Change the name of a series, which all its editions show."""
    require(actor, "editions.open_edition", series)
    series = editing.lock(series)
    changes = editing.write(series, values, seen=seen, names=("name",))
    audit.record(actor, "change_series", series, **changes)
    series.editions.update(content_version=F("content_version") + 1)
    return series
