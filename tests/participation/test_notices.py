"""What a letter says, in the language of whoever gets it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.access_world import World

from serai.core.models import User
from serai.participation.notices import release_notice
from serai.parties.models import Person

pytestmark = pytest.mark.django_db


def test_a_first_release_is_announced_and_a_later_one_says_what_changed(world: World) -> None:
    person = world.people["speaker"]
    first = release_notice(world.edition, person, number=1)
    assert first.subject == "The programme of Meeting cusco-2026 is public"
    assert "http://localhost:8000/en/cusco-2026/programme/" in first.body
    assert "This concerns you" not in first.body
    later = release_notice(
        world.edition, person, number=2, changes=["Your talk is at 10:00.", "Your room is Sala 2."],
        link="http://localhost:8000/en/my/x/",
    )  # fmt: skip
    assert "released again, as version 2" in later.body
    assert "– Your talk is at 10:00.\n– Your room is Sala 2." in later.body
    assert "http://localhost:8000/en/my/x/" in later.body
    assert {first.key, later.key} == {f"release 1 to {person.pk}", f"release 2 to {person.pk}"}


def test_a_letter_leads_to_pages_in_its_own_language_and_names_stay_on_one_line(world: World) -> None:
    User.objects.filter(email="speaker@example.org").update(language="zh-hans")
    world.edition.name = {"es": "Encuentro\nandino", "zh": "安第斯\r\n会议"}
    world.edition.contact_email = "desk@example.org"
    person = Person.objects.select_related("user").get(key="speaker")
    letter = release_notice(world.edition, person, number=3)
    assert letter.language == "zh-hans"
    assert "安第斯 会议" in letter.subject
    assert "/zh-hans/cusco-2026/programme/" in letter.body


def test_two_thousand_letters_are_worded_without_a_query(world: World) -> None:
    person = Person.objects.select_related("user").get(key="speaker")
    with CaptureQueriesContext(connection) as asked:
        letters = [release_notice(world.edition, person, number=n) for n in range(1, 2001)]
    assert (len({letter.key for letter in letters}), len(asked)) == (2000, 0)
