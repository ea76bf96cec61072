"""Addresses of editions."""

from django.urls import path

from serai.editions.views import news

app_name = "editions"
urlpatterns = [
    path("<slug:edition>/news/", news.news, name="news"),
    path("<slug:edition>/news.atom", news.news_feed, name="news_feed"),
    path("<slug:edition>/desk/news/", news.desk_news, name="desk_news"),
    path("<slug:edition>/desk/news/<int:id>/", news.change_announcement, name="announcement"),
    path("<slug:edition>/desk/news/end-<int:id>/", news.end_announcement, name="end_announcement"),
    path("<slug:edition>/desk/news/remove-<int:id>/", news.remove_announcement, name="remove_announcement"),
]
