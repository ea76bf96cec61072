"""What keeps a problem from being planned completely or counted exactly, in sentences with a remedy each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from serai.engines.timetable.constraints import RULES
from serai.engines.timetable.problem import Contribution, Problem

EXACT = 2**53
"""Whole numbers up to this are exact in a solver that also counts in floating point."""
COUNTABLE = 2**62
"""No penalty may come near the greatest number that the solver has."""


def concerns(problem: Problem) -> list[str]:
    """Return a sentence for each thing that can't be kept whatever the plan; empty if none is known.

    Such a problem is planned all the same, as far as it goes. Raises ValueError if the prices are too great
    to be counted at all.
    """
    found = [
        *about_places(problem),
        *(about_contribution(problem, c) for c in problem.contributions if not problem.index.spans[c.id]),
        *about_activities(problem),
        *about_people(problem),
        *about_ranks(problem),
        *about_prices(problem),
    ]
    return list(dict.fromkeys(found))


def about_places(problem: Problem) -> Iterator[str]:
    """Nowhere to be, or more slots needed than there are."""
    if not (problem.activities or problem.contributions):
        yield "there is nothing to plan: add activities"
    for things, name in ((problem.rooms, "room"), (problem.periods, "period")):
        if not things:
            yield f"there are no {name}s, so nothing can have a place: add a {name}"
    slots = sum(period.slots for period in problem.periods)
    there_are, needed = slots * len(problem.rooms), sum(c.slots for c in problem.contributions)
    if needed > there_are > 0:
        yield (
            f"the contributions need {needed:,} slots, but {len(problem.rooms)} rooms of {slots:,} slots "
            f"each have only {there_are:,}: add a room or a period, or leave out {needed - there_are:,} slots"
        )


def about_contribution(problem: Problem, contribution: Contribution) -> str:
    """Why a contribution can't begin anywhere."""
    index, name = problem.index, f"contribution {contribution.id!r}"
    periods = {period for period, _ in index.cells[contribution.activity]}
    longest = max((index.period[period].slots for period in periods), default=0)
    if not longest:
        return f"{name} has no place: activity {contribution.activity!r} is allowed in no room at any time"
    if contribution.slots > longest:
        return (
            f"{name} is {contribution.slots:,} slots long, but no period that its activity may use has more "
            f"than {longest:,}: shorten it or lengthen a period"
        )
    if contribution.fixed is not None:
        return f"{name} is fixed where it can't be: fix it elsewhere, or change who is there when"
    return f"{name} has no time at which all its people are there: change who speaks, or when they are there"


def about_activities(problem: Problem) -> Iterator[str]:
    """Activities that no room and period suits."""
    if problem.rooms and problem.periods:
        for activity in problem.activities:
            if not problem.index.cells[activity.id]:
                yield (
                    f"activity {activity.id!r} is allowed in no room at any time: change its rooms, periods, "
                    f"seats or booths, or when its people are there"
                )


def about_people(problem: Problem) -> Iterator[str]:
    """People with duties who are away during every period."""
    index = problem.index
    for person in problem.people:
        if person.here is None or not (
            index.contributions_needing.get(person.id) or index.activities_needing.get(person.id)
        ):
            continue
        if not any(begin < p.end and p.begin < end for begin, end in person.here for p in problem.periods):
            yield (
                f"person {person.id!r} is away for the whole event: change when they are there, "
                f"or who is needed"
            )


def about_ranks(problem: Problem) -> Iterator[str]:
    """Ranks that contradict each other."""
    if not problem.index.counts_ranks:
        return
    for activity, members in problem.index.members.items():
        held: dict[int, list[str]] = defaultdict(list)
        for contribution in members:
            held[contribution.rank].append(contribution.id)
        for rank, ids in sorted(held.items()):
            if rank > len(members):
                yield (
                    f"contribution {ids[0]!r} is to be number {rank} of activity {activity!r}, "
                    f"which has only {len(members)}: give it another order"
                )
            elif rank and len(ids) > 1:
                yield (
                    f"contributions {', '.join(map(repr, ids))} are all to be number {rank} of activity "
                    f"{activity!r}: give each another order"
                )


def about_prices(problem: Problem) -> Iterator[str]:
    """Prices and weights whose sum could be too great."""
    worst = most(problem)
    if (total := sum(worst.values())) <= EXACT:
        return
    name = max(worst, key=lambda rule: worst[rule])
    how = "exactly" if total <= COUNTABLE else "at all"
    text = (
        f"the penalties could add up to {total:.0e}, more than can be counted {how} ({EXACT:.0e}): "
        f"lower the prices or the weight of {name!r}"
    )
    if total > COUNTABLE:
        raise ValueError(text)
    yield text


def most(problem: Problem) -> dict[str, int]:
    """No timetable can cost more than this by each soft rule; it may be far from that."""
    sessions = len(problem.periods) * len(problem.rooms)
    count = len(problem.contributions)
    slots = sum(c.slots for c in problem.contributions)
    prices = {
        "period_not_preferred": sum(c.slots * greatest(c.period_cost) for c in problem.contributions)
        + sessions * max((greatest(a.period_cost) for a in problem.activities), default=0),
        "hour_not_preferred": sum(c.slots * greatest(c.hour_cost) for c in problem.contributions),
        "room_not_preferred": sum(c.slots * greatest(c.room_cost) for c in problem.contributions)
        + sessions * max((greatest(a.room_cost) for a in problem.activities), default=0),
        "room_not_preferred_then": sessions * max(problem.cell_cost.values(), default=0),
        "similar_activities_in_parallel": sessions
        * len(problem.rooms)
        * max(problem.similar.values(), default=0),
        "speakers_at_once": slots * count,
        "attendees_at_once": slots * count,
        "attendee_elsewhere": sum(p.weight for p in problem.people) * count * count,
    }
    others = count * (count + slots) + sessions * (1 + len(problem.rooms)) + len(problem.activities)
    return {
        rule.name: (rule.weight_in(problem) or 0) * prices.get(rule.name, others)
        for rule in RULES
        if rule.weight_in(problem)
    }


def greatest(costs: Mapping[str, int]) -> int:
    """The greatest of some prices, 0 if there is none."""
    return max(costs.values(), default=0)
