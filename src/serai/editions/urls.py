"""Addresses of an edition's own desk pages, and of its news."""

from django.urls import path

from serai.editions.desk import views
from serai.editions.desk.kinds import EDITION, KINDS, SERIES
from serai.editions.views import news

app_name = "editions"
urlpatterns = [
    path("<slug:edition>/news/", news.news, name="news"),
    path("<slug:edition>/news.atom", news.news_feed, name="news_feed"),
    path("<slug:edition>/desk/news/", news.desk_news, name="desk_news"),
    path("<slug:edition>/desk/news/<int:id>/", news.change_announcement, name="announcement"),
    path("<slug:edition>/desk/news/end-<int:id>/", news.end_announcement, name="end_announcement"),
    path("<slug:edition>/desk/news/remove-<int:id>/", news.remove_announcement, name="remove_announcement"),
    path("<slug:edition>/desk/edition/", views.single, {"kind": EDITION}, name="edition"),
    path("<slug:edition>/desk/series/", views.single, {"kind": SERIES}, name="series"),
    *(address for kind in KINDS for address in views.paths(kind)),
]
