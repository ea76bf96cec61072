"""`make bench`: how fast a large edition is served, to benchmarks/results/web.csv.

Makes an edition of 2,000 contributions in 40 rooms in a database of its own, serves it with two processes and
measures each page: the first view after the cache of pages was emptied, and warm. Prints a table and, last,
one line of JSON per page.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import platform
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from http.client import HTTPConnection, RemoteDisconnected
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from web_pages import SIGNED_IN_ONLY, Page, pages_of

HOST = "127.0.0.1"
PROCESSES = 2
CLIENTS = 2
FIRST_VIEWS = 5  # the median of so many first views counts
ENOUGH = 200  # requests of a warm measurement, or
SECONDS = 4.0  # what it lasts at most
LOOP = 2_000_000  # additions that a page is compared with, since a shared machine changes its pace
RESULTS = Path(__file__).parent / "results" / "web.csv"
# pretalx 2026.2 with 2,000 sessions on a like machine: CPU of a first (and only) view in milliseconds.
REFERENCES = {"day": 3020, "list": 3020, "json": 5600, "calendar": 2925, "speakers": 4418}
REFERENCE_OF_RELEASE = 302_000


@dataclass(frozen=True)
class Measured:
    """One line of the results."""

    page: str
    state: str
    signed_in: bool
    cpu_ms: float
    queries: int
    bytes_gzip: int
    requests_per_second: float
    loops: float  # the same CPU in times that a fixed loop takes, measured beside it
    to_reference: float | None = None


def main() -> None:
    """Make the edition, serve it, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", nargs="*", help="only these pages")
    options = parser.parse_args()
    with own_data() as folder:
        edition = prepare(options.seed)
        pages = [page for page in pages_of(edition) if not options.pages or page.name in options.pages]
        cookie = signed_in_cookie()
        with served(folder) as site:
            lines = list(measured(site, pages, cookie))
        lines = [with_reference(line) for line in lines]
        pace = loop_ms()
        timings = list(timed_services(edition))
    print_table(lines, timings)
    write(lines, timings, options.seed, pace)
    for line in lines:
        print(json.dumps(asdict(line)))


@contextmanager
def own_data() -> Iterator[Path]:
    """A folder for database, static files and caches, which is deleted afterwards; Django uses it."""
    folder = Path(tempfile.mkdtemp(prefix="serai-bench-"))
    os.environ |= {
        "SERAI_DATA": str(folder),
        "SERAI_SECRET_KEY": secrets.token_urlsafe(50),
        "SERAI_HOSTS": f"localhost,{HOST}",
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", ""),
        "DJANGO_SETTINGS_MODULE": "serai.web.settings",
    }
    import django

    django.setup()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(seed: int) -> Any:
    """Tables, static files and the edition."""
    from django.core.management import call_command
    from large_edition import CONGRESS, make_edition

    from serai.web.serving import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    begun = time.perf_counter()
    edition = make_edition(CONGRESS, seed)
    placed = edition.releases.get().plan.placements.count()
    print(f"Made {edition.key}: {placed} contributions placed, in {time.perf_counter() - begun:.0f} s.")
    return edition


