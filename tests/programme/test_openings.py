"""Opening an edition, and what the next one takes over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.worlds import World, world_of_cusco

from serai.core.actors import Actor, account
from serai.core.errors import DomainError
from serai.core.models import Provenance, User
from serai.editions.models import Edition, Series
from serai.participation.models import Participation
from serai.programme import services
from serai.programme.carrying import Carried
from serai.programme.models import FixedCell

pytestmark = pytest.mark.django_db
NEXT: dict[str, Any] = {
    "name": {"es": "Encuentro andino 2028"},
    "short_name": {"es": "Andes 2028"},
    "start": date(2028, 3, 25),
    "end": date(2028, 3, 26),
    "time_zone": "Europe/Madrid",  # clocks are put forward on 26 March 2028
    "city": {"es": "Madrid"},
    "country": "ES",
    "languages": ["es", "en", "ar"],
}


@pytest.fixture
def world(db: None) -> World:
    return world_of_cusco()


@pytest.fixture
def secretary(world: World) -> Actor:
    return world.actor("secretariat")


def open_next(world: World, actor: Actor, *carried: str, **values: Any) -> Edition:
    return services.open_edition(
        actor=actor,
        series=world.edition.series,
        values=NEXT | values,
        previous=world.edition,
        carried=carried or [choice.value for choice in Carried],
    )


def test_the_next_edition_follows_the_one_before_and_is_run_by_who_opens_it(
    world: World, secretary: Actor
) -> None:
    edition = open_next(world, secretary, "hosts")
    assert (edition.key, edition.ordinal, edition.previous) == ("andes-2028", 2, world.edition)
    assert [row.person.user for row in edition.participations.filter(role="secretariat")] == [secretary.user]
    assert edition.provenance == Provenance.ENTERED


def test_everything_wished_comes_along_and_nothing_else(world: World, secretary: Actor) -> None:
    show, water = world.activities["show"], world.activities["water"]
    show.after.set([water])
    show.rooms.set([world.rooms["patio"]])
    show.periods.set([world.periods["mon-1"]])
    FixedCell.objects.create(activity=show, period=world.periods["mon-1"], room=world.rooms["patio"])
    world.rooms["aula"].closed.add(world.periods["tue-1"])
    world.edition.rooms.filter(key="sala-2").update(is_retired=True)
    Participation.objects.create(
        edition=world.edition, person=world.people["speaker-3"], role="programme_committee"
    )
    edition = open_next(world, secretary)
    assert [row.key for row in edition.rooms.all()] == ["aula", "sala-1", "patio"]
    assert edition.rooms.get(key="aula").closed.get() == edition.periods.get(key="tue-1")
    assert edition.rooms.get(key="aula").venue == edition.venues.get()
    carried = edition.activities.get(key="show")
    assert [row.edition for row in (*carried.after.all(), *carried.rooms.all())] == [edition, edition]
    assert not carried.periods.exists() and not carried.fixed_cells.exists() and not carried.members.exists()
    assert carried.section == edition.sections.get(key="themed")
    assert edition.hosts.count() == 1
    assert not edition.contributions.exists()
    assert sorted(edition.participations.values_list("role", flat=True)) == [
        "programme_committee",
        "secretariat",
    ]
    assert edition.delegations.count() == 0
    provenances = {row.provenance for row in (*edition.rooms.all(), *edition.activities.all())}
    assert provenances == {Provenance.ENTERED}
    assert world.edition.activities.count() == 6, "the old edition is as it was"


def test_periods_keep_their_days_and_local_times_in_the_new_zone(world: World, secretary: Actor) -> None:
    edition = open_next(world, secretary, "periods")
    zone = ZoneInfo("Europe/Madrid")
    shown = {row.key: f"{row.starts.astimezone(zone):%d %H:%M}" for row in edition.periods.all()}
    assert shown == {
        "mon-1": "25 09:00", "mon-lunch": "25 11:00", "mon-2": "25 14:00",
        "tue-1": "26 09:00", "tue-lunch": "26 11:00", "tue-2": "26 14:00",
    }  # fmt: skip
    instants = {row.key: row.starts for row in edition.periods.all()}
    assert instants["mon-1"] == datetime(2028, 3, 25, 8, tzinfo=UTC)
    assert instants["tue-1"] == datetime(2028, 3, 26, 7, tzinfo=UTC), "summer time"


def test_periods_after_the_last_day_stay_behind(world: World, secretary: Actor) -> None:
    edition = open_next(world, secretary, "periods", end=NEXT["start"])
    assert {row.key for row in edition.periods.all()} == {"mon-1", "mon-lunch", "mon-2"}


def test_only_who_runs_an_edition_takes_over_from_it_or_opens_the_next_one(world: World) -> None:
    for role in ("programme_committee", "delegate"):
        with pytest.raises(DomainError):
            open_next(world, world.actor(role))
    stranger = User.objects.create_user("stranger@example.org")
    stranger.opens_editions = True
    stranger.save()
    with pytest.raises(DomainError):
        open_next(world, account(stranger))
    assert Edition.objects.count() == 1


def test_a_first_host_opens_a_series_and_becomes_a_person(db: None) -> None:
    user = User.objects.create_user("host@example.org")
    user.opens_editions = True
    user.save()
    opened = {"actor": account(user), "series": None, "values": NEXT}
    with pytest.raises(ValidationError) as refused:
        services.open_edition(**opened, series_name={"es": "Encuentro"})
    assert set(refused.value.error_dict) == {"opener"}
    assert not Series.objects.exists(), "nothing is half made"
    edition = services.open_edition(**opened, series_name={"es": "Encuentro"}, opener=" Ana  Quispe ")
    assert (edition.series.key, user.person.name) == ("encuentro", "Ana Quispe")


def test_an_edition_is_not_called_like_an_address(world: World, secretary: Actor) -> None:
    assert open_next(world, secretary, "hosts", short_name={"es": "Editions"}).key == "editions-2"
    with pytest.raises(ValidationError, match="needed for addresses"):
        open_next(world, secretary, "hosts", key="api")


def test_wrong_days_zones_and_countries_are_refused(world: World, secretary: Actor) -> None:
    for values, field in (
        ({"end": date(2028, 3, 24)}, "end"),
        ({"time_zone": "Madrid"}, "time_zone"),
        ({"country": "Spain"}, "country"),
    ):
        with pytest.raises(ValidationError) as refused:
            open_next(world, secretary, "hosts", **values)
        assert set(refused.value.error_dict) == {field}
    assert Edition.objects.count() == 1


def test_the_page_opens_the_next_edition_and_what_was_promised_stays_in_sight(
    world: World, secretary: Actor
) -> None:
    client = Client()
    assert secretary.user is not None
    client.force_login(secretary.user)
    page = client.get("/en/editions/new/?previous=andes-2026").content.decode()
    assert "before it:" in page
    assert 'name="name-es"' in page
    values = {
        "name-es": "Encuentro 2028", "city-es": "Madrid", "country": "ES", "start": "2028-03-25",
        "end": "2028-03-26", "time_zone": "Europe/Madrid", "languages": "es, en",
        "carried": ["places", "periods"],
    }  # fmt: skip
    wrong = client.post("/en/editions/new/?previous=andes-2026", values | {"country": ""})
    assert wrong.status_code == 422
    assert "Encuentro 2028" in wrong.content.decode()
    assert client.post("/en/editions/new/?previous=andes-2026", values).status_code == 302
    edition = Edition.objects.get(key="encuentro-2028")
    assert edition.rooms.count() == 4
    for address in ("", "desk/", "desk/edition/"):
        assert 'href="/en/andes-2026/"' in client.get(f"/en/encuentro-2028/{address}").content.decode()
    assert 'href="/en/andes-2026/releases/"' in Client().get("/en/encuentro-2028/").content.decode()


def test_who_may_open_none_is_told_so(world: World) -> None:
    client = Client()
    user = world.actor("delegate").user
    assert user is not None
    client.force_login(user)
    assert client.get("/en/editions/new/").status_code == 409
    assert Client().get("/en/editions/new/").status_code == 409
