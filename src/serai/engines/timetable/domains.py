"""Where a single item may be, before any other item is considered."""

from __future__ import annotations

from collections.abc import Iterable

from serai.engines.timetable.problem import Contribution, Period, Slot, Span


def covers(stays: tuple[Span, ...] | None, begin: Slot, end: Slot) -> bool:
    """Say whether somebody with these stays is there for the whole of [begin, end)."""
    return stays is None or any(a <= begin and end <= b for a, b in stays)


def begin_spans(
    period: Period, contribution: Contribution, stays: Iterable[tuple[Span, ...]]
) -> tuple[Span, ...]:
    """Return the slots of a period at which the contribution may begin, as half-open spans.

    They keep it inside the period, at its fixed place, and within one stay of everybody it needs.
    """
    if contribution.slots > period.slots:
        return ()
    spans: list[Span] = [(period.begin, period.end - contribution.slots + 1)]
    fixed = contribution.fixed
    if fixed is not None:
        if fixed.period != period.id:
            return ()
        if fixed.begin is not None:
            spans = meet(spans, [(fixed.begin, fixed.begin + 1)])
    for stay in stays:
        spans = meet(spans, [(a, b - contribution.slots + 1) for a, b in stay])
    return tuple(spans)


def meet(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """Return the slots that are in both, as spans in order; empty spans vanish."""
    both = [(max(a, c), min(b, d)) for a, b in left for c, d in right]
    return sorted((a, b) for a, b in both if a < b)
