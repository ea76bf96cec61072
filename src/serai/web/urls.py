"""Every address: pages under a language, the API and feeds without one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path

from serai.programme.views import media
from serai.web import sheet_views, views
from serai.web.api import api

handler500 = views.broken

sheet_pages = [
    path("", sheet_views.overview, name="sheets"),
    path("folder.zip", sheet_views.folder, name="sheets_folder"),
    re_path(r"^(?P<table>[a-z_]+)\.(?P<file_format>csv|xlsx)$", sheet_views.download, name="sheet_file"),
    path("<slug:table>/", sheet_views.sheet, name="sheet"),
    path("<slug:table>/<int:upload>/", sheet_views.preview, name="sheet_preview"),
    path("<slug:table>/<int:upload>/apply/", sheet_views.apply, name="sheet_apply"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", views.robots),
    path("favicon.ico", views.favicon),
    path("api/v1/", api.urls),
    path("portraits/<str:name>", media.portrait, name="portrait"),
    *i18n_patterns(
        path("", views.index, name="index"),
        path("", include("serai.core.urls")),
        path("<slug:edition>/", views.edition_home, name="edition"),
        path("<slug:edition>/desk/", views.desk_page, name="desk"),
        path("<slug:edition>/desk/translations/", views.translations_page, name="translations"),
        path("", include("serai.editions.urls")),
        path("", include("serai.participation.urls")),
        path("<slug:edition>/desk/sheets/", include(sheet_pages)),
        path("", include("serai.programme.urls")),
    ),
]
