"""Mail on its way out: made from its parts, then handed to a mail server, into a folder, or to the screen.

Whoever hands over learns one of three things: nothing was raised, and the mail is on its way; `NotSent`, and
it surely isn't; `Uncertain`, and it may be. Only the last keeps a program from trying again by itself.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PATIENCE = 30.0  # seconds that a mail server has for each answer
POLICY = SMTP.clone(cte_type="7bit")  # every server takes it
PRIVATE = 0o600  # mails hold links

# What kept a mail from leaving. With the mail stands the code and what the server said.
REASONS = {
    "unreachable": _("The mail server can't be used: %(said)s"),
    "address_refused": _("The mail server refused the address: %(said)s"),
    "refused": _("The mail server refused the mail: %(said)s"),
    "uncertain": _("The connection to the mail server broke at the last moment: %(said)s"),
    "unwritable": _("The mail can't be written: %(said)s"),
}


class NotSent(Exception):
    """The mail did not leave: why, whether it may later, and whether it would be so with any mail."""

    def __init__(self, code: str, said: object, *, is_temporary: bool, is_general: bool = False) -> None:
        super().__init__(f"{code} {said}")
        self.is_temporary = is_temporary
        self.is_general = is_general


class Uncertain(Exception):
    """The mail was handed over, but no answer came."""


def in_words(error: str) -> str:
    """What is noted with a mail, as a sentence in the reader's language."""
    code, _space, said = error.partition(" ")
    return str(REASONS[code]) % {"said": said} if code in REASONS else error


def compose(
    *, address: str, subject: str, body: str, language: str, id: str, sender: str = "", reply_to: str = ""
) -> EmailMessage:
    """A plain message in the form of the standards; `id` makes its Message-ID, `sender` names who writes."""
    name, _at, domain = settings.MAIL_FROM.partition("@")
    message = EmailMessage(policy=POLICY)
    try:
        message["From"] = Address(sender, name, domain)
        message["To"] = _readable_everywhere(address)
        message["Subject"] = subject
        if reply_to:
            message["Reply-To"] = _readable_everywhere(reply_to)
        message["Date"] = format_datetime(timezone.now())
        message["Message-ID"] = f"<{id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        message["Content-Language"] = language
    except (ValueError, UnicodeError, IndexError) as error:
        raise NotSent("unwritable", error, is_temporary=False) from error
    return message


def _readable_everywhere(address: str) -> str:
    """An address with its domain in ASCII; a server that can't read others would refuse it."""
    name, _at, domain = address.rpartition("@")
    return f"{name}@{domain}" if domain.isascii() else f"{name}@{domain.encode('idna').decode()}"


class Carrier(Protocol):
    """Takes messages, one after another, and is closed at the end."""

    def deliver(self, message: EmailMessage) -> None: ...

    def close(self) -> None: ...


@contextmanager
def carrier() -> Iterator[Carrier]:
    """Whoever the settings name to take messages (`SERAI_MAIL_URL`)."""
    kinds: dict[str, Callable[[], Carrier]] = {"smtp": Server, "file": Folder, "console": Screen}
    with closing(kinds[str(settings.MAIL["kind"])]()) as found:
        yield found


class Folder:
    """One `.eml` file for each message; a message delivered again replaces its file."""

    def deliver(self, message: EmailMessage) -> None:
        folder = Path(str(settings.MAIL["path"]))
        name = re.sub(r"[^\w.-]", "_", message["Message-ID"].partition("@")[0].strip("<"))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f".{name}.{os.getpid()}"
            unfinished.touch(mode=PRIVATE)
            unfinished.write_bytes(message.as_bytes())
            unfinished.replace(folder / f"{name}.eml")
        except OSError as error:
            raise NotSent("unwritable", error, is_temporary=True, is_general=True) from error

    def close(self) -> None:
        """Nothing is open."""


class Screen:
    """Messages as text on the terminal of whoever runs the worker."""

    def deliver(self, message: EmailMessage) -> None:
        heads = "\n".join(f"{name}: {value}" for name, value in message.items())
        sys.stdout.write(f"{heads}\n\n{message.get_content()}{'-' * 40}\n")

    def close(self) -> None:
        sys.stdout.flush()


class Server:
    """A mail server; the connection is kept for the next message."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, message: EmailMessage) -> None:
        smtp = self._connected()
        receiver = str(message["To"])
        try:
            _accept(smtp.mail(settings.MAIL_FROM), "refused")
            _accept(smtp.rcpt(receiver), "address_refused")
            _accept(smtp.docmd("DATA"), "refused", awaited=354)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NotSent("unreachable", _said(error), is_temporary=True, is_general=True) from error
        content = message.as_bytes().rstrip(b"\r\n") + b"\r\n"
        try:
            smtp.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
            answer = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Uncertain(f"uncertain {_said(error)}") from error
        _accept(answer, "refused")

    def _connected(self) -> smtplib.SMTP:
        """The connection, made anew if it isn't there any more."""
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._smtp.rset()[0] == 250:
                    return self._smtp
            self.close()
        try:
            self._smtp = _connect()
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent("unreachable", _said(error), is_temporary=True, is_general=True) from error
        return self._smtp

    def close(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()
        self._smtp = None


def _connect() -> smtplib.SMTP:
    """A connection on which mails can be handed over: secured and signed in as the settings say."""
    place: dict[str, Any] = settings.MAIL
    host, port = str(place["host"]), int(place["port"])
    secure = ssl.create_default_context()
    if place["tls"] == "from the start":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure)
    else:
        smtp = smtplib.SMTP(host, port, timeout=PATIENCE)
    try:
        if place["tls"] == "on request":
            smtp.starttls(context=secure)
        if place["user"]:
            smtp.login(str(place["user"]), str(place["password"]))
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _accept(answer: tuple[int, bytes], code: str, awaited: int = 250) -> None:
    """Go on if the server said yes (251 and 252 too); a number from 500 on means never, others not now."""
    number, words = answer
    if number == awaited or (awaited == 250 and number in (251, 252)):
        return
    if number in (-1, 421):
        raise smtplib.SMTPServerDisconnected(words.decode(errors="replace") or "the connection was closed")
    said = f"{number} {words.decode(errors='replace')}"
    raise NotSent(code, said, is_temporary=number < 500)


def _said(error: Exception) -> str:
    """What the other side or the machine said, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(str(words).split()) or type(error).__name__
