"""What every test stands on.

The database is SQLite unless DATABASE_URL names another; `python -m tests.postgresql COMMAND` runs a command
with the address of a PostgreSQL of its own. On PostgreSQL only the tests that touch the database are run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_configure(config: pytest.Config) -> None:
    """Keep the database in a file, as in use, so that connections of several threads lock each other.

    Static files are served from where they are written; no manifest is needed. Mail goes into a folder.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        file = Path(tempfile.gettempdir()) / f"serai-test-{os.getpid()}.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(file)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MAIL = {"kind": "file", "path": tempfile.mkdtemp(prefix="serai-test-mail-")}
    settings.PAGES = None  # tests change rows behind the back of `content_version`; those of the store set it
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _words() -> Iterator[None]:
    """Each test begins in English, whatever language the page of the test before was in."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def pytest_report_header(config: pytest.Config) -> str:
    """Say on which database the tests run."""
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what would only repeat the run on SQLite."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    kept = [item for item in items if uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
    items[:] = kept


def uses_database(item: pytest.Item) -> bool:
    """Whether the test reads or writes the database of the test run, and it matters which one that is."""
    if item.get_closest_marker("one_database") is not None:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)
