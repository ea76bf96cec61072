"""How mails are shown: their state, and why one didn't leave, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.template import Library

from serai.core.sending import in_words
from serai.participation.models import Mail
from serai.participation.outbox import SECRET_LINK
from serai.participation.queries import MAIL_STATES

register = Library()


@register.filter
def mail_state(state: str) -> str:
    """What a state is called."""
    return str(MAIL_STATES.get(state, state))


@register.filter
def reason(mail: Mail) -> str:
    """Why a mail didn't leave."""
    return in_words(mail.error)


@register.filter
def holds_link(mail: Mail) -> Any:
    """Whether the body holds a link that only its reader may open."""
    return SECRET_LINK.search(mail.body) is not None
