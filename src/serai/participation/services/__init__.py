"""What people do about their own taking part; one module per noun, callers need not know which."""

from serai.participation.services.links import (
    claim_link,
    give_agenda_links,
    make_agenda_link,
    open_link,
    replace_link,
)
from serai.participation.services.portraits import change_own_portrait
from serai.participation.services.stays import change_own_availability

__all__ = [
    "change_own_availability",
    "change_own_portrait",
    "claim_link",
    "give_agenda_links",
    "make_agenda_link",
    "open_link",
    "replace_link",
]
