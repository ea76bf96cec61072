"""A small edition, a folder into which mail goes, and its letters."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.access_world import World, make_world

from serai.participation.models import Mail, MailKind
from serai.participation.outbox import Letter, write_mails

TOKEN = "k" * 20 + "3-_" + "Z" * 20


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def posted(settings: LazySettings, tmp_path: Path) -> Posted:
    """The folder into which mails go in this test."""
    settings.MAIL = {"kind": "file", "path": str(tmp_path / "mail")}
    return Posted(tmp_path / "mail")


class Posted:
    """What has left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __iter__(self):  # type: ignore[no-untyped-def]
        for path in sorted(self.folder.glob("*.eml")):
            yield message_from_bytes(path.read_bytes(), policy=policy.default)

    def __len__(self) -> int:
        return len(list(self.folder.glob("*.eml")))

    def one(self) -> EmailMessage:
        (message,) = self
        return message


def drafts(world: World, *people: str, kind: MailKind = MailKind.OTHER, **fields: str) -> list[Mail]:
    """A draft for each of these people of the world, with a personal link in it."""
    words = {"subject": "Hello", "body": f"Dear colleague,\n\nhttps://serai.test/en/my/{TOKEN}/\n\nYours"}
    letters = [Letter(world.people[name], "en", **(words | fields)) for name in people]
    return write_mails(world.actors["secretariat"], world.edition, kind, letters).mails
