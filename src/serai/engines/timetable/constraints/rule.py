"""What every rule is: a name, a weight, an explanation, a check and a model."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING

from serai.engines.solving import Violation

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from serai.engines.timetable.decisions import Expression
    from serai.engines.timetable.index import Index
    from serai.engines.timetable.problem import Activity, Period, Problem, Room
    from serai.engines.timetable.variables import Variables
    from serai.engines.timetable.view import View


class Rule(ABC):
    """One rule of a timetable, with its two faces: ``violations`` specifies it, ``post`` models it.

    The placeholders of ``explanation`` are values of each violation: ``activity``, ``contribution``,
    ``person``, ``room``, ``period`` and the same with ``other_`` are ids, ``begin`` and ``end`` slots on the
    axis, the rest are numbers.
    """

    name: str
    title: str
    """What the rule stands for, in a few words for whoever plans."""
    meaning: str
    """What it asks for, or what counts if it is soft, in a sentence for them."""
    weight: int | None
    formula: str
    """What is forbidden if the rule is hard, what is counted if it is soft, in the reference's notation."""
    explanation: str
    amount: str = ""
    """What is counted if a soft rule is broken, for the reference."""

    @abstractmethod
    def violations(self, view: View) -> Iterable[Violation]:
        """Find where any timetable breaks the rule (at least all that involve a touched item)."""

    def allows(self, index: Index, activity: Activity, period: Period, room: Room) -> bool:
        """Say whether the activity may have a session there, whatever else happens."""
        return True

    def post(self, model: cp_model.CpModel, problem: Problem, x: Variables) -> Expression:
        """Add the rule to a model and return the amount by which it is broken (0 if that can't happen).

        A rule that is only about where an activity may be has nothing to add: no variable is made there.
        """
        return 0

    def weight_in(self, problem: Problem) -> int | None:
        """The weight that the problem gives the rule, or its own."""
        return problem.weights.get(self.name, self.weight)

    def found(self, view: View, items: Iterable[str], /, amount: int = 1, **values: str | int) -> Violation:
        """Make a violation of this rule among these items."""
        weight = self.weight_in(view.problem)
        penalty = 0 if weight is None else weight * amount
        return Violation(self.name, tuple(dict.fromkeys(items)), values, penalty, hard=weight is None)
