"""Charts drawn on the server as plain SVG figures: they need no script and print well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from serai.editions.models import PlanningRun

WIDTH, HEIGHT, EDGE = 600, 160, 6
SECONDS, OBJECTIVE, BOUND, UNPLACED = range(4)
ROWS = 24  # of the course as a table

Steps = list[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Chart:
    """The course of a run as SVG paths in a box of `WIDTH` × `HEIGHT`: step lines, and the gap between two.

    Objective and bound share a scale from `low` to `top`; what is unplaced has its own, from 0 to
    `most_unplaced`. Time runs over `seconds`, of which `now` points of `WIDTH` are over.
    """

    objective: str
    bound: str
    gap: str
    unplaced: str
    top: int | None
    low: int | None
    most_unplaced: int
    seconds: int
    now: float
    rows: list[tuple[Any, ...]]


def progress_chart(run: PlanningRun, until: float = 0, seconds: float = 0) -> Chart | None:
    """What a run told over time, drawn up to a moment on an axis of so many seconds; None if it told nothing.

    Both are at least as far as it told.
    """
    points = [(*point, *[None] * (4 - len(point))) for point in run.progress]
    values = [v for point in points for v in point[OBJECTIVE:UNPLACED] if v is not None]
    unplaced = _steps(points, UNPLACED)
    most = max((count for _, count in unplaced), default=0)
    if not values and not unplaced:
        return None
    end = max(points[-1][SECONDS], until)
    span = max(end, seconds, 1.0)
    top, low = (max(values), min(values)) if values else (None, None)
    lines = [_steps(points, column) for column in (OBJECTIVE, BOUND)]
    drawn = [_corners(steps, end, span, low or 0, top or 0) for steps in lines]
    placed = next((at for at, count in unplaced if not count), None)
    while_missing = [step for step in unplaced if placed is None or step[0] <= placed]
    missing = _corners(while_missing, end if placed is None else placed, span, 0, most) if most else []
    return Chart(
        objective=_line(drawn[0]),
        bound=_line(drawn[1]),
        gap=_line([*drawn[0], *reversed(_since(drawn[1], drawn[0]))]) + "Z" if all(drawn) else "",
        unplaced=_line(missing),
        top=top,
        low=low,
        most_unplaced=most,
        seconds=round(span),
        now=round(WIDTH * end / span, 1),
        rows=_sample(points),
    )


def _steps(points: Iterable[tuple[Any, ...]], column: int) -> Steps:
    return [(point[SECONDS], point[column]) for point in points if point[column] is not None]


def _corners(steps: Steps, end: float, span: float, low: int, top: int) -> list[tuple[float, float]]:
    """The corners of a step line, from its first point to the end."""
    if not steps:
        return []

    def spot(at: float, value: int) -> tuple[float, float]:
        height = (HEIGHT - 2 * EDGE) * (value - low) / max(top - low, 1)
        return round(WIDTH * at / span, 1), round(HEIGHT - EDGE - height, 1)

    corners = [spot(*steps[0])]
    for at, value in steps[1:]:
        corners += [(spot(at, value)[0], corners[-1][1]), spot(at, value)]
    return [*corners, (round(WIDTH * end / span, 1), corners[-1][1])]


def _since(corners: list[tuple[float, float]], other: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A step line from where another one begins."""
    start = other[0][0]
    before = [height for at, height in corners if at <= start]
    after = [corner for corner in corners if corner[0] > start]
    return [(start, before[-1] if before else corners[0][1]), *after]


def _line(corners: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in corners) if corners else ""


def _sample(points: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """At most `ROWS` of the points, first and last among them."""
    step = max(1, -(-len(points) // ROWS))
    return points[:-1:step] + points[-1:]
