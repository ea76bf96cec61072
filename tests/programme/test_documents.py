"""The booklet says what the public may see, in the reader's language, and is set once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pymupdf
import pytest
from django.conf import LazySettings
from model_bakery import baker

from serai.core.actors import OPERATOR, PUBLIC
from serai.editions.models import Edition
from serai.programme import services
from serai.programme.models import Activity, Plan, Release, Section
from serai.programme.showing import documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(edition: Edition, settings: LazySettings, tmp_path: Path) -> Release:
    settings.DATA = tmp_path
    run = services.request_plan(actor=OPERATOR, edition=edition, seconds=5, enqueue=False)
    services.carry_out_run(actor=OPERATOR, run=run)
    return services.release_plan(actor=OPERATOR, plan=Plan.objects.get())


def words(content: bytes) -> str:
    """All words of a PDF, however its lines are broken."""
    with pymupdf.open(stream=content) as pdf:
        return " ".join(" ".join(page.get_text() for page in pdf).split())


def test_the_booklet_names_activity_talks_speakers_and_local_times(release: Release) -> None:
    text = words(documents.programme_pdf(PUBLIC, release, "en"))
    for expected in ("Andean Meeting 2026", "Water forum", "Talk 1", "Speaker-2", "09:00", "UTC−5"):
        assert expected in text


def test_the_booklet_names_both_offsets_where_the_clocks_are_changed(release: Release) -> None:
    edition = release.edition
    edition.start, edition.end, edition.time_zone = date(2026, 10, 24), date(2026, 10, 25), "Europe/Lisbon"
    edition.save()
    assert "(UTC+1 / UTC)" in words(documents.programme_pdf(PUBLIC, release, "en"))


def test_a_closed_activity_is_not_in_the_public_booklet(release: Release) -> None:
    Activity.objects.filter(key="forum").update(visibility="closed")
    assert "Water forum" in words(documents.programme_pdf(OPERATOR, release, "en"))
    assert "Water forum" not in words(documents.programme_pdf(PUBLIC, release, "en"))


def test_a_section_of_closed_activities_only_is_not_named(release: Release) -> None:
    secret = baker.make(Section, edition=release.edition, key="secret", title={"en": "Secret talks"})
    Activity.objects.filter(key="forum").update(visibility="closed", section=secret)
    assert documents.programme_booklet(PUBLIC, release, "en")["sections"] == []
    assert documents.programme_booklet(OPERATOR, release, "en")["sections"][0]["name"] == "Secret talks"


def test_a_listed_activity_keeps_its_talks_to_itself(release: Release) -> None:
    Activity.objects.filter(key="forum").update(visibility="listed")
    text = words(documents.programme_pdf(PUBLIC, release, "en"))
    assert "Water forum" in text
    assert "Talk 1" not in text
    assert "Speaker-2" not in text


def test_a_text_that_falls_back_says_in_which_language_it_is(release: Release) -> None:
    booklet = documents.programme_booklet(PUBLIC, release, "ar")
    session = booklet["days"][0]["periods"][0]["sessions"] or booklet["days"][0]["periods"][1]["sessions"]
    assert (booklet["dir"], session[0]["activity_lang"]) == ("rtl", "en")


def test_the_public_booklet_is_set_again_when_texts_change(release: Release) -> None:
    first = documents.public_programme_pdf(release, "en")
    assert documents.public_programme_pdf(release, "en") == first
    release.edition.content_version += 1
    assert documents.public_programme_pdf(release, "en") != first
    assert sorted(path.suffix for path in first.parent.iterdir()) == [".pdf", ".pdf"]
