"""Everything that can be wrong with edition.json is named with its path, value and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .folder import NEEDED, edition_with, errors, write_folder

pytestmark = pytest.mark.django_db

ISO = "ISO 3166-1 has no such country."
DIGITS = "This isn't a whole number. Write digits only, without a unit or separators."
TAG = "There is no such language tag."
TYPE = "The value has the wrong type."
ZONE = "IANA's list has no such time zone."


EDITION_ERRORS: dict[str, tuple[str, Any, list[str]]] = {
    "unknown zone": ("edition.time_zone", "Europe/Pariss", [
        f"edition.time_zone: “Europe/Pariss”: {ZONE} Did you mean “Europe/Paris”?"]),
    "a city for a zone": ("edition.time_zone", "Tbilisi", [
        f"edition.time_zone: “Tbilisi”: {ZONE} Did you mean “Asia/Tbilisi”?"]),
    "abbreviation for a zone": ("edition.time_zone", "EAT", [
        f"edition.time_zone: “EAT”: {ZONE} Write one like “Asia/Shanghai”: a continent and a large city."]),
    "offset for a zone": ("edition.time_zone", "UTC+3", [
        f"edition.time_zone: “UTC+3”: {ZONE} Write one like “Asia/Shanghai”: a continent and a large city."]),
    "number for a zone": ("edition.time_zone", 8, [
        f"edition.time_zone: “8”: {ZONE} Write one like “Asia/Shanghai”: a continent and a large city."]),
    "end before start": ("edition.end", "2025-10-24", [
        "edition.end: “2025-10-24”: The edition ends before it starts (2025-10-25). "
        "Correct edition.start or edition.end."]),
    "a year too many": ("edition.end", "2525-10-26", [
        "edition.end: “2525-10-26”: The edition lasts 182623 days. "
        "Check the years; at most a year is possible."]),
    "name left out": ("edition.end", ..., [f"edition.end: {NEEDED}"]),
    "null": ("edition.end", None, [f"edition.end: {NEEDED}"]),
    "list for a day": ("edition.end", ["x"], [
        f"edition.end: “[\"x\"]”: {TYPE} Write a single text or number."]),
    "day of another form": ("edition.end", "26.10.2025", [
        "edition.end: “26.10.2025”: This isn't a day. Write year, month and day as in “2023-11-06”."]),
    "unknown country": ("edition.country", "Frnace", [
        f"edition.country: “Frnace”: {ISO} Did you mean “FR”?"]),
    "unknown language": ("edition.languages", ["fr", "Georgian"], [
        f"edition.languages: “Georgian”: {TAG} Did you mean “ka”?"]),
    "text for a list": ("edition.languages", "fr", [
        f"edition.languages: “\"fr\"”: {TYPE} Write a list of texts, written in square brackets."]),
    "text for an object": ("edition.name", "Salt", [
        f"edition.name: “\"Salt\"”: {TYPE} "
        "Write an object from language tags to texts, as in {\"en\": \"…\"}."]),
    "number for a text": ("edition.name", {"fr": 5}, [
        f"edition.name: “{{\"fr\": 5}}”: {TYPE} "
        "Write an object from language tags to texts, as in {\"en\": \"…\"}."]),
    "original left out": ("edition.name", {"ka": "მარილი"}, [f"edition.name.fr: {NEEDED}"]),
    "language not listed": ("edition.name", {"fr": "Sel", "es": "Sal"}, [
        "edition.name.es: “Sal”: edition.languages doesn't list this language. "
        "Add “es” to edition.languages, or delete the text."]),
    "no slot": ("edition.slot_minutes", 0, [
        "edition.slot_minutes: “0”: The number is out of range. Write a number from 1 to 240."]),
    "broken number": ("edition.slot_minutes", 2.5, [f"edition.slot_minutes: “2.5”: {DIGITS}"]),
    "unknown name": ("edition.stat", "x", [
        "edition.stat: This name isn't known here. Did you mean “start”?"]),
    "unknown name above": ("venue", [], ["venue: This name isn't known here. Did you mean “venues”?"]),
    "no series": ("series", ..., [f"series: {NEEDED}"]),
    "text for the edition": ("edition", "x", [
        f"edition: “\"x\"”: {TYPE} Write an object, written in braces."]),
    "venue without a name": ("venues", [{"key": "marsh"}], [f"venues[0].name: {NEEDED}"]),
    "venue twice": ("venues", [{"key": "marsh", "name": {"fr": "A"}}] * 2, [
        "venues[1].key: “marsh”: venues[0] has the same key. "
        "Delete one of the two, or give it a key of its own."]),
    "weight that is a word": ("edition.weights", {"room_conflict": "high"}, [
        f"edition.weights: “{{\"room_conflict\": \"high\"}}”: {TYPE} "
        "Write an object from names of rules to numbers of 0 or more, or null for a hard rule."]),
    "weight of no rule": ("edition.weights", {"room_not_prefered": 3}, [
        "edition.weights.room_not_prefered: There is no such rule. Did you mean “room_not_preferred”?"]),
    "weight of a must": ("edition.weights", {"room_conflict": 3}, [
        "edition.weights.room_conflict: “3”: This rule is always a must. Take it out of the weights."]),
    "NUL": ("edition.summary", {"fr": "a\0b"}, [
        "edition.summary.fr: “a�b”: The text holds an unprintable character. Type the cell anew."]),
    "half a character": ("edition.summary", {"fr": "a\ud800b"}, [
        "edition.summary.fr: “a�b”: The text holds an unprintable character. Type the cell anew."]),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITION_ERRORS)
def test_error_in_edition_json_is_named_with_its_path_and_remedy(name: str, tmp_path: Path) -> None:
    path, value, expected = EDITION_ERRORS[name]
    found = errors(write_folder(tmp_path, edition_with(path, value)))
    assert found == [f"edition.json, {line}" for line in expected]


def test_broken_json_is_named_with_its_line(tmp_path: Path) -> None:
    (write_folder(tmp_path) / "edition.json").write_text('{"series": {},\n "edition": {"key": }}')
    assert errors(tmp_path) == [
        "edition.json, row 2: The file isn't JSON (Expecting value). "
        "Put this line or the one above right: look for a comma, a quote or a bracket."
    ]


def test_name_given_twice_in_json_is_refused(tmp_path: Path) -> None:
    (write_folder(tmp_path) / "edition.json").write_text('{"series": {}, "series": {}}')
    assert errors(tmp_path)[0].startswith("edition.json: The file isn't JSON (“series” is given twice).")
