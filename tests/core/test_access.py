"""Who may do what: the table that is meant beside the table that is, and one object beside many."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from tests.access_world import ROLES, World, make_world

from serai.core.access import may, permissions, require, visible
from serai.core.actors import Actor
from serai.core.errors import DomainError, Forbidden, NotVisible
from serai.programme.rules import sight

pytestmark = pytest.mark.django_db
MATRIX = Path(__file__).parents[1] / "access_matrix.txt"

# What each permission is about; a user stands for the actor's own account and for somebody else's.
SUBJECTS = {
    "core.choose_language": "user",
    "core.let_open_editions": "user",
    "core.make_sign_in_link": "user",
    "core.sign_out": "user",
    "editions.announce": "edition",
    "editions.change_announcement": "announcement",
    "editions.change_edition": "edition",
    "editions.open_edition": "series",
    "editions.view_announcement": "announcement",
    "participation.answer_invitation": "participation",
    "participation.change_people": "edition",
    "participation.grant_role": "edition",
    "participation.invite_person": "edition",
    "participation.release_mail": "mail",
    "participation.use_link": "link",
    "participation.view_agenda": "participation",
    "participation.view_desk": "edition",
    "participation.view_link": "link",
    "participation.view_mail": "mail",
    "participation.view_participation": "participation",
    "programme.change_activity": "activity",
    "programme.change_contribution": "contribution",
    "programme.change_own_contribution": "contribution",
    "programme.change_plan": "plan",
    "programme.change_programme": "edition",
    "programme.plan_edition": "edition",
    "programme.release_plan": "plan",
    "programme.view_activity": "activity",
    "programme.view_contribution": "contribution",
    "programme.view_detail": "activity",
    "programme.view_plan": "plan",
    "programme.view_planning": "edition",
    "programme.view_run": "run",
    "programme.view_session": "session",
    "programme.view_slides": "slides",
    "web.load_edition": "edition",
}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def outcome(actor: Actor, permission: str, subject: Any) -> str:
    """What the actor is told."""
    try:
        require(actor, permission, subject)
    except NotVisible:
        return "404"
    except Forbidden:
        return "no"
    return "yes"


def matrix(world: World) -> str:
    """The whole table as text: a line for each permission and kind of subject, a column for each role."""
    lines = [f"{'permission':34}{'subject':22}" + "".join(f"{role:>12}" for role in ROLES)]
    for permission in permissions():
        for name, subject in world.subjects[SUBJECTS[permission.name]].items():
            told = [
                outcome(world.actors[role], permission.name, _subject(world, role, name, subject))
                for role in ROLES
            ]
            lines.append(f"{permission.name:34}{name:22}" + "".join(f"{word:>12}" for word in told))
    return "\n".join(lines) + "\n"


def _subject(world: World, role: str, name: str, subject: Any) -> Any:
    """The subject itself; "own" account is that of whoever acts."""
    if subject is None and name == "own":
        return world.users.get(role, world["user:other"])
    return subject


def test_every_permission_does_what_the_written_table_says(world: World) -> None:
    meant = [line for line in MATRIX.read_text().splitlines() if line and not line.startswith("#")]
    assert matrix(world).splitlines() == meant


def test_every_permission_is_about_something_in_the_world(world: World) -> None:
    assert {permission.name for permission in permissions()} == set(SUBJECTS)


def test_one_object_and_many_agree_on_every_object(world: World) -> None:
    compared = 0
    for permission in permissions():
        if permission.filter is None:
            continue
        model = apps.get_model(*_model_of(world, permission.name))
        rows = model._default_manager.all()
        for role, actor in world.actors.items():
            many = set(visible(actor, permission.name, rows).values_list("pk", flat=True))
            one = {row.pk for row in rows if may(actor, permission.name, row)}
            assert (role, permission.name, many) == (role, permission.name, one)
            compared += len(rows)
    assert compared > 300


def test_filters_return_each_row_once(world: World) -> None:
    for permission in permissions():
        rows = apps.get_model(*_model_of(world, permission.name))._default_manager.all()
        for actor in world.actors.values():
            found = list(visible(actor, permission.name, rows).values_list("pk", flat=True))
            assert len(found) == len(set(found)), permission.name


def test_there_is_something_to_hide_from_each_role(world: World) -> None:
    """A test that something is hidden must contain something that could leak."""
    told = matrix(world).splitlines()[1:]
    columns = list(zip(*(line.split()[-len(ROLES) :] for line in told), strict=True))
    for role, column in zip(ROLES, columns, strict=True):
        assert ("404" in column) == (role != "operator"), role
    assert set(chain(*columns)) == {"yes", "no", "404"}


def test_a_refusal_is_a_sentence_with_a_code(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        require(world.actors["participant"], "web.load_edition", world.edition)
    assert (refused.value.code, str(refused.value)) == (
        "forbidden",
        "You may not do this. Ask the secretariat of the edition.",
    )


def _model_of(world: World, permission: str) -> tuple[str, str]:
    found = [row for row in world.subjects[SUBJECTS[permission]].values() if row is not None]
    return found[0]._meta.app_label, found[0]._meta.model_name


SHOWN = ("view_activity", "view_detail", "view_contribution", "view_session", "view_slides")


def test_equal_sights_see_equal_programmes(world: World) -> None:
    """Pages are stored by sight, so whatever the rules distinguish must be in it."""
    seen: dict[tuple[object, ...], set[tuple[Any, ...]]] = {}
    for role, actor in world.actors.items():
        if role != "operator" and actor.link is None:
            seen.setdefault(sight(actor, world.edition), set()).add(_programme(world, actor))
    assert all(len(programmes) == 1 for programmes in seen.values())
    assert _programme(world, world.actors["public"]) in seen[()]
    assert len(seen) == len({programme for programmes in seen.values() for programme in programmes})
    assert len(seen) >= 4


def _programme(world: World, actor: Actor) -> tuple[Any, ...]:
    """The rows of the released edition that the actor may see."""
    found = []
    for name in SHOWN:
        rows = apps.get_model(*_model_of(world, f"programme.{name}"))._default_manager.all()
        if name == "view_session":
            rows = rows.filter(plan__release__isnull=False)
        found.append(
            tuple(visible(actor, f"programme.{name}", rows).order_by("pk").values_list("pk", flat=True))
        )
    return tuple(found)
