"""The people of an edition: who they are and how they are reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from serai.core import audit, dependants, editing, keys
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.editing import Values
from serai.core.errors import NotVisible
from serai.editions.models import Edition
from serai.participation import taking_part
from serai.participation.linking import link_account
from serai.participation.models import Participation, ParticipationRole
from serai.parties.importing import sort_key
from serai.parties.models import Person
from serai.parties.writing import organisation, party

FIELDS = ("name", "latin_name", "honorific", "position", "party", "organisation")


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    edition: Edition,
    values: Values,
    email: str = "",
    role: str = ParticipationRole.SPEAKER,
    delegation: str = "",
) -> Person:
    """Add somebody who takes part; `party` and `delegation` are codes, `organisation` is a name."""
    require(actor, "participation.change_people", edition)
    edition = editing.lock(edition)
    taking_part.refuse_desk_role("", role)
    person = Person()
    values = _resolved(values, edition) | {"key": _key(values)}
    _refuse_twice(edition, values, email)
    changes = editing.write(person, values | {"sort_key": _sorted_as(person, values)})
    participation = Participation(edition=edition, person=person)
    taking_part.write(participation, {"role": role, "delegation": delegation})
    link_account(actor, edition, person, email)
    changes["after"] |= {"role": role, **({"email": email} if email else {})}
    audit.record(actor, "add_person", person, **changes)
    taking_part.touch(person)
    return person


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    edition: Edition,
    person: Person,
    values: Values,
    email: str = "",
    seen: str = "",
) -> Person:
    """Change what is known of somebody who takes part, in every edition; `seen` is the stamp as read."""
    require(actor, "participation.change_people", edition)
    edition = editing.lock(edition)
    person = editing.lock(person)
    _require_taking_part(edition, person)
    values = _resolved(values, edition)
    if {"name", "latin_name"} & values.keys():
        values |= {"sort_key": _sorted_as(person, values)}
    changes = editing.write(person, values, seen=seen, names=FIELDS)
    if link_account(actor, edition, person, email):
        changes["after"] |= {"email": email}
    audit.record(actor, "change_person", person, **changes)
    taking_part.touch(person)
    return person


@transaction.atomic
def remove_person(*, actor: Actor, edition: Edition, person: Person) -> bool:
    """Take somebody out of an edition who has no role in its programme; whether nothing is left of them."""
    require(actor, "participation.change_people", edition)
    edition = editing.lock(edition)
    person = editing.lock(person)
    _require_taking_part(edition, person)
    taking_part.refuse_if_needed(edition, person)
    roles = edition.participations.filter(person=person)
    for role in roles.values_list("role", flat=True):
        taking_part.refuse_desk_role(role, "")
    before = {"name": person.name, "roles": sorted(roles.values_list("role", flat=True))}
    audit.record(actor, "remove_person", person, before=before)
    taking_part.touch(person)
    edition.personal_links.filter(person=person).delete()
    roles.delete()
    if person.user_id or dependants.is_mentioned(person):
        return False
    person.delete()
    return True


def _require_taking_part(edition: Edition, person: Person) -> None:
    if not edition.participations.filter(person=person).exists():
        raise NotVisible


def _key(values: Values) -> str:
    """The chosen key, or one of the Latin name; people are shared by all editions."""

    def is_taken(key: str) -> bool:
        return Person.objects.filter(key=key).exists()

    if chosen := values.get("key"):
        keys.check_key(chosen, is_taken)
        return str(chosen)
    return keys.free_key({"en": values.get("latin_name") or values["name"]}, "person", is_taken)


def _resolved(values: Values, edition: Edition) -> dict[str, Any]:
    """The values with rows in place of codes and names."""
    resolved = dict(values)
    if "party" in values:
        resolved["party"] = party(values["party"])
    if "organisation" in values:
        resolved["organisation"] = organisation(values["organisation"], edition.languages[0])
    return resolved


def _sorted_as(person: Person, values: Mapping[str, Any]) -> str:
    latin, name = values.get("latin_name", person.latin_name), values.get("name", person.name)
    return sort_key(latin or name)


def _refuse_twice(edition: Edition, values: Mapping[str, Any], email: str) -> None:
    """Refuse a second row of one name and party, unless organisation or address make two people of them."""
    same = Person.objects.filter(
        participations__edition=edition, name__iexact=values["name"].strip(), party=values.get("party")
    ).distinct()
    for other in same.select_related("organisation", "user"):
        is_elsewhere = values.get("organisation") and other.organisation
        is_other = is_elsewhere and values["organisation"] != other.organisation
        if not (is_other or (email and other.user and other.user.email.lower() != email.lower())):
            message = _(
                "Somebody of this name and party takes part already. If they are two people, give each an "
                "organisation or e-mail address of their own."
            )
            raise ValidationError({"name": message})
