"""`serai tidy` deletes what nobody can use any more, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from serai.core.actors import OPERATOR
from serai.core.models import IdempotencyKey, SignInLink, User
from serai.core.services import make_sign_in_link
from serai.core.tasks import send_sign_in_link

pytestmark = pytest.mark.django_db


def test_old_links_keys_sign_ins_and_tasks_go_and_others_stay() -> None:
    user = User.objects.create_user("a@example.org")
    for days in (0, 1, 40):
        link = make_sign_in_link(actor=OPERATOR, user=user).link
        SignInLink.objects.filter(pk=link.pk).update(
            expires_at=timezone.now() - timedelta(days=days, hours=1)
        )
        key = IdempotencyKey.objects.create(
            user=user, key=f"key {days}", request_hash="x", status=201, answer={}
        )
        IdempotencyKey.objects.filter(pk=key.pk).update(created_at=timezone.now() - timedelta(days=days))
    for lifetime in (-1, 1):
        client = Client()
        client.force_login(user)
        Session.objects.filter(pk=client.session.session_key).update(
            expire_date=timezone.now() + timedelta(days=lifetime)
        )
    for days in (1, 8):
        row = send_sign_in_link.enqueue("a@example.org", "en").db_result
        row.status, row.finished_at = "SUCCESSFUL", timezone.now() - timedelta(days=days)
        row.save()
    send_sign_in_link.enqueue("a@example.org", "en")
    said = StringIO()
    call_command("tidy", stdout=said)
    assert said.getvalue().split() == (
        ["2", "sign-in", "links", "1", "idempotency", "keys", "1", "sign-ins", "1", "finished", "tasks"]
    )
    assert (SignInLink.objects.count(), IdempotencyKey.objects.count(), Session.objects.count()) == (1, 2, 1)
