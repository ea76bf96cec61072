"""What a rule may say in a model: look-ups that give a variable, or a number where nothing is left to decide.

Sessions live on the activity, contributions are in periods: which of several parallel sessions a contribution
is in is decided only where it matters. Some (activity, period) blocks may be frozen at a kept timetable, so
that the same rules post a whole problem and a small part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ortools.sat.python import cp_model

from serai.engines.timetable.decisions import Decisions, Expression, Literal, total
from serai.engines.timetable.problem import Activity, Contribution, Problem
from serai.engines.timetable.scope import Scope
from serai.engines.timetable.timing import pairs_in_parallel


class Variables(Decisions):
    """The decisions of one model, as the rules ask for them."""

    def __init__(self, model: cp_model.CpModel, problem: Problem, scope: Scope) -> None:
        super().__init__(model, problem, scope)
        self._rooms_used: dict[str, list[Literal]] = {}
        self._numbers: dict[tuple[str, str], Expression] = {}
        self._stretches: dict[str, list[Literal]] = {}

    @staticmethod
    def total(terms: Iterable[Expression]) -> Expression:
        """The sum of expressions, a plain number if all of them are."""
        return total(terms)

    def limit(self, activity: str) -> int:
        """How many sessions the activity may have at one time."""
        return self.scope.limit[activity]

    def room(self, activity: str, period: str, room: str) -> Literal:
        """Whether an activity has the room in the period."""
        return self.room_of.get((activity, period, room), 0)

    def rooms(self, activity: str, period: str) -> list[str]:
        """The rooms that an activity could have in the period."""
        return self.rooms_in.get((activity, period), [])

    def held(self, activity: str, period: str) -> Literal:
        """Whether an activity is held in the period."""
        return self.held_in.get((activity, period), 0)

    def count(self, activity: str, period: str) -> Expression:
        """The number of sessions of an activity in the period."""
        if self.scope.limit[activity] == 1:
            return self.held(activity, period)
        return total(self.room(activity, period, room) for room in self.rooms(activity, period))

    def inside(self, contribution: str, period: str) -> Literal:
        """Whether a contribution is in the period."""
        return self.period_of.get((contribution, period), 0)

    def in_room(self, contribution: str, period: str, room: str) -> Literal:
        """Whether a contribution is in the cell (at least; exactly when that costs something)."""
        activity = self.index.contribution[contribution].activity
        if not self.is_open(contribution) or self.is_roomed(activity):
            return self.seat_of.get((contribution, period, room), 0)
        return self.both(self.inside(contribution, period), self.room(activity, period, room))

    def is_roomed(self, activity: str) -> bool:
        """Say whether the rooms of the activity's contributions are decided one by one."""
        return activity in self.scope.roomed

    def placed(self, activity: str) -> Literal:
        """Whether an activity has the sessions it needs of its own (1 if it needs none)."""
        return self.placed_activity[activity]

    def is_placed(self, contribution: str) -> Literal:
        """Whether a contribution has a place."""
        return self.placed_contribution[contribution]

    def begin(self, contribution: str) -> Literal:
        """The slot at which a contribution of a timed activity begins."""
        return self.begin_of[contribution]

    def is_timed(self, activity: str) -> bool:
        """Say whether the begins of the activity's contributions are decided here."""
        return activity in self.scope.timed

    def is_open(self, contribution: str) -> bool:
        """Say whether the contribution's place is decided here."""
        return contribution in self.open

    def free_periods(self, activity: str) -> Iterator[str]:
        """The periods in which the activity's sessions are to be decided."""
        for period in self.index.own_periods[activity]:
            if self.scope.is_free(activity, period) and (activity, period) in self.held_in:
                yield period

    def count_sessions(self, activity: str) -> Expression:
        """The number of sessions of an activity."""
        return total(self.count(activity, period) for period in self.index.own_periods[activity])

    def sessions_by_cell(self) -> dict[tuple[str, str], list[Literal]]:
        """Per (period, room), whether each activity that could be there is; frozen ones are left out."""
        return {cell: [held for _, held in sessions] for cell, sessions in self.by_cell.items()}

    def sessions_of_others(self, period: str, room: str, activity: str) -> list[Literal]:
        """Whether each other activity is in the cell."""
        found = [held for other, held in self.by_cell.get((period, room), ()) if other != activity]
        taken = self.scope.taken.get((period, room))
        return [*found, 1] if taken is not None and taken != activity else found

    def intervals(self, contributions: Iterable[str]) -> list[cp_model.IntervalVar]:
        """The times of the contributions of timed activities; none if nothing about them is open."""
        items = [(id, self.is_placed(id)) for id in contributions]
        return self._intervals([(id, placed) for id, placed in items if self._has_time(id)])

    def intervals_in_room(self, contributions: Iterable[str], room: str) -> list[cp_model.IntervalVar]:
        """The times of those contributions that are in a room in whatever period."""
        items = [
            (id, self.any_of([self.in_room(id, p, room) for p in self.index.spans[id]], f"{id} in {room}"))
            for id in contributions
            if self._has_time(id)
        ]
        return self._intervals(items)

    def _has_time(self, contribution: str) -> bool:
        return self.is_timed(self.index.contribution[contribution].activity)

    def _intervals(self, items: list[tuple[str, Literal]]) -> list[cp_model.IntervalVar]:
        found: list[cp_model.IntervalVar] = []
        is_open = False
        for id, presence in items:
            begin, slots = self.begin(id), self.index.contribution[id].slots
            if not isinstance(presence, int):
                found.append(self.model.new_optional_fixed_size_interval_var(begin, slots, presence, id))
            elif presence:
                found.append(self.model.new_fixed_size_interval_var(begin, slots, id))
            else:
                continue
            is_open = is_open or not isinstance(begin, int)
        return found if is_open and len(found) > 1 else []

    def needs_time_between(self, contributions: Sequence[str]) -> bool:
        """Say whether some of the contributions could be in different sessions at the same time."""
        return any(True for _ in pairs_in_parallel(self.index, contributions, self.scope.limit))

    def both(self, one: Literal, other: Literal) -> Literal:
        """Whether both hold (at least; exactly when that costs something)."""
        if isinstance(one, int):
            return other if one else 0
        if isinstance(other, int):
            return one if other else 0
        both = self.model.new_bool_var("both")
        self.model.add_bool_or([one.negated(), other.negated(), both])
        return both

    def any_of(self, literals: Iterable[Literal], name: str) -> Literal:
        """Whether any of the literals holds."""
        unknown: list[cp_model.IntVar] = []
        for literal in literals:
            if not isinstance(literal, int):
                unknown.append(literal)
            elif literal:
                return 1
        if len(unknown) < 2:
            return unknown[0] if unknown else 0
        found = self.model.new_bool_var(name)
        for literal in unknown:
            self.model.add_implication(literal, found)
        self.model.add_bool_or([*unknown, found.negated()])
        return found

    def excess(self, literals: Sequence[Literal], name: str) -> Expression:
        """By how many more than one of the literals hold (at least; exactly when that costs something)."""
        sure = sum(literal for literal in literals if isinstance(literal, int))
        unknown = [literal for literal in literals if not isinstance(literal, int)]
        if not unknown:
            return max(0, sure - 1)
        if sure + len(unknown) < 2:
            return 0
        excess = self.model.new_int_var(max(0, sure - 1), sure + len(unknown) - 1, f"excess {name}")
        self.model.add(sum(unknown) + sure <= 1 + excess)
        return excess

    def several(self, literals: Sequence[Literal], name: str) -> Literal:
        """Whether more than one of the literals hold (at least; exactly when that costs something)."""
        sure = sum(literal for literal in literals if isinstance(literal, int))
        unknown = [literal for literal in literals if not isinstance(literal, int)]
        if sure > 1 or sure + len(unknown) < 2:
            return int(sure > 1)
        several = self.model.new_bool_var(name)
        self.model.add(sum(unknown) + sure <= 1 + len(unknown) * several)
        return several

    def rooms_used(self, activity: str) -> list[Literal]:
        """Per room, whether the activity ever uses it."""
        if activity not in self._rooms_used:
            by_room: dict[str, list[Literal]] = {}
            for period in self.index.own_periods[activity]:
                for room in self.rooms(activity, period):
                    by_room.setdefault(room, []).append(self.room(activity, period, room))
            self._rooms_used[activity] = [
                self.any_of(held, f"{activity} uses {room}") for room, held in by_room.items()
            ]
        return self._rooms_used[activity]

    def rooms_beyond_first(self, activity: str) -> Expression:
        """How many rooms the activity uses beyond its first (at least; exactly when that costs something)."""
        return self.excess(self.rooms_used(activity), f"rooms {activity}")

    def is_in_one_room(self, activity: str) -> None:
        """Allow the activity one room."""
        self.model.add(self.total(self.rooms_used(activity)) <= 1)

    def stretches(self, activity: str) -> list[Literal]:
        """Per period the activity may use, whether a stretch of successive ones begins there."""
        if activity not in self._stretches:
            begins: list[Literal] = []
            own = [self.index.period[p] for p in self.index.own_periods[activity]]
            for n, period in enumerate(own):
                here = self.held(activity, period.id)
                follows = n > 0 and own[n - 1].day == period.day
                begins.append(self._but_not(here, self.held(activity, own[n - 1].id) if follows else 0))
            self._stretches[activity] = begins
        return self._stretches[activity]

    def cost_of_sessions(self, cost: Callable[[Activity, str, str], int]) -> Expression:
        """The sum of a price of (activity, period, room) over all sessions."""
        return total(
            price * held
            for (activity, period, room), held in self.room_of.items()
            if (price := cost(self.index.activity[activity], period, room))
        )

    def out_of_order(self, first: str, second: str) -> Literal:
        """Whether the second of two contributions of an activity begins before the first."""
        activity = self.index.contribution[first].activity
        placed = [self.is_placed(first), self.is_placed(second)]
        if 0 in [p for p in placed if isinstance(p, int)]:
            return 0
        if not self.is_open(first) and not self.is_open(second):
            places = self.scope.kept.places
            return int(places[second].begin < places[first].begin)
        wrong = self.model.new_bool_var(f"{second} before {first}")
        ahead: list[Expression] = [placed[0] - 1]
        for period in self.index.own_periods[activity]:
            ahead += [self.inside(second, period), -self.inside(first, period)]
            self.model.add(total(ahead) <= wrong)
        if self.is_timed(activity):
            in_order = self.model.add(self.begin(second) - self.begin(first) >= 0)
            in_order.only_enforce_if([wrong.negated(), *(p for p in placed if not isinstance(p, int))])
        return wrong

    def off_rank(self, contribution: Contribution, members: tuple[Contribution, ...]) -> Literal:
        """Whether a contribution's rank isn't among the places that its period has in the activity."""
        activity, id = contribution.activity, contribution.id
        places = [i for i in [self.is_placed(id)] if isinstance(i, int)]
        if places == [0]:
            return 0
        if contribution.rank > len(members):
            return self.is_placed(id)
        off = self.model.new_bool_var(f"{id} off its rank")
        before: Expression = 0
        for period in self.index.own_periods[activity]:
            inside = self.inside(id, period)
            here = self._number_inside(activity, period, members)
            if not isinstance(inside, int) or inside:
                relevant = [off.negated(), *([] if isinstance(inside, int) else [inside])]
                for limit in (contribution.rank - 1 - before, before + here - contribution.rank):
                    if isinstance(limit, int):
                        if limit < 0:
                            self.model.add_bool_or([literal.negated() for literal in relevant])
                    else:
                        self.model.add(limit >= 0).only_enforce_if(relevant)
            before = before + here
        return off

    def _number_inside(self, activity: str, period: str, members: tuple[Contribution, ...]) -> Expression:
        """How many contributions of an activity are in a period; one variable for each."""
        if (activity, period) not in self._numbers:
            found = total(self.inside(c.id, period) for c in members)
            if not isinstance(found, int):
                number = self.model.new_int_var(0, len(members), f"{activity} in {period}")
                self.model.add(number == found)
                found = number
            self._numbers[activity, period] = found
        return self._numbers[activity, period]

    def at_most_one_zero(self, literals: Sequence[Expression], spared: Sequence[Expression]) -> None:
        """Let all of the literals hold but one at most, and those that are spared."""
        if len(literals) > 1:
            held = total([*literals, *spared])
            if not isinstance(held, int):
                self.model.add(held >= len(literals) - 1)

    def crowded(self, activity: str, ranked: Sequence[Contribution]) -> list[Expression]:
        """Per period, by how much the ranked contributions of an activity are longer than it."""
        found: list[Expression] = []
        if self.scope.limit[activity] > 1:
            for period in self.index.own_periods[activity]:
                slots = self.index.period[period].slots
                load = total(c.slots * self.inside(c.id, period) for c in ranked)
                if isinstance(load, int):
                    found.append(max(0, load - slots))
                elif (most := sum(c.slots for c in ranked)) > slots:
                    excess = self.model.new_int_var(0, most - slots, f"{activity} crowds {period}")
                    self.model.add(load <= slots + excess)
                    found.append(excess)
        return found

    def in_one_period(self, one: str, other: str) -> Literal:
        """Whether two contributions are in one period (at least; exactly when that costs something)."""
        if not self.is_open(one):
            one, other = other, one
        if not self.is_open(one):
            places = self.scope.kept.places
            return int(one in places and other in places and places[one].period == places[other].period)
        if not self.is_open(other):
            place = self.scope.kept.places.get(other)
            return self.inside(one, place.period) if place and self.is_placed(other) else 0
        both: cp_model.IntVar | None = None
        for period in self.index.spans[one]:
            here, there = self.inside(one, period), self.inside(other, period)
            if not isinstance(here, int) and not isinstance(there, int):
                both = both if both is not None else self.model.new_bool_var(f"{one} with {other}")
                self.model.add_bool_or([here.negated(), there.negated(), both])
        return 0 if both is None else both

    def pairs_of_sessions(self, one: str, other: str, period: str) -> Expression:
        """How many pairs of sessions two activities have in a period (at least; exact if one has one)."""
        both = self.both(self.held(one, period), self.held(other, period))
        if isinstance(both, int) and not both:
            return 0
        counts = [self.count(one, period), self.count(other, period)]
        known = [count for count in counts if isinstance(count, int)]
        if len(known) == len(counts):
            return known[0] * known[1]
        most = [min(self.limit(a), len(self.rooms(a, period))) for a in (one, other)]
        if max(most) <= 1:
            return both
        pairs = self.model.new_int_var(0, most[0] * most[1], f"{one} with {other} in {period}")
        self.model.add(pairs >= total(counts) - 1 - (sum(most) - 1) * (1 - both))
        return pairs

    def overlap(self, one: str, other: str) -> Literal:
        """Whether two contributions in different sessions overlap in time."""
        pairs = pairs_in_parallel(self.index, (one, other), self.scope.limit)
        placed = [self.is_placed(one), self.is_placed(other)]
        if not any(True for _ in pairs) or 0 in [p for p in placed if isinstance(p, int)]:
            return 0
        overlap = self.model.new_bool_var(f"{one} during {other}")
        first = self.model.new_bool_var(f"{one} first")
        length, other_length = (self.index.contribution[c].slots for c in (one, other))
        relevant = [overlap.negated(), *(p for p in placed if not isinstance(p, int))]
        gap = self.begin(other) - self.begin(one)
        if isinstance(gap, int):
            return int(-other_length < gap < length)
        self.model.add(gap >= length).only_enforce_if([first, *relevant])
        self.model.add(gap <= -other_length).only_enforce_if([first.negated(), *relevant])
        return overlap

    def overlap_with_sessions(self, contribution: str, activity: str) -> Literal:
        """Whether a contribution of another activity is in a period in which the activity is held."""
        if self.index.contribution[contribution].activity == activity:
            return 0
        return self.any_of(
            [
                self.both(self.inside(contribution, period), self.held(activity, period))
                for period in self.index.spans[contribution]
            ],
            f"{contribution} during {activity}",
        )

    def _but_not(self, one: Literal, other: Literal) -> Literal:
        """Whether the first holds and the second doesn't (at least; exactly when that costs something)."""
        if isinstance(other, int):
            return 0 if other else one
        if isinstance(one, int):
            return other.negated() if one else 0  # type: ignore[return-value]
        found = self.model.new_bool_var("begins")
        self.model.add_bool_or([one.negated(), other, found])
        return found
