"""What services have in common, and the services of accounts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serai.core import audit
from serai.core.access import require
from serai.core.actors import Actor
from serai.core.addresses import page_address
from serai.core.errors import DomainError
from serai.core.models import SignInLink, User
from serai.core.queries import is_usable, token_hash
from serai.core.sending import carrier, compose

P = ParamSpec("P")
R = TypeVar("R")

LINK_LIFETIME = timedelta(minutes=30)
DEMO_LINK_LIFETIME = timedelta(days=30)


def outside_transaction(service: Callable[P, R]) -> Callable[P, R]:
    """Mark a service that works too long for one transaction and opens short ones itself."""
    service.is_outside_transaction = True  # type: ignore[attr-defined]
    return service


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made: the only moment at which its token is known."""

    link: SignInLink
    token: str


@transaction.atomic
def make_sign_in_link(*, actor: Actor, user: User, reusable: bool = False) -> NewLink:
    """Make a link that signs the account in once; a reusable one exists in demo mode only."""
    require(actor, "core.make_sign_in_link", user)
    if reusable and not settings.DEMO:
        raise DomainError("not_demo", _("A link that works more than once exists in demo mode only."))
    token = secrets.token_urlsafe(32)
    link = SignInLink.objects.create(
        user=user,
        token_hash=token_hash(token),
        expires_at=timezone.now() + (DEMO_LINK_LIFETIME if reusable else LINK_LIFETIME),
        reusable=reusable,
    )
    audit.record(actor, "make_sign_in_link", link, after={"user": user.email, "reusable": reusable})
    return NewLink(link, token)


@transaction.atomic
def use_sign_in_link(*, actor: Actor, token: str) -> User:
    """Spend a link and return the account to sign in; of two uses at once only one succeeds."""
    link = SignInLink.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    if link is None or not is_usable(link):
        raise DomainError("link_spent", _("This link has been used or is too old. Ask for a new one."))
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    audit.record(actor, "use_sign_in_link", link, after={"user": link.user.email})
    return link.user


@outside_transaction
def send_sign_in_link(*, actor: Actor, email: str, language: str) -> bool:
    """Send the account with this address a link to sign in with; return whether there is such an account.

    Raises `NotSent` or `Uncertain`; then whoever asked asks again, or the worker tries again.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        return False
    made = make_sign_in_link(actor=actor, user=user)
    with translation.override(language), carrier() as hands:
        minutes = LINK_LIFETIME // timedelta(minutes=1)
        values = {"site": settings.SITE, "minutes": minutes}
        parts = [
            gettext("With this link you sign in at %(site)s, once, within %(minutes)s minutes:") % values,
            page_address(language, "core:sign_in", made.token),
            gettext("If you didn't ask for it, do nothing: without the link nobody gets in."),
        ]
        message = compose(
            address=user.email,
            subject=gettext("Your link to sign in"),
            body="\n\n".join(parts),
            language=language,
            id=f"sign-in.{made.link.pk}.{made.link.created_at:%Y%m%d%H%M%S}",
        )
        hands.deliver(message)
    return True


@transaction.atomic
def choose_language(*, actor: Actor, user: User, language: str) -> User:
    """Keep in which language somebody reads pages and gets mail."""
    require(actor, "core.choose_language", user)
    if language not in dict(settings.LANGUAGES):
        raise DomainError("no_such_language", _("The interface doesn't come in this language."))
    user = User.objects.select_for_update().get(pk=user.pk)
    before, user.language = user.language, language
    user.save(update_fields=["language"])
    audit.record(actor, "choose_language", user, before={"language": before}, after={"language": language})
    return user


@transaction.atomic
def sign_out(*, actor: Actor, user: User) -> None:
    """Note that the account's sign-in in this browser ends."""
    require(actor, "core.sign_out", user)
    audit.record(actor, "sign_out", user)


@transaction.atomic
def let_open_editions(*, actor: Actor, email: str) -> User:
    """Let the account with this address, made if there is none, open editions: a first host's way in."""
    require(actor, "core.let_open_editions", User())
    validate_email(email)
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email.lower())
    before = {"opens_editions": user.opens_editions}
    user.opens_editions = True
    user.save(update_fields=["opens_editions"])
    audit.record(actor, "let_open_editions", user, before=before, after={"opens_editions": True})
    return user