def signed_in_cookie() -> str:
    """The cookie of the secretariat's sign-in."""
    from django.conf import settings
    from django.test import Client

    from serai.core.models import User

    client = Client()
    client.force_login(User.objects.get(email="secretary@example.org"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Site:
    """The served edition: asks for pages and knows what its processes have worked."""

    def __init__(self, port: int, folder: Path, process: psutil.Process) -> None:
        self.port = port
        self.pages = folder / "cache" / "pages"
        self.process = process

    def cpu(self) -> float:
        """CPU time of all the site's processes so far, in milliseconds."""
        return sum(cpu_of(one) for one in (self.process, *self.process.children(recursive=True)))

    def connect(self) -> HTTPConnection:
        return HTTPConnection(HOST, self.port, timeout=120)

    def get(self, connection: HTTPConnection, page: Page, cookie: str) -> bytes:
        """The body as it is sent, compressed."""
        headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
        connection.request("GET", page.address, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{page.address} answered {response.status}")
        return body if response.getheader("Content-Encoding") == "gzip" else gzip.compress(body)

    def forget(self) -> None:
        """Empty the cache of pages."""
        shutil.rmtree(self.pages, ignore_errors=True)


def cpu_of(process: psutil.Process) -> float:
    """CPU time of a process in milliseconds; on Linux by the clock of the process, to the nanosecond."""
    if sys.platform.startswith("linux"):
        try:
            return 1000 * time.clock_gettime((~process.pid << 3) | 2)
        except OSError:
            return 0.0
    times = process.cpu_times()
    return 1000 * (times.user + times.system)


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The site with two web processes, started as `serai serve` starts them."""
    from serai.web.serving import children_of_site

    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    web = children_of_site(port)[0]
    environment = os.environ | {"WEB_CONCURRENCY": str(PROCESSES)}
    process = subprocess.Popen(web.command, env=environment, start_new_session=True)
    try:
        site = Site(port, folder, psutil.Process(process.pid))
        wait_for(site)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(site: Site) -> None:
    """Wait until it answers."""
    for _ in range(300):
        try:
            site.get(site.connect(), Page("", "/robots.txt"), "")
            return
        except (ConnectionError, RemoteDisconnected, TimeoutError):
            time.sleep(0.1)
    raise SystemExit("The site doesn't answer.")


def measured(site: Site, pages: list[Page], cookie: str) -> Iterator[Measured]:
    """Each page signed out and signed in, first and warm."""
    for page in pages:
        for key in ("", cookie):
            if not key and page.name in SIGNED_IN_ONLY:
                continue
            warm_up(site, page, key)
            yield first_view(site, page, key)
            yield warm_view(site, page, key)


def warm_up(site: Site, page: Page, cookie: str) -> None:
    """Have each process show the page: what is loaded once isn't counted."""
    for _ in range(4 * PROCESSES):
        site.forget()
        site.get(site.connect(), page, cookie)


def first_view(site: Site, page: Page, cookie: str) -> Measured:
    """One request while no page is stored; the middle of several."""
    cpu, took, paces = [], [], []
    for _ in range(FIRST_VIEWS):
        site.forget()
        paces.append(loop_ms())
        before, begun = site.cpu(), time.perf_counter()
        body = site.get(site.connect(), page, cookie)
        took.append(time.perf_counter() - begun)
        cpu.append(site.cpu() - before)
    asked = queries(page, cookie, site.forget)
    return line(page, "first", cookie, median(cpu), median(paces), asked, body, 1 / median(took))


def warm_view(site: Site, page: Page, cookie: str) -> Measured:
    """The same page again and again, by two clients at once, for some seconds."""
    body = site.get(site.connect(), page, cookie)
    pace = loop_ms()
    deadline = time.perf_counter() + SECONDS

    def read(_: int) -> int:
        connection, count = site.connect(), 0
        while count < ENOUGH / CLIENTS and time.perf_counter() < deadline:
            site.get(connection, page, cookie)
            count += 1
        return count

    before, begun = site.cpu(), time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        count = sum(pool.map(read, range(CLIENTS)))
    took, worked = time.perf_counter() - begun, site.cpu() - before
    pace = (pace + loop_ms()) / 2
    asked = queries(page, cookie, lambda: None)
    return line(page, "warm", cookie, worked / count, pace, asked, body, count / took)


def line(
    page: Page, state: str, cookie: str, cpu: float, pace: float, asked: int, body: bytes, per_second: float
) -> Measured:
    """A line of the results, told at once."""
    found = Measured(
        page.name,
        state,
        bool(cookie),
        round(cpu, 1),
        asked,
        len(body),
        round(per_second, 1),
        round(cpu / pace, 3),
    )
    who = "signed in" if cookie else "public"
    print(f"  {page.name:13} {state:6} {who:10} {found.cpu_ms:8.1f} ms {found.loops:7.2f} loops", flush=True)
    return found


def queries(page: Page, cookie: str, prepare: Callable[[], None]) -> int:
    """How often the same request asks the database, in this process when it has shown the page before."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME=HOST)
    if cookie:
        name, value = cookie.split("=", 1)
        client.cookies[name] = value
    client.get(page.address)
    prepare()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.address)
    assert response.status_code == 200, page.address
    return len(captured)


def with_reference(measured: Measured) -> Measured:
    """The line with its CPU as a share of the reference's, where there is one."""
    reference = REFERENCES.get(measured.page)
    return replace(measured, to_reference=round(measured.cpu_ms / reference, 4) if reference else None)


def timed_services(edition: Any) -> Iterator[dict[str, Any]]:
    """What isn't a page: finding all that is wrong with a draft, trying and making moves, releasing it."""
    for name, call in (
        ("day_of_plan", days_of_plan(edition)),
        ("conflict_scan", conflict_scan(edition)),
        ("check_of_move", checks_of_moves(edition)),
        ("move", moves(edition)),
        ("release", release(edition)),
    ):
        times = call()
        yield {"service": name, "median_ms": round(median(times), 1), "worst_ms": round(max(times), 1)}


def days_of_plan(edition: Any) -> Callable[[], list[float]]:
    """The page of a plan's full day when nobody has seen the day yet: the page itself keeps it afterwards."""
    from django.test import Client

    from serai.core.models import User
    from serai.programme.views import drafts

    client = Client(SERVER_NAME=HOST)
    client.force_login(User.objects.get(email="secretary@example.org"))
    address = next(page.address for page in pages_of(edition) if page.name == "plan")

    def draw() -> float:
        drafts._days.clear()
        return milliseconds(lambda: client.get(address))

    return lambda: [draw() for _ in range(FIRST_VIEWS + 1)][1:]


def conflict_scan(edition: Any) -> Callable[[], list[float]]:
    """Everything that is wrong with the draft, from the rows on."""
    from serai.programme import planning

    draft = edition.plans.first()
    return lambda: [milliseconds(lambda: planning.check_plan(draft)) for _ in range(5)]


MOVED = 40  # contributions that are moved one after the other


def spots(edition: Any) -> Iterator[tuple[str, Any]]:
    """Contributions of the draft, each with the place of the next: nearly every move breaks something."""
    from serai.programme import planning

    placed = list(
        edition.plans.first()
        .placements.select_related("contribution", "session__period", "session__room")
        .order_by("id")[: MOVED + 1]
    )
    for row, other in pairwise(placed):
        session = other.session
        yield row.contribution.key, planning.Spot(session.period.key, session.room.key, other.starts)


def checks_of_moves(edition: Any) -> Callable[[], list[float]]:
    """What a move would break and mend, as the page asks while a place is chosen."""
    from serai.programme import planning
    from serai.programme.models import Plan

    def check(item: str, spot: Any) -> None:
        draft = Plan.objects.select_related("edition").get(pk=edition.plans.first().pk)
        planning.Mover(draft, item).try_at(spot)

    return lambda: [milliseconds(partial(check, *asked)) for asked in list(spots(edition))]


def moves(edition: Any) -> Callable[[], list[float]]:
    """Moves of a copy of the draft with their check, from the request to the stored row."""
    from serai.core.actors import OPERATOR
    from serai.programme import services

    def move(item: str, spot: Any) -> None:
        draft = edition.plans.select_related("edition").first()
        services.move_item(actor=OPERATOR, plan=draft, item=item, spot=spot, seen_version=draft.version)

    def call() -> list[float]:
        copy = services.copy_plan(actor=OPERATOR, plan=edition.plans.first())
        times = [milliseconds(partial(move, *asked)) for asked in list(spots(edition))]
        services.discard_plan(actor=OPERATOR, plan=copy)
        return times

    return call


def release(edition: Any) -> Callable[[], list[float]]:
    """The draft made public, its booklet not rendered."""
    from serai.core.actors import OPERATOR
    from serai.programme import services

    def call() -> None:
        services.release_plan(actor=OPERATOR, plan=edition.plans.first(), after=1, accept_unplaced=True)

    return lambda: [milliseconds(call)]


def loop_ms() -> float:
    """CPU time of a fixed loop: on a busy machine it takes longer, as all that is measured does."""
    begun, total = time.process_time(), 0
    for number in range(LOOP):
        total += number
    return round(1000 * (time.process_time() - begun), 1)


def milliseconds(call: Callable[[], Any]) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - begun)


def print_table(lines: list[Measured], timings: list[dict[str, Any]]) -> None:
    """What was measured, for people."""
    print(
        f"\n{'page':14}{'state':7}{'reader':11}{'CPU ms':>8}{'queries':>9}"
        f"{'gzip kB':>9}{'per s':>8}{'to ref.':>9}"
    )
    for row in lines:
        who = "signed in" if row.signed_in else "public"
        share = "" if row.to_reference is None else f"{row.to_reference:.3f}"
        print(
            f"{row.page:14}{row.state:7}{who:11}{row.cpu_ms:8.1f}{row.queries:9}{row.bytes_gzip / 1000:9.1f}"
            f"{row.requests_per_second:8.1f}{share:>9}"
        )
    for timing in timings:
        print(f"{timing['service']:32}{timing['median_ms']:8.1f} ms, at worst {timing['worst_ms']:.1f} ms")
    print()


def write(lines: list[Measured], timings: list[dict[str, Any]], seed: int, pace: float) -> None:
    """The lines as CSV in place of the last ones of the same pages; a service's time stands under CPU."""
    around = {
        "seed": seed,
        "machine": f"{platform.machine()} {os.cpu_count()} CPUs",
        "load": round(os.getloadavg()[0], 1),
        "loop_ms": pace,
        "python": platform.python_version(),
        "django": version("django"),
        "uvicorn": version("uvicorn"),
        "date": time.strftime("%Y-%m-%d"),
    }
    rows: list[dict[str, Any]] = [asdict(line) | around for line in lines]
    for timing in timings:
        share = (
            round(timing["median_ms"] / REFERENCE_OF_RELEASE, 5) if timing["service"] == "release" else None
        )
        row: dict[str, Any] = dict.fromkeys(rows[0]) | around
        row |= {"page": timing["service"], "cpu_ms": timing["median_ms"], "to_reference": share}
        rows.append(row)
    with RESULTS.open(encoding="utf-8", newline="") as file:
        kept = [row for row in csv.DictReader(file) if list(row) == list(rows[0])]
    measured = {row["page"] for row in rows}
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([*(row for row in kept if row["page"] not in measured), *rows])


if __name__ == "__main__":
    main()
