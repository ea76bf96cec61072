"""Addresses of an edition's own desk pages."""

from django.urls import path

from serai.editions.desk import views
from serai.editions.desk.kinds import EDITION, KINDS, SERIES

app_name = "editions"
urlpatterns = [
    path("<slug:edition>/desk/edition/", views.single, {"kind": EDITION}, name="edition"),
    path("<slug:edition>/desk/series/", views.single, {"kind": SERIES}, name="series"),
    *(address for kind in KINDS for address in views.paths(kind)),
]
