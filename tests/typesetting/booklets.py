"""Booklets in the size of a real edition, in three languages, made without a database."""

from __future__ import annotations

import json
from itertools import cycle, islice
from pathlib import Path
from typing import Any, get_args

from serai.typesetting.booklet import (
    Booklet,
    ContributionData,
    DayData,
    Kind,
    Labels,
    PeriodData,
    PersonData,
    SessionData,
    SpeakerData,
)

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text("utf-8"))
EDITIONS: dict[str, dict[str, Any]] = WORDS["editions"]
LABELS: dict[str, Labels] = WORDS["labels"]
NAMES: list[str] = WORDS["names"]
TIMES = [
    "09:00–10:30",
    "10:30–10:50",
    "10:50–12:20",
    "12:20–14:00",
    "14:00–15:30",
    "15:30–15:50",
    "15:50–17:20",
]


def booklet(lang: str = "en") -> Booklet:
    """A booklet of two days, nine rooms, 160 contributions and 28 speakers in many scripts."""
    words = EDITIONS[lang]
    people: list[PersonData] = [{"name": name, "affiliation": words["post"]} for name in NAMES]
    days = [day(words, number, people) for number in range(2)]
    return {
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "labels": LABELS[lang],
        "edition": {
            **{key: words[key] for key in ("name", "series", "theme", "dates", "city", "venue")},
            "short_name": {"en": "BRST 2023", "zh-Hans": "科技交流大会 2023", "ar": "BRST 2023"}[lang],
            "time_zone": "Asia/Shanghai (UTC+8)",
        },
        "hosts": [{"name": name, "role": role} for name, role in words["hosts"]],
        "sections": [
            {"name": name, "kind": kind} for name, kind in zip(words["sections"], get_args(Kind), strict=True)
        ],
        "days": days,
        "speakers": index(days),
        "release": {"number": "3", "date": "2023-11-02"},
        "sources_note": words["sources"],
    }


def day(words: dict[str, Any], number: int, people: list[PersonData]) -> DayData:
    """A day of four periods; the opening has the first alone, and the exhibition runs through."""
    periods: list[PeriodData] = []
    for row, (time, name) in enumerate(zip(TIMES, words["periods"], strict=True)):
        is_break = row % 2 == 1
        sessions = (
            []
            if is_break
            else [
                session(words, number, row, column, time, people)
                for column in range(9)
                if held(number, row, column)
            ]
        )
        periods.append({"time": time, "name": name, "is_break": is_break, "sessions": sessions})
    return {"title": words["days"][number], "rooms": words["rooms"], "periods": periods}


def held(number: int, row: int, column: int) -> bool:
    """Whether a room is used: on the first morning only the main hall and the exhibition."""
    return column in (0, 8) if number == 0 and row == 0 else (column + row + number) % 4 != 1


def session(
    words: dict[str, Any], number: int, row: int, column: int, time: str, people: list[PersonData]
) -> SessionData:
    """A session; the first of all has one contribution with twelve speakers."""
    kinds = get_args(Kind)
    place = 4 if column == 8 else (column + row) % 9 if (number, row) != (0, 0) else 0
    count = 0 if place == 4 else 5
    return {
        "id": f"s-{number}-{row}-{column}",
        "time": time if column != 3 else time.split("–")[0] + "–" + time.split("–")[0][:3] + "55",
        "activity": words["activities"][place],
        "kind": kinds[place % 6],
        "room": words["rooms"][column],
        "chairs": [people[(column + row) % len(people)], people[(column * 3) % len(people)]][: column % 3],
        "language": words["languages"][column % 4],
        "interpretation": words["languages"][: column % 4],
        "summary": words["summary"] if place != 3 else "",
        "continued": row > 2 and place == 4,
        "generated": place == 5,
        "contributions": [contribution(words, (number, row, column, i), people) for i in range(count)],
    }


def contribution(
    words: dict[str, Any], where: tuple[int, int, int, int], people: list[PersonData]
) -> ContributionData:
    """One contribution; every third has two speakers."""
    number, row, column, i = where
    turn = number * 7 + row * 5 + column * 3 + i
    first = turn % len(people)
    speakers = 12 if where == (0, 0, 0, 4) else 1 + (turn % 3 == 0)
    found: ContributionData = {
        "id": f"c-{number}-{row}-{column}-{i}",
        "time": f"{9 + row:02d}:{i * 10:02d}–{9 + row:02d}:{i * 10 + 10:02d}",
        "title": words["titles"][turn % 4],
        "speakers": list(islice(cycle(people), first, first + speakers)),
        "generated": turn % 2 == 0,
    }
    if words is EDITIONS["ar"] and turn % 4 == 1:
        found["title_lang"] = "en"
    return found


def index(days: list[DayData]) -> list[SpeakerData]:
    """The speakers in the order of their names, with the contributions in which they stand."""
    refs: dict[str, list[str]] = {}
    posts: dict[str, str] = {}
    for one in contributions(days):
        for speaker in one["speakers"]:
            refs.setdefault(speaker["name"], []).append(one["id"])
            posts[speaker["name"]] = speaker["affiliation"]
    return [
        {"name": name, "heading": name[0], "affiliation": posts[name], "refs": refs[name]}
        for name in sorted(refs)
    ]


def contributions(days: list[DayData]) -> list[ContributionData]:
    """Every contribution of the days in order."""
    return [
        one
        for day in days
        for period in day["periods"]
        for held in period["sessions"]
        for one in held["contributions"]
    ]
