"""The account of a person, by an address that somebody gives; files follow the same rules (`accounts.py`)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from serai.core.access import require
from serai.core.actors import Actor
from serai.core.models import User
from serai.editions.models import Edition
from serai.participation.models import Participation
from serai.participation.rules import DESK, PRESENT
from serai.parties.models import Person


def link_account(actor: Actor, edition: Edition, person: Person, email: str) -> bool:
    """Give the person an account with this address, unless they have it; whether anything was done.

    Nobody's account is taken over: an address that is somebody else's is refused, one that the person has is
    changed by its owner alone, and who takes part in another edition too would open that one to the writer.
    """
    email = email.strip().lower()
    if person.user is not None:
        if email and email != person.user.email.lower():
            message = _("This person has an account with another address. Only its owner can change it.")
            raise ValidationError({"email": message})
        return False
    if not email:
        return False
    _refuse_others(actor, edition, person)
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and Person.objects.filter(user=user).exists():
        raise ValidationError({"email": _("This address belongs to somebody else's account.")})
    person.user = user or User.objects.create_user(email)
    person.save(update_fields=["user"])
    return True


def _refuse_others(actor: Actor, edition: Edition, person: Person) -> None:
    """Refuse who would be let in where the writer isn't, or to what the writer may not give."""
    roles = Participation.objects.filter(person=person)
    if not actor.is_operator and roles.exclude(edition=edition).exists():
        message = _("This person takes part in other editions too. Ask whoever runs this installation.")
        raise ValidationError({"email": message})
    if roles.filter(role__in=DESK, state__in=PRESENT).exists():
        require(actor, "participation.grant_role", edition)
