"""What people do with mail, roles and taking part; one module per noun, callers need not know which."""

from serai.participation.services.links import (
    claim_link,
    give_agenda_links,
    make_agenda_link,
    open_link,
    replace_link,
)
from serai.participation.services.mail import (
    change_mail,
    discard_mails,
    release_mails,
    retry_mails,
    send_mails,
)
from serai.participation.services.participations import (
    add_participation,
    change_participation,
    remove_participation,
)
from serai.participation.services.people import add_person, change_person, remove_person
from serai.participation.services.portraits import change_own_portrait
from serai.participation.services.roles import grant_role, revoke_role
from serai.participation.services.stays import change_own_availability

__all__ = [
    "add_participation",
    "add_person",
    "change_mail",
    "change_own_availability",
    "change_own_portrait",
    "change_participation",
    "change_person",
    "claim_link",
    "discard_mails",
    "give_agenda_links",
    "grant_role",
    "make_agenda_link",
    "open_link",
    "release_mails",
    "remove_participation",
    "remove_person",
    "replace_link",
    "retry_mails",
    "revoke_role",
    "send_mails",
]
