"""The pages of the outbox, and the same through the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.access_world import ROLES, World
from tests.participation.conftest import TOKEN, Posted, drafts
from tests.participation.smtp import BREAK, mail_server

from serai.core.actors import OPERATOR
from serai.participation import services
from serai.participation.models import Mail, MailKind, MailState
from serai.web.settings import mail_at

pytestmark = pytest.mark.django_db
OUTBOX = "/en/cusco-2026/desk/mail/"
API = "/api/v1/editions/cusco-2026/mails"


@pytest.fixture(autouse=True)
def no_other_mail(world: World) -> None:
    Mail.objects.all().delete()


def client_of(world: World, role: str) -> Client:
    client = Client()
    if role in world.users:
        client.force_login(world.users[role])
    return client


@pytest.fixture
def secretary(world: World) -> Client:
    return client_of(world, "secretariat")


def release(client: Client, body: dict[str, object], key: str = "the-first-key") -> tuple[int, dict]:  # type: ignore[type-arg]
    response = client.post(
        f"{API}/release", body, content_type="application/json", headers={"Idempotency-Key": key}
    )
    return response.status_code, response.json()


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("operator", "secretariat")])
def test_mail_does_not_exist_for_anybody_but_the_secretariat(world: World, role: str) -> None:
    (mail,) = drafts(world, "speaker")
    client = client_of(world, role)
    for address in (OUTBOX, f"{OUTBOX}{mail.pk}/", API, f"/api/v1/mails/{mail.pk}"):
        assert (address, client.get(address).status_code) == (address, 404)
    for name in ("release", "discard", "retry"):
        assert client.post(f"{OUTBOX}{name}/", {"mail": mail.pk}).status_code == 404
    assert client.post(f"{OUTBOX}{mail.pk}/", {"subject": "Mine"}).status_code == 404
    assert release(client, {"mails": [mail.pk]})[0] == 404
    mail.refresh_from_db()
    assert (mail.state, mail.subject) == ("draft", "Hello")


def test_a_mail_is_not_found_under_another_edition(world: World, secretary: Client) -> None:
    (mail,) = drafts(world, "speaker")
    assert client_of(world, "elsewhere").get(f"/en/quito-2027/desk/mail/{mail.pk}/").status_code == 404
    assert secretary.get(f"{OUTBOX}{mail.pk}/").status_code == 200


def test_the_outbox_shows_drafts_first_and_the_rest_by_state_and_kind(
    world: World, secretary: Client
) -> None:
    drafts(world, "speaker", subject="An invitation", kind=MailKind.INVITATION)
    (sent,) = drafts(world, "participant", subject="Something sent")
    Mail.objects.filter(pk=sent.pk).update(state=MailState.SENT)
    page = secretary.get(OUTBOX).text
    assert ("An invitation" in page, "Something sent" in page) == (True, False)
    page = secretary.get(f"{OUTBOX}?state=").text
    assert ("An invitation" in page, "Something sent" in page) == (True, True)
    page = secretary.get(f"{OUTBOX}?state=sent&kind=invitation").text
    assert ("An invitation" in page, "Something sent" in page) == (False, False)
    assert "There is no such mail" in page
    assert secretary.get(f"{OUTBOX}?state=nonsense&kind=none&page=x").status_code == 200


def test_the_pages_cost_the_same_queries_for_one_mail_and_for_three(world: World, secretary: Client) -> None:
    counts = []
    for people in (("speaker",), ("participant", "organiser")):
        first = drafts(world, *people)[0]
        for address in (OUTBOX, f"{OUTBOX}{first.pk}/", API):
            with CaptureQueriesContext(connection) as asked:
                secretary.get(address)
            counts.append(len(asked))
    assert counts == [9, 6, 6] * 2


def test_ticked_mails_are_released_and_the_page_says_so(
    world: World, secretary: Client, posted: Posted
) -> None:
    one, two, _three = drafts(world, "speaker", "participant", "organiser")
    done = secretary.post(f"{OUTBOX}release/", {"mail": [one.pk, two.pk]}, follow=True)
    assert done.redirect_chain[-1][0] == OUTBOX
    assert "2 mails are released" in done.text
    services.send_mails(actor=OPERATOR, edition=world.edition)
    assert len(posted) == 2


def test_all_that_were_seen_are_released_with_one_button(world: World, secretary: Client) -> None:
    seen = drafts(world, "speaker", "participant")[-1]
    page = secretary.get(OUTBOX).text
    assert "Release all 2" in page
    assert f'name="until" value="{seen.pk}"' in page
    drafts(world, "organiser")
    secretary.post(f"{OUTBOX}release/", {"kind": "all", "until": seen.pk})
    assert Mail.objects.filter(state="queued").count() == 2


def test_the_outbox_follows_mails_until_the_last_has_left(
    world: World, secretary: Client, posted: Posted
) -> None:
    mails = drafts(world, "speaker", "participant")
    part = f"{OUTBOX}sending/"
    assert part not in secretary.get(OUTBOX).text
    secretary.post(f"{OUTBOX}release/", {"mail": [mail.pk for mail in mails]})
    assert f'hx-get="{part}"' in secretary.get(OUTBOX).text
    asked = secretary.get(part)
    assert "2</b> mails are still to leave" in asked.text
    assert f'hx-get="{part}"' in asked.text
    assert "HX-Refresh" not in asked
    services.send_mails(actor=OPERATOR, edition=world.edition)
    asked = secretary.get(part)
    assert asked["HX-Refresh"] == "true"
    assert "hx-get" not in asked.text
    assert client_of(world, "speaker").get(part).status_code == 404


@pytest.mark.parametrize("name", ["release", "discard", "retry"])
@pytest.mark.parametrize("ticked", [[], ["x"], [str(2**70)], ["-1"]])
def test_nothing_ticked_does_nothing_and_says_so(
    world: World, secretary: Client, name: str, ticked: list[str]
) -> None:
    drafts(world, "speaker")
    done = secretary.post(f"{OUTBOX}{name}/", {"mail": ticked}, follow=True)
    assert "Tick at least one mail first" in done.text
    assert Mail.objects.get().state == "draft"


def test_a_double_click_is_told_in_words(world: World, secretary: Client) -> None:
    (mail,) = drafts(world, "speaker")
    for words in ("1 mail is released", "None of these mails waits for review any more"):
        assert words in secretary.post(f"{OUTBOX}release/", {"mail": mail.pk}, follow=True).text


def test_a_draft_is_read_and_changed(world: World, secretary: Client) -> None:
    (mail,) = drafts(world, "speaker")
    page = secretary.get(f"{OUTBOX}{mail.pk}/")
    assert "The text holds a link that is this person" in page.text
    form = {"address": "new@example.org", "subject": "Changed", "body": "Words",
            "seen": page.context["form"]["seen"].value()}  # fmt: skip
    assert secretary.post(f"{OUTBOX}{mail.pk}/", form).status_code == 302
    mail.refresh_from_db()
    assert (mail.address, mail.subject, mail.body) == ("new@example.org", "Changed", "Words")
    late = secretary.post(f"{OUTBOX}{mail.pk}/", form | {"subject": "Too late"})
    assert late.status_code == 422
    assert "Somebody else changed this meanwhile" in late.text
    assert "Too late" in late.text


def test_wrong_fields_stay_in_the_form_with_what_is_wrong(world: World, secretary: Client) -> None:
    (mail,) = drafts(world, "speaker")
    form = {"address": "none", "subject": "One\nBcc: two@example.org", "body": "Words kept", "seen": "x"}
    page = secretary.post(f"{OUTBOX}{mail.pk}/", form)
    assert page.status_code == 422
    assert "Enter a valid email address" in page.text
    assert "Words kept" in page.text
    page = secretary.post(f"{OUTBOX}{mail.pk}/", form | {"address": "a@example.org", "seen": ""})
    assert page.status_code == 422
    mail.refresh_from_db()
    assert mail.subject == "Hello"


def test_a_sent_mail_is_read_without_its_link_and_without_a_form(
    world: World, secretary: Client, posted: Posted
) -> None:
    (mail,) = drafts(world, "speaker")
    services.release_mails(actor=OPERATOR, edition=world.edition, mails=[mail.pk])
    services.send_mails(actor=OPERATOR, edition=world.edition)
    page = secretary.get(f"{OUTBOX}{mail.pk}/").text
    assert (TOKEN in page, "[link sent]" in page, "<textarea" in page) == (False, True, False)


def test_html_in_a_mail_is_text(world: World, secretary: Client) -> None:
    (mail,) = drafts(world, "speaker", subject="<b>Hi</b>", body="<script>alert(1)</script>")
    for state in ("draft", "sent"):
        Mail.objects.update(state=state)
        for address in (f"{OUTBOX}?state=", f"{OUTBOX}{mail.pk}/"):
            text = secretary.get(address).text
            assert ("<b>Hi" in text, "<script>alert" in text) == (False, False)


def test_a_failed_mail_and_a_doubtful_one_say_what_happened(
    world: World, secretary: Client, settings: LazySettings
) -> None:
    one, two = drafts(world, "speaker", "participant")
    services.release_mails(actor=OPERATOR, edition=world.edition, mails=[one.pk, two.pk])
    with mail_server() as server:
        settings.MAIL = server.place
        server.answers["speaker@"] = ["550 nobody"]
        server.answers["END"] = [BREAK]
        services.send_mails(actor=OPERATOR, edition=world.edition)
    page = secretary.get(OUTBOX).text
    assert "The mail server refused the address: 550 nobody" in page
    assert "may have been sent" in page
    assert "It may have arrived" in secretary.get(f"{OUTBOX}{two.pk}/").text
    again = secretary.post(f"{OUTBOX}retry/", {"mail": [one.pk, two.pk]}, follow=True)
    assert "2 mails are sent again" in again.text
    gone = secretary.post(f"{OUTBOX}discard/", {"mail": [one.pk, two.pk]}, follow=True)
    assert "2 mails are discarded" in gone.text


def test_the_page_says_where_mail_goes_if_no_server_is_set_up(
    world: World, secretary: Client, settings: LazySettings
) -> None:
    for url, words in (("", "goes into files in"), ("console:", "is printed by the worker")):
        settings.MAIL = mail_at(url)
        assert words in secretary.get(OUTBOX).text
    settings.MAIL = mail_at("smtp://localhost")
    assert "No mail server" not in secretary.get(OUTBOX).text


def test_programs_list_read_and_release_mail(world: World, secretary: Client) -> None:
    one, two = drafts(world, "speaker", "participant")
    Mail.objects.filter(pk=two.pk).update(
        state=MailState.SENDING, taken_at=timezone.now() - timedelta(hours=1)
    )
    listed = secretary.get(API).json()
    assert [(row["id"], row["state"]) for row in listed["items"]] == [(two.pk, "lost"), (one.pk, "draft")]
    assert "body" not in listed["items"][0]
    assert secretary.get(f"{API}?state=lost&kind=other").json()["count"] == 1
    assert secretary.get(f"{API}?state=nonsense").status_code == 422
    assert TOKEN in secretary.get(f"/api/v1/mails/{one.pk}").json()["body"]
    assert release(secretary, {"mails": [one.pk]}) == (201, {"count": 1})
    assert release(secretary, {"mails": [one.pk]}) == (201, {"count": 1})  # the same key does nothing again
    assert release(secretary, {"mails": [one.pk]}, key="another-key")[1]["code"] == "nothing_to_release"
    assert release(secretary, {"mails": [2**63]}, key="a-third-key")[0] == 422
