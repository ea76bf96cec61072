"""A bound from groups of activities: each group has the place to itself, and what the groups cost adds up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from serai.engines.timetable.bounds import Group, alone
from serai.engines.timetable.direct import Plan, improve, needed_at_once
from serai.engines.timetable.evaluate import penalty
from serai.engines.timetable.problem import Problem, Timetable
from serai.engines.timetable.search import Run

SHARE_OF_GROUP = 0.15
LARGEST_WAITING = 4
"""Activities bounded together from the start; all that wait for an opening would be too many."""
NEIGHBOURS = 3
"""How many others a group is tried to be joined with."""


def bounded(problem: Problem, plan: Plan, run: Run, share: float = 1.0) -> Plan:
    """Bound each activity on its own, those that wait for each other together; only for complete plans.

    It ends with that share of the run, of which no group has more than its part; those that it didn't come to
    are bounded the next time.
    """
    if plan.left_out:
        return plan
    lower, worth = dict(plan.lower), dict(plan.worth)
    done = {activity for group in lower for activity in group}
    groups = [group for group in waiting_groups(problem) if done.isdisjoint(group)]
    for group in groups:
        if run.is_over(share):
            break
        best = solved_alone(problem, plan, group, 0, run, min(SHARE_OF_GROUP, share * 3 / len(groups)))
        lower[group] = best.bound
        used = needed_at_once(problem, best.timetable)
        worth |= {activity: used[activity] for activity in group}
    return with_bounds(problem, replace(plan, worth=worth), lower, run)


def bounded_together(problem: Problem, plan: Plan, run: Run, share: float) -> Plan:
    """Join groups that cost more than their bound with those they share people with, while that pays."""
    tried: set[Group] = set()
    while not run.is_over(share) and penalty(problem, plan.timetable) > plan.bound:
        excess = {g: cost(problem, plan, g) - least for g, least in plan.lower.items() if g not in tried}
        if not excess or max(excess.values()) <= 0:
            break
        group = max(excess, key=lambda g: (excess[g], g))
        joined = joined_with_a_neighbour(problem, plan, group, excess, run)
        if joined is None:
            tried.add(group)
        else:
            plan = with_bounds(problem, plan, joined, run)
    return plan


def joined_with_a_neighbour(
    problem: Problem, plan: Plan, group: Group, excess: dict[Group, int], run: Run
) -> dict[Group, int] | None:
    """Return the bounds after joining a group with a neighbour that raises their sum, None if none does."""
    others = [g for g in plan.lower if g != group]
    others.sort(key=lambda g: (-shared_people(problem, group, g), -excess.get(g, 0), g))
    for other in others[:NEIGHBOURS]:
        if run.is_over():
            break
        both = tuple(a.id for a in problem.activities if a.id in group or a.id in other)
        apart = plan.lower[group] + plan.lower[other]
        together = solved_alone(problem, plan, both, apart, run).bound
        if together > apart:
            return {g: b for g, b in plan.lower.items() if g not in (group, other)} | {both: together}
    return None


def solved_alone(
    problem: Problem, plan: Plan, group: Group, known_bound: int, run: Run, share: float = SHARE_OF_GROUP
) -> Plan:
    """The plan of a group that has the place to itself, as good as a share of the run finds it."""
    own = alone(problem, group)
    start = part_of(problem, plan.timetable, group)
    begun = Plan(start, 0, bound=known_bound)
    if penalty(own, start) <= known_bound:
        return begun
    return improve(own, begun, run, frozenset(), share)


def with_bounds(problem: Problem, plan: Plan, lower: dict[Group, int], run: Run) -> Plan:
    """The plan with the bounds of groups, and their sum."""
    known = penalty(problem, plan.timetable)
    bound = min(known, max(plan.bound, sum(lower.values())))
    run.tell(known, bound)
    return replace(plan, bound=bound, lower=lower)


def waiting_groups(problem: Problem) -> list[Group]:
    """The activities in small groups that are linked by precedence, in the problem's order."""
    group_of = {a.id: {a.id} for a in problem.activities}
    for first, second in problem.index.before:
        joined = group_of[first] | group_of[second]
        if len(joined) <= LARGEST_WAITING:
            group_of.update(dict.fromkeys(joined, joined))
    return list(
        dict.fromkeys(
            tuple(a.id for a in problem.activities if a.id in group_of[activity.id])
            for activity in problem.activities
        )
    )


def part_of(problem: Problem, timetable: Timetable, group: Group) -> Timetable:
    """The part of a timetable that belongs to a group."""
    index = problem.index
    return Timetable(
        frozenset(c for c in timetable.cells if c.activity in group),
        {id: p for id, p in timetable.places.items() if index.contribution[id].activity in group},
    )


def cost(problem: Problem, plan: Plan, group: Group) -> int:
    """What a group costs in a plan."""
    return penalty(alone(problem, group), part_of(problem, plan.timetable, group))


def shared_people(problem: Problem, one: Group, other: Group) -> int:
    """How many people two groups both need."""
    return sum((people_of(problem, one) & people_of(problem, other)).values())


def people_of(problem: Problem, group: Group) -> Counter[str]:
    """The people a group needs, each as often as it needs them."""
    index = problem.index
    return Counter(
        person
        for activity in group
        for people in (
            index.needed_at_activity[activity],
            *(index.needed_at[c.id] for c in index.members[activity]),
        )
        for person in people
    )
