"""Writes the tables of benchmarks/README.md and the picture of the traces from what was measured."""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median_high

HERE = Path(__file__).parent
README = HERE / "README.md"
Row = dict[str, str]
WIDTH, HEIGHT, COLUMNS, MARGIN = 300, 190, 3, 44
FOUND, PROVEN, INK, FAINT = "#0f766e", "#b93a27", "#1f2937", "#d1d5db"


def main() -> None:
    """Write the tables between their marks, and the picture."""
    lines = rows(HERE / "results" / "timetable.csv")
    references = {row["instance"]: row for row in rows(HERE / "references.csv")}
    text = README.read_text(encoding="utf-8")
    text = between(text, "cosplib", cosplib_table(lines, references))
    text = between(text, "made", made_table(lines, references))
    README.write_text(text, encoding="utf-8")
    traces = rows(HERE / "results" / "traces.csv")
    (HERE / "results" / "traces.svg").write_text(picture(traces), encoding="utf-8")


def rows(path: Path) -> list[Row]:
    """The lines of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def between(text: str, mark: str, table: Sequence[str]) -> str:
    """The text with a table between the two comments of a mark."""
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    inner = "\n".join([begin, *table, end])
    return re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: inner, text, flags=re.DOTALL)


def by_instance(lines: Sequence[Row]) -> dict[str, list[Row]]:
    """The lines of each instance."""
    found: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        found[line["instance"]].append(line)
    return found


def cosplib_table(lines: Sequence[Row], references: dict[str, Row]) -> Iterator[str]:
    """CoSPLib's instances beside what others reach, worse cells in brackets."""
    yield "| instance | size | authors | bar | median | best | worst | bound | gap | median to authors |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, group in by_instance(lines).items():
        if name in references:
            row = group[0]
            values = sorted(int(line["objective"]) for line in group)
            middle, bound = median_high(values), max(int(line["bound"]) for line in group)
            bar, authors = int(references[name]["bar"]), int(references[name]["authors"])
            shown = f"**{middle:,}**" if middle <= bar else f"({middle:,})"
            gap = (middle - bound) / max(1, middle)
            yield (
                f"| {name} | {row['contributions']} in {row['periods']} × {row['rooms']} | {authors:,} "
                f"| {bar:,} | {shown} | {values[0]:,} | {values[-1]:,} | {bound:,} | {gap:.1%} "
                f"| {middle / authors:.4g} |"
            )


def made_table(lines: Sequence[Row], references: dict[str, Row]) -> Iterator[str]:
    """Made conferences, each with another seed."""
    heads = "instance seed contributions status objective bound gap left_out seconds to_greedy"
    yield "| " + " | ".join(head.replace("_", " ") for head in heads.split()) + " |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for line in lines:
        if line["instance"] not in references:
            gap = f"{float(line['gap']):.1%}" if line["gap"] else "–"
            yield (
                f"| {line['instance']} | {line['seed']} | {line['contributions']} | {line['status']} "
                f"| {line['objective']} | {line['bound'] or '–'} | {gap} | {line['unplaced_weight']} "
                f"| {line['seconds']} | {line['objective_to_greedy']} |"
            )


def picture(traces: Sequence[Row]) -> str:
    """Objective and bound over time, a panel for each instance, of the first seed of each."""
    groups = {name: [r for r in g if r["seed"] == g[0]["seed"]] for name, g in by_instance(traces).items()}
    high = -(-len(groups) // COLUMNS)
    size = f'width="{COLUMNS * WIDTH}" height="{high * HEIGHT + 30}"'
    panels = []
    for n, (name, group) in enumerate(groups.items()):
        left, above = n % COLUMNS * WIDTH, n // COLUMNS * HEIGHT + 24
        panels.append(f'<g transform="translate({left},{above})">{panel(name, group)}</g>')
    legend = (
        f'<text x="12" y="16" fill="{FOUND}">objective</text><text x="80" y="16" fill="{PROVEN}">bound</text>'
        '<text x="130" y="16">over seconds, on a logarithmic scale, first seed</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11" '
        f'fill="{INK}">'
        f'<rect width="100%" height="100%" fill="white"/>{legend}{"".join(panels)}</svg>\n'
    )


def panel(name: str, group: Sequence[Row]) -> str:
    """One instance."""
    last = max(float(row["seconds"]) for row in group) or 1
    values = [int(row[key]) for row in group for key in ("objective", "bound") if row[key]]
    low, top = (math.log10(1 + value) for value in (min(values), max(values)))
    wide, tall = WIDTH - MARGIN - 16, HEIGHT - 60

    def points(key: str) -> str:
        found, y = [], None
        for row in group:
            if row[key]:
                x = MARGIN + wide * float(row["seconds"]) / last
                if y is not None:
                    found.append(f"{x:.1f},{y:.1f}")
                y = 24 + tall * (top - math.log10(1 + int(row[key]))) / ((top - low) or 1)
                found.append(f"{x:.1f},{y:.1f}")
        return " ".join([*found, *([f"{MARGIN + wide},{y:.1f}"] if y is not None else [])])

    lines = "".join(
        f'<polyline points="{points(key)}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        for key, colour in (("bound", PROVEN), ("objective", FOUND))
    )
    frame = f'<path d="M{MARGIN} 24V{24 + tall}H{MARGIN + wide}" fill="none" stroke="{FAINT}"/>'
    marks = (
        f'<text x="{MARGIN - 4}" y="30" text-anchor="end">{short(max(values))}</text>'
        f'<text x="{MARGIN - 4}" y="{24 + tall}" text-anchor="end">{short(min(values))}</text>'
        f'<text x="{MARGIN + wide}" y="{38 + tall}" text-anchor="end">{last:.0f} s</text>'
    )
    return f'<text x="{MARGIN}" y="14" font-weight="bold">{name}</text>{frame}{lines}{marks}'


def short(value: int) -> str:
    """A number in few letters."""
    for size, letter in ((10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return str(value)


if __name__ == "__main__":
    main()
