"""How long spreadsheets of a large edition take: `python -m benchmarks.sheets`, in a database of its own.

Two thousand contributions go out, come back with every second one changed and some wrong, are looked at and
taken over. Prints one JSON line for each step.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CONTRIBUTIONS = 2_000
EXAMPLE = Path(__file__).parents[1] / "examples" / "brst2023"
DESK = "/en/brst-2023/desk/sheets/"


def main() -> None:
    """Measure each step once, in its order."""
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"SERAI_DATA": data, "SERAI_HOSTS": "testserver"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.web.settings")
        import django

        django.setup()
        client = _client()
        book = _step("download .xlsx", lambda: client.get(f"{DESK}contributions.xlsx").content)
        _step("download .csv", lambda: client.get(f"{DESK}contributions.csv").content)
        for name, content in (("with errors", _changed(book, 20)), ("without errors", _changed(book, 0))):
            sent = _step(f"upload {name}", lambda content=content: _send(client, content))  # type: ignore[misc]
            page = _step(f"preview {name}", lambda sent=sent: client.get(sent))  # type: ignore[misc]
        seen = {"seen": page.context["preview"].digest}
        _step("take over", lambda: client.post(f"{sent}apply/", seen))


def _client() -> Any:
    """A large edition, and somebody of its secretariat."""
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from serai.core.actors import OPERATOR
    from serai.core.models import User
    from serai.editions.models import Edition
    from serai.programme.models import Contribution
    from serai.web.services import load_edition

    setup_test_environment()  # responses tell what their pages were made of
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_edition(actor=OPERATOR, folder=EXAMPLE)
    edition = Edition.objects.get()
    activities = list(edition.activities.all())
    Contribution.objects.bulk_create(
        Contribution(
            edition=edition,
            activity=activities[number % len(activities)],
            key=f"talk-{number}",
            order=1000 + number,
            title={"en": f"Talk {number}", "zh": f"演讲 {number}", "ar": f"محاضرة {number}"},
            abstract={"en": "Water for cities, and what it takes to bring it there. " * 10},
            minutes=20,
        )
        for number in range(CONTRIBUTIONS - edition.contributions.count())
    )
    client = Client()
    client.force_login(User.objects.filter(person__participations__role="secretariat")[0])
    return client


def _changed(content: bytes, wrong: int) -> bytes:
    """The spreadsheet with every second row changed, and some cells wrong."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["contributions"]
    names = [cell.value for cell in sheet[1]]
    for row in range(2, CONTRIBUTIONS + 2, 2):
        sheet.cell(row, names.index("minutes") + 1).value = 25
    for row in range(3, 3 + 20 * wrong, 20):
        sheet.cell(row, names.index("activity") + 1).value = "nowhere"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _send(client: Any, content: bytes) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("contributions.xlsx", content)
    return str(client.post(f"{DESK}contributions/", {"file": file}).headers["Location"])


def _step(name: str, action: Callable[[], Any]) -> Any:
    """Do something, print how long it took, and hand on what came of it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    begun, used = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        result = action()
    figures = {
        "step": name,
        "seconds": round(time.perf_counter() - begun, 2),
        "cpu_seconds": round(time.process_time() - used, 2),
        "queries": len(queries),
    }
    content = getattr(result, "content", result)
    if isinstance(content, bytes):
        figures["kilobytes"] = len(content) // 1000
    print(json.dumps(figures))
    return result


if __name__ == "__main__":
    main()
