"""Addresses of signing in and out."""

from django.urls import path

from serai.core import views

app_name = "core"
urlpatterns = [
    path("sign-in/", views.ask_for_link, name="ask_for_link"),
    path("language/", views.choose_language, name="choose_language"),
    path("sign-in/<str:token>", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
