"""Every address: pages under a language, the API and feeds without one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from serai.web import views
from serai.web.api import api

handler500 = views.broken

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", views.robots),
    path("favicon.ico", views.favicon),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", views.index, name="index"),
        path("", include("serai.core.urls")),
        path("<slug:edition>/", views.edition_home, name="edition"),
        path("<slug:edition>/desk/", views.desk_page, name="desk"),
        path("<slug:edition>/desk/translations/", views.translations_page, name="translations"),
        path("", include("serai.editions.urls")),
        path("", include("serai.participation.urls")),
        path("", include("serai.programme.urls")),
    ),
]
