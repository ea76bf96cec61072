"""Lists of the API in parts."""

from __future__ import annotations

from django.conf import settings
from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination

FARTHEST = 2**31 - 1  # what every database can count to


class Pages(LimitOffsetPagination):
    """Ninja's, with an offset that no database chokes on."""

    class Input(Schema):
        limit: int = Field(settings.NINJA_PAGINATION_PER_PAGE, ge=1, le=settings.NINJA_PAGINATION_MAX_LIMIT)
        offset: int = Field(0, ge=0, le=FARTHEST)
