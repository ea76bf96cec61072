"""The pages of signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from serai.core import queries, services
from serai.core.errors import DomainError
from serai.core.forms import SignInForm
from serai.core.limits import client_of, limit
from serai.core.middleware import Request
from serai.core.tasks import send_sign_in_link

GONE = 410
HOUR = 60 * 60


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
    return _in_language(reverse(settings.LOGIN_REDIRECT_URL), user.language)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_link(request: Request) -> HttpResponse:
    """Ask for an address and have a link sent to it; the answer is the same whether it has an account."""
    form = SignInForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "core/ask_for_link.html", {"form": form}, status=status)
    email = form.cleaned_data["email"]
    limit(f"sign-in from {client_of(request)}", most=30, seconds=HOUR)
    limit(f"sign-in of {email.casefold()}", most=5, seconds=HOUR)
    send_sign_in_link.enqueue(email, get_language() or settings.LANGUAGE_CODE)
    return render(request, "core/link_asked_for.html", {"email": email})


@require_POST
def choose_language(request: Request) -> HttpResponse:
    """Keep the language in which somebody reads and gets mail, and go on in it."""
    language = request.POST.get("language", "")
    if request.actor.user:
        services.choose_language(actor=request.actor, user=request.actor.user, language=language)
    here = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return _in_language(here if is_ours else reverse(settings.LOGIN_REDIRECT_URL), language)


def _in_language(address: str, language: str) -> HttpResponse:
    """Go to a page in a language, and stay in it."""
    if language not in dict(settings.LANGUAGES):
        return redirect(address)
    response = redirect(translate_url(address, language))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.HTTPS)
    return response


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the sign-in in this browser."""
    if request.actor.user:
        services.sign_out(actor=request.actor, user=request.actor.user)
        logout(request)
    return redirect(settings.LOGIN_REDIRECT_URL)
