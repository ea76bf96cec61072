"""A host makes a whole programme in the browser, plans it, releases it, and a visitor reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from serai.core.models import Provenance, User
from serai.editions.models import Edition, PlanningRun, Room
from serai.programme import services
from serai.programme.models import Activity, Contribution

pytestmark = pytest.mark.django_db
EDITION = {
    "opener": "Ana Quispe",
    "series_name-en": "Andean Meeting",
    "name-en": "Andean Meeting 2026",
    "short_name-en": "Andes 2026",
    "city-en": "Cusco",
    "country": "PE",
    "start": "2026-05-04",
    "end": "2026-05-05",
    "time_zone": "America/Lima",
    "languages": "en, ar",
    "working_languages": "en",
}


@pytest.fixture
def host(db: None) -> Client:
    """Somebody whom the operator lets open editions, signed in."""
    user = User.objects.create_user("host@example.org")
    user.opens_editions = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, address: str, values: dict[str, Any]) -> Any:
    """Fill in a form and expect it to be taken."""
    response = client.post(f"/en/{address}", values)
    assert response.status_code == 302, response.content.decode()
    return response


def test_a_host_without_a_file_opens_makes_plans_and_releases(host: Client) -> None:
    send(host, "editions/new/?languages=en,ar", EDITION)
    desk = "andes-2026/desk"
    send(host, f"{desk}/rooms/new/", {"name-en": "Great hall", "name-ar": "القاعة", "seats": "100"})
    period = {"kind": "period", "starts": "2026-05-04T09:00", "ends": "2026-05-04T11:00"}
    send(host, f"{desk}/periods/new/", period)
    forum = {"title-en": "Water <b>forum</b>", "visibility": "public"}
    send(host, f"{desk}/activities/new/", forum)
    activity = Activity.objects.get()
    for title in ("=1+1 of ice", "Rain"):
        talk = {"title-en": title, "activity": activity.pk, "minutes": "20"}
        send(host, f"{desk}/contributions/new/?activity={activity.key}", talk)
    send(host, "andes-2026/planning/plan/", {"seconds": "2"})
    edition = Edition.objects.get()
    secretary = edition.participations.get(role="secretariat")
    from serai.core.actors import account

    assert secretary.person.user is not None
    actor = account(secretary.person.user)
    services.carry_out_run(actor=actor, run=PlanningRun.objects.get())
    plan = edition.plans.get()
    services.release_plan(actor=actor, plan=plan)
    text = Client().get("/en/andes-2026/programme/?view=list").content.decode()
    assert "Water &lt;b&gt;forum&lt;/b&gt;" in text
    assert "=1+1 of ice" in text
    assert "Great hall" in text
    assert "القاعة" in Client().get("/ar/andes-2026/programme/?view=list").content.decode()
    assert {row.provenance for row in (*Room.objects.all(), *Contribution.objects.all())} == {
        Provenance.ENTERED
    }
