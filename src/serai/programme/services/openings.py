"""Opening an edition: of a new series, or the next one with what it takes over from an earlier one."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from serai.core import audit, dependants, editing, keys
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.core.models import User
from serai.core.text import Forms, forms
from serai.editions.checks import check_days
from serai.editions.models import Edition, Series
from serai.participation.models import Participation, ParticipationRole
from serai.parties.importing import sort_key
from serai.parties.models import Person
from serai.parties.writing import country
from serai.programme.carrying import carry_over

# First words of addresses, which no edition can be called by.
ADDRESSES = frozenset(
    ["editions", "sign-in", "sign-out", "api", "static", "media", "new", "desk", "my", "agenda", "speak"]
)


@transaction.atomic
def open_edition(
    *,
    actor: Actor,
    series: Series | None,
    values: Values,
    series_name: Forms = None,
    previous: Edition | None = None,
    carried: Iterable[str] = (),
    opener: str = "",
) -> Edition:
    """Open an edition of a series, or of a new one; whoever opens it becomes its secretariat.

    `previous` is an earlier edition that the actor runs, `carried` what is copied from it (`Carried`), and
    `opener` the name of an actor who isn't known as a person yet.
    """
    require(actor, "editions.open_edition", series)
    if previous is not None:
        require(actor, "editions.change_edition", previous)
    check_days(values["start"], values["end"])
    series = editing.lock(series) if series is not None else _new_series(series_name)
    edition = Edition(
        series=series, ordinal=_next_ordinal(series), weights=previous.weights if previous else {}
    )
    if previous is not None and previous.series_id == series.pk:
        edition.previous = previous
    changes = editing.write(edition, {**values, "key": _key(values), "country": country(values["country"])})
    dependants.check(edition)
    counts = carry_over(previous, edition, carried) if previous is not None else {}
    if actor.user is not None:
        _make_secretary(edition, _person_of(actor.user, opener))
    changes["after"] |= {"carried": counts} if counts else {}
    audit.record(actor, "open_edition", edition, **changes)
    return edition


def _new_series(name: Forms) -> Series:
    if not forms(name):
        raise ValidationError({"series_name": _("Write what the series is called.")})
    key = keys.free_key(name, "series", lambda key: Series.objects.filter(key=key).exists())
    return Series.objects.create(key=key, name=name)


def _next_ordinal(series: Series) -> int:
    last: int | None = series.editions.aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


def _key(values: Values) -> str:
    def is_taken(key: str) -> bool:
        return Edition.objects.filter(key=key).exists()

    if chosen := values.get("key"):
        keys.check_key(chosen, is_taken, ADDRESSES)
        return str(chosen)
    return keys.free_key(values.get("short_name") or values["name"], "edition", is_taken, ADDRESSES)


def _person_of(user: User, name: str) -> Person:
    """The person behind an account, which an account that the operator made doesn't have at first."""
    person = Person.objects.filter(user=user).first()
    if person is not None:
        return person
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"opener": _("Write your name, by which the others will know you.")})
    key = keys.free_key({"en": name}, "person", lambda key: Person.objects.filter(key=key).exists())
    return Person.objects.create(key=key, name=name, sort_key=sort_key(name), user=user)


def _make_secretary(edition: Edition, person: Person) -> None:
    Participation.objects.get_or_create(edition=edition, person=person, role=ParticipationRole.SECRETARIAT)
