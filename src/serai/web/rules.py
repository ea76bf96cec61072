"""Who may load an edition folder."""

from __future__ import annotations

from django.db.models import Q

from serai.core.access import Permission, register
from serai.core.actors import Actor
from serai.editions.models import Edition
from serai.participation.rules import is_secretariat, secretariat_editions


def _load_edition(actor: Actor, edition: Edition | None) -> bool:
    """The secretariat loads its edition again; a new one comes from the operator alone."""
    return edition is not None and is_secretariat(actor, edition)


def _loadable_editions(actor: Actor) -> Q:
    return Q(pk__in=secretariat_editions(actor)) if actor.user else Q(pk__in=[])


register(Permission("web.load_edition", _load_edition, _loadable_editions))
