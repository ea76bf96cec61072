"""Every address: pages under a language, the API and feeds without one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(path("", include("serai.programme.urls"))),
]
