"""Who gets a role: somebody known, or whoever has an e-mail address, with an account to sign in with.

An account is never passed on: one that belongs to somebody stays theirs. And nobody gets an account here who
takes part in other editions: it would open those too, to whoever typed the address.
"""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from serai.core.actors import Actor
from serai.core.models import User
from serai.editions.models import Edition
from serai.participation.models import Participation
from serai.parties.importing import sort_key
from serai.parties.models import Person


def role_holder(
    actor: Actor, edition: Edition, *, email: str = "", name: str = "", person: Person | None = None
) -> Person:
    """The person who is meant, with an account; made if the address is new.

    Call it inside the service's transaction, with the edition's row locked.
    Raises `ValidationError` by field.
    """
    email = email.strip()
    if person is not None and person.user is not None:
        if email and email.casefold() != person.user.email.casefold():
            raise ValidationError({"email": _("This person's account has another address.")})
        return _entered(person)
    _check_address(email)
    user = User.objects.filter(email__iexact=email).select_related("person").first()
    owner: Person | None = getattr(user, "person", None)
    if owner is not None and person is not None:
        raise ValidationError({"email": _("This address belongs to somebody else's account.")})
    if owner is not None:
        return _entered(owner)
    if person is not None:
        _check_stranger(actor, edition, person)
    elif not name.strip():
        raise ValidationError({"name": _("This address is new here. Say whose it is.")})
    holder = person or _new_person(name)
    holder.user = user or User.objects.create_user(email)
    holder.save()
    return _entered(holder)


def _check_address(email: str) -> None:
    if not email:
        raise ValidationError({"email": _("This person has no account yet. Give their e-mail address.")})
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error}) from error


def _check_stranger(actor: Actor, edition: Edition, person: Person) -> None:
    """Refuse an account for somebody of other editions, unless the operator gives it."""
    elsewhere = Participation.objects.filter(person=person).exclude(edition=edition)
    if elsewhere.exists() and not actor.is_operator:
        raise ValidationError(
            {
                "email": _(
                    "This person takes part in other editions too and has no account yet. "
                    "Ask whoever runs this installation to make it."
                )
            }
        )


def _entered(person: Person) -> Person:
    if person.user is not None and not person.user.is_active:
        raise ValidationError({"email": _("This account has been closed.")})
    return person


def _new_person(name: str) -> Person:
    """Somebody of this name, with a key that nobody has."""
    name = " ".join(name.split())
    person = Person(
        key=f"{slugify(name)[:60] or 'person'}-{secrets.token_hex(4)}",
        name=name,
        latin_name=name if name.isascii() else "",
        sort_key=sort_key(name),
    )
    person.full_clean()
    return person
