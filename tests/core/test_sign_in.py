"""Signing in by link: once, in time, by pressing a button, and by one of two who press at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from tests.together import at_once

from serai.core.actors import OPERATOR, PUBLIC, account
from serai.core.errors import DomainError, Forbidden
from serai.core.models import AuditEntry, SignInLink, User
from serai.core.services import make_sign_in_link, use_sign_in_link


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("secretary@example.org")


def test_the_link_signs_in_when_the_button_is_pressed_and_not_when_it_is_opened(
    user: User, client: Client
) -> None:
    token = make_sign_in_link(actor=OPERATOR, user=user).token
    shown = client.get(f"/sign-in/{token}", follow=True)
    assert "secretary@example.org" in shown.text
    assert "_auth_user_id" not in client.session
    done = client.post(f"/en/sign-in/{token}")
    assert (done.status_code, done["Location"]) == (302, "/en/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_used_link_is_refused_and_says_so(user: User, client: Client) -> None:
    token = make_sign_in_link(actor=OPERATOR, user=user).token
    client.post(f"/en/sign-in/{token}")
    again = Client().post(f"/en/sign-in/{token}")
    assert again.status_code == 410
    assert "Ask for a new one" in again.text


def test_a_link_that_is_too_old_is_refused(user: User) -> None:
    made = make_sign_in_link(actor=OPERATOR, user=user)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(DomainError) as refused:
        use_sign_in_link(actor=PUBLIC, token=made.token)
    assert refused.value.code == "link_spent"


def test_the_link_of_an_account_that_was_closed_is_refused(user: User) -> None:
    made = make_sign_in_link(actor=OPERATOR, user=user)
    User.objects.update(is_active=False)
    with pytest.raises(DomainError):
        use_sign_in_link(actor=PUBLIC, token=made.token)


def test_the_token_is_not_stored(user: User) -> None:
    made = make_sign_in_link(actor=OPERATOR, user=user)
    stored = [str(value) for row in SignInLink.objects.values() for value in row.values()]
    audited = [str(row) for row in AuditEntry.objects.values()]
    assert not any(made.token in text for text in stored + audited)


def test_nobody_makes_a_link_for_somebody_else(user: User) -> None:
    other = User.objects.create_user("other@example.org")
    with pytest.raises(Forbidden):
        make_sign_in_link(actor=account(other), user=user)
    with pytest.raises(Forbidden):
        make_sign_in_link(actor=PUBLIC, user=user)


def test_a_reusable_link_exists_in_demo_mode_only(user: User, settings: LazySettings) -> None:
    with pytest.raises(DomainError) as refused:
        make_sign_in_link(actor=OPERATOR, user=user, reusable=True)
    assert refused.value.code == "not_demo"
    settings.DEMO = True
    token = make_sign_in_link(actor=OPERATOR, user=user, reusable=True).token
    for _ in range(2):
        assert use_sign_in_link(actor=PUBLIC, token=token) == user
    settings.DEMO = False
    with pytest.raises(DomainError):
        use_sign_in_link(actor=PUBLIC, token=token)


def test_signing_out_ends_the_sign_in_and_is_written_down(user: User, client: Client) -> None:
    client.force_login(user)
    client.post("/en/sign-out/")
    assert "_auth_user_id" not in client.session
    assert AuditEntry.objects.get(service="sign_out").actor_label == "secretary@example.org"


def test_signing_out_by_following_a_link_is_not_possible(user: User, client: Client) -> None:
    client.force_login(user)
    assert client.get("/en/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_is_signed_in_and_one_is_told() -> None:
    user = User.objects.create_user("secretary@example.org")
    for _ in range(5):
        token = make_sign_in_link(actor=OPERATOR, user=user).token
        outcomes = at_once(*[lambda token=token: use_sign_in_link(actor=PUBLIC, token=token).email] * 2)
        assert sorted(outcomes) == ["link_spent", "secretary@example.org"]
    assert AuditEntry.objects.filter(service="use_sign_in_link").count() == 5
