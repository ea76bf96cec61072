"""From a folder to a released programme in one go: load, plan, release, each step told as it is done."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from rich.console import Console

from serai.core.actors import OPERATOR
from serai.core.tables import TablesRefused
from serai.editions.models import Edition
from serai.programme import planning, services
from serai.programme.models import Plan, Release
from serai.web.services import load_edition

Say = Callable[[str], None]
DATA_FILES = ("programme.ics", "schedule.json", "summary.json")


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: the plan with what is to be said about it, and its release if there could be one."""

    plan: Plan
    report: planning.PlanReport
    release: Release | None


def load_folder(folder: Path, say: Say, warn: Say) -> Edition:
    """Load the folder; a folder with errors is reported in full before it is refused."""
    begun = time.monotonic()
    try:
        with Console(stderr=True).status(f"Reading {folder} …"):
            result = load_edition(actor=OPERATOR, folder=folder)
    except TablesRefused as refusal:
        for problem in refusal.problems:
            warn(f"{problem.severity}: {problem}")
        raise
    for problem in result.warnings:
        warn(f"{problem.severity}: {problem}")
    rows = sum(len(table.new) for table in result.tables)
    say(f"Loaded {folder}: {rows:,} rows in {time.monotonic() - begun:.1f} s.")
    return Edition.objects.get(key=result.edition)


def publish(edition: Edition, seconds: float, say: Say) -> Published:
    """Plan the edition and release what has a place; a plan that breaks a hard rule stays a draft."""
    with Console(stderr=True).status(f"Planning {edition.key}, {seconds:.0f} seconds at most …"):
        run = services.request_plan(actor=OPERATOR, edition=edition, seconds=seconds, enqueue=False)
        run = services.carry_out_run(actor=OPERATOR, run=run)
    plan = run.plans.get()
    report = planning.plan_report(OPERATOR, plan, "en")
    figures = report.figures
    say(f"Planned {figures['sessions']} sessions in {figures['seconds'] or 0:.1f} s. {report.quality}")
    for sentence in shortcomings(report):
        say(sentence)
    return Published(plan, report, _release(edition, plan, report, say))


def shortcomings(report: planning.PlanReport) -> Iterator[str]:
    """What is wrong with a plan and what has no place, in sentences."""
    for sentence in report.hard:
        yield f"Breaks a rule: {sentence.text}"
    for item in report.unplaced:
        yield f"Without a place: {item.title}"
        yield from (f"  {reason}" for reason in item.reasons)


def _release(edition: Edition, plan: Plan, report: planning.PlanReport, say: Say) -> Release | None:
    if report.hard:
        say("Nothing was released: a plan that breaks hard rules stays a draft.")
        return None
    latest = edition.releases.first()
    release = services.release_plan(
        actor=OPERATOR, plan=plan, after=latest.number if latest else 0, accept_unplaced=True
    )
    left_out = f", without the {len(report.unplaced)} items that have no place" if report.unplaced else ""
    say(f"Released version {release.number}{left_out}.")
    return release


def write_files(edition: Edition, published: Published, folder: Path, say: Say) -> None:
    """Leave the programme as documents and data in a folder, and the figures of the plan as summary.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("programme*.pdf"), *(folder / name for name in DATA_FILES)):
        old.unlink(missing_ok=True)
    if published.release:
        for name, file_format, language in _files(edition):
            call_command(
                "export",
                edition.key,
                format=file_format,
                language=language,
                output=folder / name,
                stdout=_Lines(say),
            )
    summary = json.dumps(published.report.figures, indent=2)
    (folder / "summary.json").write_text(summary + "\n", encoding="utf-8")
    say(f"Wrote {folder / 'summary.json'}.")


def _files(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Each file's name, format and language: the booklet in the original language, and in each other one that
    the content has, as far as the interface speaks it; else in English."""
    interface = {code.split("-")[0]: code for code, _ in settings.LANGUAGES}
    spoken = [tag.split("-")[0] for tag in edition.languages if tag.split("-")[0] in interface]
    first, *others = dict.fromkeys(spoken or ["en"])
    yield "programme.pdf", "pdf", interface[first]
    for tag in others:
        yield f"programme.{tag}.pdf", "pdf", interface[tag]
    yield "programme.ics", "ics", interface[first]
    yield "schedule.json", "json", interface[first]


class _Lines:
    """A stream that tells each line of a command."""

    def __init__(self, say: Say) -> None:
        self.say = say

    def write(self, text: str) -> Any:
        if text.strip():
            self.say(text.rstrip("\n"))

    def flush(self) -> None:
        """Lines are told at once."""
