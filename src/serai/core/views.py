"""The pages of signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from serai.core import queries, services
from serai.core.errors import DomainError
from serai.core.middleware import Request

GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request, token: str) -> HttpResponse:
    """Show a button, and sign in when it is pressed: scanners of mail open links but press nothing."""
    if request.method != "POST":
        link = queries.sign_in_link(request.actor, token)
        return render(request, "core/sign_in.html", {"link": link}, status=200 if link else GONE)
    try:
        user = services.use_sign_in_link(actor=request.actor, token=token)
    except DomainError as refusal:
        return render(request, "core/sign_in.html", {"refusal": refusal}, status=GONE)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the sign-in in this browser."""
    if request.actor.user:
        services.sign_out(actor=request.actor, user=request.actor.user)
        logout(request)
    return redirect(settings.LOGIN_REDIRECT_URL)
