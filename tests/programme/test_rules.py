"""Rules of planning: said in words, weighed on one page, changed by one service."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from serai.core.actors import PUBLIC, Actor
from serai.core.editing import stamp
from serai.core.errors import DomainError, NotVisible
from serai.core.models import AuditEntry
from serai.editions.models import Edition
from serai.engines import timetable as engine
from serai.programme import planning, services

pytestmark = pytest.mark.django_db
PAGE, API = "/en/andes-2026/desk/rules/", "/api/v1/editions/andes-2026/rules"


def form_of(edition: Edition, **changes: object) -> dict[str, object]:
    """What the page sends if nothing is touched, and what is changed in it."""
    data: dict[str, object] = {"minutes": 1, "seconds": 0, "seen": stamp(edition, planning.RULE_FIELDS)}
    for rule in planning.settings_of(edition):
        if not rule.is_hard:
            data |= {f"{rule.name}-level": rule.level, f"{rule.name}-weight": rule.weight or ""}
    return data | changes


@pytest.fixture
def desk(client: Client, secretary: Actor) -> Client:
    client.force_login(secretary.user)
    return client


def change(actor: Actor, edition: Edition, **values: object) -> Edition:
    given = {"weights": {}, "planning_seconds": 60, "seen": ""} | values
    return services.change_rules(actor=actor, edition=edition, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", engine.RULES, ids=lambda rule: rule.name)
def test_every_rule_says_in_a_sentence_what_it_means(rule: engine.RULES) -> None:  # type: ignore[valid-type]
    assert 0 < len(rule.title) <= 45
    assert rule.meaning.endswith(".")
    assert rule.name not in rule.meaning


def test_levels_are_weights_and_a_must_is_none(edition: Edition) -> None:
    rules = {rule.name: rule for rule in planning.rule_settings({"activity_split_over_rooms": 30})}
    split = rules["activity_split_over_rooms"]
    assert split.levels == {"off": 0, "little": 3, "usual": 10, "much": 30, "must": None}
    assert (split.level, split.is_changed) == ("much", True)
    assert "little" not in rules["room_not_preferred"].levels  # 1 is the least that counts at all
    assert rules["room_conflict"].levels == {"must": None}


def test_weights_are_stored_where_they_differ_and_everything_follows(
    edition: Edition, secretary: Actor
) -> None:
    wished = {"room_not_preferred": 4, "activity_split_over_rooms": 10, "contribution_out_of_order": None}
    change(secretary, edition, weights=wished, planning_seconds=90)
    edition.refresh_from_db()
    assert edition.weights == {"room_not_preferred": 4, "contribution_out_of_order": None}
    assert (edition.planning_seconds, edition.content_version) == (90, 2)
    assert planning.problem_of(edition).weights == edition.weights
    entry = AuditEntry.objects.get(service="change_rules")
    assert (entry.before["planning_seconds"], entry.after["planning_seconds"]) == (60, 90)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"room_conflict": 3}, "always a must"),
        ({"no_such_rule": 3}, "no such rule"),
        ({"room_not_preferred": -1}, "from 0 to 10000"),
        ({"room_not_preferred": 10_001}, "from 0 to 10000"),
    ],
)
def test_wrong_weights_are_refused_as_loading_does(
    edition: Edition, secretary: Actor, weights: dict[str, int], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        change(secretary, edition, weights=weights)
    edition.refresh_from_db()
    assert edition.content_version == 1


@pytest.mark.parametrize("seconds", [0, 3601])
def test_a_run_takes_between_a_second_and_an_hour(edition: Edition, secretary: Actor, seconds: int) -> None:
    with pytest.raises(ValidationError, match="one hour"):
        change(secretary, edition, planning_seconds=seconds)


def test_the_public_may_not_even_know(edition: Edition) -> None:
    with pytest.raises(NotVisible):
        change(PUBLIC, edition)


def test_two_people_do_not_overwrite_each_other(edition: Edition, secretary: Actor, desk: Client) -> None:
    before = form_of(edition, **{"room_not_preferred-level": "much"})
    change(secretary, edition, weights={"period_not_preferred": 9})
    with pytest.raises(DomainError) as refused:
        change(secretary, edition, seen=str(before["seen"]))
    assert refused.value.code == "changed_meanwhile"
    answer = desk.post(PAGE, before)
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile" in answer.text
    assert '<option value="much" selected>' in answer.text  # what was typed is kept
    edition.refresh_from_db()
    assert edition.weights == {"period_not_preferred": 9}


def test_the_page_tells_every_rule_and_marks_what_was_changed(desk: Client, edition: Edition) -> None:
    text = desk.get(PAGE).text
    for rule in engine.PROGRAMME_RULES:
        assert rule.title.replace("'", "&#x27;") in text
    assert "all as usual" in text
    Edition.objects.update(weights={"activity_split_over_rooms": 30})
    text = desk.get(PAGE).text
    assert "changed; usually 10" in text
    assert "1 differs from the usual" in text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"room_not_preferred-level": "off"}, {"room_not_preferred": 0}),
        ({"room_not_preferred-level": "must"}, {"room_not_preferred": None}),
        ({"room_not_preferred-weight": 7}, {"room_not_preferred": 7}),  # the number alone was changed
        ({"room_not_preferred-level": "own", "room_not_preferred-weight": 8}, {"room_not_preferred": 8}),
        ({"room_not_preferred-level": "much", "room_not_preferred-weight": 8}, {"room_not_preferred": 3}),
        ({"minutes": 2, "seconds": 5}, {}),
    ],
)
def test_a_level_in_words_or_a_number_is_saved(
    desk: Client, edition: Edition, typed: dict[str, object], stored: dict[str, int | None]
) -> None:
    assert desk.post(PAGE, form_of(edition, **typed)).status_code == 302
    edition.refresh_from_db()
    assert edition.weights == stored
    assert edition.planning_seconds == (125 if "minutes" in typed else 60)


@pytest.mark.parametrize(
    "typed",
    [
        {"room_not_preferred-level": "own", "room_not_preferred-weight": ""},
        {"room_not_preferred-level": "own", "room_not_preferred-weight": "99999999"},
        {"room_not_preferred-level": "most of all"},
        {"minutes": 0, "seconds": 0},
        {"minutes": 60, "seconds": 1},
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_is_kept(
    desk: Client, edition: Edition, typed: dict[str, object]
) -> None:
    answer = desk.post(PAGE, form_of(edition, **typed))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    edition.refresh_from_db()
    assert edition.content_version == 1


def test_everything_can_be_as_usual_again(desk: Client, edition: Edition) -> None:
    Edition.objects.update(weights={"room_not_preferred": 7})
    edition.refresh_from_db()
    broken = form_of(edition, reset="1", **{"room_not_preferred-weight": "x"})
    assert desk.post(PAGE, broken).status_code == 302
    edition.refresh_from_db()
    assert edition.weights == {}


def test_programs_read_and_change_the_rules(desk: Client, edition: Edition) -> None:
    read = desk.get(API).json()
    assert {rule["name"] for rule in read["rules"]} == {rule.name for rule in engine.PROGRAMME_RULES}
    body = {"weights": {"room_not_preferred": 5}, "planning_seconds": 30, "seen": read["stamp"]}
    changed = desk.put(API, json.dumps(body), "application/json")
    assert changed.json()["planning_seconds"] == 30
    again = desk.put(API, json.dumps(body | {"planning_seconds": 31}), "application/json")
    assert (again.status_code, again.json()["code"]) == (409, "changed_meanwhile")
    wrong = desk.put(API, json.dumps({"weights": {"nothing": 1}}), "application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_input")
    assert Client().get(API).status_code == 404


def test_rules_are_told_in_the_readers_language(edition: Edition) -> None:
    with translation.override("ar"):
        assert len(planning.settings_of(edition)) == len(engine.PROGRAMME_RULES)
