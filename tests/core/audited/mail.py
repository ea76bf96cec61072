"""Services of the outbox."""

from __future__ import annotations

from django.utils import timezone
from tests.access_world import World

from serai.participation import services
from serai.participation.models import Mail, MailState

MAIL = "participation.services.mail."


def mail_that_is(state: MailState) -> object:
    """What puts the world's mail into a state."""

    def prepare(world: World) -> Mail:
        mail: Mail = world["mail:own"]
        mail.state, mail.language = state, "en"
        mail.released_at = timezone.now()
        mail.save()
        return mail

    return prepare


CALLS = {
    f"{MAIL}change_mail": (
        mail_that_is(MailState.DRAFT),
        lambda world, actor, mail: services.change_mail(actor=actor, mail=mail, values={"subject": "New"}),
    ),
    f"{MAIL}release_mails": (
        mail_that_is(MailState.DRAFT),
        lambda world, actor, mail: services.release_mails(
            actor=actor, edition=world.edition, mails=[mail.pk]
        ),
    ),
    f"{MAIL}discard_mails": (
        mail_that_is(MailState.DRAFT),
        lambda world, actor, mail: services.discard_mails(
            actor=actor, edition=world.edition, mails=[mail.pk]
        ),
    ),
    f"{MAIL}retry_mails": (
        mail_that_is(MailState.FAILED),
        lambda world, actor, mail: services.retry_mails(actor=actor, edition=world.edition, mails=[mail.pk]),
    ),
    f"{MAIL}send_mails": (
        mail_that_is(MailState.QUEUED),
        lambda world, actor, mail: services.send_mails(actor=actor, edition=world.edition),
    ),
}
