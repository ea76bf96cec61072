"""Addresses of signing in and out."""

from django.urls import path

from serai.core import views

app_name = "core"
urlpatterns = [
    path("sign-in/<str:token>", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
