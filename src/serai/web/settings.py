"""Settings, read from the environment; the defaults run a demo on this machine alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SERAI_DATA", "var")).resolve()
DEBUG = False
PAGES: Path | None = DATA / "cache" / "pages"  # where public pages are kept once made; None: nowhere


def _secret_key() -> str:
    """The key from the environment, or one made at first start and kept with the data."""
    if key := os.environ.get("SERAI_SECRET_KEY"):
        return key
    path = DATA / "secret_key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def database_at(url: str | None) -> dict[str, object]:
    """Django's settings for `DATABASE_URL`: postgresql://user:password@host:port/name (or
    ?host= and the directory of a Unix socket), or sqlite:///path."""
    if url and url.startswith(("postgres://", "postgresql://")):
        try:
            parts = urlparse(url)
            port = parts.port or ""
        except ValueError as error:
            raise ImproperlyConfigured(f"DATABASE_URL can't be read: {error}") from error
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [""])[0],
            "PORT": port,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,  # a server that was restarted in between is noticed
        }
    if url and not url.startswith("sqlite:///"):
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql:// or sqlite:///")
    name = Path(url.removeprefix("sqlite:///")) if url else DATA / "serai.sqlite3"
    name.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def mail_at(url: str) -> dict[str, Any]:
    """Where mail goes for `SERAI_MAIL_URL`: smtp://user:password@host:port?tls=1 (or smtps://), console:,
    file:PATH; without it, files under the data."""
    parts = urlparse(url or f"file:{DATA / 'mail'}")
    if parts.scheme == "console":
        return {"kind": "console"}
    if parts.scheme == "file" and parts.path:
        return {"kind": "file", "path": parts.path, "is_default": not url}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("SERAI_MAIL_URL must be smtp://host, smtps://host, console: or file:PATH")
    asked = parse_qs(parts.query).get("tls", ["0"])[0] == "1"
    tls = "from the start" if parts.scheme == "smtps" else "on request" if asked else ""
    if parts.password and not tls and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ImproperlyConfigured("SERAI_MAIL_URL would send its password in the clear: add ?tls=1")
    try:
        port = parts.port or {"": 25, "on request": 587, "from the start": 465}[tls]
    except ValueError as error:
        raise ImproperlyConfigured(f"SERAI_MAIL_URL can't be read: {error}") from error
    return {
        "kind": "smtp",
        "host": parts.hostname,
        "port": port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": tls,
    }


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("SERAI_HOSTS", "localhost,127.0.0.1").split(",")
# Demo mode: the sign-in link that `make run` prints. Only on loopback, only when asked for.
DEMO = os.environ.get("SERAI_DEMO") == "1" and set(ALLOWED_HOSTS) <= {"localhost", "127.0.0.1"}
HTTPS = os.environ.get("SERAI_HTTPS") == "1"
# How the site is called in mails: where links in them lead.
SITE = os.environ.get("SERAI_SITE", "").rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0]}" if HTTPS else f"http://{ALLOWED_HOSTS[0]}:8000"
)
MAIL = mail_at(os.environ.get("SERAI_MAIL_URL", ""))
MAIL_FROM = os.environ.get("SERAI_MAIL_FROM", "serai@localhost")
if "@" not in MAIL_FROM or (MAIL["kind"] == "smtp" and "SERAI_MAIL_FROM" not in os.environ):
    raise ImproperlyConfigured("SERAI_MAIL_FROM must say from which address mail is sent")

INSTALLED_APPS = [
    "serai.web",
    "serai.programme",
    "serai.participation",
    "serai.editions",
    "serai.parties",
    "serai.core",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "serai.core.middleware.JsonErrorMiddleware",
    "serai.core.middleware.NulMiddleware",
    "serai.web.middleware.PersonalPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "serai.core.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "serai.web.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "serai.web.urls"
ASGI_APPLICATION = "serai.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "serai.web.context.page",
            ],
        },
    }
]

DATABASES = {"default": database_at(os.environ.get("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_REDIRECT_URL = "index"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],  # grid placement of sessions
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

# The addresses of proxies, with commas, that say whom they act for (X-Forwarded-For and -Proto). Where
# HTTPS is on, something on this machine ends it.
PROXIES = os.environ.get("SERAI_PROXIES", "127.0.0.1" if HTTPS else "")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

NINJA_PAGINATION_CLASS = "serai.core.pages.Pages"
NINJA_PAGINATION_PER_PAGE = NINJA_PAGINATION_MAX_LIMIT = 100

MEDIA_ROOT = DATA / "media"  # what people sent; only views that ask who may see it serve it
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without_tokens": {"()": "serai.core.logs.FormatterWithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without_tokens"}},
    "loggers": {"uvicorn.access": {"handlers": ["console"], "propagate": False}},
    "root": {"handlers": ["console"], "level": os.environ.get("SERAI_LOG_LEVEL", "WARNING")},
}
