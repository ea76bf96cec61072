"""A one-day edition that can be planned in an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from model_bakery import baker

from serai.core.actors import OPERATOR, Actor, account
from serai.core.models import User
from serai.editions.models import Edition, Period, Room, Series
from serai.participation.models import Participation
from serai.parties.models import Party, Person
from serai.programme.models import Activity, ActivityMember, Contribution, ContributionMember


@pytest.fixture
def edition(db: None) -> Edition:
    """One day in Lima, one room of 50 seats, two periods, one forum with three talks of 20 minutes."""
    peru = baker.make(Party, code="PE")
    edition = baker.make(
        Edition,
        series=baker.make(Series, key="andes", name={"es": "Encuentro andino"}),
        key="andes-2026",
        name={"es": "Encuentro andino 2026", "en": "Andean Meeting 2026"},
        start=date(2026, 5, 4),
        end=date(2026, 5, 4),
        time_zone="America/Lima",
        country=peru,
        city={"es": "Cusco"},
        languages=["es", "en"],
    )
    baker.make(Room, edition=edition, key="sala-1", name={"es": "Sala 1"}, seats=50)
    for key, begin, end in (("morning", 14, 16), ("afternoon", 19, 21)):  # 09–11 and 14–16 in Lima
        baker.make(
            Period,
            edition=edition,
            key=key,
            starts=datetime(2026, 5, 4, begin, tzinfo=UTC),
            ends=datetime(2026, 5, 4, end, tzinfo=UTC),
        )
    forum = baker.make(Activity, edition=edition, key="forum", title={"en": "Water forum"}, audience=40)
    chair = person(edition, "chair")
    baker.make(ActivityMember, activity=forum, person=chair, role="chair")
    for number in (1, 2, 3):
        talk = baker.make(
            Contribution,
            edition=edition,
            activity=forum,
            key=f"talk-{number}",
            title={"en": f"Talk {number}"},
            minutes=20,
        )
        baker.make(
            ContributionMember, contribution=talk, person=person(edition, f"speaker-{number}"), role="speaker"
        )
    return edition


def person(edition: Edition, key: str, role: str = "speaker", **stay: datetime) -> Person:
    """Somebody who takes part in the edition."""
    found = baker.make(Person, key=key, name=key.title(), latin_name=key.title(), sort_key=key)
    baker.make(Participation, edition=edition, person=found, role=role, **stay)
    return found


@pytest.fixture
def secretary(edition: Edition) -> Actor:
    """A member of the edition's secretariat, signed in."""
    user = User.objects.create_user("secretary@example.org")
    somebody = person(edition, "secretary", role="secretariat")
    somebody.user = user
    somebody.save()
    return account(user)


@pytest.fixture
def operator() -> Actor:
    return OPERATOR
