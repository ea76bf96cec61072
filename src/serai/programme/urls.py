"""Addresses of the programme's pages."""

app_name = "programme"
urlpatterns: list = []
