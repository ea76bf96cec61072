"""Mail on its way out: how it is made, and what whoever hands it over is told."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from tests.participation.smtp import BREAK, MailServer, mail_server

from serai.core.sending import NotSent, Uncertain, carrier, compose, in_words
from serai.web.settings import mail_at


@pytest.fixture
def server(settings: LazySettings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.MAIL = running.place
        yield running


def letter(**parts: str) -> EmailMessage:
    """A letter in Arabic, unless said otherwise."""
    usual = {"address": "reader@example.org", "subject": "مرحبا", "body": "سطر\n.\nسطر", "language": "ar"}
    return compose(**(usual | {"id": "andes.7.2026", "sender": "Encuentro, andino"} | parts))


def sent(**parts: str) -> None:
    with carrier() as hands:
        hands.deliver(letter(**parts))


def test_a_mail_has_the_headers_that_programs_go_by() -> None:
    read = message_from_bytes(letter(reply_to="desk@example.org").as_bytes(), policy=policy.default)
    assert read["From"] == '"Encuentro, andino" <serai@localhost>'
    assert (read["To"], read["Reply-To"]) == ("reader@example.org", "desk@example.org")
    assert read["Message-ID"] == "<andes.7.2026@localhost>"
    assert (read["Auto-Submitted"], read["Content-Language"]) == ("auto-generated", "ar")
    assert (read["Subject"], read.get_content_type(), read.get_content_charset()) == (
        "مرحبا", "text/plain", "utf-8",
    )  # fmt: skip
    assert read.get_content().splitlines() == ["سطر", ".", "سطر"]


def test_a_mail_is_made_of_seven_bits_which_every_server_takes() -> None:
    assert letter().as_bytes().isascii()
    assert letter(body="x" * 3000).as_bytes().isascii()
    assert max(map(len, letter(body="x" * 3000).as_bytes().split(b"\r\n"))) <= 998


@pytest.mark.parametrize("part", ["subject", "address", "reply_to", "sender", "language", "id"])
def test_a_new_line_never_becomes_a_header(part: str) -> None:
    with pytest.raises(NotSent) as refused:
        letter(**{part: "a@example.org\r\nBcc: victim@example.org"})
    assert not refused.value.is_temporary


def test_an_address_with_a_domain_in_other_letters_is_written_in_ascii() -> None:
    assert letter(address="reader@münchen.example")["To"] == "reader@xn--mnchen-3ya.example"


def test_a_mail_without_a_server_is_a_file_that_only_its_owner_reads(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.MAIL = mail_at(f"file:{tmp_path / 'mail'}")
    sent()
    sent(subject="Again")
    (path,) = (tmp_path / "mail").iterdir()
    assert (path.name, path.stat().st_mode & 0o777) == ("andes.7.2026.eml", 0o600)
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"] == "Again"


def test_a_folder_that_cannot_be_written_is_said(settings: LazySettings, tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file")
    settings.MAIL = mail_at(f"file:{tmp_path / 'mail'}")
    with pytest.raises(NotSent) as refused:
        sent()
    assert (refused.value.is_temporary, refused.value.is_general) == (True, True)


def test_a_mail_can_be_printed(settings: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.MAIL = mail_at("console:")
    sent()
    printed = capsys.readouterr().out
    assert "To: reader@example.org" in printed
    assert "سطر" in printed


def test_a_server_gets_the_mail_as_it_was_made(server: MailServer) -> None:
    with carrier() as hands:
        for number in range(3):
            hands.deliver(letter(id=f"n{number}", body=".first\n..second\nthird", language="en"))
    read = [message_from_bytes(content, policy=policy.default) for content in server.received]
    assert [mail["Message-ID"] for mail in read] == [f"<n{number}@localhost>" for number in range(3)]
    assert {tuple(mail.get_content().splitlines()) for mail in read} == {(".first", "..second", "third")}


@pytest.mark.parametrize(
    ("command", "told", "is_temporary", "is_general", "words"),
    [
        ("RCPT", "550 5.1.1 nobody here", False, False, "refused the address: 550 5.1.1 nobody here"),
        ("RCPT", "450 4.2.0 greylisted", True, False, "refused the address: 450"),
        ("MAIL", "553 not from you", False, False, "refused the mail: 553"),
        ("DATA", "451 busy", True, False, "refused the mail: 451"),
        ("END", "554 5.7.1 looks like spam", False, False, "refused the mail: 554"),
        ("EHLO", BREAK, True, True, "can't be used"),
        ("MAIL", BREAK, True, True, "can't be used"),
        ("RCPT", "421 going down", True, True, "can't be used: going down"),
    ],
)
def test_a_refusal_says_whether_trying_again_may_help(
    server: MailServer, command: str, told: str, is_temporary: bool, is_general: bool, words: str
) -> None:
    server.answers[command] = [told]
    with pytest.raises(NotSent) as refused:
        sent()
    assert (refused.value.is_temporary, refused.value.is_general) == (is_temporary, is_general)
    assert words in in_words(str(refused.value))
    assert server.received == []


def test_a_connection_that_breaks_after_the_text_leaves_a_doubt(server: MailServer) -> None:
    server.answers["END"] = [BREAK]
    with pytest.raises(Uncertain) as doubt:
        sent()
    assert "at the last moment" in in_words(str(doubt.value))


def test_after_a_broken_connection_the_next_mail_gets_a_new_one(server: MailServer) -> None:
    server.answers["RSET"] = [BREAK]
    with carrier() as hands:
        hands.deliver(letter(id="one"))
        hands.deliver(letter(id="two"))
    assert len(server.received) == 2


def test_a_refused_mail_does_not_spoil_the_next(server: MailServer) -> None:
    server.answers["nobody@"] = ["550 nobody"]
    with carrier() as hands:
        with pytest.raises(NotSent):
            hands.deliver(letter(address="nobody@example.org"))
        hands.deliver(letter())
    assert len(server.received) == 1


def test_a_server_that_is_not_there_is_said(settings: LazySettings) -> None:
    with mail_server() as gone:
        settings.MAIL = gone.place
    with pytest.raises(NotSent) as refused:
        sent()
    assert (refused.value.is_temporary, refused.value.is_general) == (True, True)


def test_a_server_that_wants_no_encryption_gets_no_password(settings: LazySettings) -> None:
    with mail_server() as server:
        settings.MAIL = server.place | {"tls": "on request", "user": "serai", "password": "secret"}
        with pytest.raises(NotSent):
            sent()


def test_the_reason_is_told_in_the_readers_language() -> None:
    with translation.override("en"):
        assert in_words("address_refused 550 no") == "The mail server refused the address: 550 no"
        assert in_words("100 % of it") == "100 % of it"


def test_the_setting_is_read_or_refused_in_words() -> None:
    place = mail_at("smtp://se%40rai:p%2Fw@mail.example.org?tls=1")
    assert place == {
        "kind": "smtp", "host": "mail.example.org", "port": 587, "user": "se@rai", "password": "p/w",
        "tls": "on request",
    }  # fmt: skip
    assert mail_at("smtps://mail.example.org")["port"] == 465
    assert mail_at("")["is_default"]
    for url, words in (
        ("http://mail.example.org", "SERAI_MAIL_URL must be"),
        ("smtp://", "SERAI_MAIL_URL must be"),
        ("smtp://host:port", "can't be read"),
        ("smtp://a:b@mail.example.org", "in the clear"),
    ):
        with pytest.raises(ImproperlyConfigured, match=words):
            mail_at(url)
