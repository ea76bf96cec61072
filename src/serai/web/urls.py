"""Every address: pages under a language, the API and feeds without one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from serai.programme.views import media
from serai.web import views
from serai.web.api import api

handler500 = views.broken

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", views.robots),
    path("favicon.ico", views.favicon),
    path("api/v1/", api.urls),
    path("portraits/<str:name>", media.portrait, name="portrait"),
    *i18n_patterns(
        path("", views.index, name="index"),
        path("", include("serai.core.urls")),
        path("<slug:edition>/", views.edition_home, name="edition"),
        path("", include("serai.programme.urls")),
    ),
]
