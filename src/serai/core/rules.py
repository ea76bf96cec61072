"""Who may do what with an account: its holder, and nobody else but the operator."""

from __future__ import annotations

from django.db.models import Q

from serai.core.access import Permission, register
from serai.core.actors import Actor
from serai.core.models import User


def _is_own(actor: Actor, user: User) -> bool:
    return actor.user is not None and actor.user.pk == user.pk


def _own(actor: Actor) -> Q:
    return Q(pk=actor.user.pk) if actor.user else Q(pk__in=[])


def _nobody(actor: Actor, user: User) -> bool:
    """Only the operator, who is asked nothing."""
    return False


def _none(actor: Actor) -> Q:
    return Q(pk__in=[])


register(
    Permission("core.let_open_editions", _nobody, _none),
    Permission("core.choose_language", _is_own, _own),
    Permission("core.make_sign_in_link", _is_own, _own),
    Permission("core.sign_out", _is_own, _own),
)
