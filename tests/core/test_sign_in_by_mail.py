"""Signing in by mail: a link for whoever has an account, the same answer for all, and not too often."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.participation.smtp import mail_server

from serai.core import tasks
from serai.core.errors import TooMany
from serai.core.limits import client_of, limit
from serai.core.models import AuditEntry, SignInLink, User
from serai.web.serving import children_of_site

pytestmark = pytest.mark.django_db
SIGN_IN = "/en/sign-in/"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("secretary@example.org")


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MAIL = {"kind": "file", "path": str(tmp_path / "mail")}
    return tmp_path / "mail"


def work() -> int:
    """Do what a worker would: the tasks that are due; return how many."""
    done = list(DBTaskResult.objects.ready())
    for row in done:
        DBTaskResult.objects.filter(pk=row.pk).delete()
        tasks.send_sign_in_link.call(*row.args_kwargs["args"])
    return len(done)


def test_whoever_has_an_account_gets_a_link_that_signs_in(user: User, client: Client, folder: Path) -> None:
    page = client.post(SIGN_IN, {"email": "SECRETARY@example.org"})
    assert "a link is on its way" in page.text
    assert not SignInLink.objects.exists()  # the token is made where it is sent
    work()
    (path,) = folder.iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("secretary@example.org", "Your link to sign in")
    (link,) = re.findall(r"http://localhost:8000(/en/sign-in/\S{43})", mail.get_content())
    assert client.post(link).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert AuditEntry.objects.filter(service="make_sign_in_link").count() == 1


def test_the_mail_is_in_the_language_of_the_page(user: User, client: Client, folder: Path) -> None:
    client.post("/ar/sign-in/", {"email": user.email})
    work()
    (path,) = folder.iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["Content-Language"] == "ar"
    assert "/ar/sign-in/" in mail.get_content()


def test_the_answer_is_the_same_with_and_without_an_account(user: User, client: Client, folder: Path) -> None:
    User.objects.create_user("closed@example.org")
    User.objects.filter(email="closed@example.org").update(is_active=False)
    answers = set()
    for name in ("secretary", "nobody", "closed"):
        with CaptureQueriesContext(connection) as asked:
            page = client.post(SIGN_IN, {"email": f"{name}@example.org"})
        answers.add((page.status_code, page.text.replace(name, "…"), len(asked)))
    assert len(answers) == 1
    assert work() == 3
    assert len(list(folder.iterdir())) == 1
    assert SignInLink.objects.count() == 1


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "a@example.org\nBcc: b@example.org", "x" * 400])
def test_what_is_no_address_is_told(client: Client, email: str) -> None:
    page = client.post(SIGN_IN, {"email": email})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert not DBTaskResult.objects.exists()


def test_an_address_is_written_to_five_times_an_hour_whoever_asks(client: Client) -> None:
    for number in range(5):
        asked = client.post(SIGN_IN, {"email": "a@example.org"}, REMOTE_ADDR=f"192.0.2.{number}")
        assert asked.status_code == 200
    refused = client.post(SIGN_IN, {"email": "A@Example.org"}, REMOTE_ADDR="192.0.2.99")
    assert refused.status_code == 429
    assert "That was too often" in refused.text
    assert client.post(SIGN_IN, {"email": "b@example.org"}).status_code == 200
    assert DBTaskResult.objects.count() == 6


def test_a_client_asks_thirty_times_an_hour_for_whatever_address(client: Client) -> None:
    told = [client.post(SIGN_IN, {"email": f"{n}@example.org"}).status_code for n in range(32)]
    assert told == [200] * 30 + [429] * 2


def test_the_limit_ends_with_its_span(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("serai.core.limits.time.time", lambda: now)
    for _ in range(2):
        limit("key", most=2, seconds=60)
    limit("another key", most=2, seconds=60)
    with pytest.raises(TooMany):
        limit("key", most=2, seconds=60)
    now += 60
    limit("key", most=2, seconds=60)


def test_a_client_is_known_by_its_own_address_and_not_by_what_it_says() -> None:
    def client(address: str) -> str:
        return client_of(
            RequestFactory().get("/", REMOTE_ADDR=address, headers={"x-forwarded-for": "1.2.3.4"})
        )

    assert client("192.0.2.7") == "192.0.2.7"
    assert client("2001:db8:1:2:3::4") == client("2001:db8:1:2:ffff::") == "2001:db8:1:2::/64"
    assert client("") == ""


def test_the_web_server_believes_a_proxy_only_if_the_settings_name_it(settings: LazySettings) -> None:
    settings.PROXIES = ""
    assert "--no-proxy-headers" in children_of_site(8000)[0].command
    settings.PROXIES = "10.0.0.1"
    assert children_of_site(8000)[0].command[-2:] == ["--lifespan", "off"]
    assert "--forwarded-allow-ips 10.0.0.1" in " ".join(children_of_site(8000)[0].command)


def test_a_busy_mail_server_is_asked_again_in_a_minute_and_not_for_ever(
    user: User, client: Client, settings: LazySettings
) -> None:
    with mail_server() as server:
        settings.MAIL = server.place
        server.answers["RCPT"] = ["450 greylisted"]
        client.post(SIGN_IN, {"email": user.email})
        assert (work(), work()) == (1, 0)
        row = DBTaskResult.objects.get()
        assert timedelta(seconds=50) < row.run_after - timezone.now() < timedelta(seconds=70)
        DBTaskResult.objects.update(run_after=timezone.now())
        work()
        assert len(server.received) == 1
        server.answers["RCPT"] = ["550 nobody"]
        with pytest.raises(Exception, match="address_refused"):
            tasks.send_sign_in_link.call(user.email, "en")
        server.answers["RCPT"] = ["450 greylisted"]
        with pytest.raises(Exception, match="greylisted"):
            tasks.send_sign_in_link.call(user.email, "en", tasks.ATTEMPTS)


def test_the_way_in_is_shown_to_who_is_signed_out_and_the_way_out_to_who_is_in(
    user: User, client: Client
) -> None:
    page = client.get("/en/").text
    assert ('href="/en/sign-in/"' in page, "Sign out" in page) == (True, False)
    client.force_login(user)
    page = client.get("/en/").text
    assert ('href="/en/sign-in/"' in page, "Sign out" in page) == (False, True)
    assert "secretary@example.org" in page


def test_the_language_that_somebody_keeps_is_that_of_the_pages_from_then_on(
    user: User, client: Client
) -> None:
    client.force_login(user)
    kept = client.post("/en/language/", {"language": "ar", "next": "/en/sign-in/"})
    assert kept["Location"] == "/ar/sign-in/"
    user.refresh_from_db()
    assert user.language == "ar"
    assert client.get("/", follow=True).redirect_chain[0][0] == "/ar/"


@pytest.mark.parametrize("address", ["https://evil.example.org/", "//evil.example.org", "javascript:x", ""])
def test_keeping_a_language_leads_to_no_other_site(user: User, client: Client, address: str) -> None:
    client.force_login(user)
    assert client.post("/en/language/", {"language": "ar", "next": address})["Location"] == "/ar/"


def test_a_language_that_the_interface_does_not_have_is_refused(user: User, client: Client) -> None:
    client.force_login(user)
    client.post("/en/language/", {"language": "tlh"})
    user.refresh_from_db()
    assert user.language == ""
    assert Client().post("/en/language/", {"language": "tlh"})["Location"] == "/en/"


def test_signing_in_goes_on_in_the_language_that_was_kept(user: User, client: Client, folder: Path) -> None:
    User.objects.update(language="ar")
    client.post(SIGN_IN, {"email": user.email})
    work()
    (path,) = folder.iterdir()
    content = message_from_bytes(path.read_bytes(), policy=policy.default).get_content()
    (link,) = re.findall(r"(/en/sign-in/\S{43})", content)
    assert client.post(link)["Location"] == "/ar/"
