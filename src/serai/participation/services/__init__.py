"""What people do with mail and roles; one module per noun, callers need not know which."""

from serai.participation.services.mail import (
    change_mail,
    discard_mails,
    release_mails,
    retry_mails,
    send_mails,
)
from serai.participation.services.roles import grant_role, revoke_role

__all__ = [
    "change_mail",
    "discard_mails",
    "grant_role",
    "release_mails",
    "retry_mails",
    "revoke_role",
    "send_mails",
]
