"""The way in on an empty installation: the operator names who hosts."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from serai.core.actors import OPERATOR, account
from serai.core.errors import DomainError, Forbidden
from serai.core.models import AuditEntry, User
from serai.core.services import let_open_editions

pytestmark = pytest.mark.django_db


def test_the_command_makes_the_account_and_prints_a_link_that_signs_in(capsys, client) -> None:  # type: ignore[no-untyped-def]
    call_command("host", "Host@Example.org", site="http://testserver")
    link = capsys.readouterr().out.strip()
    user = User.objects.get()
    assert (user.email, user.opens_editions) == ("host@example.org", True)
    client.post(link.replace("http://testserver", "/en"))
    text = client.get("/en/").content.decode()
    assert "/en/editions/new/" in text


def test_an_account_that_is_there_is_used_again_and_an_entry_says_so() -> None:
    user = User.objects.create_user("host@example.org")
    assert let_open_editions(actor=OPERATOR, email="HOST@example.org") == user
    entry = AuditEntry.objects.get()
    assert (entry.service, entry.after) == ("let_open_editions", {"opens_editions": True})


def test_nobody_but_the_operator_lets_others_open_editions() -> None:
    with pytest.raises(Forbidden):
        let_open_editions(actor=account(User.objects.create_user("a@example.org")), email="b@example.org")


def test_a_wrong_address_is_refused_in_a_sentence() -> None:
    with pytest.raises(DomainError, match="valid email"):
        call_command("host", "not an address")
    assert not User.objects.exists()
