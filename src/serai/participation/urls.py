"""Addresses of the desk's pages of people."""

from serai.editions.desk.views import paths
from serai.participation.desk.kinds import KINDS

app_name = "participation"
urlpatterns = [address for kind in KINDS for address in paths(kind)]
