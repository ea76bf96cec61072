"""Reads of accounts."""

from __future__ import annotations

from serai.core.actors import Actor
from serai.core.models import SignInLink
from serai.core.services import is_usable, token_hash


def sign_in_link(actor: Actor, token: str) -> SignInLink | None:
    """The link with this token, if it can still be used; whoever holds the token may know."""
    link = SignInLink.objects.select_related("user").filter(token_hash=token_hash(token)).first()
    return link if link and is_usable(link) else None
