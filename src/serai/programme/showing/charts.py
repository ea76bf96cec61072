"""Charts drawn on the server as plain SVG figures: they need no script and print well."""

from __future__ import annotations

from dataclasses import dataclass

from serai.editions.models import PlanningRun

WIDTH, HEIGHT = 600, 90


@dataclass(frozen=True, slots=True)
class Chart:
    """Two step lines in a box of `WIDTH` × `HEIGHT` points, as SVG paths, and their last values."""

    objective: str
    bound: str
    seconds: float
    last_objective: int | None
    last_bound: int | None


def progress_chart(run: PlanningRun) -> Chart | None:
    """Objective and bound of a run over time; None before the first plan is known."""
    points = [tuple(point) for point in run.progress]
    values = [value for _, objective, bound in points for value in (objective, bound) if value is not None]
    if not values:
        return None
    span = max(points[-1][0], 1.0)
    top, low = max(values), min(values)

    def height_of(value: int) -> float:
        return float(HEIGHT - 6 - (HEIGHT - 12) * (value - low) / max(top - low, 1))

    def path(column: int) -> str:
        steps = [(point[0], point[column]) for point in points if point[column] is not None]
        spots = [(round(WIDTH * at / span, 1), round(height_of(value), 1)) for at, value in steps]
        if not spots:
            return ""
        line = "".join(f"H{x}V{y}" for x, y in spots[1:])
        return f"M{spots[0][0]} {spots[0][1]}{line}H{WIDTH}"

    return Chart(path(1), path(2), round(span), points[-1][1], points[-1][2])
