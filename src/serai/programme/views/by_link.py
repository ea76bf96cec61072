"""What pages opened by a personal link share: who holds it, in which browser, how often one may try."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from serai.core.actors import link_holder
from serai.core.errors import NotVisible
from serai.core.limits import limit
from serai.core.middleware import Request
from serai.core.queries import token_hash
from serai.participation import queries as participations
from serai.participation import services
from serai.participation.links import LinkAddress, is_usable, masked, token_of
from serai.participation.models import LinkPurpose, PersonalLink
from serai.participation.outbox import address_of

GONE = 410
MISSES, MINUTE = 30, 60  # unknown links that one client may try in a minute

View = Callable[..., HttpResponse]


def opened_by(purpose: LinkPurpose) -> Callable[[View], View]:
    """Give a view the link that the address holds, and let its holder act.

    Forms need no other token against forgery: whoever doesn't know the address can't send them, and the
    cookie that a link is kept by doesn't travel with what another site sends.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def inner(request: Request, token: str, *args: Any, **options: Any) -> HttpResponse:
            link = _found(request, token, purpose)
            request.edition = link.edition
            if not is_usable(link):
                return _over(request, link)
            request.actor = link_holder(link)
            return view(request, link, *args, **options)

        return inner

    return decorate


def _found(request: Request, token: str, purpose: LinkPurpose) -> PersonalLink:
    """The link, or 404; who tries many that don't exist has to wait."""
    try:
        return participations.personal_link(request.actor, token, purpose)
    except NotVisible:
        limit(f"links {request.META.get('REMOTE_ADDR', '')}", MISSES, MINUTE)
        raise


def _over(request: Request, link: PersonalLink) -> HttpResponse:
    """Say that a link was replaced or is too old, to somebody who may not even be its person."""
    return render(request, "programme/link_over.html", {"link": link}, status=GONE)


def is_elsewhere(request: Request, link: PersonalLink) -> bool:
    """Whether the link is kept to another browser than this one."""
    return bool(link.browser) and not is_here(request, link)


def is_here(request: Request, link: PersonalLink) -> bool:
    """Whether the link is kept to this browser."""
    secret = request.COOKIES.get(cookie_of(link), "")
    return bool(link.browser and secret) and constant_time_compare(link.browser, token_hash(secret))


def keep(request: Request, link: PersonalLink, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Do something in the name of the link's person: in the first browser that did, and in no other.

    What is refused doesn't claim the link either: the browser never got the cookie.
    """
    secret = request.COOKIES.get(cookie_of(link)) or secrets.token_urlsafe(32)
    with transaction.atomic():
        services.claim_link(actor=request.actor, link=link, browser=secret)
        response = answer()
    response.set_cookie(
        cookie_of(link),
        secret,
        expires=link.expires_at,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response


def cookie_of(link: PersonalLink) -> str:
    return f"link-{link.pk}"


def link_addresses(request: Request) -> LinkAddress:
    """How the page of a link is written in a mail: in full, in a language."""

    def address(link: PersonalLink, language: str) -> str:
        name = "programme:speak" if link.purpose == LinkPurpose.SPEAKER else "programme:agenda"
        token = token_of(link)
        with translation.override(language):
            return request.build_absolute_uri(reverse(name, args=[token])) if token else ""

    return address


def masked_address(link: PersonalLink) -> str:
    """Where a fresh link would be sent, so that only who knows the address recognises it."""
    address = address_of(link.person)
    return masked(address) if address else ""
