"""What people do with mail and roles; one module per noun, callers need not know which."""

from serai.participation.services.mail import (
    change_mail,
    discard_mails,
    release_mails,
    retry_mails,
    send_mails,
)

__all__ = ["change_mail", "discard_mails", "release_mails", "retry_mails", "send_mails"]
