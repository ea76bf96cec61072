"""No text of an edition adds lines to a calendar."""

from __future__ import annotations

import pytest
from tests.worlds import world_of_cusco

from serai.core.actors import PUBLIC
from serai.programme.queries import released
from serai.programme.showing import exports
from serai.programme.showing.cards import cards

pytestmark = pytest.mark.django_db
HOSTILE = {"en": "Water\r\nBEGIN:VEVENT\nSUMMARY:invented"}


def test_newlines_in_names_and_titles_are_escaped() -> None:
    world = world_of_cusco()
    world.edition.name = world.release.edition.name = HOSTILE
    world.edition.activities.update(title=HOSTILE, summary=HOSTILE)
    found = cards(released.programme(PUBLIC, world.release))
    lines = exports.calendar(world.release, found, "en").splitlines()
    assert lines.count(b"BEGIN:VEVENT") == len(found)
    assert not [line for line in lines if line.startswith(b"SUMMARY:invented")]
